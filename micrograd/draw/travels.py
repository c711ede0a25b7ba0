"""The numbers that travel during a step as a whole: operands into the op and the result out of it, or gradients back.

(A page plays a step in stages, and stops at each: tokens.py. A film goes on by itself, and shows it in one go.)

Offers `travels`, which gives a list of `Travel`, and `slopes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..tape.records import Step
from .geometry import Flow, Geometry, line, numbers
from .layout import Point
from .moment import GraphInTime
from .scale import plus, short
from .svg import Markup, tag


@dataclass(frozen=True)
class Travel:
    """A number that travels along `points` from `start` on, for `span`, of a step that lasts from 0 to 1.

    key     tells it from the others of its step
    kind    'data' or 'grad', and 'through' if it ends in an op
    """

    key: str
    kind: str
    points: Sequence[Point]
    text: str
    start: float
    span: float


def travels(tape: GraphInTime, k: int, where: Geometry) -> list[Travel]:
    """The numbers that travel during step k: operands into the op and the result out of it, or gradients back."""
    step = tape.steps[k]
    node, operands = step.node, tape.nodes[step.node].operands
    if step.phase == "forward":
        texts = [short(tape.nodes[j].data) for j in operands]
        return through(where, node, operands, texts, short(tape.nodes[node].data))
    if not step.locals:  # the seed: dL/dL = 1 comes from outside
        end = numbers(where.boxes[node], 1, where.flow)
        return [Travel("seed", "grad", line((end[0] + 60, end[1]), end), "1.0", 0, 1)]
    upstream, op = tape.grad_at(k)[node], where.ops[node]
    path: Sequence[Point] = line(numbers(where.boxes[node], 1, where.flow), op)
    out = [Travel("in", "grad through", path, short(upstream), 0, 0.4)]
    for n, j in enumerate(operands):
        late = 0.12 * operands[:n].count(j)  # what comes to one box over two wires is added one after the other
        wire = where.wires[node, n][::-1]
        path = (*line(op, wire[0]), *wire[1:], *line(wire[-1], numbers(where.boxes[j], 1, where.flow))[1:])
        out.append(
            Travel(
                f"{n}",
                "grad",
                path,
                plus(upstream * step.locals[n]),
                0.4 + late,
                0.72 - 0.12 * operands.count(j),
            )
        )
    return out


def through(
    where: Geometry, node: int, operands: Sequence[int], texts: Sequence[str | None], result: str
) -> list[Travel]:
    """One number for each operand on its way into an op, and the result on its way out of it. None: that one stays."""
    box, op = where.boxes[node], where.ops[node]
    out: list[Travel] = []
    path: Sequence[Point]
    for n, (j, text) in enumerate(zip(operands, texts)):
        if text is not None:
            wire = where.wires[node, n]
            meet = met(wire[-1], op, where.flow) if len(operands) > 1 else op
            path = (*line(numbers(where.boxes[j], 0, where.flow), wire[0]), *wire[1:], *line(wire[-1], meet)[1:])
            out.append(Travel(f"{n}", "data through", path, text, 0, 0.55))
    path = line(op, numbers(box, 0, where.flow))
    return [*out, Travel("out", "data", path, result, 0.55, 0.45)]


def met(port: Point, op: Point, flow: Flow) -> Point:
    """Where a number waits in its op for the other one, so that both can be read: on its own side of the middle."""
    if flow.down:
        return (op[0] + (16.0 if port[0] > op[0] else -16.0), op[1])
    return (op[0], op[1] + (9.0 if port[1] > op[1] else -9.0))


def slopes(step: Step, where: Geometry) -> list[Markup]:
    """The local derivatives of a step backward, each written at its wire."""
    written = []
    for k, slope in enumerate(step.locals):
        x, y = beside(where.wires[step.node, k], where.ops[step.node], where.flow)
        written.append(tag("text", "×" + short(slope), class_="slope", x=x, y=y))
    return written


def beside(points: Sequence[Point], op: Point, flow: Flow) -> Point:
    """Where a wire's local derivative is written: near the op, on the side of the wire that looks away from it."""
    k = 3 * ((len(points) - 1) // 3 - 1)
    a, b, c, d = points[k : k + 4]
    x, y = ((p + 3 * q + 3 * r + s) / 8 for p, q, r, s in zip(a, b, c, d))
    if flow.down:
        return (x + (-24 if x < op[0] else 24), y + 5)
    return (x + 6, y - 17 if y <= op[1] else y + 27)
