"""Schedules and batches: the same numbers on the object graph, on every backend, and in a loop by hand."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.compiler import BACKENDS, compile_model
from micrograd.data import moons
from micrograd.optim import OPTIMIZERS, SGD, Adam
from micrograd.schedules import SCHEDULES, Schedule
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.interpreted import Interpreted
from micrograd.training.sampling import batch

DATA = moons(n=13)
KINDS = ("the object graph", *BACKENDS)


def halving(step):
    return 0.5**step


def model():
    random.seed(8)
    return MLP(2, [3, 1], activation="tanh")


def calculator(kind):
    return Interpreted(model()) if kind not in BACKENDS else compile_model(model(), rows=13, backend=kind)


hows = st.builds(
    Hyperparameters,
    lr=st.sampled_from([0.1, 0.02, lambda step: 0.1 / (1 + step)]),
    l2=st.sampled_from([0.0, 0.01]),
    batch_size=st.sampled_from([1, 4, 6, 13, 100]),
    optimizer=st.sampled_from([name for name, kind in OPTIMIZERS.items() if "eps" not in kind.defaults]),
    seed=st.integers(0, 9),
    schedule=st.sampled_from([*SCHEDULES, halving]),
    steps=st.integers(5, 9),
    warmup=st.integers(0, 4),
)


def by_hand(how, steps):
    """(losses of the batches, parameters) after so many steps: the loop of the lecture, with the rates written out."""
    net, losses = model(), []
    velocity = [0.0] * len(net.parameters())
    for k in range(steps):
        rows = batch(how, k, len(DATA))
        loss = sum((1 - DATA.labels[i] * net(DATA.points[i])).relu() for i in rows) / len(rows)
        loss = loss + how.l2 * sum(p * p for p in net.parameters())
        net.zero_grad()
        loss.backward()
        losses.append(loss.data)
        rate = how.lr(k) if callable(how.lr) else how.lr
        share = max(k - how.warmup, 0) / max(how.steps - how.warmup, 1)
        match how.schedule:
            case "linear":
                factor = max(1 - share, 0)
            case "cosine":
                factor = 0.5 * (1 + math.cos(math.pi * min(share, 1)))
            case "constant":
                factor = 1
            case function:
                factor = function(k)
        if k < how.warmup:
            factor = (k + 1) / (how.warmup + 1)
        for j, p in enumerate(net.parameters()):
            velocity[j] = (0.9 * velocity[j] if how.optimizer == "SGD with momentum" else 0) + p.grad
            p.data -= rate * factor * velocity[j]
    return losses, [p.data for p in net.parameters()]


@pytest.mark.parametrize("kind", KINDS)
@given(how=hows, steps=st.integers(1, 6))
@settings(max_examples=25)
def test_schedules_and_batches_give_the_numbers_of_a_loop_by_hand(kind, how, steps):
    program = calculator(kind)
    start = program.start(program.parameters, how, DATA)
    _, after = program.run(start, how, DATA, steps)
    assert list(after.parameters) == pytest.approx(by_hand(how, steps)[1], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("kind", BACKENDS)
@given(how=hows, steps=st.integers(1, 6))
@settings(max_examples=25)
def test_a_program_steps_with_schedule_and_batch_size_as_by_hand(kind, how, steps):
    program = calculator(kind)
    program.load_data(DATA)
    program.configure(how)
    losses = program.step(steps, batch_size=how.batch_size, seed=how.seed)
    expected, parameters = by_hand(how, steps)
    assert losses == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert list(program.parameters) == pytest.approx(parameters, rel=1e-9, abs=1e-9)


@given(how=hows, cut=st.integers(1, 5))
@settings(max_examples=25)
def test_a_run_may_be_cut_anywhere(how, cut):
    program = calculator("Python")
    start = program.start(program.parameters, how, DATA)
    losses, whole = program.run(start, how, DATA, 6)
    first, middle = program.run(start, how, DATA, cut)
    rest, end = program.run(middle, how, DATA, 6 - cut) if cut < 6 else ([], middle)
    assert [*first, *rest] == losses and end == whole


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_takes_a_schedule_for_its_lr(name):
    p, q = Value(1.5), Value(1.5)
    scheduled = OPTIMIZERS[name]([p], lr=Schedule(0.1, "cosine", steps=6, warmup=2))
    by_hand = OPTIMIZERS[name]([q])
    rates = [0.1 / 3, 0.2 / 3, *(0.05 * (1 + np.cos(np.pi * np.arange(4) / 4)))]
    for rate, g in zip(rates, (0.5, -2.0, 1e-3, 40.0, 0.0, -0.25), strict=True):
        by_hand.lr = float(rate)
        p.grad = q.grad = g
        scheduled.step(), by_hand.step()
        assert p.data == pytest.approx(q.data, rel=1e-13)


@given(st.sampled_from([*SCHEDULES]), st.integers(1, 50), st.integers(0, 50), st.floats(1e-3, 10))
def test_a_schedule_begins_at_lr_ends_at_its_end_and_never_leaves_them(name, steps, warmup, lr):
    warmup = min(warmup, steps - 1)
    schedule = Schedule(lr, name, steps, warmup)
    rates = [schedule(k) for k in range(steps + 3)]
    assert rates[warmup] == lr and all(0 <= rate <= lr for rate in rates)
    assert rates[steps:] == [lr if name == "constant" else pytest.approx(0, abs=1e-15)] * 3
    assert rates[: warmup + 1] == sorted(set(rates[: warmup + 1]))
    assert rates[warmup:] == sorted(rates[warmup:], reverse=True)


@pytest.mark.parametrize(
    "what, error, why",
    [
        ({"name": "cosin"}, ValueError, "no schedule 'cosin': choose one of constant, linear, cosine.*mean cosine"),
        ({"name": "cosine"}, ValueError, "'cosine' needs to know how many steps"),
        ({"name": 3}, TypeError, "a name .* or a function of the step, not 3"),
        ({"name": "linear", "steps": 0}, ValueError, "whole number from 1 up, not 0"),
        ({"name": "linear", "steps": 5, "warmup": 6}, ValueError, "from 0 to 5, its steps, not 6"),
        ({"warmup": -1}, ValueError, "from 0 up, not -1"),
    ],
)
def test_a_schedule_that_cannot_be_says_what_can(what, error, why):
    with pytest.raises(error, match=why):
        Schedule(0.1, **what)
    with pytest.raises(error, match=why):
        Hyperparameters(**{"schedule" if key == "name" else key: value for key, value in what.items()})


def test_a_rate_or_a_factor_that_is_no_number_is_an_error_that_says_whose():
    with pytest.raises(TypeError, match="lr, a function of the step, needs a number, not NoneType"):
        SGD([Value(1.0)], lr=lambda step: None).step()
    with pytest.raises(TypeError, match="the factor of lr, needs a number, not str"):
        Adam([Value(1.0)], lr=Schedule(0.1, lambda step: "1")).step()
