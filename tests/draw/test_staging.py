"""Numbers that move never lie on another number, a name or a sign: every step of every example, at many moments."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from micrograd import Value
from micrograd.draw.factor import MOST, factor_of
from micrograd.draw.geometry import DOWN_PLAYED, RIGHT_PLAYED, RIGHT_SLIM, Flow
from micrograd.draw.graphs import graph
from micrograd.draw.stages import duration, gradients_during, part_of, stage_at, stages_of
from micrograd.ops import methods
from micrograd.tape import record
from pages.expression import read
from pages.idea.examples import EXAMPLES

MOMENTS = 20
SVG = "{http://www.w3.org/2000/svg}"
FLOWS = {"right": RIGHT_PLAYED, "slim": RIGHT_SLIM, "down": DOWN_PLAYED}
NUMBER = re.compile(r"-?[\d.]+")
Box = tuple[float, float, float, float]


def point_on(way, part, steps=24):
    """The point of a way of cubic curves at `part` of its length, as offset-distance has it."""
    dense = [way[0]]
    for k in range(1, len(way), 3):
        a, b, c, d = way[k - 1 : k + 3]
        for n in range(1, steps + 1):
            t, u = n / steps, 1 - n / steps
            w = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
            dense.append(tuple(sum(f * p[i] for f, p in zip(w, (a, b, c, d))) for i in (0, 1)))
    lengths = [((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) ** 0.5 for p, q in pairwise(dense)]
    left = part * sum(lengths)
    for p, q, length in zip(dense, dense[1:], lengths):
        if left <= length:
            share = left / length if length else 0.0
            return (p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]))
        left -= length
    return way[-1]


def around(center, width, height) -> Box:
    return (center[0] - width / 2, center[1] - height / 2, center[0] + width / 2, center[1] + height / 2)


def meet(a: Box, b: Box, by: float = 0.5) -> bool:
    return a[0] + by < b[2] and b[0] + by < a[2] and a[1] + by < b[3] and b[1] + by < a[3]


def written(svg: ET.Element) -> list[tuple[str, Box]]:
    """(text, its rectangle) of all that stands in boxes and ops."""
    found = []
    for part in svg.iter(f"{SVG}g"):
        kind = (part.get("class") or "").split(" ")[0]
        if kind not in ("box", "opsign"):
            continue
        x, y = map(float, NUMBER.findall(part.get("style"))[:2])
        for text in part.findall(f"{SVG}text"):
            if not (text.text or "").strip("·"):
                continue
            size = 17 if kind == "opsign" and len(text.text) < 3 else 14 if "figure" in text.get("class", "") else 13
            width = len(text.text) * size * 0.6
            base = float(text.get("y", 0)) + (size * 0.35 if kind == "opsign" else 0)
            at = x + float(text.get("x", 0))
            left = at if text.get("text-anchor") != "middle" else at - width / 2
            found.append((text.text, (left, y + base - size * 0.75, left + width, y + base + size * 0.1)))
    return found


def moving(svg: ET.Element, t: float, flow: Flow) -> list[tuple[str, Box]]:
    """(text, the rectangle of its ground) of all that moves or rests on the bench, as the style sheet has it at t."""
    found = []
    for token in svg.iter(f"{SVG}g"):
        if not (token.get("class") or "").startswith("token "):
            continue
        style, kinds = token.get("style"), token.get("class").split()
        start = float(re.search(r"--from:([\d.]+)", style)[1])
        if t < start and start != 0:
            continue
        ground = token.find(f"{SVG}rect")
        width, height = float(ground.get("width")), float(ground.get("height"))
        text = "".join(token.find(f"{SVG}text").itertext())
        if "still" in kinds:
            at = tuple(map(float, NUMBER.findall(style.split("translate")[1])[:2]))
        else:
            span = float(re.search(r"--span:([\d.]+)", style)[1])
            x = min(max((t - start) / span, 0), 1)
            if "brief" in kinds and x == 1:
                continue
            numbers = list(map(float, NUMBER.findall(style.split("path('")[1])))
            at = point_on(list(zip(numbers[::2], numbers[1::2])), x * x * (3 - 2 * x))
        found.append((text, around(at, width, height)))
    return found


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_what_moves_lies_on_nothing_that_is_written(example, flow):
    tape, flow = read(example.text).tape, FLOWS[flow]
    hits = []
    for k in range(len(tape.steps)):
        for n, stage in enumerate(stages_of(tape, k)):
            svg = ET.fromstring(graph(tape, k, under_way=True, stage=n, flow=flow))
            still = written(svg)
            width, height = map(float, svg.get("viewBox").split()[2:])
            for moment in range(MOMENTS + 1):
                tokens = moving(svg, moment / MOMENTS, flow)
                for i, (text, box) in enumerate(tokens):
                    under = [other for other, place in still if meet(box, place)]
                    under += [other for other, place in tokens[i + 1 :] if meet(box, place)]
                    if box[0] < -0.5 or box[1] < -0.5 or box[2] > width + 0.5 or box[3] > height + 0.5:
                        under.append("the edge of the sheet")
                    if under:
                        node = tape.nodes[tape.steps[k].node]
                        hits.append(
                            f"step {k} ({node.name}, {node.op}) {stage.kind} {stage.wire} at {moment}: {text!r} on {under}"
                        )
    assert not hits, f"{len(hits)} meetings:\n" + "\n".join(hits[:12])


# --- the stages themselves ---

TAPES = [read(example.text).tape for example in EXAMPLES]
STEPS = [(tape, k) for tape in TAPES for k in range(len(tape.steps))]


def test_a_step_takes_as_long_as_what_happens_in_it():
    tape = TAPES[0]  # (a + b) * c: +, ×, the seed, × back, + back
    plus, times, seed, back, _ = (duration(tape, k) for k in range(5))
    assert seed == 600 and 700 < plus == times < 1200 and 1900 <= back <= 2500


@pytest.mark.parametrize("n", range(len(STEPS)))
def test_a_step_is_cut_into_its_stages_without_a_gap(n):
    tape, k = STEPS[n]
    stages = stages_of(tape, k)
    for stage in range(len(stages)):
        for part in (0.001, 0.5, 0.999):
            found, done = stage_at(tape, k, part_of(tape, k, stage, part))
            assert found == stage and done == pytest.approx(part)
    assert stage_at(tape, k, 1.0) == (len(stages) - 1, 1.0)


@pytest.mark.parametrize("n", range(len(STEPS)))
def test_gradients_grow_wire_by_wire_from_what_was_there_to_what_the_step_leaves(n):
    tape, k = STEPS[n]
    step, before, after = tape.steps[k], tape.grad_at(k), tape.grad_at(k + 1)
    during = [gradients_during(tape, k, stage) for stage in range(len(stages_of(tape, k)))]
    assert during[0] == before
    for known, stage in zip(during, stages_of(tape, k)):
        for wire, node in enumerate(tape.nodes[step.node].operands if step.locals else ()):
            rest = sum(
                step.locals[w] * before[step.node]
                for w, other in enumerate(tape.nodes[step.node].operands)
                if other == node and w >= stage.wire
            )
            assert known.get(node, 0.0) + rest == pytest.approx(after[node], abs=1e-12), (stage, wire)


# --- the factor that a gradient meets ---


def factors(text):
    tape = read(text).tape
    return {
        tape.nodes[step.node].op: [factor_of(tape, k, wire) for wire in range(len(step.locals))]
        for k, step in enumerate(tape.steps)
        if step.phase == "backward" and step.locals
    }


def test_a_product_gives_each_operand_the_number_of_the_other():
    (first, second) = factors("a = Value(2.0)\nb = Value(-3.0)\nL = a * b")["*"]
    assert (first.number, first.sign, first.data) == ("−3.0", "×", True)
    assert (second.number, second.sign, second.data) == ("2.0", "×", True)


@pytest.mark.parametrize(
    ("text", "op", "expression", "number"),
    [
        ("L = a + a", "+", "1", "1"),
        ("L = a.tanh()", "tanh", "1 − 0.96²", "0.0707"),
        ("L = (-a).relu()", "ReLU", "0", "0"),
        ("L = a.relu()", "ReLU", "1", "1"),
        ("L = a**3", "**3", "3 · 2.0²", "12"),
        ("L = a**2", "**2", "2 · 2.0", "4"),
        ("L = a.log()", "log", "1 / 2.0", "0.5"),
        ("L = a.sin()", "sin", "cos(2.0)", "−0.416"),
        ("L = a.abs()", "abs", "1", "1"),
    ],
)
def test_a_local_derivative_is_written_as_the_engine_computes_it(text, op, expression, number):
    factor = factors(f"a = Value(2.0)\n{text}")[op][0]
    assert (factor.expression, factor.number, factor.sign) == (expression, number, "·")


def test_every_op_has_a_factor_that_fits_beside_it_and_is_its_local_derivative():
    for name, op in methods().items():
        tape = record(getattr(Value(0.75, label="a"), name)())
        k = next(k for k, step in enumerate(tape.steps) if step.locals)
        factor = factor_of(tape, k, 0)
        assert len(factor.expression) <= MOST, op.name
        assert float(factor.number.replace("−", "-")) == pytest.approx(tape.steps[k].locals[0], rel=6e-3, abs=1e-3)
