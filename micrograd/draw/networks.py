"""A network as a picture: neurons in columns, edge thickness for |weight|, color and dash for its sign.

Offers `network(...)`, and the plain records of which it is made, so that a network can come from anywhere: `Neuron`,
`Edge`, and `Outcome`, the loss. After the backward pass every edge has a gold companion, as thick as its gradient is
large. Edges are drawn in edges.py, neurons and the loss in neurons.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .edges import Edge, Thickness, dot_along, draw_edge, thickness
from .layout import Point
from .neurons import BOX, MARGIN, RADIUS, Neuron, Outcome, draw_neuron, draw_outcome, note_for
from .resizing import resizer, room_for
from .signals import Signals, Stage, layer_signals, signals, to_loss
from .svg import Markup, tag

__all__ = ["LEAST", "RADIUS", "Edge", "Moment", "Neuron", "Outcome", "extent", "largest_of", "network", "thickness"]

ACROSS, ALONG = 170.0, 82.0
DOWN = (116.0, 68.0)
LEAST = 0.86  # how far a page scales a network by itself: below, its text would be too small to read
DENSE = Thickness(3.2, 1.6, pale=True)
DENSE_ROOM = (215.0, 66.0)
SHEET = (1120.0, 526.0)  # into which a page's network of many layers and rows is fitted, the loss with it
TO_LOSS = (176.0, 112.0)  # from the output's middle to that of the loss, across and down
BOX_ROOM = 10.0  # by which the loss's box is wider than a neuron


@dataclass(frozen=True)
class Moment:
    """What is on its way during one stage of a step: into or out of one neuron of a layer, or (None) the whole layer.

    signals: of each neuron of the layer; into and out of the loss, of the last layer's.
    """

    stage: Stage
    neuron: int | None
    signals: tuple[Signals, ...]


def spacing(sizes: Sequence[int], down: bool = False, dense: bool = False, loss: bool = False) -> tuple[float, float]:
    """The room from one layer to the next, and from one neuron to the next."""
    if dense:
        return DENSE_ROOM
    if down:
        return DOWN
    if not loss:
        return ACROSS, ALONG
    across = (SHEET[0] - 2 * MARGIN - TO_LOSS[0] - BOX_ROOM) / max(len(sizes) - 1, 1)
    along = (SHEET[1] - 2 * MARGIN) / max(max(sizes) - 1, 1)
    return min(ACROSS, across), min(ALONG, along)


def extent(
    sizes: Sequence[int], down: bool = False, dense: bool = False, loss: bool = False, resize: bool = False
) -> tuple[float, float]:
    """The width and the height of a network's sheet."""
    across, along = spacing(sizes, down, dense, loss)
    long, wide = (len(sizes) - 1) * across + 2 * MARGIN, (max(sizes) - 1) * along + 2 * MARGIN
    long += TO_LOSS[down] + BOX_ROOM if loss else 0.0
    wide += room_for(note_for(across, along, down), down) if resize else 0.0
    return (wide, long) if down else (long, wide)


