"""What a model says all over the plane, as a record that can be drawn.

Offers `Plane`: a model and a data set, as they are at this moment.
"""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from micrograd.nn import ACTIVATIONS
from micrograd.ops import activation_function
from micrograd.scalar import relu

from .graph import number
from .network import layers_of, points_record
from .records import Boundary

SIDE = 40  # of the grid on which a boundary is computed
CALLED_SIDE = 20  # the same, for a model that has to be called for every point
SPAN = 2.6


class Plane:
    """A model with two inputs and a data set, as they are now; `record()` computes what the model says in the plane."""

    def __init__(self, model: Any, data: Any) -> None:
        layers = layers_of(model)
        if not layers or len(layers[0][0].w) != 2 or len(layers[-1]) != 1:
            raise ValueError("show(model, data) needs a model with two inputs and one output")
        self.model, self.points = model, points_record(data)
        activations = [[str(getattr(n, "activation", None)) for n in layer] for layer in layers]
        self.known = type(model).__module__.startswith("micrograd.") and all(
            name in ACTIVATIONS for layer in activations for name in layer
        )
        self.layers = [
            [([number(w) for w in n.w], number(n.b), name) for n, name in zip(layer, row)]
            for layer, row in zip(layers, activations)
        ]

    def scores(self, xs: Sequence[float], ys: Sequence[float]) -> Sequence[float]:
        """The model's score at each (x, y)."""
        if not self.known:
            return [number(self.model([x, y])) for x, y in zip(xs, ys)]
        columns: list[Sequence[float]] = [xs, ys]
        for layer in self.layers:
            columns = [
                neuron_column(weights, bias, activation_function(name), columns) for weights, bias, name in layer
            ]
        return columns[0]

    def record(self) -> Boundary:
        side, points = SIDE if self.known else CALLED_SIDE, self.points
        span = max([SPAN, *(1.08 * abs(c) for c in (*points.xs, *points.ys) if isfinite(c))])
        middle = [span * ((2 * i + 1) / side - 1) for i in range(side)]
        grid = self.scores([x for _ in middle for x in middle], [-y for y in middle for _ in middle])
        right = sum((s > 0) == (label > 0) for s, label in zip(self.scores(points.xs, points.ys), points.labels))
        rounded = tuple(round(s, 3) if isfinite(s) else s for s in grid)
        return Boundary(side, span, rounded, points, right / len(points.labels) if points.labels else 0.0)


def neuron_column(
    weights: Sequence[float],
    bias: float,
    activation: Callable[[float], float],
    columns: Sequence[Sequence[float]],
) -> list[float]:
    """What one neuron says at every point, given a column of numbers for each of its inputs."""
    total = [bias] * len(columns[0])
    for w, column in zip(weights, columns):
        total = [t + w * x for t, x in zip(total, column)]
    if activation is relu:  # the usual one, without a call for each point
        return [t if t > 0 else 0.0 for t in total]
    return [activation(t) for t in total]
