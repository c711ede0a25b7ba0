"""The numbers that move during one stage of a step: which, along which way, and on a ground of their own.

How far the stage has gone is the CSS variable `--t` (0 to 1) of any element around them: each takes its place on its
way from it. Where the ways are, bench.py says; which stages a step has, stages.py.

Offers `tokens` (of a stage), `ripple` (changes that run through one op) and `doing` (what takes part in a stage).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..ops import OPS, symbol_of
from .bench import HEIGHT, Bench, Way, from_outside, width_of
from .factor import MOST, Factor, factor_of
from .geometry import Flow, Geometry, curve
from .layout import Point
from .moment import GraphInTime
from .scale import fit
from .stages import change_of, stages_of
from .svg import Markup, group, tag

MOVE = 0.75  # of a stage in which something moves; then it rests, and can be read
Line = Sequence[tuple[str, str]]  # (text, class) pieces of one line


def figure(x: float) -> str:
    """A number as it moves: in six characters at most, four digits."""
    return fit(x, 6)


# --- one thing that moves, or rests ---


def body(lines: Sequence[Line], flow: Flow) -> Markup:
    """Lines of text with their ground, around (0, 0)."""
    width = max(width_of("".join(text for text, _ in line), flow) for line in lines)
    height = HEIGHT * len(lines)
    ground = tag("rect", class_="ground", x=-width / 2, y=-height / 2, width=width, height=height, rx=6.0)
    if len(lines) == len(lines[0]) == 1:
        return group(ground, tag("text", lines[0][0][0], class_=lines[0][0][1], dy="0.35em"))
    rows: list[Markup | str] = []
    for n, line in enumerate(lines):
        y = (n - (len(lines) - 1) / 2) * HEIGHT
        pieces = [tag("tspan", text, class_=kind) for text, kind in line]
        rows += [" " if n else "", tag("tspan", *pieces, x=0.0, y=y, dy="0.35em")]
    return group(ground, tag("text", *rows))


def moving(
    key: str, way: Way, text: str, kind: str, flow: Flow, start: float = 0.0, span: float = MOVE, brief: bool = False
) -> Markup:
    """A number that travels along a way while --t goes from `start` to `start + span`, and then rests.

    brief: it is gone as soon as it has arrived, because another takes its place.
    """
    return tag(
        "g",
        body([[(text, kind)]], flow),
        id=key,
        class_=f"token {kind}{' brief' if brief else ''}",
        style=f"--from:{start:g};--span:{span:g};offset-path:path('{curve(way)}')",
        aria_hidden="true",
    )


def resting(key: str, at: Point, lines: Sequence[Line], kind: str, flow: Flow, start: float = 0.0) -> Markup:
    """One or two lines that stand still, from --t = `start` on."""
    return tag(
        "g",
        body(lines, flow),
        id=key,
        class_=f"token still {kind}",
        style=f"--from:{start:g};transform:translate({at[0]:.1f}px,{at[1]:.1f}px)",
        aria_hidden="true",
    )


def card(first: tuple[str, str], sign: str, second: tuple[str, str], sign_last: bool, down: bool) -> list[Line]:
    """Two numbers with a sign between them: on one line, or on two."""
    if down:
        return [[first, (f" {sign} ", "sign"), second]]
    if sign_last:
        return [[first], [(f"{sign} ", "sign"), second]]
    return [[first, (f" {sign}", "sign")], [second]]


# --- the stages ---


def tokens(prefix: str, tape: GraphInTime, k: int, stage: int, where: Geometry) -> list[Markup]:
    """What moves and what rests during stage number `stage` of step k."""
    step, chosen = tape.steps[k], stages_of(tape, k)[stage]
    if chosen.kind == "seed":
        text = figure(tape.grad_at(k + 1)[step.node])
        return [moving(f"{prefix}-token-seed", from_outside(where, step.node, text), text, "grad", where.flow)]
    if step.phase == "forward":
        return forward(prefix, tape, k, stage, where)
    return Return(prefix, tape, k, chosen.wire, where).show(chosen.kind)


def forward(prefix: str, tape: GraphInTime, k: int, stage: int, where: Geometry) -> list[Markup]:
    """Operands to the bench one by one, then side by side with the op's sign, then the result to its box."""
    node, chosen, flow = tape.nodes[tape.steps[k].node], stages_of(tape, k)[stage], where.flow
    texts = [figure(tape.nodes[j].data) for j in node.operands]
    order = arrival_order(where, node.index)
    bench = Bench(where, node.index, tuple(texts[n] for n in order), symbol_of(node.op))
    if chosen.kind == "result":
        text = figure(node.data)
        return [moving(f"{prefix}-token-out", bench.to_result(text), text, "data", flow)]
    if chosen.kind == "join":
        lines = joined([texts[n] for n in order], node.op, flow.down)
        return [resting(f"{prefix}-token-join", bench.middle, lines, "data", flow)]
    here = []
    for n in range(chosen.wire + 1):
        at, key = order.index(n), f"{prefix}-token-{n}"
        if n < chosen.wire:
            here.append(resting(key, bench.place(at), [[(texts[n], "data")]], "data", flow))
        else:
            here.append(moving(key, bench.from_operand(n, at), texts[n], "data", flow))
    return here


