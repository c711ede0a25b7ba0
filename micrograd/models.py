"""What the package may know of a model, and how it asks it: anything that is called with inputs and has parameters().

    answers(model, [1.0, -2.0])     the outputs as a list of Values: the model itself is called
    is_standard(model)              is it an MLP whose formulas are the package's, so that they may be computed faster?

A subclass with a forward pass of its own, a Module without layers, a function with parameters: what such a model says
is known to itself alone, and is asked of it.

Offers `answers`, `keeps_values`, `Releases`, `count_inputs`, `count_outputs`, `is_standard`, `is_layered`,
`parameters_of`, `check_model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from inspect import unwrap
from numbers import Real
from typing import Any

from . import engine, nn
from .engine import Value, release, topological
from .nn import MLP, Layer, Neuron
from .ops import activations, methods
from .scalar import short

# As they are before a program could have put others in their place.
CALLS: dict[type, tuple[Any, Any]] = {kind: (kind.__call__, kind.__call__.__code__) for kind in (MLP, Layer, Neuron)}
USED = ("__init__", "__add__", "__radd__", "__mul__", "__rmul__", *methods())
METHODS = {name: (getattr(Value, name), unwrap(getattr(Value, name)).__code__) for name in USED}
HELPERS = {
    (module, name): getattr(module, name) for module, name in ((nn, "Value"), (nn, "ACTIVATIONS"), (engine, "Value"))
}


def check_model(model: Any) -> None:
    """TypeError, with what is missing, for something that is not called or has no parameters."""
    if isinstance(model, type):
        raise TypeError(
            f"{model.__name__} is a class: a model is made of it first, as in model = {model.__name__}(...)"
        )
    if not callable(model) or not callable(getattr(model, "parameters", None)):
        raise TypeError(
            f"a model is called with the inputs of a sample, model(x), and has parameters(), a list of Values; "
            f"{type(model).__name__} {'has no parameters()' if callable(model) else 'cannot be called'}"
        )


def parameters_of(model: Any) -> list[Value]:
    """The model's parameters as a list, whatever kind of iterable it gives."""
    check_model(model)
    found = list(model.parameters())
    for p in found:
        if not isinstance(p, Value):
            raise TypeError(f"parameters() of {type(model).__name__} gives {type(p).__name__}: parameters are Values")
    return found


def answers(model: Any, x: Sequence[Any]) -> list[Value]:
    """What the model says of one sample: a list of its outputs, each a Value. A plain number is one without a graph.

    TypeError, with what would be right, for anything but numbers and Values, by themselves or several in a row.
    """
    said = model(x)
    if hasattr(said, "tolist"):  # an array of Values
        said = said.tolist()
    several = isinstance(said, Iterable) and not isinstance(said, (str, bytes, Mapping, Set))
    outputs = list(said) if several else [said]
    if not outputs or not all(isinstance(v, (Value, Real)) or getattr(v, "ndim", None) == 0 for v in outputs):
        raise TypeError(
            f"a model returns a Value, or a list of them, one for each output; called with one sample, "
            f"{getattr(type(model), '__name__', 'this one')} returns {type(said).__name__} {short(said)}"
        )
    return [v if isinstance(v, Value) else Value(v) for v in outputs]


def keeps_values(model: Any, x: Sequence[Any]) -> bool:
    """Does the model use Values again that it made before: computed once, in __init__ say, or kept for the same x?"""
    one, two = ({v for out in answers(model, x) for v in topological(out) if v._prev and v not in x} for _ in range(2))
    return not one.isdisjoint(two)


class Releases:
    """Frees the graphs that a model has made, after use; none, where the model itself keeps a part of them."""

    def __init__(self, model: Any, points: Sequence[Sequence[float]]) -> None:
        self.free = is_standard(model) or not len(points) or not keeps_values(model, points[0])

    def __call__(self, *roots: Value) -> None:
        if self.free:
            for v in roots:
                release(v)


def count_inputs(model: Any) -> int | None:
    """How many inputs a sample has, where neurons of the package tell; None where they do not."""
    layers = getattr(model, "layers", None)
    first = layers[0] if isinstance(layers, (list, tuple)) and layers else model
    neurons = first.neurons if isinstance(first, Layer) else [first]
    return len(neurons[0].w) if neurons and isinstance(neurons[0], Neuron) else None


def count_outputs(model: Any, points: Sequence[Sequence[float]]) -> int:
    """How many numbers the model says of a sample; it is called to find out, unless it is standard."""
    if is_standard(model):
        return len(model.layers[-1].neurons)
    if not len(points):
        return 1
    return len(answers(model, points[0]))


def is_layered(model: Any) -> bool:
    """Is it an MLP that calls its layers one after another, whatever they do?"""
    return isinstance(model, MLP) and calls_as_written(model, MLP)


def is_standard(model: Any) -> bool:
    """Is it an MLP of Layers of Neurons that calculate exactly as nn.py and engine.py have it?"""
    return (
        is_layered(model)
        and all(isinstance(layer, Layer) and calls_as_written(layer, Layer) and layer.neurons for layer in model.layers)
        and all(is_standard_neuron(neuron) for layer in model.layers for neuron in layer.neurons)
        and all(is_as_written(name, *METHODS[name]) for name in METHODS)
        and all(getattr(module, name) is thing for (module, name), thing in HELPERS.items())
    )


def is_standard_neuron(neuron: Any) -> bool:
    if not isinstance(neuron, Neuron) or not calls_as_written(neuron, Neuron):
        return False
    row = activations().get(neuron.activation)
    return (neuron.activation == "linear" or (row is not None and row.method in METHODS)) and all(
        type(p) is Value for p in (*neuron.w, neuron.b)
    )


def calls_as_written(thing: Any, kind: type) -> bool:
    call, code = CALLS[kind]
    return type(thing).__call__ is call and call.__code__ is code


def is_as_written(name: str, method: Any, code: Any) -> bool:
    now = getattr(Value, name, None)
    return now is method and unwrap(now).__code__ is code
