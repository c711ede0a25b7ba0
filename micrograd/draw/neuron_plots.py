"""Small plots of one neuron: the plane of its two inputs with the line where its sum is 0, and the loss over one
parameter with its slope and the step against it.

Offers `input_plane` and `slope_plot`, which return an SVG element each.
"""

from collections.abc import Sequence
from math import hypot

from ..response import drawable
from .charts import BOTTOM, LEFT, RIGHT, TOP, frame, path, sheet_of
from .scale import Scale, short, ticks
from .svg import Markup, tag

Point = tuple[float, float]


def input_plane(
    weights: Point, bias: float, at: Point, *, reach: float = 2.0, sheet: tuple[float, float], prefix: str
) -> Markup:
    """The square of inputs from -reach to reach: tinted where w·x + b > 0, with the line between, w, and the inputs.

    weights, bias: of the neuron; at: its inputs. w is drawn as an arrow from the point of the line nearest to 0: the
    sum grows in its direction. Where both weights are 0 there is no line.
    """
    width, height = sheet
    side = min(width - LEFT - RIGHT, height - TOP - BOTTOM)
    left = (width - side) / 2
    x, y = Scale(-reach, reach, left, left + side), Scale(-reach, reach, TOP + side, TOP)
    corners = [(-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach)]
    above, border = clipped(corners, weights, bias)
    marks = [-reach, 0.0, reach]
    parts = [frame(x, y, marks, marks, "x1", "x2")]
    if above:
        d = "M" + "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in above) + "z"
        parts.append(tag("path", d=d, class_="open", id=f"{prefix}-open"))
    if len(border) == 2:
        parts.append(tag("path", d=path([(x(a), y(b)) for a, b in border]), class_="border", id=f"{prefix}-border"))
        length = hypot(*weights)
        foot = (-bias / length * (weights[0] / length), -bias / length * (weights[1] / length))
        tip = (foot[0] + weights[0] * 0.6, foot[1] + weights[1] * 0.6)
        if max(map(abs, (*foot, *tip))) <= reach:
            ends = [(x(foot[0]), y(foot[1])), (x(tip[0]), y(tip[1]))]
            parts.append(tag("path", d=path(ends) + head(*ends), class_="weights", id=f"{prefix}-weights"))
    parts.append(tag("circle", cx=x(at[0]), cy=y(at[1]), r=5.5, class_="point", id=f"{prefix}-point"))
    total = weights[0] * at[0] + weights[1] * at[1] + bias
    words = "on the side where the sum is above 0" if total > 0 else "where the sum is not above 0"
    return sheet_of(parts, sheet, f"The plane of inputs, with the line w·x + b = 0; these inputs are {words}")


def clipped(corners: Sequence[Point], weights: Point, bias: float) -> tuple[list[Point], list[Point]]:
    """(the part of a polygon where w·x + b > 0, the points at which its outline crosses w·x + b = 0)."""
    heights = [weights[0] * a + weights[1] * b + bias for a, b in corners]
    kept, border = list[Point](), list[Point]()
    for k, (p, h) in enumerate(zip(corners, heights)):
        (q, g) = corners[k - 1], heights[k - 1]
        if (h > 0) != (g > 0):
            part = g / (g - h)
            border.append((q[0] + part * (p[0] - q[0]), q[1] + part * (p[1] - q[1])))
            kept.append(border[-1])
        if h > 0:
            kept.append(p)
    return kept, border


def slope_plot(
    curve: Sequence[Point],
    name: str,
    point: Point,
    slope: float | None,
    step: Point | None,
    *,
    sheet: tuple[float, float],
    prefix: str,
) -> Markup:
    """The loss over the parameter `name`, as points of a curve; the place where it is, its slope there, and the step.

    step: where an update takes the parameter, and the loss there. Points that are not finite are left out.
    """
    width, height = sheet
    heights = [b for _, b in (*curve, point) if drawable(b)]
    x = Scale(min(a for a, _ in curve), max(a for a, _ in curve), LEFT, width - RIGHT)
    high = max([*heights, 1e-9]) * 1.08
    y = Scale(min([0.0, *heights]), high, height - BOTTOM, TOP)
    parts = [
        frame(x, y, ticks(x.low, x.high, 4), ticks(y.low, y.high, 3), name, "L"),
        tag(
            "path",
            d=path([(x(a), y(b)) if drawable(b) else None for a, b in curve]),
            class_="curve",
            id=f"{prefix}-curve",
        ),
    ]
    px, py = x(point[0]), y(point[1])
    said = f"The loss over {name}"
    if slope is not None:
        half = (x.high - x.low) * 0.16
        ends = [(x(point[0] + way), y(point[1] + way * slope)) for way in (-half, half)]
        parts.append(tag("path", d=path(ends), class_="tangent", id=f"{prefix}-tangent"))
        said += f", with slope {short(slope)} at {short(point[0])}"
    if step is not None:
        sx, sy = x(step[0]), y(step[1])
        level = height - BOTTOM - 6
        if abs(sx - px) > 1:
            parts.append(
                tag("path", d=path([(px, level), (sx, level)]) + head((px, level), (sx, level)), class_="step")
            )
        parts.append(tag("circle", cx=sx, cy=sy, r=4.0, class_="next", id=f"{prefix}-next"))
        said += f"; the update takes it to {short(step[0])}, against the slope"
    parts.append(tag("line", class_="drop", x1=px, x2=px, y1=py, y2=y.start))
    parts.append(tag("circle", cx=px, cy=py, r=5.5, class_="point", id=f"{prefix}-point"))
    return sheet_of(parts, sheet, said)


def head(start: Point, end: Point) -> str:
    """Path data of an arrow's head at `end`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if not length:
        return ""
    ux, uy = dx / length * 6, dy / length * 6
    wings = [(end[0] - ux - 0.6 * uy, end[1] - uy + 0.6 * ux), end, (end[0] - ux + 0.6 * uy, end[1] - uy - 0.6 * ux)]
    return path(wings)
