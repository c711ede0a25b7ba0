"""What a model says, drawn with axes: a map of two inputs with its classes or its heights, or the curve over one input.

    plot(response, theme="light")       an SVG element; see micrograd/response.py for what is in a Response

Every sample lies in the frame. What has no place there (nan, inf) is left out, and a line below says how many.

Offers `plot`, and `colors_of`, the colors of a map's cells.
"""

from collections.abc import Callable, Iterator, Sequence
from math import isnan

from ..response import Response, drawable, span
from .axes import LETTER, Axes, margin_of
from .classes import class_color, mark_of_sign, marker
from .color import RAMPS, RGB, mix, ramp, shade
from .heights import height_color
from .legend import BESIDE, ROW, legend, remarks, spoken
from .raster import image_address
from .regions import middles
from .svg import Markup, tag

SIDE, PHONE = 420.0, 250.0  # of a map; the second where there is little room
CURVE = 0.62  # a curve's height, as a part of its width
TOP, BELOW = 30.0, 46.0


def plot(
    response: Response,
    *,
    theme: str = "light",
    side: float = SIDE,
    prefix: str = "",
    moments: Sequence[Response] = (),
    seen: Callable[[int, Sequence[Markup]], Markup] | None = None,
) -> Markup:
    """The picture of a Response. side: how wide its frame is; prefix: what the ids of its marks begin with.

    moments     what the model said at one moment after another, in the same window: drawn instead of what is in
                `response`, over one another, on scales for all of them
    seen        seen(k, elements) makes one element of those of moment k
    """
    shown = [*moments] or [response]
    is_curve, numbers = response.kind == "curve", [x for moment in shown for x in heights(moment)]
    x = (response.window[0], response.window[1])
    y = span(numbers) if is_curve else (response.window[2], response.window[3])
    left = max(margin_of(y), 30.0)
    across, high = (side * 1.2, side * 1.2 * CURVE) if is_curve else (side, side)
    axes = Axes.around(x, y, left=left, top=TOP, width=across, height=high)
    names = ("x", "y") if is_curve else ("x₁", "x₂")
    inside = [field(moment, axes, theme, numbers) for moment in shown]
    drawn = [seen(k, elements) for k, elements in enumerate(inside)] if seen else [e for part in inside for e in part]
    rows = [*legend(response, numbers, theme, left, across, TOP + high + BELOW + ROW - 4)]
    for words in remarks(response):
        rows.append(tag("text", words, class_="legend", x=left, y=TOP + high + BELOW + ROW * (len(rows) + 1)))
    frame = tag("rect", class_="window", x=left, y=TOP, width=across, height=high)
    width, height = left + across + BESIDE, TOP + high + BELOW + ROW * len(rows) + 10
    return tag(
        "svg",
        [] if is_curve else drawn,
        axes.frame(*names, grid=is_curve, zero=is_curve),
        frame,
        *samples(response, axes, theme, numbers, prefix),
        drawn if is_curve else [],
        [] if seen else [*region_names(response, axes)],
        *rows,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        style=f"max-width:{width * 1.5:.0f}px",
        class_="chart plot",
        data_plot="curve" if is_curve else "boundary",
        role="img",
        aria_label=spoken(response),
        xmlns="http://www.w3.org/2000/svg",
    )


def field(response: Response, axes: Axes, theme: str, numbers: list[float]) -> list[Markup]:
    """What the model says, without the samples."""
    drawn = curve(response, axes) if response.kind == "curve" else cells(response, axes, theme, numbers)
    return [drawn] if drawn is not None else []


def heights(response: Response) -> list[float]:
    """The drawable numbers that a scale of heights has to show; none for classes."""
    if response.kind not in ("curve", "height"):
        return []
    return [x for x in (*response.scores, *response.labels) if drawable(x)]


# The field.


def colors_of(response: Response, theme: str, numbers: list[float]) -> Iterator[RGB]:
    """The color of each cell of a map."""
    ground = RAMPS[theme][1]
    if response.kind == "classes":
        for kind, ahead in zip(response.classes, response.scores, strict=True):
            yield mix(ground, class_color(kind, theme), 0.25 + 0.45 * min(ahead, 1.0)) if kind >= 0 else ground
    elif response.kind == "score":
        colors = ramp(theme)
        for score in response.scores:
            red, green, blue, _ = shade(clipped(score), colors)
            yield red, green, blue
    else:
        low, high = span(numbers, room=0.0)
        for score in response.scores:
            yield height_color((score - low) / (high - low)) if drawable(score) else ground


def clipped(score: float) -> float:
    """A score whose sign is what counts: inf is as good as 1."""
    return score if isnan(score) else max(-1.0, min(1.0, score))


def cells(response: Response, axes: Axes, theme: str, numbers: list[float]) -> Markup | None:
    if not response.side:
        return None
    href = image_address(colors_of(response, theme, numbers), response.side, response.side)
    x, y = axes.x, axes.y
    return tag(
        "image", href=href, x=x.start, y=y.end, width=x.end - x.start, height=y.start - y.end,
        preserveAspectRatio="none",
    )  # fmt: skip


def curve(response: Response, axes: Axes) -> Markup | None:
    """The model's curve, in pieces where it is not finite in between."""
    left, right = response.window
    steps = max(response.side - 1, 1)
    pieces, joined = [], False
    for i, score in enumerate(response.scores):
        if drawable(score):
            x, y = axes.place(left + (right - left) * (i / steps), score)
            pieces.append(f"{'L' if joined else 'M'}{x:.1f} {y:.1f}")
        joined = drawable(score)
    return tag("path", d="".join(pieces), class_="model", id="plot-curve") if pieces else None


# The samples.


def samples(response: Response, axes: Axes, theme: str, numbers: list[float], prefix: str) -> Iterator[Markup]:
    low, high = span(numbers, room=0.0)
    up = response.labels if response.kind == "curve" else response.ys
    for i, (x, y, label) in enumerate(zip(response.xs, up, response.labels, strict=True)):
        px, py = axes.place(x, y)
        name = f"{prefix}sample-{i}"
        if response.kind == "classes":
            yield marker(int(label), px, py, id=name)
        elif response.kind == "score":
            yield mark_of_sign(label > 0, px, py, name)
        elif response.kind == "curve":
            yield tag("circle", cx=px, cy=py, r=3.6, class_="sample point", id=name)
        else:
            color = "#" + bytes(height_color((label - low) / (high - low))).hex()
            yield tag("circle", cx=px, cy=py, r=5.0, class_="sample number", fill=color, id=name)


def region_names(response: Response, axes: Axes) -> Iterator[Markup]:
    """The name of each class in the middle of its largest region: it needs no color to be read."""
    if response.kind != "classes" or not response.side:
        return
    width, height = (axes.x.end - axes.x.start) / response.side, (axes.y.start - axes.y.end) / response.side
    for kind, row, column in middles(response.classes, response.side):
        x, y = axes.x.start + (column + 0.5) * width, axes.y.end + (row + 0.5) * height
        text = response.names[kind]
        wide = 12.0 + LETTER * len(text)
        yield tag(
            "g",
            tag("rect", x=x - wide / 2, y=y - 11, width=wide, height=22.0, rx=6.0, class_="ground"),
            tag("text", text, x=x, y=y, dy="0.35em", text_anchor="middle"),
            class_="region",
            data_class=text,
        )
