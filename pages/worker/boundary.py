"""What a model says all over the plane, as a record that can be drawn.

Offers `Plane`: a model and a data set, as they are at this moment.
"""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from micrograd.chance import draws_kept
from micrograd.labels import read_labels
from micrograd.models import is_standard
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
        if layers and (len(layers[0][0].w) != 2 or len(layers[-1]) != 1):
            raise ValueError("show(model, data) needs a model with two inputs and one output")
        labels = read_labels(data.labels, len(data.points))
        self.model, self.points = model, points_record(data, labels)
        self.known = is_standard(model)
        self.layers = (
            [[([number(w) for w in n.w], number(n.b), str(n.activation)) for n in layer] for layer in layers]
            if self.known
            else []
        )

    def scores(self, xs: Sequence[float], ys: Sequence[float]) -> Sequence[float]:
        """The model's score at each (x, y)."""
        if not self.known:
            with draws_kept(self.model):
                return [score_of(self.model([x, y])) for x, y in zip(xs, ys)]
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


def score_of(said: Any) -> float:
    """The one number that a model says: a Value, or a list of one."""
    if isinstance(said, (list, tuple)) and len(said) == 1:
        said = said[0]
    if isinstance(said, (list, tuple)):
        raise ValueError("show(model, data) needs a model with two inputs and one output")
    return number(said)


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
