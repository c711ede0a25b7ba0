"""The program, line by line, each line tied to the value it serves and to the line of engine.py it comes from.

    for line in program.listing():
        line.part, line.text                    # 'backward', 'grad_a += b * grad_d'
        line.value, line.op                     # 'd', '*': the operation that this line belongs to
        line.of, line.grows                     # ('d',), 'a': the values it belongs to, by their own names; and the one
                                                # whose gradient it adds to
        line.file, line.number, line.source     # '.../engine.py', its number, 'self.grad += other.data * out.grad'
        line.wat                                # ('i32.const 0', ..., 'f64x2.mul', ...): the same for the machine

One line is one addition to one gradient, as in the engine. In the module, numbers that are used once stay on the
stack and several lines become one statement; every instruction is shown with the line that asked for it, so that
`wat`, line after line, is the loop's code but for the order.

An expression of which nothing depends on a sample (`tape_listing`) has no loop: its gradients follow its values at
once.

Offers `listing` and `Line`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..optim import SGD
from .backends.printer import Names, Text, leaf, written
from .backends.wasm.instructions import wat_by_origin
from .backends.wasm.lanes import SCALAR, VECTOR
from .backends.wasm.layout import Layout
from .code import LEAVES, Code
from .plan import Plan
from .sources import code_lines, described, engine_line, seed_line


@dataclass(frozen=True)
class Line:
    """part: 'once', 'forward' and 'backward' (for every sample), 'after', 'update'. number 0: no source line."""

    part: str
    text: str
    value: str = ""
    of: tuple[str, ...] = ()
    grows: str = ""
    op: str = ""
    file: str = ""
    number: int = 0
    source: str = ""
    wat: tuple[str, ...] = ()

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= 90 else f"{self.text[:87]}..."
        return f"Line({self.part}: {text})"


def listing(plan: Plan, layout: Layout, simd: bool = True) -> list[Line]:
    """The Lines of one training step: a list. layout: for the addresses in `wat`; simd: two samples at a time?"""
    code, names = plan.code, Names(plan)
    wat = wat_by_origin(plan, layout, VECTOR if simd else SCALAR)
    result: list[Line] = []

    def values(i: int) -> tuple[str, ...]:
        return code.values.get(i, ())

    def line(part: str, text: str, i: int, k: int | None = None, grows: int | None = None) -> None:
        op = code.nodes[i][0]
        grown = code.names.get(grows, "") if grows is not None else ""
        result.append(Line(part, text, names[i], values(i), grown, op, *engine_line(op, k), tuple(wat.get((i, k), ()))))

    loop = code.varying[plan.cost]
    for i in forward_entries(plan, plan.once):
        line("once" if loop else "forward", assignment(code, names, i), i)
    for i in forward_entries(plan, plan.body):
        line("forward", assignment(code, names, i), i)
    cost = names[plan.cost]
    if loop:
        result.append(
            Line(
                "forward",
                f"cost += {leaf(code, names, plan.cost)[0]}",
                cost,
                values(plan.cost),
                wat=tuple(wat.get("cost", ())),
            )
        )
    if code.wanted[plan.cost]:
        result.append(
            Line(
                "backward",
                f"grad_{cost} = {'seed' if loop else '1.0'}",
                cost,
                values(plan.cost),
                code.names.get(plan.cost, ""),
                "",
                *seed_line(),
                tuple(wat.get((code.leaf("seed"), None), ())),
            )
        )
    met: set[int] = set()
    for (i, k), operand, amount, g in code.flows:
        once = not code.varying[i]
        adds = "=" if operand not in met and (once or code.varying[operand]) else "+="
        met.add(operand)
        text, _ = grown(code, names, amount, g, i)
        line("after" if once and loop else "backward", f"grad_{names[operand]} {adds} {text}", i, k, operand)
    file, number, source = described(SGD.rule.__code__.co_filename, code_lines(SGD.rule.__code__)[-1])
    result += [
        Line("update", "grad_p += l2 * p + l2 * p       # for each parameter p"),
        Line(
            "update",
            "p -= rate * grad_p              # or momentum, or Adam: see optim.py",
            file=file,
            number=number,
            source=source,
        ),
    ]
    return result


def forward_entries(plan: Plan, entries: Iterable[int]) -> list[int]:
    """The entries of the forward pass among `entries`: those that serve themselves."""
    return [i for i in entries if plan.code.nodes[i][0] != "sum" and plan.code.origin[i] == (i, None)]


def assignment(code: Code, names: Names, i: int) -> str:
    """d = a + b"""
    op, *_ = code.nodes[i]
    return f"{names[i]} = {written(op, [leaf(code, names, o) for o in code.operands(i)])[0]}"


def grown(code: Code, names: Names, amount: int, g: int, served: int) -> Text:
    """(text, how tightly it binds) of what a gradient grows by, in terms of the forward pass and of g."""
    if amount == g:
        return f"grad_{names[served]}", 4
    if code.nodes[amount][0] in LEAVES or code.origin[amount][1] is None:
        return leaf(code, names, amount)
    return written(code.nodes[amount][0], [grown(code, names, o, g, served) for o in code.operands(amount)])
