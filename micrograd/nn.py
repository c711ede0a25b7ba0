"""Neurons, layers of them, and layers of those: a multi-layer perceptron made of Values.

    model = MLP(2, [4, 4, 1])      # 2 inputs, two hidden layers of 4, one output: 37 parameters
    score = model([1.0, -2.0])     # a Value; score.backward() fills the gradient of every parameter

Weights are drawn with `random.uniform(-1, 1)`, neuron by neuron, and biases start at 0; `random.seed(s)` before
building a model therefore settles every parameter.

Offers `Module`, `Neuron`, `Layer`, `MLP` and `ACTIVATIONS`.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from .engine import Value
from .ops import activations
from .saving import load, load_into, save, state_of
from .scalar import short
from .spelling import Spelling, did_you_mean, missing_names

__all__ = ["ACTIVATIONS", "MLP", "Layer", "Module", "Neuron"]

Activation = Callable[[Value], Value]
Output = Any  # a Value, or a list of several


class Activations(Mapping[str, Activation | None]):
    """{name: the method of Value that bends a neuron's sum, None for 'linear'}, read off the table of ops."""

    def __getitem__(self, name: str) -> Activation | None:
        return None if name == "linear" else getattr(Value, activations()[name].method)

    def __iter__(self) -> Iterator[str]:
        return iter((*activations(), "linear"))

    def __len__(self) -> int:
        return len(activations()) + 1

    def __repr__(self) -> str:
        return f"Activations({', '.join(self)})"


# What may bend a neuron's sum: {name: the method of Value that does it}. 'linear' has none, None.
ACTIVATIONS = Activations()
LONGEST = 125  # characters in which a network is written out, neuron by neuron


class Module(Spelling):
    """Something with parameters: a list of Values that training changes.

    A subclass says what it computes in `__call__`, or, as elsewhere, in `forward`.
    """

    _habits: ClassVar[Mapping[str, str]] = {
        "fit": "micrograd.train(model, data, steps=100) trains it",
        "predict": "call the model itself, model(x); the sign of its score, or the largest of several, is the class",
        "predict_proba": "call the model itself: model(x).sigmoid(), for one score",
        "forward": "call the model itself, model(x); in a subclass, super().__call__(x)",
        "train": "there are no modes to switch between. micrograd.train(model, data, steps=100) trains a model",
        "eval": "there are no modes to switch between: leave model.eval() out",
        "training": "there are no modes to switch between: give the model an attribute of its own in __init__",
        "named_parameters": "state_dict() has the parameters by name",
        "compile": "micrograd.compiler.compile_model(model, rows=100) makes a fast program of it",
        "to": "everything is computed where Python runs: leave it out",
        "cuda": "everything is computed where Python runs: leave it out",
        "cpu": "everything is computed where Python runs: leave it out",
        "weight": "a neuron's weights are the list w",
        "weights": "a neuron's weights are the list w; all parameters are in parameters()",
        "bias": "a neuron's bias is b",
        "summary": "print(model) shows its layers; len(model.parameters()) is how many parameters there are",
    }

    def __init_subclass__(cls, **others: Any) -> None:
        super().__init_subclass__(**others)
        if "forward" in vars(cls) and "__call__" not in vars(cls):
            setattr(cls, "__call__", call_forward)  # noqa: B010

    def parameters(self) -> list[Value]:
        """The Values that training changes, in an order that stays the same. A class of your own gives its own."""
        return []

    def zero_grad(self) -> None:
        """Set every parameter's gradient to 0, so that the next backward() starts afresh."""
        for p in self.parameters():
            p.grad = 0.0

    def state_dict(self) -> dict[str, float]:
        """{name: number} of all parameters, such as {'layers.0.neurons.2.w.1': 0.5, ...}: JSON can hold it."""
        return state_of(self)

    def load_state_dict(self, state: Mapping[str, float]) -> None:
        """Set all parameters to a state's numbers; ValueError, and nothing is changed, where the names do not fit."""
        load_into(self, state)

    def save(self, file: Any) -> None:
        """Write all parameters to a file, as JSON: the path of it, or an open text file."""
        save(self, file)

    def load(self, file: Any) -> None:
        """Set all parameters to those that save() has written to a file; ValueError where the names do not fit."""
        load(self, file)


def listed(neurons: Sequence[Any]) -> str:
    """The neurons, one after another, if that is short; else how many of each kind."""
    whole = ", ".join(map(str, neurons))
    return whole if len(whole) <= LONGEST - len("Layer of []") else counted(neurons)


def counted(neurons: Sequence[Any]) -> str:
    groups = [(name, len(list(same))) for name, same in groupby(map(str, neurons))]
    return ", ".join(name if count == 1 else f"{count} {name}" for name, count in groups)


def call_forward(module: Any, *args: Any, **kwargs: Any) -> Any:
    """The `__call__` of a class that has a forward() of its own."""
    return module.forward(*args, **kwargs)


class Neuron(Module):
    """activation(w1*x1 + ... + wn*xn + b).

    nin         number of inputs, at least 1
    activation  'relu', 'tanh', 'sigmoid' or 'linear'; nonlin=False is another way to say 'linear'
    """

    def __init__(self, nin: int, nonlin: bool = True, activation: str = "relu") -> None:
        check_count(nin, "a neuron needs a number of inputs")
        if not isinstance(activation, str):
            raise TypeError(
                f"an activation is a name, one of {', '.join(ACTIVATIONS)}, not {short(activation)}. "
                "Layers that bend differently are made one by one: Layer(4, 3, activation='tanh')"
            )
        if activation not in ACTIVATIONS:
            meant = did_you_mean(activation.lower(), ACTIVATIONS)
            raise ValueError(f"no activation {activation!r}: choose one of {', '.join(ACTIVATIONS)}{meant}")
        self.w = [Value(random.uniform(-1, 1), label=f"w{i + 1}") for i in range(nin)]
        self.b = Value(0, label="b")
        self.nonlin = nonlin and activation != "linear"
        self.activation = activation if self.nonlin else "linear"

    def __call__(self, x: Sequence[Value | float]) -> Value:
        """x: as many numbers or Values as there are weights. Returns a Value."""
        check_inputs(x, len(self.w), "this neuron")
        total = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        squash = ACTIVATIONS[self.activation]
        return squash(total) if squash else total

    def parameters(self) -> list[Value]:
        """The weights, then the bias."""
        return self.w + [self.b]

    def __repr__(self) -> str:
        name = activations()[self.activation].name if self.nonlin else "linear"
        return f"{name[0].upper()}{name[1:]}Neuron({len(self.w)})".replace(" ", "")


class Layer(Module):
    """nout neurons that all see the same nin inputs. Further arguments (kwargs) are those of Neuron."""

    def __init__(self, nin: int, nout: int, **kwargs: Any) -> None:
        check_count(nout, "a layer needs a number of neurons")
        self.neurons = [Neuron(nin, **kwargs) for _ in range(nout)]

    def __call__(self, x: Sequence[Value | float]) -> Output:
        """x: nin numbers or Values. Returns a list of nout Values, or the Value itself if there is only one."""
        out = [n(x) for n in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self) -> list[Value]:
        """Those of every neuron, one neuron after the other."""
        return [p for n in self.neurons for p in n.parameters()]

    def __repr__(self) -> str:
        return f"Layer of [{listed(self.neurons)}]"


class MLP(Module):
    """Layers one after another; the last one is linear.

    nin         number of inputs
    nouts       a list: the number of neurons of each layer, the last one giving the outputs
    activation  of every layer but the last
    """

    def __init__(self, nin: int, nouts: Sequence[int], activation: str = "relu") -> None:
        if not isinstance(nouts, Iterable) or isinstance(nouts, (str, Set, Mapping)):
            raise TypeError(f"an MLP needs a list of layer sizes, MLP(2, [4, 1]) for example, not {short(nouts)}")
        nouts = list(nouts)
        if not nouts:
            raise ValueError("an MLP needs at least one layer: MLP(2, [4, 1]), for example")
        sizes = [nin, *nouts]
        self.layers = [
            Layer(sizes[i], sizes[i + 1], nonlin=i != len(nouts) - 1, activation=activation) for i in range(len(nouts))
        ]

    def __call__(self, x: Sequence[Value | float]) -> Output:
        """x: nin numbers or Values. Returns a Value, or a list of them if the last layer has several neurons."""
        check_inputs(x, len(self.layers[0].neurons[0].w), "this network")
        # One Value per input, and not one per neuron that looks at it: inputs have a gradient as well.
        signal: Any = [xi if isinstance(xi, Value) else Value(xi, label=f"x{i + 1}") for i, xi in enumerate(x)]
        for layer in self.layers:
            signal = layer(signal if isinstance(signal, list) else [signal])
        return signal

    def parameters(self) -> list[Value]:
        """Those of every layer, the first layer first."""
        return [p for layer in self.layers for p in layer.parameters()]

    def __repr__(self) -> str:
        whole = f"MLP of [{', '.join(str(layer) for layer in self.layers)}]"
        if len(whole) <= LONGEST:
            return whole
        layers = [f"Layer of [{counted(layer.neurons)}]" for layer in self.layers]
        if len(layers) > 3:
            layers = [layers[0], f"... {len(layers) - 2} layers", layers[-1]]
        return f"MLP of [{', '.join(layers)}]"


if not TYPE_CHECKING:
    __getattr__ = missing_names(
        __name__,
        {
            "Linear": "Layer(2, 3, nonlin=False) is 3 sums of 2 inputs, each with a bias",
            "Dense": "Layer(2, 3) is 3 neurons with 2 inputs",
            "Sequential": "MLP(2, [8, 1]) is layers one after another; other combinations are written as a Module",
            "ReLU": "it is the activation of a neuron: MLP(2, [8, 1], activation='relu'), or v.relu()",
            "Tanh": "it is the activation of a neuron: MLP(2, [8, 1], activation='tanh'), or v.tanh()",
            "Sigmoid": "it is the activation of a neuron: MLP(2, [8, 1], activation='sigmoid'), or v.sigmoid()",
            "Parameter": "a parameter is a Value that parameters() lists",
            "MSELoss": "losses are functions: micrograd.losses.squared_error",
            "BCELoss": "losses are functions of scores: micrograd.losses.logistic",
            "BCEWithLogitsLoss": "losses are functions: micrograd.losses.logistic",
            "CrossEntropyLoss": "losses are functions: micrograd.losses.cross_entropy",
            "functional": "activations are methods of Value, losses are in micrograd.losses",
        },
    )


def check_count(n: object, needs: str) -> None:
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ValueError(f"{needs}, a whole number from 1 up, not {n!r}")


UNORDERED = (dict, set, frozenset)  # a network would take the keys, or the numbers in any order


def check_inputs(x: object, nin: int, who: str) -> None:
    given = len(x) if hasattr(x, "__len__") and not isinstance(x, UNORDERED) else None
    if given is None:
        raise TypeError(f"{who} takes a list of {nin} numbers, not {type(x).__name__}")
    if given != nin:
        raise ValueError(f"{who} has {nin} input{'s' * (nin != 1)}, but was given {given}")