def largest_of(numbers: Sequence[float]) -> float:
    """The number that the thickest line stands for."""
    return max(map(abs, numbers), default=0.0)


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
    outcome: Outcome | None = None,
    show: str = "weights",
    drag: bool = False,
    picked: str | None = None,
    resize: int = 0,
    moment: Moment | None = None,
) -> Markup:
    """The picture of a network with `sizes` neurons per layer, the inputs first.

    dense: for hundreds of edges: layers stand further apart, edges are finer, and the smaller its number, the paler an
    edge; the largest lie on top.

    step: ('forward' | 'backward', layer) while the signal is on its way into or back out of that layer: then dots
    travel along the layer's edges by the CSS variable --t. look: the data-look of what is pointed at; what has
    nothing to do with it fades.

    outcome: the loss behind the output; with it, rings, arrows and edges say where the gradient goes, and all
    thicknesses have one scale, that of the largest weight. show: 'weights' (and gradients beside them), 'gradients' or
    'updates', whichever the edges are to stand for. moment: the numbers that are on their way during `step`.

    drag: whether edges can be dragged; picked: the data-look of the one that is being changed; resize: up to how many
    neurons a hidden layer can be given, at buttons of its own.
    """
    rows = max(sizes)
    across, along = spacing(sizes, down, dense, outcome is not None)

    def center(layer: int, index: int) -> Point:
        x = layer * across
        y = (rows - sizes[layer]) / 2 * along + index * along
        return (MARGIN + y, MARGIN + x) if down else (MARGIN + x, MARGIN + y)

    weights = largest_of([e.weight for e in edges])
    grads = weights if outcome else largest_of([e.grad for e in edges if e.grad is not None])
    lines = DENSE if dense else Thickness()
    by_place = {(n.layer, n.index): n for n in neurons}
    drawn: list[Markup] = []
    dots: list[Markup | None] = []
    for edge in sorted(edges, key=lambda edge: abs(edge.weight)) if dense else edges:
        end = center(edge.layer, edge.index)
        start = bias_place(end, down) if edge.source is None else center(edge.layer - 1, edge.source)
        ends = (start, end)
        drawn.append(
            draw_edge(prefix, edge, ends, (weights, grads), look, lines, show, outcome is not None, drag, picked)
        )
        on_its_way = step and step[1] == edge.layer and (moment is None or moment.stage.kind == "dots")
        if on_its_way and step and edge.source is not None:
            dots.append(dot_along(prefix, edge, edge.source, ends, step[0], by_place))
    strongest = largest_of([n.grad for n in neurons if n.grad is not None]) if outcome else None
    note = note_for(across, along, down)
    only = moment.neuron if moment else None
    circles = [
        draw_neuron(
            prefix, n, center(n.layer, n.index), step if only in (None, n.index) else None, look, strongest, note
        )
        for n in neurons
    ]
    tokens: list[Markup] = []
    if outcome is not None:
        last = center(len(sizes) - 1, 0)
        place = (last[0], last[1] + TO_LOSS[1]) if down else (last[0] + TO_LOSS[0], last[1])
        if moment and step:
            tokens = in_motion(prefix, sizes, step, moment, center, place, down)
        circles.append(draw_outcome(prefix, outcome, last, place, step == ("forward", len(sizes)), look, down))
    buttons = [
        resizer(prefix, layer, sizes[layer], resize, center, note, down) for layer in range(1, len(sizes) - 1) if resize
    ]
    width, height = extent(sizes, down, dense, outcome is not None, resize > 0)
    if down and outcome is not None:
        width = max(width, BOX[0] + 4)
    return tag(
        "svg",
        tag("g", *drawn),
        tag("g", *circles),
        tag("g", *buttons) if buttons else None,
        tag("g", *dots, class_="dots", aria_hidden="true"),
        tag("g", *tokens, class_="tokens small", aria_hidden="true") if moment else None,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        style=f"min-width:{width * LEAST:.0f}px;max-width:{width * 1.25:.0f}px",
        class_="network" + (" looking" if look else ""),
        role="group",
        aria_label=label,
        xmlns="http://www.w3.org/2000/svg",
    )


def bias_place(neuron: Point, down: bool) -> Point:
    """Where the dot of a neuron's bias is."""
    return (neuron[0] - 30, neuron[1] - 36) if down else (neuron[0] - 24, neuron[1] - 42)


def in_motion(
    prefix: str,
    sizes: Sequence[int],
    step: tuple[str, int],
    moment: Moment,
    center: Callable[[int, int], Point],
    loss: Point,
    down: bool,
) -> list[Markup]:
    """The numbers that are on their way."""
    phase, layer = step
    if layer == len(sizes):
        return to_loss(prefix, phase, moment.signals[0], center(layer - 1, 0), loss, down)
    if moment.neuron is not None:
        at, sources = center(layer, moment.neuron), [center(layer - 1, k) for k in range(sizes[layer - 1])]
        return signals(prefix, moment.stage, moment.signals[moment.neuron], at, sources, bias_place(at, down), down)
    if moment.stage.kind == "sums":
        return layer_signals(prefix, phase, moment.signals, lambda i: center(layer, i), down)
    return []
