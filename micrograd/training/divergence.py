"""Which op of a training step was the first to give a number that is not finite.

    found = origin(run, model, moment.step)     # the step after which the loss was nan or inf
    found.phase, found.sample, found.neuron     # 'forward', 17, (1, 0): for sample 17, in layer 1 (the second), neuron
                                                0
    found.tape, found.step                      # the object graph of that sample, recorded, and the op on it

The program tells which sample it was; that one is computed once more on the object graph, by the engine itself, and its
tape tells the op. Where every sample by itself is finite, it was what comes after: the sum of their costs, the penalty,
or the update.

Offers `origin` and `Origin`.
"""

from dataclasses import dataclass
from math import isfinite

from ..compiler.compiled import named
from ..engine import Value, release
from ..losses import LOSSES
from ..tape import Tape, first_fault, record
from .history import drawn, prepare


@dataclass(frozen=True)
class Origin:
    """phase: 'forward', 'backward', 'sum', 'penalty' or 'update'.

    sample and neuron (its layer, without the inputs', and its place there): None where it is not one's; tape: None
    outside of a sample. parameter: its name, its number before and after, where it was the penalty or the update.
    """

    phase: str
    sample: int | None = None
    neuron: tuple | None = None
    tape: Tape | None = None
    step: int | None = None
    parameter: tuple | None = None


def origin(run, model, step, loss="hinge"):
    """The Origin of the loss after `step` steps of `run`, which is not finite. It is looked for once.

    model   of the run's shape; its parameters are changed
    """
    if step not in run.origins:
        run.origins[step] = looked_for(run, model, step, loss)
    return run.origins[step]


def looked_for(run, model, step, loss):
    after, rules = run.moment(step), run.rules_at(step)
    if step and not all(map(isfinite, after.parameters)):
        before, rules = run.moment(step - 1), run.rules_at(step - 1)
        n = len(rules.data)
        batch = range(n) if rules.whole else drawn(run.seed, step - 1, n, rules.batch)
        return in_a_sample(run, model, rules, before, batch, loss, backward=True) or in_a_parameter(
            "update", model, before, after
        )
    found = in_a_sample(run, model, rules, after, range(len(rules.data)), loss)
    return found or (rules.l2 and in_a_parameter("penalty", model, after, after)) or Origin("sum")


def in_a_sample(run, model, rules, moment, samples, loss, backward=False):
    """The Origin in the first of the samples whose loss (or, with `backward`, gradients) are not finite at `moment`, or
    None.
    """
    prepare(run.program, rules, moment)
    run.program.l2 = 0.0
    for i in samples:
        cost, slopes = run.program.gradient((i, i + 1))
        if not isfinite(cost) or (backward and not all(map(isfinite, slopes))):
            for p, number in zip(model.parameters(), moment.parameters, strict=True):
                p.data = number
            return on_the_tape(model, i, rules.data, loss)
    return None


def on_the_tape(model, sample, data, loss):
    """The Origin in one sample, from the tape of its graph."""
    _, outputs, names = named(model, data.points[sample])
    for v, name in names.items():
        v.label = name
    cost = LOSSES[loss](outputs[-1], Value(float(data.labels[sample]), label="y"))
    tape = record(cost)
    release(cost)
    fault = first_fault(tape)
    if fault is None:
        return None
    phase = tape.steps[fault.step].phase if fault.step is not None else "forward"
    places = iter(names[v] for v in outputs)
    places = {next(places): (n, m) for n, layer in enumerate(model.layers) for m in range(len(layer.neurons))}
    return Origin(phase, sample, neuron_of(tape, fault.node, places), tape, fault.step)


def neuron_of(tape, node, places):
    """(layer, place) of the neuron that a node of the tape is in; None for the loss. The first user leads there."""
    users = {}
    for user in tape.nodes:
        for operand in user.operands:
            users.setdefault(operand, user.index)
    while tape.nodes[node].name not in places:
        if node not in users:
            return None
        node = users[node]
    return places[tape.nodes[node].name]


def in_a_parameter(phase, model, before, after):
    """The Origin in the first parameter that (or, for the penalty, whose square) is not finite, or None."""
    names = named(model)[2]
    for p, old, new in zip(model.parameters(), before.parameters, after.parameters):
        number = new * new if phase == "penalty" else new
        if not isfinite(number):
            return Origin(phase, parameter=(names[p], old, number))
    return None
