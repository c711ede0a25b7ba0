"""Where the first number that is not finite came from: held against the object graph, op by op."""

import random
from math import isfinite

import pytest

from micrograd import MLP
from micrograd.compiler import compile_model
from micrograd.data import Data, rings
from micrograd.engine import topological
from micrograd.losses import hinge
from micrograd.training.divergence import origin
from micrograd.training.history import History
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.interpreted import Interpreted

PROGRAMS = {"compiled": lambda model: compile_model(model, rows=40), "interpreted": Interpreted}


def model():
    random.seed(4)
    return MLP(2, [3, 2, 1])


DATA = rings(n=30)


def begin(program, parameters, data=DATA, **how):
    """(history, hyperparameters, first checkpoint)"""
    hyperparameters = Hyperparameters(seed=2, **how)
    history = History.start(program, parameters, hyperparameters, data)
    return history, hyperparameters, history.kept[0]


def diverge(kind, scale=1.0, steps=4000, **how):
    program = PROGRAMS[kind](model())
    history, hyperparameters, checkpoint = begin(program, [scale * p for p in program.parameters], **how)
    while isfinite(checkpoint.loss) and checkpoint.step < steps:
        history, checkpoint = history.advance(program, checkpoint, hyperparameters, DATA, 1)
    assert not isfinite(checkpoint.loss)
    return program, history, checkpoint


@pytest.mark.parametrize("kind", PROGRAMS)
def test_the_op_named_is_the_first_of_the_object_graph_that_is_not_finite(kind):
    """Weights of 1e155: some product is too large. The graph of the sample says which, in topological order."""
    program, history, checkpoint = diverge(kind, l2=0.0, scale=1e155)
    found = origin(program, history, model(), checkpoint.step)
    assert (found.phase, found.neuron[0]) == ("forward", 1)
    node = found.tape.nodes[found.tape.steps[found.step].node]

    reference = model()
    for p, number in zip(reference.parameters(), checkpoint.parameters):
        p.data = number
    costs = [hinge(reference(point), label) for point, label in zip(DATA.points, DATA.labels)]
    assert found.sample == next(i for i, cost in enumerate(costs) if not isfinite(cost.data))
    first = next(v for v in topological(costs[found.sample]) if not isfinite(v.data))
    assert (node.op, repr(node.data)) == (first._op, repr(first.data))
    assert [found.tape.nodes[k].data for k in node.operands] == [v.data for v in first._prev]
    assert all(isfinite(v.data) for v in first._prev)


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_gradient_that_is_too_large_is_found_in_the_backward_pass(kind):
    """Two weights whose product is 1e360 stand behind one another, and what goes through them is small."""
    program = PROGRAMS[kind](model())
    parameters = [0.0] * len(program.parameters)
    names = compile_model(model(), rows=1, backend="Python").plan.parameters
    for name, number in ("l1n1w1", 1e-50), ("l2n1w1", 1e180), ("l3n1w1", 1e180):
        parameters[names.index(name)] = number
    data = Data("one", ((1e-250, 0.0),), (-1,))
    history, how, first = begin(program, parameters, data, l2=0.0)
    history, checkpoint = history.advance(program, first, how, data, 1)
    assert not all(map(isfinite, checkpoint.parameters))
    found = origin(program, history, model(), 1)
    assert found.phase == "backward" and found.neuron == (0, 0)
    change = next(c for c in found.tape.steps[found.step].changes if not isfinite(c.after))
    assert change.field == "grad" and "1e+180" in found.tape.steps[found.step].numbers[0]


def test_a_penalty_that_is_too_large_names_its_parameter():
    program = PROGRAMS["compiled"](model())
    weights = [0.0] * len(program.parameters)
    weights[3] = 2e154
    history, _, first = begin(program, weights, l2=1.0)
    assert not isfinite(first.loss)
    found = origin(program, history, model(), 0)
    assert found.phase == "penalty" and found.parameter == (program.plan.parameters[3], 2e154, float("inf"))


def test_an_update_that_is_too_large_names_its_parameter():
    """The gradients are finite, the rate times one of them is not."""
    program = PROGRAMS["compiled"](model())
    history, how, first = begin(program, [1e50 * p for p in program.parameters], lr=1e300, l2=0.0)
    history, checkpoint = history.advance(program, first, how, DATA, 1)
    found = origin(program, history, model(), checkpoint.step)
    assert found.phase == "update"
    name, before, after = found.parameter
    k = program.plan.parameters.index(name)
    assert before == first.parameters[k] and repr(after) == repr(checkpoint.parameters[k])


@pytest.mark.parametrize("batch", [5, 30])
def test_a_rate_that_is_too_large_is_traced_whatever_the_batch(batch):
    program, history, checkpoint = diverge("compiled", lr=50.0, l2=0.05, batch_size=batch)
    found = origin(program, history, model(), checkpoint.step)
    assert found.phase in ("forward", "backward", "sum", "penalty", "update")
    if found.tape:
        step = found.tape.steps[found.step]
        assert any(not isfinite(c.after) for c in step.changes)
        assert all(isfinite(c.after) for earlier in found.tape.steps[: found.step] for c in earlier.changes)


def test_the_question_changes_no_answer():
    program, history, checkpoint = diverge("compiled", l2=0.0, scale=1e155)
    before = repr(history.checkpoint(program, checkpoint.step))
    found = [origin(program, history, model(), checkpoint.step) for _ in range(2)]
    assert repr(history.checkpoint(program, checkpoint.step)) == before
    assert found[0].sample == found[1].sample and found[0].step == found[1].step
