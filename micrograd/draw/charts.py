"""Curves with axes: the loss over the steps, and an activation with the point where a neuron is.

Offers `loss_curve(losses, ...)` and `activation_curve(f, x, slope, ...)`, which return an SVG element; `loss_scales`;
and for other plots `frame` (axes with a grid), `path` and `sheet_of`.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from math import isfinite
from typing import Protocol

from ..response import drawable
from .axes import tick_texts
from .scale import Scale, short, ticks
from .svg import Markup, tag

LEFT, RIGHT, TOP, BOTTOM = 52.0, 18.0, 18.0, 50.0
FAR = 1e4
LEAST = 1e-300
WIDE, NARROW = (560.0, 320.0), (310.0, 230.0)  # sheets: numbers on them are to stay readable, so a phone gets its own


class Numbers(Protocol):
    """What can be counted and looked up: a list of losses, or a Series, which also has an `outline`."""

    def __len__(self) -> int: ...

    def __getitem__(self, k: int, /) -> float: ...


def frame(x: Scale, y: Scale, x_ticks: Sequence[float], y_ticks: Sequence[float], x_name: str, y_name: str) -> Markup:
    """Grid lines, numbers and names of two axes."""
    parts = []
    for at, text in zip(y_ticks, tick_texts(y_ticks), strict=True):
        parts.append(tag("line", class_="grid", x1=x.start, x2=x.end, y1=y(at), y2=y(at)))
        parts.append(tag("text", text, class_="tick", x=x.start - 8, y=y(at), dy="0.35em", text_anchor="end"))
    for at, text in zip(x_ticks, tick_texts(x_ticks), strict=True):
        parts.append(tag("text", text, class_="tick", x=x(at), y=y.start + 19, text_anchor="middle"))
    parts.append(tag("text", x_name, class_="axis", x=x.end, y=y.start + 38, text_anchor="end"))
    parts.append(tag("text", y_name, class_="axis", x=x.start + 8, y=TOP + 10))
    return tag("g", *parts, aria_hidden="true")


def path(points: Iterable[tuple[float, float] | None]) -> str:
    """A line through the points, in pieces where there is None between them."""
    pieces, pen = [], "M"
    for point in points:
        if point is not None:
            pieces.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "M" if point is None else "L"
    return "".join(pieces)


def thinned(values: Numbers, most: int = 300) -> list[tuple[int, float]]:
    """About `most` (index, value) pairs that keep every peak: the lowest and highest of each stretch.

    And where a stretch has a number that is not finite, its first one.
    """
    if len(values) <= most:
        return [(i, values[i]) for i in range(len(values))]
    stretch = -(-2 * len(values) // most)
    kept: list[int] = []
    for start in range(0, len(values), stretch):
        piece = range(start, min(start + stretch, len(values)))
        whole = [i for i in piece if isfinite(values[i])]
        ends = {min(whole, key=values.__getitem__), max(whole, key=values.__getitem__)} if whole else set()
        kept += sorted(ends | set(islice((i for i in piece if not isfinite(values[i])), 1)))
    if kept[-1] != len(values) - 1:
        kept.append(len(values) - 1)
    return [(i, values[i]) for i in kept]


def _outline(numbers: Numbers) -> Sequence[tuple[int, float]]:
    outline: Sequence[tuple[int, float]] | None = getattr(numbers, "outline", None)
    return thinned(numbers) if outline is None else outline


def loss_scales(losses: Numbers, ghost: Numbers = (), sheet: tuple[float, float] = WIDE) -> tuple[Scale, Scale]:
    """Where a loss curve has its steps, and its losses: 0 and all of them."""
    heights = [0.0, *(loss for _, loss in (*_outline(losses), *_outline(ghost)) if drawable(loss))]
    low, high = min(heights), max(heights)
    if high - low < LEAST:  # nothing but zeros
        high = 1.0
    x = Scale(0, max(len(losses) - 1, len(ghost) - 1, 20), LEFT, sheet[0] - RIGHT)
    return x, Scale(low * 1.05, high * 1.05, sheet[1] - BOTTOM, TOP)


def loss_curve(
    losses: Numbers,
    *,
    at: int | None = None,
    look: int | None = None,
    ghost: Numbers = (),
    sheet: tuple[float, float] = WIDE,
    prefix: str = "loss",
    plot: str = "loss",
) -> Markup:
    """The loss at step 0, 1, 2 …; `at` marks the step that is shown, `look` the step that is pointed at.

    losses: a sequence, or a series.Series, which knows its own outline; ghost: another, drawn behind it.
    plot: what the plot is called.
    The axis takes in 0 and every loss, negative ones as well. A loss that is not finite has no place on it: what came
    before keeps its scale, and a line in the chart says so.
    """
    width, height = sheet
    drawn, behind = _outline(losses), _outline(ghost)
    x, y = loss_scales(losses, ghost, sheet)
    whole = [t for t in ticks(0, x.high, 5 if sheet is WIDE else 3) if t == int(t)]
    parts = [frame(x, y, whole, ticks(y.low, y.high, 4), "step", "loss")]
    if y.low < 0 < y.high:
        parts.append(tag("line", class_="zero", x1=x.start, x2=x.end, y1=y(0.0), y2=y(0.0)))
    for pairs, kind in ((behind, "ghost"), (drawn, "curve")):
        if pairs or kind == "curve":
            line = path((x(i), y(loss)) if drawable(loss) else None for i, loss in pairs)
            parts.append(tag("path", d=line, class_=kind, id=f"{prefix}-{kind}"))
    lost = [(i, loss) for i, loss in drawn if not drawable(loss)]
    if lost:
        words = f"step {lost[0][0]}: {short(lost[0][1])}" + (", and more" if len(lost) > 1 else "")
        parts.append(tag("text", words, class_="axis lost", x=LEFT, y=y.start + 38))
    for index, kind in ((at, "point"), (look, "point looked")):
        if index is not None and 0 <= index < len(losses) and drawable(losses[index]):
            where = (x(index), y(losses[index]))
            if kind != "point":
                parts.append(tag("line", class_="cursor", x1=where[0], x2=where[0], y1=TOP, y2=height - BOTTOM))
                words = f"step {index}: {short(losses[index])}"
                left = where[0] > width * 0.6
                parts.append(
                    tag(
                        "text",
                        words,
                        class_="readout",
                        x=where[0] + (-8 if left else 8),
                        y=TOP + 12,
                        text_anchor="end" if left else "start",
                    )
                )
            parts.append(
                tag("circle", cx=where[0], cy=where[1], r=4.5, class_=kind, id=f"{prefix}-{kind.replace(' ', '-')}")
            )
    said = (
        f"Loss over {len(losses) - 1} steps: from {short(losses[0])} to {short(losses[-1])}"
        if len(losses)
        else "No loss yet"
    )
    return sheet_of(parts, (width, height), said, plot)


def sheet_of(parts: Sequence[Markup | None], size: tuple[float, float], label: str, plot: str | None = None) -> Markup:
    """The parts of a chart on one sheet. plot: what the page's contract calls it, in data-plot."""
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {size[0]:.0f} {size[1]:.0f}",
        style=f"max-width:{size[0] * 1.5:.0f}px",
        class_="chart",
        data_plot=plot,
        role="img",
        aria_label=label,
        xmlns="http://www.w3.org/2000/svg",
    )


