"""A run that can be revisited: every step to the last bit, in bounded memory."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP
from micrograd.compiler import compile_model
from micrograd.data import moons, rings
from micrograd.training import history as runs
from micrograd.training.history import Rules, Run
from micrograd.training.interpreted import Interpreted
from micrograd.training.series import MOST, PIECES, Series
from micrograd.training.trainer import Trainer


def model():
    random.seed(4)
    return MLP(2, [3, 1], activation="tanh")


def begun(rules, program=None):
    program = program or compile_model(model(), rows=50)
    return Run(program, rules, program.parameters, seed=2)


@pytest.mark.parametrize("batch", [7, 30])
def test_any_step_comes_back_to_the_last_bit_though_only_some_are_kept(monkeypatch, batch):
    monkeypatch.setattr(runs, "KEPT", 8)
    run = begun(Rules(rings(n=30), batch=batch))
    moment, seen = run.moment(0), {}
    for k in range(100):
        if k == 40:
            rules = Rules(moons(n=30), rate=0.01, batch=batch, optimizer="Adam")
        elif k == 0:
            rules = run.rules
        seen[moment.step] = moment
        moment = run.advance(moment, rules, 1)
    assert len(run.kept) <= 8 and run.spacing >= 16
    for k in (0, 1, 39, 41, 63, 99):
        assert run.moment(k) == seen[k]
    assert run.moment(40).parameters == seen[40].parameters and run.rules_at(40).data.name == "moons"


@pytest.mark.parametrize("batch", [5, 20])
def test_the_object_graph_behind_the_same_face_trains_as_the_trainer_does(batch):
    data = rings(n=20)
    run = begun(Rules(data, rate=0.3, batch=batch), Interpreted(model()))
    trainer = Trainer(model(), data, rate=0.3, batch_size=batch, seed=2)
    moment = run.advance(run.moment(0), run.rules, 4)
    wanted = [trainer.step() for _ in range(4)][-1]
    assert (moment.loss, moment.accuracy, moment.parameters) == (wanted.loss, wanted.accuracy, wanted.parameters)
    if batch == 5:  # of whole batches the losses come from the steps themselves, which add in another order
        assert [run.losses[k] for k in range(5)] == [m.loss for m in trainer.history]


def test_a_loss_that_is_not_finite_ends_a_run_at_the_step_that_made_it():
    run = begun(Rules(rings(n=20), rate=10.0, l2=1.0))
    one, many = run.moment(0), begun(run.rules)
    while one.loss < float("inf"):
        one = run.advance(one, run.rules, 1)
    moment = many.moment(0)
    while moment.loss < float("inf"):
        moment = many.advance(moment, many.rules, 100)
    assert moment.step == one.step == many.last


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=2000), st.integers(0, 1999))
@settings(max_examples=30)
def test_a_series_knows_its_ends_its_lowest_and_its_highest(numbers, k):
    series = Series(numbers)
    assert [series[i] for i in range(len(series))] == numbers and series[-1] == numbers[-1]
    outline = series.outline
    assert len(outline) <= 2 * PIECES + 1 and outline == [(i, numbers[i]) for i, _ in outline]
    assert {min(numbers), max(numbers)} <= {x for _, x in outline} and outline[-1][0] == len(numbers) - 1
    k %= len(numbers)
    part = series.upto(k)
    assert len(part) == k + 1 and [part[i] for i in range(k + 1)] == numbers[: k + 1]
    assert part.outline[-1] == (k, numbers[k]) and {x for _, x in part.outline} <= set(numbers[: k + 1])


def test_a_long_series_forgets_evenly_and_stays_small():
    series = Series(float(k) for k in range(3 * MOST))
    assert len(series) == 3 * MOST and len(series.kept) <= MOST
    assert all(series[k] == k // 4 * 4 for k in (0, 5, 1000, MOST, 2 * MOST + 3)) and series[-1] == 3 * MOST - 1
