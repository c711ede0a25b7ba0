"""A network as a picture: neurons in columns, edge thickness for |weight|, color and dash for its sign.

Offers `Neuron`, `Edge` (plain records, so that a network can come from anywhere) and `network(...)`.
After the backward pass every edge has a gold companion, as thick as its gradient is large.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import names
from .color import sign
from .layout import Point
from .scale import fit, short
from .svg import Markup, tag

RADIUS = 28.0
ACROSS, ALONG = 170.0, 82.0
MARGIN = 46.0
LEAST = 0.86  # how far a page scales a network by itself: below, its text would be too small to read
MOST, MOST_GRADIENT = 7.0, 5.0  # how thick the thickest edge is, and the line of the largest gradient
DENSE = {"across": 215.0, "along": 66.0, "most": 3.2, "most_gradient": 1.6}


@dataclass(frozen=True)
class Neuron:
    """One neuron. Layer 0 holds the inputs. `value` and `grad` are None until their pass has reached it."""

    layer: int
    index: int
    value: float | None = None
    grad: float | None = None
    dead: bool = False


@dataclass(frozen=True)
class Edge:
    """One parameter of neuron (layer, index): the weight of input `source`, or its bias when source is None."""

    layer: int
    index: int
    source: int | None
    weight: float
    grad: float | None = None

    @property
    def key(self) -> str:
        return names.key(self.layer - 1, self.index, self.source)


def thickness(x: float, largest: float, most: float = MOST) -> float:
    """Line width for a number: proportional to |x|, never invisible."""
    return 0.6 + (most - 0.6) * min(abs(x) / largest, 1.0) if largest > 0 else 0.6


def spacing(sizes: Sequence[int], down: bool = False, dense: bool = False) -> tuple[float, float]:
    """The room from one layer to the next, and from one neuron to the next."""
    if dense:
        return DENSE["across"], DENSE["along"]
    return (116.0, 68.0) if down else (ACROSS, ALONG)


def extent(sizes: Sequence[int], down: bool = False, dense: bool = False) -> tuple[float, float]:
    """The width and the height of a network's sheet."""
    across, along = spacing(sizes, down, dense)
    long, wide = (len(sizes) - 1) * across + 2 * MARGIN, (max(sizes) - 1) * along + 2 * MARGIN
    return (wide, long) if down else (long, wide)


def network(
    sizes: Sequence[int],
    neurons: Sequence[Neuron],
    edges: Sequence[Edge],
    *,
    prefix: str = "net",
    step: tuple[str, int] | None = None,
    look: str | None = None,
    label: str = "Neural network",
    down: bool = False,
    dense: bool = False,
) -> Markup:
    """The picture of a network with `sizes` neurons per layer, the inputs first.

    dense: for hundreds of edges: layers stand further apart, edges are finer, and the smaller its number, the paler an
    edge; the largest lie on top.

    step: ('forward' | 'backward', layer) while the signal is on its way into or back out of that layer: then dots
    travel along the layer's edges by the CSS variable --t. look: the data-look of what is pointed at; what has
    nothing to do with it fades.
    """
    rows = max(sizes)
    across, along = spacing(sizes, down, dense)

    def center(layer: int, index: int) -> Point:
        x = layer * across
        y = (rows - sizes[layer]) / 2 * along + index * along
        return (MARGIN + y, MARGIN + x) if down else (MARGIN + x, MARGIN + y)

    weights = max((abs(e.weight) for e in edges), default=0.0)
    grads = max((abs(e.grad) for e in edges if e.grad is not None), default=0.0)
    by_place = {(n.layer, n.index): n for n in neurons}
    drawn: list[Markup] = []
    dots: list[Markup | None] = []
    for edge in sorted(edges, key=lambda edge: abs(edge.weight)) if dense else edges:
        end = center(edge.layer, edge.index)
        if edge.source is None:
            start = (end[0] - 24, end[1] - 42) if not down else (end[0] - 30, end[1] - 36)
        else:
            start = center(edge.layer - 1, edge.source)
        drawn.append(_edge(prefix, edge, start, end, weights, grads, look, dense))
        if step and step[1] == edge.layer and edge.source is not None:
            dots.append(_dot(prefix, edge, edge.source, (start, end), step[0], by_place))
    circles = [_neuron(prefix, n, center(n.layer, n.index), step, look) for n in neurons]
    width, height = extent(sizes, down, dense)
    return tag(
        "svg",
        tag("g", *drawn),
        tag("g", *circles),
        tag("g", *dots, class_="dots", aria_hidden="true"),
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        style=f"min-width:{width * LEAST:.0f}px;max-width:{width * 1.25:.0f}px",
        class_="network" + (" looking" if look else ""),
        role="group",
        aria_label=label,
        xmlns="http://www.w3.org/2000/svg",
    )


