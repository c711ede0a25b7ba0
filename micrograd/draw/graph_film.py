"""A tape as a film: forward and backward, op by op, with the numbers on their way.

Each state is the picture that graphs.py draws after so many steps. What changes from one to the next is in the film
once for each look that it has, with the seconds in which it is to be seen.

Offers `graph_film(tape, ...)`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..tape.records import Step, Tape
from .geometry import RADIUS, RIGHT, Flow, Geometry, curve, geometry
from .graphs import pieces
from .moving import Film
from .parts import Part
from .playing import HEIGHT, bar
from .scale import fit
from .svg import Markup, tag
from .timeline import Timeline
from .travels import Travel, slopes, travels

LEAD, HOLD = 1.2, 3.0  # seconds before the first step, and after the last
TRAVEL = 0.68  # the part of a step in which numbers travel; in the rest of it they can be read
LETTER = 8.5  # pixels that a letter of the caption is wide
LINE = 21.0
LEAST_WIDTH = 460.0
Layer = Mapping[str, Markup | Part]
Timed = tuple[tuple[float, float], Markup]  # from when to when, and what


@dataclass(frozen=True)
class Moments:
    """When what happens in a film of so many steps. seconds: that a step lasts."""

    steps: int
    seconds: float

    @property
    def length(self) -> float:
        return LEAD + self.steps * self.seconds + HOLD

    def start(self, k: int) -> float:
        """When step k begins."""
        return LEAD + k * self.seconds

    def landing(self, k: int) -> float:
        """When state k, that after k steps, is there: when the numbers of the step before have arrived."""
        return self.start(k - 1) + TRAVEL * self.seconds if k else 0.0

    def seen(self, first: int, until: int) -> tuple[float, float]:
        """From when to when the states from `first` on, before `until`, are there."""
        return self.landing(first), self.landing(until) if until <= self.steps else self.length

    def during(self, k: int) -> tuple[float, float]:
        """From when to when step k lasts; the last one to the end of the film."""
        return self.start(k), self.start(k + 1) if k + 1 < self.steps else self.length


def graph_film(
    tape: Tape,
    *,
    seconds: float = 1.8,
    flow: Flow = RIGHT,
    label: str = "A graph",
    theme: str = "auto",
    width: float | None = None,
) -> Film:
    """The film of a tape. seconds: that a step lasts; label: what the film is called."""
    when = Moments(len(tape.steps), seconds)
    line = Timeline(when.length)
    where = geometry([node.operands for node in tape.nodes], flow)
    sheet = max(where.width, LEAST_WIDTH)
    rows = max([sum(bool(text) for text in texts) for texts in map(caption, tape.steps)], default=1)
    top = where.height + 14 + LINE * (rows + 1)
    stops = [when.start(k + 1) - 0.1 for k in range(when.steps)]
    middle = when.start(tape.forward) if 0 < tape.forward < when.steps else None
    states = [pieces(tape, k, prefix="film", flow=flow) for k in range(when.steps + 1)]
    drawn = tag(
        "svg",
        *[mark for n in (0, 1) for mark in by_time(looks([state.layers[n] for state in states], when), line)],
        *boxes(states[-1].layers[2]),
        *by_time(numbers(tape, "data", where, when), line, "figure data", "middle"),
        *by_time(numbers(tape, "grad", where, when), line, "figure grad", "middle"),
        *[scene(tape, k, where, when, line) for k in range(when.steps)],
        *captions(tape, where.height + 14, sheet, when, line),
        bar(line, stops, top, sheet, middle),
        viewBox=f"0 0 {sheet:.1f} {top + HEIGHT:.1f}",
        class_="graph reel" + (" down" if flow.down else ""),
        role="img",
        aria_label=label,
        xmlns="http://www.w3.org/2000/svg",
    )
    words = tuple(f"{step.phase}: {'; '.join(written(step))}" for step in tape.steps)
    return Film(drawn, theme, width, length=when.length, stops=tuple(stops), steps=words)


# What stays, and what changes from state to state.


def by_time(
    drawn: Iterable[Timed], line: Timeline, kind: str | None = None, anchor: str | None = None
) -> Iterator[Markup]:
    """Elements, those that are to be seen from the same moment to the same moment in one group. kind: its class."""
    groups: dict[tuple[float, float], list[Markup]] = {}
    for when, element in drawn:
        groups.setdefault(when, []).append(element)
    for (start, end), elements in groups.items():
        animation = line.shown(start, end)
        yield tag("g", animation, *elements, class_=kind, text_anchor=anchor, visibility=line.visibility(end))


def runs(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    """(first, end) of each run of equal values: they are values[first:end]."""
    first = 0
    for k in range(1, len(values) + 1):
        if k == len(values) or values[k] != values[first]:
            yield first, k
            first = k


def looks(layers: Sequence[Layer], when: Moments) -> Iterator[Timed]:
    """Each part of a layer, once for each look that it has in one state after another, and when it has it."""
    for key in layers[0]:
        texts = [str(layer[key]) for layer in layers]
        for first, end in runs(texts):
            yield when.seen(first, end), Markup(texts[first])


def boxes(layer: Layer) -> Iterator[Markup]:
    """The boxes without their numbers."""
    for part in layer.values():
        assert isinstance(part, Part)
        kind = {"class": part.attributes["class"]}
        name = part.texts["title"].partition(", ")[0]
        yield Markup(str(Part(part.fixed, kind, {"title": name, ".data": "", ".grad": ""})))


def numbers(tape: Tape, field: str, where: Geometry, when: Moments) -> Iterator[Timed]:
    """The numbers in the boxes' row of data, or of grad, and when they are known."""
    known = tape.data_at if field == "data" else tape.grad_at
    states = [known(k) for k in range(when.steps + 1)]
    right, *rows = where.flow.rows
    for node in tape.nodes:
        values = [state.get(node.index) for state in states]
        x, y = where.boxes[node.index]
        for first, end in runs([repr(value) for value in values]):
            value = values[first]
            yield (
                when.seen(first, end),
                tag(
                    "text",
                    "·" if value is None else fit(value, 7),
                    x=x + right,
                    y=y + rows[field == "grad"],
                    data_of=node.name,
                    data_field=field,
                    data_number=None if value is None else repr(float(value)),
                ),
            )