def step_at(fraction: float, count: int, sheet: tuple[float, float] = WIDE) -> int:
    """The step that lies under `fraction` (0 to 1) of the chart's width, for a curve of `count` losses."""
    x = Scale(0, max(count - 1, 20), LEFT, sheet[0] - RIGHT)
    return min(max(round(x.inverse(fraction * sheet[0])), 0), max(count - 1, 0))


def activation_curve(
    f: Callable[[float], float],
    name: str,
    point: tuple[float, float] | None,
    slope: float | None,
    *,
    prefix: str = "activation",
    reach: float = 3.0,
    target: float | None = None,
    sheet: tuple[float, float] = WIDE,
) -> Markup:
    """f over [-reach, reach] with the point (x, f(x)) and the tangent of that slope; point None leaves both out.

    target: what f(x) is to be, a level line. A point out of reach widens the axes, so that it is seen, up to FAR.
    """
    width, height = sheet
    if point and not abs(point[0]) < FAR:  # too far out to be a place on a curve, or no number at all
        point = None
    if point:
        reach = max(reach, abs(point[0]) * 1.15)
    xs = [reach * (i / 60 - 1) for i in range(121)]
    ys = [f(x) for x in xs]
    heights = [*filter(drawable, ys), *([] if target is None else [target])]
    low, high = min([-0.35, *heights]), max([1.15, *heights])
    x = Scale(-reach, reach, LEFT, width - RIGHT)
    y = Scale(low, high, height - BOTTOM, TOP)
    zero = tag("line", class_="zero", x1=x(0.0), x2=x(0.0), y1=TOP, y2=height - BOTTOM)
    level = tag("line", class_="zero", x1=x.start, x2=x.end, y1=y(0.0), y2=y(0.0))
    curve = tag(
        "path",
        d=path([(x(a), y(b)) if drawable(b) else None for a, b in zip(xs, ys)]),
        class_="curve",
        id=f"{prefix}-curve",
    )
    parts = [
        frame(
            x, y, ticks(-reach, reach, 6 if sheet is WIDE else 4), ticks(low, high, 4), "n, what comes in", f"{name}(n)"
        ),
        zero,
        level,
        curve,
    ]
    if target is not None:
        goal = y(target)
        parts.append(tag("line", class_="target", x1=x.start, x2=x.end, y1=goal, y2=goal, id=f"{prefix}-target"))
        parts.append(tag("text", "target", class_="aim", x=x.start + 6, y=goal - 5))
    if point:
        px, py = point
        if slope is not None:
            half = reach * 0.3
            ends = [(x(px - half), y(py - slope * half)), (x(px + half), y(py + slope * half))]
            parts.append(
                tag(
                    "path",
                    d=path(ends),
                    class_="tangent",
                    id=f"{prefix}-tangent",
                    style=f"transform-origin:{x(px):.1f}px {y(py):.1f}px",
                )
            )
        parts.append(tag("line", class_="drop", x1=x(px), x2=x(px), y1=y(0.0), y2=y(py), id=f"{prefix}-drop"))
        parts.append(tag("circle", cx=x(px), cy=y(py), r=6.0, class_="point", id=f"{prefix}-point"))
    said = f"{name}, a curve" + (
        f" with the neuron at n = {short(point[0])}, output {short(point[1])}" if point else ""
    )
    if point and slope is not None:
        said += f", local slope {short(slope)}"
    return sheet_of(parts, (width, height), said)
