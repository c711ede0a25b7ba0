"""The numbers that travel along the wires of a graph during one step, and the local derivatives that they meet there.

How far the step has gone is the CSS variable `--t` (0 to 1) of any element around them: each takes its place on its
path from it.

Offers `tokens` (of a step), `carried` (through one op) and `slopes`.
"""

from collections.abc import Sequence

from ..tape.records import Step
from .geometry import Flow, Geometry, curve, line, numbers
from .layout import Point
from .moment import GraphInTime
from .scale import plus, short
from .svg import Markup, tag


def token(key: str, kind: str, points: Sequence[Point], text: str, start: float, span: float) -> Markup:
    """A number that travels along `points` while --t goes from `start` to `start + span`."""
    path = curve(points)
    return tag(
        "g",
        tag("text", text, dy="0.35em"),
        id=key,
        class_=f"token {kind}",
        style=f"--from:{start};--span:{span};offset-path:path('{path}')",
        aria_hidden="true",
    )


def tokens(prefix: str, tape: GraphInTime, k: int, where: Geometry) -> list[Markup]:
    """The numbers that travel during step k: operands into the op and the result out of it, or gradients back."""
    step = tape.steps[k]
    node, operands = step.node, tape.nodes[step.node].operands
    if step.phase == "forward":
        texts = [short(tape.nodes[j].data) for j in operands]
        return carried(prefix, where, node, operands, texts, short(tape.nodes[node].data))
    if not step.locals:  # the seed: dL/dL = 1 comes from outside
        end = numbers(where.boxes[node], 1, where.flow)
        return [token(f"{prefix}-token-seed", "grad", line((end[0] + 60, end[1]), end), "1.0", 0, 1)]
    upstream, op = tape.grad_at(k)[node], where.ops[node]
    path: Sequence[Point] = line(numbers(where.boxes[node], 1, where.flow), op)
    out = [token(f"{prefix}-token-in", "grad through", path, short(upstream), 0, 0.4)]
    for n, j in enumerate(operands):
        late = 0.12 * operands[:n].count(j)  # what comes to one box over two wires is added one after the other
        wire = where.wires[node, n][::-1]
        path = (*line(op, wire[0]), *wire[1:], *line(wire[-1], numbers(where.boxes[j], 1, where.flow))[1:])
        out.append(
            token(
                f"{prefix}-token-{n}",
                "grad",
                path,
                plus(upstream * step.locals[n]),
                0.4 + late,
                0.72 - 0.12 * operands.count(j),
            )
        )
    return out


def carried(
    prefix: str, where: Geometry, node: int, operands: Sequence[int], texts: Sequence[str | None], result: str
) -> list[Markup]:
    """One number for each operand on its way into an op, and the result on its way out of it. None: that one stays."""
    box, op = where.boxes[node], where.ops[node]
    out: list[Markup] = []
    path: Sequence[Point]
    for n, (j, text) in enumerate(zip(operands, texts)):
        if text is not None:
            wire = where.wires[node, n]
            meet = met(wire[-1], op, where.flow) if len(operands) > 1 else op
            path = (*line(numbers(where.boxes[j], 0, where.flow), wire[0]), *wire[1:], *line(wire[-1], meet)[1:])
            out.append(token(f"{prefix}-token-{n}", "data through", path, text, 0, 0.55))
    path = line(op, numbers(box, 0, where.flow))
    return [*out, token(f"{prefix}-token-out", "data", path, result, 0.55, 0.45)]


def met(port: Point, op: Point, flow: Flow) -> Point:
    """Where a number waits in its op for the other one, so that both can be read: on its own side of the middle."""
    if flow.down:
        return (op[0] + (16.0 if port[0] > op[0] else -16.0), op[1])
    return (op[0], op[1] + (9.0 if port[1] > op[1] else -9.0))


def slopes(prefix: str, step: Step, where: Geometry) -> list[Markup]:
    """The local derivatives of a step backward, each written at its wire."""
    written = []
    for k, slope in enumerate(step.locals):
        x, y = beside(where.wires[step.node, k], where.ops[step.node], where.flow)
        written.append(tag("text", "×" + short(slope), class_="slope", x=x, y=y, id=f"{prefix}-slope-{step.node}-{k}"))
    return written


def beside(points: Sequence[Point], op: Point, flow: Flow) -> Point:
    """Where a wire's local derivative is written: near the op, on the side of the wire that looks away from it."""
    k = 3 * ((len(points) - 1) // 3 - 1)
    a, b, c, d = points[k : k + 4]
    x, y = ((p + 3 * q + 3 * r + s) / 8 for p, q, r, s in zip(a, b, c, d))
    if flow.down:
        return (x + (-24 if x < op[0] else 24), y + 5)
    return (x + 6, y - 17 if y <= op[1] else y + 27)