def arrival_order(where: Geometry, node: int) -> list[int]:
    """The operands as they stand on the bench: as their boxes lie, so that no number crosses another."""
    axis = 0 if where.flow.down else 1
    operands = where.operands[node]
    return sorted(range(len(operands)), key=lambda n: (where.wires[node, n][-4][axis], where.wires[node, n][-1][axis]))


def joined(texts: Sequence[str], op: str, down: bool) -> list[Line]:
    """The op written out on its operands' numbers: 2.0 + −3.0."""
    if len(texts) == 1:
        spelled = f"{symbol_of(op)} {texts[0]}"
        return [[(texts[0] if op.startswith("**") or len(spelled) > MOST else spelled, "data")]]
    infix = symbol_of(op) if op in OPS and OPS[op].infix else ","
    if down:
        line: list[tuple[str, str]] = []
        for n, text in enumerate(texts):
            line += [(f" {infix} ", "sign"), (text, "data")] if n else [(text, "data")]
        return [line]
    return [[(f"{infix} ", "sign"), (text, "data")] if n else [(text, "data")] for n, text in enumerate(texts)]


@dataclass(frozen=True)
class Return:
    """The way back over one wire of an op: of step k of a tape, to operand number `wire`."""

    prefix: str
    tape: GraphInTime
    k: int
    wire: int
    where: Geometry

    def show(self, kind: str) -> list[Markup]:
        """What is there during the stage of this kind."""
        step, flow = self.tape.steps[self.k], self.where.flow
        factor, bench = self.factor, self.bench
        upstream = figure(self.upstream)
        gold, blue = (0, 1) if self.gradient_first else (1, 0)
        if kind == "arrive":
            return [moving(self.key("in"), bench.from_result(gold, True), upstream, "grad", flow)]
        if kind == "factor":
            held = resting(self.key("in"), bench.place(gold), [[(upstream, "grad")]], "grad", flow)
            return [held, *self.factor_arrives(factor, bench, blue)]
        if kind == "meet":
            mine, theirs = (upstream, "grad"), (factor.number, "data" if factor.data else "local")
            pair = (mine, theirs) if self.gradient_first else (theirs, mine)
            lines = card(pair[0], factor.sign, pair[1], self.gradient_first, flow.down)
            return [resting(self.key("meet"), bench.middle, lines, "grad", flow)]
        product = figure(self.upstream * step.locals[self.wire])
        if kind == "product":
            return [resting(self.key("product"), bench.middle, [[(product, "grad")]], "grad", flow)]
        if kind == "carry":
            return [moving(self.key("product"), bench.to_operand(self.wire, product), product, "grad", flow, span=1.0)]
        return [self.sum_up(product)]

    @cached_property
    def factor(self) -> Factor:
        return factor_of(self.tape, self.k, self.wire)

    @property
    def node(self) -> int:
        return self.tape.steps[self.k].node

    @property
    def upstream(self) -> float:
        """The gradient that comes back."""
        return self.tape.grad_at(self.k)[self.node]

    @property
    def gradient_first(self) -> bool:
        """Whether the gradient takes the first place on the bench: the factor comes from the other side."""
        sources = self.factor.sources
        if not sources or sources[0] == self.node:
            return False
        axis = 0 if self.where.flow.down else 1
        return self.where.wires[self.node, self.wire_of(sources[0])][-4][axis] > self.where.ops[self.node][axis] + 0.1

    def wire_of(self, source: int) -> int:
        """The wire by which an operand's number comes as a factor: not this one, where it has another (x * x)."""
        wires = [n for n, j in enumerate(self.where.operands[self.node]) if j == source]
        return next((n for n in wires if n != self.wire), wires[0])

    @property
    def bench(self) -> Bench:
        factor, upstream = self.factor, figure(self.upstream)
        come = [figure(self.tape.nodes[source].data) for source in factor.sources[:1]]
        local = max(factor.expression, factor.number, *come, key=len)
        texts = (upstream, local) if self.gradient_first else (local, upstream)
        return Bench(self.where, self.node, texts, self.factor.sign)

    def factor_arrives(self, factor: Factor, bench: Bench, n: int) -> list[Markup]:
        """The number that the local derivative is made of leaves its box; what is made of it stands on the bench."""
        flow, kind = self.where.flow, "data" if factor.data else "local"
        if not factor.sources:  # 1 ·
            written = [(f"{factor.expression} {factor.sign}", kind)]
            return [resting(self.key("factor"), bench.place(n), [written], kind, flow, 0.15)]
        source = factor.sources[0]
        text = figure(self.tape.nodes[source].data)
        way = bench.from_result(n, False) if source == self.node else bench.from_operand(self.wire_of(source), n)
        becomes = factor.expression != text
        travels = moving(self.key("factor"), way, text, "data", flow, brief=becomes)
        written = [(factor.expression, kind)]
        return (
            [travels, resting(self.key("local"), bench.place(n), [written], kind, flow, MOVE)] if becomes else [travels]
        )

    def sum_up(self, product: str) -> Markup:
        """The product beside the operand's box, with what it is added to."""
        flow = self.where.flow
        change = change_of(self.tape.steps[self.k], self.where.operands[self.node], self.wire)
        before: tuple[str, str] = (figure(change.before or 0.0) if change else "", "grad")
        lines = (
            card(before, "+", (product, "grad"), True, flow.down) if self.factor.adds else [[(f"= {product}", "grad")]]
        )
        widest = max(("".join(text for text, _ in line) for line in lines), key=len)
        x, y = self.bench.beside(self.wire, widest)
        return resting(self.key("sum"), (x, y - HEIGHT / 2 * (len(lines) - 1)), lines, "grad", flow)

    def key(self, name: str) -> str:
        return f"{self.prefix}-token-{self.wire}-{name}"


