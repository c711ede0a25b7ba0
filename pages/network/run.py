"""One forward and backward pass of the engine's MLP, as plain numbers."""

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from micrograd import MLP, Value
from micrograd.engine import topological

Place: TypeAlias = tuple[int, int, int | None]  # layer (0: the first of neurons), neuron, input; a bias has no input


@dataclass(frozen=True, eq=False)
class Passes:
    """One forward and backward pass of an MLP, as plain numbers. Two are the same only if they are one and the same.

    outputs[l][i], grads[l][i]: neuron i of layer l, layer 0 being the inputs; parameters: {place: (weight, gradient)};
    dead: (layer, neuron) of those whose ReLU is closed; values: how many Values the graph has.
    """

    sizes: tuple[int, ...]
    outputs: tuple[tuple[float, ...], ...]
    grads: tuple[tuple[float, ...], ...]
    parameters: dict[Place, tuple[float, float]]
    dead: frozenset[tuple[int, int]]
    values: int


@lru_cache(maxsize=32)
def run_network(sizes: tuple[int, ...], seed: int, x: tuple[float, ...]) -> Passes:
    """Builds the MLP whose weights this seed draws, runs it on x, and takes the gradient of its output."""
    random.seed(seed)
    model = MLP(sizes[0], list(sizes[1:]))
    inputs = [Value(number, label=f"x{i + 1}") for i, number in enumerate(x)]
    columns, signal = [inputs], inputs
    for layer in model.layers:
        signal = [neuron(signal) for neuron in layer.neurons]
        columns.append(signal)
    root = columns[-1][0]
    root.backward()
    parameters: dict[Place, tuple[float, float]] = {}
    for l, layer in enumerate(model.layers):
        for i, neuron in enumerate(layer.neurons):
            for k, w in enumerate(neuron.w):
                parameters[l, i, k] = (w.data, w.grad)
            parameters[l, i, None] = (neuron.b.data, neuron.b.grad)
    dead = {
        (l + 1, i)
        for l, layer in enumerate(model.layers)
        for i, neuron in enumerate(layer.neurons)
        if neuron.activation == "relu" and columns[l + 1][i].data == 0
    }
    outputs = tuple(tuple(float(v.data) for v in column) for column in columns)
    grads = tuple(tuple(float(v.grad) for v in column) for column in columns)
    return Passes(tuple(sizes), outputs, grads, parameters, frozenset(dead), len(topological(root)))
