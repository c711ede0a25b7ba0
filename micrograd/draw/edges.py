"""The edges of a drawn network: lines as thick as their number is large, and dots that travel along them.

Offers `Edge`, `draw_edge`, `dot_along`, `thickness`, and `Thickness`, how thick lines may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from . import names
from .color import sign
from .layout import Point
from .neurons import RADIUS, Neuron
from .scale import exact, short
from .svg import Markup, tag

MOST, MOST_GRADIENT = 7.0, 5.0  # how thick the thickest edge is, and the line of the largest gradient
HEAD = 7.0  # how long the head of a gold line is


@dataclass(frozen=True)
class Edge:
    """One parameter of neuron (layer, index): the weight of input `source`, or its bias when source is None.

    step: what an update adds to it, or has added; None where there is none to be shown.
    """

    layer: int
    index: int
    source: int | None
    weight: float
    grad: float | None = None
    step: float | None = None

    @property
    def key(self) -> str:
        return names.key(self.layer - 1, self.index, self.source)


@dataclass(frozen=True)
class Thickness:
    """The thickest line of a weight, and of a gradient beside it; pale: the smaller its number, the paler a line."""

    most: float = MOST
    most_gradient: float = MOST_GRADIENT
    pale: bool = False


def thickness(x: float, largest: float, most: float = MOST) -> float:
    """Line width for a number: proportional to |x|, never invisible."""
    return 0.6 + (most - 0.6) * min(abs(x) / largest, 1.0) if largest > 0 else 0.6


def draw_edge(
    prefix: str,
    edge: Edge,
    ends: tuple[Point, Point],
    largest: tuple[float, float],
    look: str | None,
    lines: Thickness,
    show: str,
    heads: bool,
    drag: bool,
    picked: str | None,
) -> Markup:
    """An edge. largest: the weight and the gradient of the thickest lines; heads: whether gold lines have a head, which
    points to where the gradient goes.

    What comes and goes stands behind what is always there: so no line begins as another one, and grows or shrinks.
    """
    start, end = ends
    words = f"{names.parameter(edge.layer - 1, edge.index, edge.source)}: {short(edge.weight)}"
    if edge.grad is not None:
        words += f", gradient {short(edge.grad)}"
    key = f"{prefix}.edge.{edge.key}"
    d = path_of(start, end)
    touching = {f"{prefix}.neuron.{edge.layer}.{edge.index}", f"{prefix}.neuron.{edge.layer - 1}.{edge.source}", key}
    parts: list[Markup | None] = [tag("title", words), tag("path", d=d, class_="hit")]
    weight, grad = largest
    if edge.source is None:
        parts.append(tag("circle", cx=start[0], cy=start[1], r=3.5, class_=f"bias {sign(edge.weight)}"))
    if show == "weights":
        parts.append(line(edge.weight, weight, lines.most, d, "weight", lines.pale))
    if show != "updates" and edge.grad is not None:
        beside = show == "weights"
        shift = shift_beside(start, end, 3.0 if lines.pale else 6.0) if beside else None
        most = lines.most_gradient if beside and not heads else lines.most
        parts.append(line(edge.grad, grad, most, d, "gradient", lines.pale, shift))
        if heads and edge.source is not None and edge.grad:
            parts.append(head(start, end, shift))
    if show == "updates" and edge.step is not None:
        parts.append(line(edge.step, weight, lines.most, d, "step", lines.pale))
    return tag(
        "g",
        *parts,
        id=f"{prefix}-edge-{edge.key}",
        class_="edge" + (" looked" if look in touching else "") + (" picked" if picked == key else ""),
        data_edge=edge.key,
        data_value=exact(edge.weight),
        data_grad=exact(edge.grad),
        data_look=key,
        data_drag=key if drag else None,
        tabindex="-1" if drag else None,
        role="img",
        aria_label=words,
    )


def line(
    number: float, largest: float, most: float, d: str, kind: str, pale: bool, transform: str | None = None
) -> Markup:
    """A line that stands for a number; a number of 0 has none, but for a weight's."""
    wide = thickness(number, largest, most) if number or kind == "weight" else 0.0
    opacity = f";stroke-opacity:{0.15 + 0.85 * min(abs(number) / largest, 1.0):.2f}" if pale and largest > 0 else ""
    style = f"stroke-width:{wide:.2f}px{opacity}"
    return tag("path", d=d, class_=f"{kind} {sign(number)}", style=style, transform=transform)


def head(start: Point, end: Point, transform: str | None) -> Markup:
    """The head of a gold line, at the ring of the neuron that the gradient comes to."""
    (x, y), (dx, dy) = start, unit(start, end)
    near, far = RADIUS + 3.0, RADIUS + 3.0 + HEAD
    tip = (x + near * dx, y + near * dy)
    left, right = ((x + far * dx - side * HEAD / 2 * dy, y + far * dy + side * HEAD / 2 * dx) for side in (-1, 1))
    d = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in (tip, left, right)) + "Z"
    return tag("path", d=d, class_="head", transform=transform)


def path_of(start: Point, end: Point) -> str:
    return f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"


def unit(start: Point, end: Point) -> Point:
    """The direction from one point to another."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    size = hypot(dx, dy) or 1.0
    return dx / size, dy / size


def shift_beside(start: Point, end: Point, gap: float) -> str:
    """A shift to the right-hand side of a line, so that two lines can lie next to each other."""
    dx, dy = unit(start, end)
    return f"translate({-dy * gap:.2f} {dx * gap:.2f})"


def dot_along(
    prefix: str,
    edge: Edge,
    source: int,
    ends: tuple[Point, Point],
    phase: str,
    by_place: Mapping[tuple[int, int], Neuron],
) -> Markup | None:
    """A dot on its way along an edge, from ring to ring; its size is the signal |weight * input|, or the gradient's."""
    start, end = ends
    if phase == "forward":
        signal = edge.weight * (by_place[edge.layer - 1, source].value or 0.0)
        kind = "data " + sign(signal)
        size = min(abs(signal), 2.0) / 2.0
    else:
        start, end, kind = end, start, "grad"
        up = by_place[edge.layer, edge.index]
        signal = 0.0 if up.dead else (up.grad or 0.0) * edge.weight
        size = min(abs(signal), 1.0)
    if not signal:
        return None  # nothing passes: a closed ReLU, or an input of zero
    (dx, dy), away = unit(start, end), RADIUS + 3.0 + 4.0 * size
    path = path_of((start[0] + away * dx, start[1] + away * dy), (end[0] - away * dx, end[1] - away * dy))
    return tag(
        "circle",
        r=3.0 + 4.0 * size,
        id=f"{prefix}-dot-{edge.key}",
        class_=f"dot {kind}",
        style=f"offset-path:path('{path}')",
    )
