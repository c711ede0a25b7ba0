"""A model of the reader's program, and what it says in the plane, as records that can be drawn.

Offers `layers_of(thing)`, `network(model)`, `points(data)`, and `Plane` (a model and a data set, as they are at this
moment).
"""

from math import isfinite

from ..scalar import relu
from ..tape.names import clipped
from ..training.trainer import SQUASH
from .records import Boundary, Edge, Network, Points
from .values import grad, is_value, number
from .wire import MOST_POINTS, WIDEST

SIDE = 40  # of the grid on which a boundary is computed
CALLED_SIDE = 20  # the same, for a model that has to be called for every point
SPAN = 2.6


def layers_of(thing):
    """A model's neurons, layer by layer: [[neuron, ...], ...]; [] for anything else."""
    if isinstance(thing, type):
        return []
    try:
        if hasattr(thing, "layers"):
            found = [list(layer.neurons) for layer in thing.layers]
        elif hasattr(thing, "neurons"):
            found = [list(thing.neurons)]
        else:
            found = [[thing]]
        fits = all(layer and all(is_value(p) for n in layer for p in (*n.w, n.b)) for layer in found)
        return found if fits and all(len(n.w) == len(layer[0].w) for layer in found for n in layer) else []
    except (AttributeError, TypeError):
        return []


def title(thing):
    return clipped(str(thing), 300)


def network(model):
    """The Network of a model; None if it is too large to be drawn."""
    layers = layers_of(model)
    sizes = (len(layers[0][0].w), *map(len, layers))
    if max(sizes) > WIDEST or len(sizes) > 12:
        return None
    edges = tuple(
        Edge(l, i, source, number(p), grad(p))
        for l, layer in enumerate(layers, start=1)
        for i, neuron in enumerate(layer)
        for source, p in [*enumerate(neuron.w), (None, neuron.b)]
    )
    return Network(title(model), sizes, edges)


def is_data(thing):
    return not isinstance(thing, type) and hasattr(thing, "points") and hasattr(thing, "labels")


def points(data):
    """The Points of a data set; the first ones, if there are very many."""
    rows = [(float(p[0]), float(p[1]), 1 if float(label) > 0 else -1) for p, label in zip(data.points, data.labels)]
    xs, ys, labels = zip(*rows[:MOST_POINTS]) if rows else ((), (), ())
    return Points(clipped(str(getattr(data, "name", "data")), 60), xs, ys, labels)


class Plane:
    """A model with two inputs and a data set, as they are now; `record()` computes what the model says in the plane."""

    def __init__(self, model, data):
        layers = layers_of(model)
        if not layers or len(layers[0][0].w) != 2 or len(layers[-1]) != 1:
            raise ValueError("show(model, data) needs a model with two inputs and one output")
        self.model, self.points = model, points(data)
        squashes = [[getattr(n, "activation", None) for n in layer] for layer in layers]
        self.known = type(model).__module__.startswith("micrograd.") and all(
            s in SQUASH for layer in squashes for s in layer
        )
        self.layers = [
            [([number(w) for w in n.w], number(n.b), squash) for n, squash in zip(layer, row)]
            for layer, row in zip(layers, squashes)
        ]

    def scores(self, xs, ys):
        """The model's score at each (x, y)."""
        if not self.known:
            return [number(self.model([x, y])) for x, y in zip(xs, ys)]
        columns = [xs, ys]
        for layer in self.layers:
            columns = [self.said(neuron, columns) for neuron in layer]
        return columns[0]

    @staticmethod
    def said(neuron, columns):
        weights, bias, activation = neuron
        total = [bias] * len(columns[0])
        for w, column in zip(weights, columns):
            total = [t + w * x for t, x in zip(total, column)]
        squash = SQUASH[activation]
        if squash is relu:
            return [t if t > 0 else 0.0 for t in total]
        return [squash(t) for t in total] if squash else total

    def record(self):
        side, points = SIDE if self.known else CALLED_SIDE, self.points
        span = max([SPAN, *(1.08 * abs(c) for c in (*points.xs, *points.ys) if isfinite(c))])
        middle = [span * ((2 * i + 1) / side - 1) for i in range(side)]
        grid = self.scores([x for _ in middle for x in middle], [-y for y in middle for _ in middle])
        right = sum((s > 0) == (label > 0) for s, label in zip(self.scores(points.xs, points.ys), points.labels))
        rounded = tuple(round(s, 3) if isfinite(s) else s for s in grid)
        return Boundary(side, span, rounded, points, right / len(points.labels) if points.labels else 0.0)
