"""Code as Python source that can be read, and run: over NumPy arrays, or sample by sample in plain Python.

    def gradient(parameters, columns, seed):
        w, b = parameters
        x, y = columns
        cost, grad_w, grad_b = 0.0, 0.0, 0.0
        out = relu(w * x + b)
        ...
        grad_w += total(x * grad_out, seed)

The two differ in one thing: plain Python puts a `for` over the samples in front. In NumPy a name stands for a column,
and `total` adds a column up (a number that is the same for all samples: as often as there are seeds).

Offers `source` and `Names`.
"""

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...ops import CALL, OPS, Op, op_of
from ..code import LEAVES, Code
from ..plan import Plan
from ..registers import Item, statements
from ..term import of_formula

OWN = ("parameters", "columns", "results", "seed", "total", "zip", "nan", "inf", "cost", "right")


def reserved() -> set[str]:
    """The names that the source uses itself."""
    return {*OWN, *(op.word for op in OPS.values() if not op.infix)}


class Names(dict[Any, str]):
    """{entry: a Python name}, unique: the value's own name where it has one, grad_ of it for its gradient."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.code, self.taken = plan.code, reserved()
        for kind, names in ("parameter", plan.parameters), ("input", plan.inputs):
            for k, name in enumerate(names):
                self[self.code.leaf(kind, k)] = self.unique(name)
        for i, name in sorted(self.code.names.items()):
            if i not in self and self.code.nodes[i][0] != "const":
                self[i] = self.unique(name)

    def unique(self, wish: str) -> str:
        name = re.sub(r"\W", "_", wish)
        if not name or name[0].isdigit() or keyword.iskeyword(name):
            name = f"v_{name}"
        first, n = name, 2
        while name in self.taken:
            name, n = f"{first}_{n}", n + 1
        self.taken.add(name)
        return name

    def __missing__(self, i: int) -> str:
        kind, a, _ = self.code.nodes[i]
        if kind == "total":
            return self.target(a)
        if kind == "seed":
            return "seed"
        if kind == "const":
            return literal(a)
        served, operand = self.code.origin[i]
        if operand is None:
            name = f"v{i}"
        else:
            _, *of = self.code.nodes[served]
            name = f"grad_{self[of[operand]]}"
        self[i] = self.unique(name)
        return self[i]

    def target(self, a: int | str) -> str:
        """What a sum is added up in."""
        if isinstance(a, str):
            return a
        if ("grad", a) not in self:
            self["grad", a] = self.unique(f"grad_{self[a]}")
        return self["grad", a]


Text = tuple[str, int]  # a piece of source, and how tightly it binds


def literal(number: float) -> str:
    return repr(float(number))


def written(op: str, operands: Sequence[Text]) -> Text:
    """`op` applied to operands, (text, how tightly it binds) each: the same for the result."""
    row = op_of(op)
    if not row.infix:
        return f"{row.word}({', '.join([*(text for text, _ in operands), *map(literal, row.parameters)])})", CALL
    (a, tight_a), (b, tight_b) = operands
    a = f"({a})" if tight_a < row.binds else a
    b = f"({b})" if tight_b <= row.binds else b
    return f"{a} {row.infix} {b}", row.binds


def leaf(code: Code, names: Mapping[int, str], i: int) -> Text:
    """(text, how tightly it binds) of an entry that is only read."""
    kind, number, _ = code.nodes[i]
    if kind != "const":
        return names[i], CALL
    return literal(number), 0 if literal(number).startswith("-") else CALL


def expression(code: Code, names: Mapping[int, str], items: Iterable[Item]) -> str:
    """The expression that `items` (see registers.py) stand for, with as few brackets as Python allows."""
    stack: list[Text] = []
    for item in items:
        if isinstance(item, int):
            stack.append(leaf(code, names, item))
        else:
            count = op_of(item).arity
            stack[-count:] = [written(item, stack[-count:])]
    return stack.pop()[0]


def lines(
    code: Code, names: Mapping[int, str], entries: Iterable[int], keep: Iterable[int] = (), columns: bool = False
) -> Iterator[str]:
    """Assignments that compute `entries`; sums become `name += ...`, with `total` around them if `columns`."""
    for kind, target, items in statements(code, entries, keep):
        text = expression(code, names, items)
        if kind == "set":
            yield f"{names[target]} = {text}"
        else:
            assert isinstance(names, Names)
            yield f"{names.target(target)} += {f'total({text}, seed)' if columns else text}"


def definition(op: Op) -> str:
    """The source of a function that computes an op by its formula."""
    code, result = of_formula(op)
    entries = code.live([result])
    names = {i: f"v{i}" for i in entries} | {code.leaf("input", k): "ab"[k] for k in range(op.arity)}
    body = [f"    {text}" for text in lines(code, names, entries, keep=[result])]
    head = f"def {op.word}({', '.join('ab'[: op.arity])}):"
    return "\n".join([head, *body, f"    return {leaf(code, names, result)[0]}"])


def several(texts: Iterable[str]) -> str:
    """A tuple of one or more names: `a,` or `a, b`; () of none."""
    texts = list(texts)
    return ", ".join(texts) + "," * (len(texts) == 1) or "()"


def function(
    plan: Plan,
    names: Names,
    name: str,
    body: Sequence[int],
    result: str,
    columns: bool,
    keep: Sequence[int] = (),
    before: Sequence[int] = (),
    after: Sequence[int] = (),
    given: Sequence[int] = (),
) -> str:
    """The source of one function (parameters, columns, seed) -> result."""
    code = plan.code
    sums = list(dict.fromkeys(names.target(code.nodes[i][1]) for i in body if code.nodes[i][0] == "sum"))
    inputs = [names[code.leaf("input", j)] for j in range(len(plan.inputs))]
    inputs += [names[i] if code.varying[i] and code.nodes[i][0] not in LEAVES else "_" for i in given]
    out = [
        f"def {name}(parameters, columns, seed):",
        f"    {several(names[code.leaf('parameter', k)] for k in range(len(plan.parameters)))} = parameters",
    ]
    out += [f"    {text}" for text in lines(code, names, before, keep=before)]
    out += [f"    {text} = 0.0" for text in sums]
    out.append(f"    {several(inputs)} = columns" if columns else f"    for {several(inputs)} in zip(*columns):")
    indent = "    " if columns else "        "
    out += [indent + text for text in lines(code, names, body, keep, columns)] or [f"{indent}pass"]
    if not columns and keep:
        out.append(f"{indent}results.append(({several(names[i] for i in keep)}))")
        out.insert(1, "    results = []")
    out += [f"    {text}" for text in lines(code, names, after, keep=after)]
    out.append(f"    return {result}")
    return "\n".join(out)


def source(plan: Plan, columns: bool = False) -> str:
    """The source of gradient(...), forward(...) and evaluate(...) for a Plan: of columns (NumPy), or of numbers."""
    code, names = plan.code, Names(plan)
    of = [names[g] if g is not None else "0.0" for g in plan.gradients]
    once = tuple(i for i in plan.once if code.nodes[i][0] not in LEAVES)
    shown = f"[{', '.join(names[i] for i in plan.outputs)}]"
    return (
        "\n\n\n".join(
            (
                function(
                    plan,
                    names,
                    "gradient",
                    plan.body,
                    f"cost, [{', '.join(of)}]",
                    columns,
                    before=once,
                    after=plan.after,
                ),
                function(
                    plan,
                    names,
                    "forward",
                    plan.maps,
                    shown if columns else "[list(c) for c in zip(*results)]",
                    columns,
                    before=once,
                    keep=plan.outputs,
                ),
                function(
                    plan,
                    names,
                    "evaluate",
                    plan.check,
                    f"cost, {'right' if plan.labeled else 0.0}",
                    columns,
                    before=once,
                    given=plan.outputs,
                ),
            )
        )
        + "\n"
    )
