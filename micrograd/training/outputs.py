"""What every neuron of a model says at many points at once, without building a graph. Offers `outputs`."""

from collections.abc import Sequence
from typing import Any

from ..nn import check_inputs
from ..ops import activation_function


def outputs(model: Any, points: Sequence[Sequence[float]]) -> list[list[list[float]]]:
    """Every neuron's activation at every point, as floats: outputs(model, points)[layer][neuron][point].

    Column by column, in the order in which the engine multiplies and adds, so that the numbers are the engine's.
    """
    nin = len(model.layers[0].neurons[0].w)
    for point in points:
        check_inputs(point, nin, "this network")
    columns = [[float(point[i]) for point in points] for i in range(nin)]
    result = []
    for layer in model.layers:
        columns = [activations(neuron, columns) for neuron in layer.neurons]
        result.append(columns)
    return result


def activations(neuron: Any, columns: list[list[float]]) -> list[float]:
    """One neuron's activations, given a column of numbers for each of its inputs."""
    total = [float(neuron.b.data)] * len(columns[0])
    for w, column in zip(neuron.w, columns, strict=True):
        w = float(w.data)
        total = [t + w * x for t, x in zip(total, column, strict=True)]
    squash = activation_function(neuron.activation)
    return [squash(t) for t in total]
