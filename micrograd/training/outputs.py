"""What a model says at many points at once. Offers `outputs`, `scores` and `is_right`."""

from collections.abc import Sequence
from typing import Any

from ..chance import draws_kept
from ..labels import Labels
from ..models import Releases, answers, is_layered, is_standard
from ..nn import check_inputs
from ..ops import activation_function
from .collector import collector_paused


def outputs(model: Any, points: Sequence[Sequence[float]]) -> list[list[list[float]]]:
    """What is known of the model at every point, as floats: outputs(model, points)[layer][neuron][point].

    For a package's own MLP that is every neuron's activation, column by column, in the order in which the engine
    multiplies and adds, so that the numbers are the engine's. An MLP with layers of another kind is asked layer by
    layer. Any other model is called, and there is one layer: its outputs.
    """
    if is_standard(model):
        return standard_outputs(model, points)
    with draws_kept(model):
        released = Releases(model, points)
    ask = layered_outputs if is_layered(model) else called
    with collector_paused():
        rows = [ask(model, point, released) for point in points]
    if not rows:
        return [[[]]]
    return [[list(column) for column in zip(*layer, strict=True)] for layer in zip(*rows, strict=True)]


def scores(model: Any, points: Sequence[Sequence[float]]) -> list[list[float]]:
    """The model's outputs at every point: for each output, a list with a number for each point."""
    return outputs(model, points)[-1]


def is_right(said: Sequence[float], labels: Labels, i: int) -> bool:
    """Is what the model says of sample i its class? By the sign of one output, or by the largest of several."""
    if len(said) == 1:
        return (said[0] > 0) == (labels.classes[i] == 1)
    return max(range(len(said)), key=said.__getitem__) == labels.classes[i]


def called(model: Any, point: Sequence[float], released: Releases) -> list[list[float]]:
    values = answers(model, point)
    numbers = [float(v.data) for v in values]
    released(*values)
    return [numbers]


def layered_outputs(model: Any, point: Sequence[float], released: Releases) -> list[list[float]]:
    check_inputs(point, len(model.layers[0].neurons[0].w), "this network")
    signal: list[Any] = list(point)
    values, numbers = [], []
    for layer in model.layers:
        signal = answers(layer, signal)
        values += signal
        numbers.append([float(v.data) for v in signal])
    released(*values)
    return numbers


def standard_outputs(model: Any, points: Sequence[Sequence[float]]) -> list[list[list[float]]]:
    nin = len(model.layers[0].neurons[0].w)
    for point in points:
        check_inputs(point, nin, "this network")
    columns = [[float(point[i]) for point in points] for i in range(nin)]
    result = []
    for layer in model.layers:
        columns = [neuron_column(neuron, columns) for neuron in layer.neurons]
        result.append(columns)
    return result


def neuron_column(neuron: Any, columns: list[list[float]]) -> list[float]:
    """One neuron's activations, given a column of numbers for each of its inputs."""
    total = [float(neuron.b.data)] * len(columns[0])
    for w, column in zip(neuron.w, columns, strict=True):
        w = float(w.data)
        total = [t + w * x for t, x in zip(total, column, strict=True)]
    squash = activation_function(neuron.activation)
    return [squash(t) for t in total]
