"""One pass forward and back of the engine's MLP and of its squared error, as plain numbers.

Offers `run_network`, `Passes`, what it finds, and `updated`, the parameters after one update.
"""

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from micrograd import MLP, Value
from micrograd.engine import topological
from micrograd.losses import squared_error
from micrograd.nn import Neuron

Place: TypeAlias = tuple[int, int, int | None]  # layer (0: the first of neurons), neuron, input; a bias has no input


@dataclass(frozen=True)
class Inside:
    """What happens inside of one neuron.

    products: weight × input, for each input; sums: the bias alone, then with one product after the other; passed: the
    gradient of the whole sum, which is what the activation lets through of the output's gradient.
    """

    products: tuple[float, ...]
    sums: tuple[float, ...]
    passed: float

    @property
    def total(self) -> float:
        """What goes into the activation."""
        return self.sums[-1]


@dataclass(frozen=True, eq=False)
class Passes:
    """One forward and backward pass of an MLP and its loss, as plain numbers. Two are the same only if they are one and
    the same.

    outputs[l][i], grads[l][i]: neuron i of layer l, layer 0 being the inputs; parameters: {place: (weight, gradient)};
    inside: {(layer, neuron): what happens in it}; dead: (layer, neuron) of those whose ReLU is closed; loss: squared error
    against the target; values: how many Values the graph has.
    """

    sizes: tuple[int, ...]
    outputs: tuple[tuple[float, ...], ...]
    grads: tuple[tuple[float, ...], ...]
    parameters: dict[Place, tuple[float, float]]
    inside: dict[tuple[int, int], Inside]
    dead: frozenset[tuple[int, int]]
    loss: float
    values: int


@lru_cache(maxsize=32)
def run_network(
    sizes: tuple[int, ...],
    seed: int,
    x: tuple[float, ...],
    target: float,
    activation: str = "relu",
    weights: tuple[float, ...] | None = None,
) -> Passes:
    """Builds an MLP, runs it on x, and takes the gradients of its squared error against the target.

    weights: of all parameters, in the model's order; None: those that this seed draws.
    """
    random.seed(seed)
    model = MLP(sizes[0], list(sizes[1:]), activation=activation)
    for parameter, number in zip(model.parameters(), weights or ()):
        parameter.data = number
    inputs = [Value(number, label=f"x{i + 1}") for i, number in enumerate(x)]
    columns, signal = [inputs], inputs
    for layer in model.layers:
        signal = [neuron(signal) for neuron in layer.neurons]
        columns.append(signal)
    root = squared_error(columns[-1][0], target)
    root.backward()
    parameters: dict[Place, tuple[float, float]] = {}
    inside: dict[tuple[int, int], Inside] = {}
    dead = set()
    for l, layer in enumerate(model.layers):
        for i, neuron in enumerate(layer.neurons):
            for k, w in enumerate(neuron.w):
                parameters[l, i, k] = (w.data, w.grad)
            parameters[l, i, None] = (neuron.b.data, neuron.b.grad)
            inside[l + 1, i] = look_inside(neuron, columns[l + 1][i])
            if neuron.activation == "relu" and columns[l + 1][i].data == 0:
                dead.add((l + 1, i))
    outputs = tuple(tuple(float(v.data) for v in column) for column in columns)
    grads = tuple(tuple(float(v.grad) for v in column) for column in columns)
    count = len(topological(root))
    return Passes(sizes, outputs, grads, parameters, inside, frozenset(dead), float(root.data), count)


def look_inside(neuron: Neuron, out: Value) -> Inside:
    """The engine's own values between a neuron's inputs and its output: the sum is ((b + w1·x1) + w2·x2) + ..."""
    total = node = out._prev[0] if neuron.nonlin else out
    products, sums = list[float](), [float(total.data)]
    for _ in neuron.w:
        node, product = node._prev
        products.append(float(product.data))
        sums.append(float(node.data))
    return Inside(tuple(reversed(products)), tuple(reversed(sums)), float(total.grad))


def updated(run: Passes, rate: float) -> tuple[float, ...]:
    """The parameters after one update, p - rate · p.grad, in the model's order."""
    return tuple(number - rate * grad for number, grad in run.parameters.values())