# --- what takes part, and what else runs through a graph ---


def doing(tape: GraphInTime, k: int, stage: int) -> tuple[frozenset[int], int]:
    """(the boxes that take part in a stage, the one wire that it is about; -1: all of its op's)."""
    step, chosen = tape.steps[k], stages_of(tape, k)[stage]
    node = tape.nodes[step.node]
    if step.phase == "forward" or chosen.wire < 0:
        return frozenset((step.node, *node.operands)), -1
    sources = factor_of(tape, k, chosen.wire).sources
    return frozenset((step.node, node.operands[chosen.wire], *sources)), chosen.wire


def ripple(prefix: str, where: Geometry, node: int, op: str, texts: Sequence[str | None], result: str) -> list[Markup]:
    """Changes that run through an op while --t goes from 0 to 1: to the bench, then on to the box. None: no change."""
    flow = where.flow
    moved = [(n, text) for n in arrival_order(where, node) if (text := texts[n]) is not None]
    bench = Bench(where, node, tuple(text for _, text in moved), symbol_of(op))
    out = []
    for at, (n, text) in enumerate(moved):
        way = bench.from_operand(n, at)
        out.append(moving(f"{prefix}-token-{n}", way, text, "data", flow, 0, 0.5, brief=True))
    return [*out, moving(f"{prefix}-token-out", bench.to_result(result), result, "data", flow, 0.58, 0.42)]
