"""One run of the neuron: the package's own Neuron, its squared error against a target, and the tape of both.

Offers `neuron_with`, which gives a `NeuronRun`; `loss_of`, without a tape; `slider_of`, what a leaf stands for; LEARNED and GIVEN, its leaves.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from micrograd import Neuron, Value
from micrograd.tape import record

from ..exhibit.run import Run

LEARNED = ("w1", "w2", "b")
TARGET = "−target"
GIVEN = ("x1", "x2", TARGET)


@dataclass(frozen=True, eq=False)
class NeuronRun:
    """One run of the neuron, and what the curve needs.

    sum: n, what goes into the activation; output: what comes out, as node `out` of the tape
    """

    run: Run
    sum: float
    output: float
    out: int
    loss: float


def neuron_with(numbers: Mapping[str, float], activation: str) -> NeuronRun:
    """The package's own neuron, with these weights: squared error of its output against the target, recorded."""
    neuron = recorded(numbers, activation)
    return replace(neuron, run=replace(neuron.run, kin=pattern(activation)))


@lru_cache(maxsize=16)
def pattern(activation: str) -> Run:
    """The neuron's graph, whatever its numbers: so that what they do not change is found only once."""
    return recorded(dict.fromkeys(("x1", "x2", "w1", "w2", "b", "target"), 1.0), activation).run


def loss_of(numbers: Mapping[str, float], activation: str) -> float:
    """The loss alone."""
    return float(computed(numbers, activation)[2].data)


def computed(numbers: Mapping[str, float], activation: str) -> tuple[Value, Value, Value]:
    """The sum, the output and the loss, as the engine's own Values."""
    before = random.getstate()
    neuron = Neuron(2, activation=activation)
    random.setstate(before)  # its weights are given: whoever draws numbers at random draws the same as without this
    for parameter, name in zip(neuron.parameters(), LEARNED):
        parameter.data, parameter.label = numbers[name], name
    x = [Value(numbers["x1"], label="x1"), Value(numbers["x2"], label="x2")]
    out = neuron(x)
    total = out._prev[0] if neuron.nonlin else out
    partial, second = total._prev
    second.label, partial._prev[1].label, partial.label = "w2·x2", "w1·x1", "b + w1·x1"
    total.label = "n"
    out.label = "out"
    error = out + Value(-numbers["target"], label=TARGET)
    error.label = "error"
    loss = error**2
    loss.label = "L"
    return total, out, loss


def recorded(numbers: Mapping[str, float], activation: str) -> NeuronRun:
    total, out, loss = computed(numbers, activation)
    tape = record(loss)
    place = next(n.index for n in tape.nodes if n.name == "out")
    given = frozenset(n.index for n in tape.nodes if n.name in GIVEN)
    return NeuronRun(Run(tape, inputs=given), float(total.data), float(out.data), place, float(loss.data))


def slider_of(leaf: str, number: float) -> tuple[str, float]:
    """The slider, and the number it has, where a leaf has this one: the target's leaf has its sign changed."""
    return ("target", -number) if leaf == TARGET else (leaf, number)