def _edge(
    prefix: str, edge: Edge, start: Point, end: Point, weights: float, grads: float, look: str | None, dense: bool
) -> Markup:
    most, most_gradient = (DENSE["most"], DENSE["most_gradient"]) if dense else (MOST, MOST_GRADIENT)
    words = f"{names.parameter(edge.layer - 1, edge.index, edge.source)}: {short(edge.weight)}"
    if edge.grad is not None:
        words += f", gradient {short(edge.grad)}"
    key = f"{prefix}.edge.{edge.key}"
    d = f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    touching = {f"{prefix}.neuron.{edge.layer}.{edge.index}", f"{prefix}.neuron.{edge.layer - 1}.{edge.source}", key}
    parts = [
        tag("title", words),
        tag(
            "path",
            d=d,
            class_=f"weight {sign(edge.weight)}",
            style=f"stroke-width:{thickness(edge.weight, weights, most):.2f}px" + _pale(edge.weight, weights, dense),
        ),
    ]
    if edge.grad is not None:
        wide = thickness(edge.grad, grads, most_gradient) if edge.grad else 0.0
        shift = _beside(start, end, 3.0 if dense else 6.0)
        style = f"stroke-width:{wide:.2f}px" + _pale(edge.grad, grads, dense)
        parts.append(tag("path", d=d, class_=f"gradient {sign(edge.grad)}", style=style, transform=shift))
    parts.append(tag("path", d=d, class_="hit"))
    if edge.source is None:
        parts.append(tag("circle", cx=start[0], cy=start[1], r=3.5, class_=f"bias {sign(edge.weight)}"))
    return tag(
        "g",
        *parts,
        id=f"{prefix}-edge-{edge.key}",
        class_="edge" + (" looked" if look in touching else ""),
        data_edge=edge.key,
        data_value=repr(float(edge.weight)),
        data_grad=repr(float(edge.grad)) if edge.grad is not None else None,
        data_look=key,
        role="img",
        aria_label=words,
    )


def _pale(x: float, largest: float, dense: bool) -> str:
    """Among many edges, how much of one is to be seen; nothing where there are few."""
    return f";stroke-opacity:{0.15 + 0.85 * min(abs(x) / largest, 1.0):.2f}" if dense and largest > 0 else ""


def _beside(start: Point, end: Point, gap: float) -> str:
    """A shift to the right-hand side of a line, so that two lines can lie next to each other."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    size = (dx * dx + dy * dy) ** 0.5 or 1.0
    return f"translate({-dy / size * gap:.2f} {dx / size * gap:.2f})"


def _dot(
    prefix: str,
    edge: Edge,
    source: int,
    ends: tuple[Point, Point],
    phase: str,
    by_place: Mapping[tuple[int, int], Neuron],
) -> Markup | None:
    """A dot on its way along an edge; its size is the signal |weight * input|, or the gradient's."""
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
    path = f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    return tag(
        "circle",
        r=3.0 + 4.0 * size,
        id=f"{prefix}-dot-{edge.key}",
        class_=f"dot {kind}",
        style=f"offset-path:path('{path}')",
    )


def _neuron(prefix: str, n: Neuron, center: Point, step: tuple[str, int] | None, look: str | None) -> Markup:
    x, y = center
    words = names.neuron(n.layer - 1, n.index) if n.layer else names.input_name(n.index)
    if n.value is not None:
        words += f": {short(n.value)}"
    if n.grad is not None:
        words += f", gradient {short(n.grad)}"
    key = f"{prefix}.neuron.{n.layer}.{n.index}"
    kind = "input" if n.layer == 0 else "unit"
    known = f" {sign(n.value)}" if n.value else ""
    now = f" now {step[0]}" if step and step[1] == n.layer else ""
    depth = min(abs(n.value), 1.5) / 1.5 if n.value is not None else 0.0
    return tag(
        "g",
        tag("title", words),
        tag("circle", r=RADIUS, class_="ground"),
        tag("circle", r=RADIUS, class_="body", style=f"--depth:{depth:.3f}"),
        tag(
            "text",
            fit(n.value, 5) if n.value is not None else "·",
            class_="figure data",
            dy="-0.05em" if n.grad is not None else "0.35em",
            text_anchor="middle",
        ),
        tag("text", fit(n.grad, 5), class_="figure grad", dy="1.1em", text_anchor="middle")
        if n.grad is not None
        else None,
        id=f"{prefix}-neuron-{n.layer}-{n.index}",
        class_=f"neuron {kind}{known}{now}{' dead' if n.dead else ''}{' looked' if look == key else ''}",
        data_neuron=f"{n.layer - 1}.{n.index}" if n.layer else None,
        data_input=n.index if n.layer == 0 else None,
        data_value=repr(float(n.value)) if n.value is not None else None,
        data_grad=repr(float(n.grad)) if n.grad is not None else None,
        data_look=key,
        tabindex="0",
        role="img",
        aria_label=words,
        style=f"transform:translate({x:.1f}px,{y:.1f}px)",
    )
