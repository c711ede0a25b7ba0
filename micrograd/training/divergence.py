"""Which op of a training step was the first to give a number that is not finite.

    found = origin(program, history, model, checkpoint.step)    # the step after which the loss was nan or inf
    found.phase, found.sample, found.neuron     # 'forward', 17, (1, 0): for sample 17, in layer 2, neuron 1
    found.tape, found.step                      # the object graph of that sample, recorded, and the op on it

The program tells which sample it was; that one is computed once more on the object graph, by the engine itself, and its
tape tells the op. Where every sample by itself is finite, it was what comes after: the sum of their costs, the penalty,
or the update.

Offers `origin` and `Origin`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from ..compiler.compiled import named
from ..data import Data
from ..engine import Value, release
from ..losses import LOSSES
from ..tape import Tape, first_fault, record
from .calculator import Calculator
from .checkpoint import Checkpoint
from .history import History, Span
from .sampling import batch


@dataclass(frozen=True)
class Origin:
    """phase: 'forward', 'backward', 'sum', 'penalty' or 'update'.

    sample and neuron (its layer, without the inputs', and its place there): None where it is not one's; tape: None
    outside of a sample. parameter: its name, its number before and after, where it was the penalty or the update.
    """

    phase: str
    sample: int | None = None
    neuron: tuple[int, int] | None = None
    tape: Tape | None = None
    step: int | None = None
    parameter: tuple[str, float, float] | None = None


def origin(program: Calculator, history: History, model: Any, step: int, loss: str = "hinge") -> Origin:
    """The Origin of the loss after `step` steps of a history, which is not finite.

    model   of the history's shape; its parameters are changed
    """
    after, span = history.checkpoint(program, step), history.span_after(step)
    if step and not all(map(isfinite, after.parameters)):
        before, span = history.checkpoint(program, step - 1), history.span_after(step - 1)
        rows = batch(span.hyperparameters, step - 1, len(span.data))
        found = in_a_sample(program, model, span, before, rows, loss, backward=True)
        return found or in_a_parameter("update", model, before, after) or Origin("sum")
    found = in_a_sample(program, model, span, after, range(len(span.data)), loss)
    penalty = in_a_parameter("penalty", model, after, after) if span.hyperparameters.l2 else None
    return found or penalty or Origin("sum")


def in_a_sample(
    program: Calculator,
    model: Any,
    span: Span,
    checkpoint: Checkpoint,
    rows: Sequence[int],
    loss: str,
    backward: bool = False,
) -> Origin | None:
    """The Origin in the first sample whose loss (or, with `backward`, gradients) are not finite there, or None."""
    how = replace(span.hyperparameters, l2=0.0)
    for i in rows:
        cost, slopes = program.gradients(checkpoint, how, span.data, [i])
        if not isfinite(cost) or (backward and not all(map(isfinite, slopes))):
            for p, number in zip(model.parameters(), checkpoint.parameters, strict=True):
                p.data = number
            return on_the_tape(model, i, span.data, loss)
    return None


def on_the_tape(model: Any, sample: int, data: Data, loss: str) -> Origin | None:
    """The Origin in one sample, from the tape of its graph."""
    _, outputs, names = named(model, data.points[sample])
    for v, name in names.items():
        v.label = name
    criterion: Any = LOSSES[loss]  # here the label is a Value too, so that the tape has it
    cost = criterion(outputs[-1], Value(float(data.labels[sample]), label="y"))
    tape = record(cost)
    release(cost)
    fault = first_fault(tape)
    if fault is None:
        return None
    phase = tape.steps[fault.step].phase if fault.step is not None else "forward"
    spots = [(n, m) for n, layer in enumerate(model.layers) for m in range(len(layer.neurons))]
    places = dict(zip([names[v] for v in outputs], spots, strict=True))
    return Origin(phase, sample, neuron_of(tape, fault.node, places), tape, fault.step)


def neuron_of(tape: Tape, node: int, places: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    """(layer, place) of the neuron that a node of the tape is in; None for the loss. The first user leads there."""
    users: dict[int, int] = {}
    for user in tape.nodes:
        for operand in user.operands:
            users.setdefault(operand, user.index)
    while tape.nodes[node].name not in places:
        if node not in users:
            return None
        node = users[node]
    return places[tape.nodes[node].name]


def in_a_parameter(phase: str, model: Any, before: Checkpoint, after: Checkpoint) -> Origin | None:
    """The Origin in the first parameter that (or, for the penalty, whose square) is not finite, or None."""
    names = named(model)[2]
    for p, old, new in zip(model.parameters(), before.parameters, after.parameters):
        number = new * new if phase == "penalty" else new
        if not isfinite(number):
            return Origin(phase, parameter=(names[p], old, number))
    return None
