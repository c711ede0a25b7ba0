"""What a model says over the range of its inputs, and a data set alone, as records that can be drawn.

Offers `Asked`: a model and a data set, as they are at this moment; and `samples_record(data)`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import isfinite
from typing import Any

from micrograd.chance import draws_kept
from micrograd.models import is_standard
from micrograd.ops import activation_function
from micrograd.response import Response
from micrograd.responses import answer, respond
from micrograd.scalar import relu
from micrograd.surveys import survey
from micrograd.tape.names import clipped

from .checks import MOST_POINTS
from .graph import number
from .network import layers_of

SIDES = {
    "curve": (160, 80),
    "map": (40, 20),
}  # places along an axis: of a model that is known, and of one that is called


class Asked:
    """A model and a data set, as they are now; `record()` computes what the model says."""

    def __init__(self, model: Any, data: Any) -> None:
        self.model, self.known = model, is_standard(model)
        self.layers = (
            [[([number(w) for w in n.w], number(n.b), str(n.activation)) for n in layer] for layer in layers_of(model)]
            if self.known
            else []
        )
        self.parameters = [] if self.known else parameters_of(model)
        self.numbers = [p.data for p in self.parameters]
        with draws_kept(model):
            self.survey = survey(data, self.ask)

    def ask(self, points: Sequence[Sequence[float]]) -> list[Sequence[float]]:
        """For each output, what the model says at each point."""
        if not self.known:
            rows = [numbers_of(self.model(list(point))) for point in points]
            return [list(column) for column in zip(*rows, strict=True)]
        columns: list[Sequence[float]] = [list(column) for column in zip(*points, strict=True)]
        for layer in self.layers:
            if len(columns) != len(layer[0][0]):
                raise ValueError(f"this network has {len(layer[0][0])} inputs, and the samples have {len(columns)}")
            columns = [
                neuron_column(weights, bias, activation_function(name), columns) for weights, bias, name in layer
            ]
        return columns

    def record(self) -> Response:
        side = SIDES["curve" if self.survey.kind == "curve" else "map"][not self.known]
        with draws_kept(self.model), self.as_it_was():
            return clipped_record(answer(self.survey, self.ask, side))

    @contextmanager
    def as_it_was(self) -> Iterator[None]:
        """Within it, the model has the parameters that it had when it was to be shown."""
        found = [p.data for p in self.parameters]
        try:
            put(self.parameters, self.numbers)
            yield
        finally:
            put(self.parameters, found)


def samples_record(data: Any) -> Response:
    """The Response of a data set alone; ValueError where it has no picture."""
    return clipped_record(respond(None, data))


def clipped_record(found: Response) -> Response:
    """The same in fewer digits, with the first samples alone where there are very many, and with a short title."""
    scores = tuple(float(f"{score:.4g}") if isfinite(score) else score for score in found.scores)
    xs, ys, labels = (numbers[:MOST_POINTS] for numbers in (found.xs, found.ys, found.labels))
    return replace(found, scores=scores, xs=xs, ys=ys, labels=labels, title=clipped(found.title, 60))


def parameters_of(model: Any) -> list[Any]:
    """What a model, the reader's own perhaps, says are its parameters; [] where it does not say."""
    found = getattr(model, "parameters", None)
    return list(found()) if callable(found) else []


def put(parameters: Sequence[Any], numbers: Sequence[Any]) -> None:
    for p, x in zip(parameters, numbers, strict=True):
        p.data = x


def numbers_of(said: Any) -> list[float]:
    """The numbers that a model says: of a Value, or of several."""
    return [number(v) for v in said] if isinstance(said, (list, tuple)) else [number(said)]


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
