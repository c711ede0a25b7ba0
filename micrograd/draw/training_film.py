"""A training as a film: what the model says, at one step after another, beside the loss.

Offers `training_film(...)`, and `chosen`: of many steps those that are shown.
"""

from collections.abc import Sequence
from math import isfinite

from ..response import Response, drawable
from .charts import Numbers, loss_curve, loss_scales
from .drawing import ground, size_of
from .moving import Film
from .playing import HEIGHT, bar
from .plots import plot
from .scale import short
from .svg import Markup, tag
from .timeline import Timeline

LEAD, HOLD = 1.0, 3.0  # seconds that the first and the last moment are seen for, beside those that each is
SHEET = (400.0, 300.0)  # of the loss
GAP, LINE = 16.0, 24.0


def chosen(count: int, most: int) -> list[int]:
    """At most `most` of the numbers 0 ... count - 1, with the first and the last, closer together at the beginning:
    that is where training changes most."""
    if count <= most:
        return list(range(count))
    return sorted({round((count - 1) * (k / (most - 1)) ** 1.6) for k in range(most)})


def training_film(
    moments: Sequence[tuple[int, float, float]],
    responses: Sequence[Response],
    losses: Numbers,
    *,
    seconds: float = 0.3,
    side: float = 340.0,
    label: str = "A training",
    theme: str = "auto",
    width: float | None = None,
) -> Film:
    """moments: (step, loss, accuracy or nan); responses: what the model said at each of them, or () for the loss alone.

    losses: after every step; seconds: that a moment is seen.
    """
    starts = [0.0, *[LEAD + k * seconds for k in range(1, len(moments))]]
    line = Timeline(LEAD + len(moments) * seconds + HOLD)
    ends = [*starts[1:], line.length]
    parts: list[Markup] = []
    left, high = 0.0, SHEET[1]

    def seen(k: int, elements: Sequence[Markup]) -> Markup:
        animation = line.shown(starts[k], ends[k])
        return tag("g", animation, *elements, visibility=line.visibility(ends[k]), data_moment=str(k))

    if responses:
        picture = plot(responses[-1], theme=ground(theme), side=side, moments=responses, seen=seen)
        wide, tall = size_of(picture)
        parts.append(Markup(picture.replace("<svg ", f'<svg x="0" y="0" width="{wide:g}" height="{tall:g}" ', 1)))
        left, high = wide + GAP, max(high, tall)
    chart = loss_curve(losses, sheet=SHEET)
    parts.append(
        Markup(chart.replace("<svg ", f'<svg x="{left:g}" y="0" width="{SHEET[0]:g}" height="{SHEET[1]:g}" ', 1))
    )
    parts.append(dot(moments, losses, starts, line, left))
    top = SHEET[1] + 8 if responses else SHEET[1]
    for k, moment in enumerate(moments):
        rows = [tag("text", words, x=left + 52, y=top + LINE * n) for n, words in enumerate(words_of(*moment))]
        parts.append(seen(k, rows))
    high = max(high, top + 3 * LINE)
    sheet = left + SHEET[0]
    stops = [end - 0.02 for end in ends[:-1]]
    drawn = tag(
        "svg",
        *parts,
        bar(line, stops, high, sheet),
        viewBox=f"0 0 {sheet:.0f} {high + HEIGHT:.0f}",
        class_="chart reel",
        role="img",
        aria_label=label,
        xmlns="http://www.w3.org/2000/svg",
    )
    words = tuple(", ".join(words_of(*moment)) for moment in moments)
    return Film(drawn, theme, width, length=line.length, stops=tuple(stops), steps=words)


def placed(picture: str, x: float) -> Markup:
    """An <svg> element as a part of another, so far from the left."""
    wide, tall = size_of(picture)
    return Markup(picture.replace("<svg ", f'<svg x="{x:g}" y="0" width="{wide:g}" height="{tall:g}" ', 1))


def words_of(step: int, loss: float, accuracy: float) -> list[str]:
    told = [f"step {step}", f"loss {short(loss)}"]
    return [*told, f"accuracy {accuracy:.0%}"] if isfinite(accuracy) else told


def dot(
    moments: Sequence[tuple[int, float, float]],
    losses: Numbers,
    starts: Sequence[float],
    line: Timeline,
    left: float,
) -> Markup:
    """The point on the curve of the loss, at the step that is shown; at the foot where the loss has no place."""
    x, y = loss_scales(losses, sheet=SHEET)
    places = [(left + x(step), y(loss if drawable(loss) else 0.0)) for step, loss, _ in moments]
    rows = [
        line.stepping(name, [(at, f"{place[i]:.1f}") for at, place in zip(starts, places, strict=True)])
        for i, name in enumerate(("cx", "cy"))
    ]
    return tag("circle", *rows, cx=places[-1][0], cy=places[-1][1], r=5.0, class_="point")