# What happens in a step.


def scene(tape: Tape, k: int, where: Geometry, when: Moments, line: Timeline) -> Markup:
    """What is marked during step k, and what travels."""
    step, (start, end) = tape.steps[k], when.during(k)
    moving = [travel(t, start, when.seconds * TRAVEL, line) for t in travels(tape, k, where)]
    return tag(
        "g",
        line.shown(start, end),
        tag("g", *marks(step, len(tape.nodes[step.node].operands), where), class_=f"marks {step.phase}"),
        *slopes(step, where),
        *by_time(moving, line, f"travel {'data' if step.phase == 'forward' else 'grad'}", "middle"),
        visibility=line.visibility(end),
        data_step=str(k),
        aria_hidden="true",
    )


def marks(step: Step, operands: int, where: Geometry) -> Iterator[Markup]:
    """The outlines of the box, the wires and the op that a step is about."""
    (x, y), flow = where.boxes[step.node], where.flow
    yield tag("rect", x=x - flow.width / 2, y=y - flow.height / 2, width=flow.width, height=flow.height, rx=9.0)
    if step.op:
        for n in range(operands):
            yield tag("path", d=where.paths[step.node, n])
        yield tag("circle", cx=where.ops[step.node][0], cy=where.ops[step.node][1], r=RADIUS)


def travel(moved: Travel, start: float, lasts: float, line: Timeline) -> Timed:
    """A number on its way, on a ground of its own; and from when to when it is on it."""
    begin, end = start + moved.start * lasts, start + (moved.start + moved.span) * lasts
    wide = LETTER * len(moved.text) + 10
    return (begin, end), tag(
        "g",
        line.traveling(curve(moved.points), begin, end),
        tag("rect", x=-wide / 2, y=-11.0, width=wide, height=22.0, rx=6.0),
        tag("text", moved.text, dy="0.35em"),
        data_travel=moved.key,
    )


def written(step: Step) -> list[str]:
    """Each formula of a step with its numbers."""
    return [f"{formula}: {numbers}" for formula, numbers in zip(step.formula, step.numbers, strict=True)]


def caption(step: Step) -> list[tuple[str, str]]:
    """The lines below the graph, each with its class: of each number that a step sets, its formula, and in numbers."""
    lines: list[tuple[str, str]] = []
    for formula, numbers in zip(step.formula[:3], step.numbers[:3], strict=True):
        lines += [(formula, "formula"), (numbers, step.phase)] if numbers not in formula else [(formula, step.phase)]
    return lines


def captions(tape: Tape, top: float, sheet: float, when: Moments, line: Timeline) -> Iterator[Markup]:
    counts = {"forward": tape.forward, "backward": when.steps - tape.forward}
    first = tag("text", "the leaves have their numbers", class_="phase", x=4.0, y=top + 14)
    yield from by_time([((0.0, LEAD), first)], line)
    for k, step in enumerate(tape.steps):
        nth = k + 1 - (tape.forward if step.phase == "backward" else 0)
        rows = [(f"{step.phase}, step {nth} of {counts[step.phase]}", "phase"), *caption(step)]
        yield tag(
            "g",
            line.shown(*when.during(k)),
            *[
                tag("text", *cut(text, sheet), class_=kind, x=4.0, y=top + 14 + LINE * n)
                for n, (text, kind) in enumerate(rows)
            ],
            class_="says",
            visibility=line.visibility(when.during(k)[1]),
            data_step=str(k),
        )


def cut(text: str, sheet: float) -> list[Markup | str]:
    """A line as far as it fits; whole in its title, where it does not."""
    most = int((sheet - 8) / LETTER)
    return [text] if len(text) <= most else [tag("title", text), text[: most - 1] + "…"]
