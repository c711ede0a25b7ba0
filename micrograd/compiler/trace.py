"""From Values to code: the graph of one sample, written down once.

    code, entries = trace([cost, score], parameters, inputs)

What the graph computed is not kept, only how: any leaf that is neither a parameter nor an input is a constant. So
Python's own `if` on a value's data is not part of the program; it is what it was for this sample.

Offers `trace`, `CannotCompile` and `UnknownOp`.
"""

from collections.abc import Iterator, Mapping, Sequence
from inspect import unwrap
from types import CodeType

from ..engine import Value, nothing
from ..ops import OPS, op_of
from .code import Code

# The functions that the engine does its ops with. One that is put in place of such a function is not taken for it.
OWN = {op.name: unwrap(getattr(Value, op.method)).__code__ for op in OPS.values() if op.method}


class CannotCompile(ValueError):
    """No program says what the model says. The object graph can still train it."""


class UnknownOp(CannotCompile):
    """The graph has an operation that cannot be compiled. The object graph can still run it.

    op      the operation's name
    name    the value that it makes
    why     what stands in the way
    """

    def __init__(self, op: str, name: str, why: str = "the compiler does not know it") -> None:
        self.op, self.name = op, name
        super().__init__(f"cannot compile the operation '{op}' that makes {name}: {why}")


def trace(
    roots: Sequence[Value],
    parameters: Sequence[Value],
    inputs: Sequence[Value],
    names: Mapping[Value, str] | None = None,
) -> tuple[Code, list[int]]:
    """(code, entries): the graph behind the Values `roots`, and a list with the entry of each root.

    parameters  Values, the uniform leaves that have a gradient
    inputs      Values, one for each column of the data (labels as well)
    names       {Value: name}; a value's label is used where there is none
    """
    code, names = Code(), names or {}
    index: dict[Value, int] = {}
    for kind, leaves in ("parameter", parameters), ("input", inputs):
        for k, v in enumerate(leaves):
            index[v] = code.leaf(kind, k)
    trusted: dict[str, CodeType | None] = {}
    for v in unseen(roots, index):
        operands = [index[o] for o in v._prev]
        if not operands:
            index[v] = code.const(float(v.data))
            continue
        op = v._op
        made = getattr(v._backward, "__code__", None)
        if trusted.get(op) is not made or made is None:
            check(v, op, made, names.get(v) or v.label)
            trusted[op] = made
        row = op_of(op)
        index[v] = code.power(*operands, *row.parameters) if row.parameters else code.add(op, *operands)
    for v, i in index.items():
        name = names.get(v) or v.label
        if name:
            code.names.setdefault(i, name)
            code.values[i] = *code.values.get(i, ()), name
    return code, [index[r] for r in roots]


def unseen(roots: Sequence[Value], index: Mapping[Value, int]) -> Iterator[Value]:
    """The values behind `roots` that are not in `index`, operands before results. A stack, as in the engine: no
    recursion, whatever the depth. `index` must be filled by the caller as the values come."""
    stack = list(reversed(roots))
    while stack:
        v = stack[-1]
        if v in index:
            stack.pop()
            continue
        waiting = [o for o in v._prev if o not in index]
        if waiting:
            stack += reversed(waiting)
        else:
            stack.pop()
            yield v


def check(v: Value, op: str, made: CodeType | None, name: str) -> None:
    """UnknownOp unless the engine's own method for `op` made v: another with the same name may mean something else."""
    name = f"{name} (a Value of {v.data})" if name else f"a Value of {v.data}"
    try:
        row = op_of(op)
    except KeyError:
        raise UnknownOp(op, name) from None
    method = OWN.get("**" if row.parameters else op) or getattr(
        unwrap(getattr(Value, row.method, nothing)), "__code__", None
    )
    if method is None or not any(part is made for part in method.co_consts):
        raise UnknownOp(op, name, "it was not the engine's own operation that made it")
    if len(v._prev) != row.arity:
        raise UnknownOp(op, name, f"it has {len(v._prev)} operands")
