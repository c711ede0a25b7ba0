"""A history that can be revisited: every step to the last bit, in bounded memory; and no version of it ever changes."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP
from micrograd.compiler import compile_model
from micrograd.data import moons, rings
from micrograd.optim import OPTIMIZERS
from micrograd.training import history as module
from micrograd.training.history import History
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.interpreted import Interpreted
from micrograd.training.trainer import Trainer

HOW = Hyperparameters(seed=2)


def model():
    random.seed(4)
    return MLP(2, [3, 1], activation="tanh")


def begin(how, data, program=None):
    program = program or compile_model(model(), rows=50)
    history = History.start(program, program.parameters, how, data)
    return program, history, history.kept[0]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [7, 30])
def test_any_step_comes_back_to_the_last_bit_though_only_some_are_kept(monkeypatch, batch_size, optimizer):
    monkeypatch.setattr(module, "KEPT", 8)
    how, data = replace(HOW, batch_size=batch_size), rings(n=30)
    program, history, checkpoint = begin(how, data)
    seen = {}
    for k in range(100):
        if k == 40:
            how, data = replace(how, lr=0.01, optimizer=optimizer), moons(n=30)
        seen[checkpoint.step] = checkpoint
        history, checkpoint = history.advance(program, checkpoint, how, data, 1)
    assert len(history.kept) <= 8 and history.spacing >= 16
    for k in (0, 1, 39, 41, 63, 99):
        assert history.checkpoint(program, k) == seen[k]
    assert history.checkpoint(program, 40).parameters == seen[40].parameters
    assert history.span_after(40).data.name == "moons" and history.span_before(40).data.name == "rings"


@pytest.mark.parametrize("batch_size", [5, 20])
def test_the_object_graph_behind_the_same_face_trains_as_the_trainer_does(batch_size):
    data, how = rings(n=20), replace(HOW, lr=0.3, batch_size=batch_size)
    program, history, checkpoint = begin(how, data, Interpreted(model()))
    trainer = Trainer(model(), data, lr=0.3, batch_size=batch_size, seed=2)
    history, checkpoint = history.advance(program, checkpoint, how, data, 4)
    for _ in range(4):
        trainer.step()
    assert checkpoint == trainer.checkpoint
    if batch_size == 5:  # of whole batches the losses come from the steps themselves, which add in another order
        assert list(history.losses) == list(trainer.history.losses)


def test_a_loss_that_is_not_finite_ends_a_run_at_the_step_that_made_it():
    how, data = replace(HOW, lr=10.0, l2=1.0), rings(n=20)
    program, one, checkpoint = begin(how, data)
    while checkpoint.loss < float("inf"):
        one, checkpoint = one.advance(program, checkpoint, how, data, 1)
    program, many, after = begin(how, data)
    while after.loss < float("inf"):
        many, after = many.advance(program, after, how, data, 100)
    assert after.step == checkpoint.step == many.last


def test_only_the_newest_step_can_be_gone_on_from_and_there_are_no_others():
    data = rings(n=20)
    program, history, first = begin(HOW, data)
    history, _ = history.advance(program, first, HOW, data, 3)
    with pytest.raises(ValueError, match=r"newest step is 3, not 0: go on from branch\(0\)"):
        history.advance(program, first, HOW, data, 1)
    for step in (-1, 4):
        with pytest.raises(ValueError, match=f"step {step} of 3"):
            history.checkpoint(program, step)


CHOICES = [HOW, replace(HOW, batch_size=7), replace(HOW, optimizer="Adam", lr=0.01), replace(HOW, lr=0.5, l2=0.0)]
DATA = rings(n=30), moons(n=30)
moves = st.lists(
    st.tuples(
        st.integers(0, 20), st.sampled_from(CHOICES), st.sampled_from(DATA), st.integers(1, 9), st.integers(0, 60)
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def program():
    return compile_model(model(), rows=50)


def contents(history):
    """All that a history knows, as plain values."""
    ghost = None if history.ghost is None else list(history.ghost)
    return history.spans, list(history.kept), history.spacing, list(history.losses), history.losses.outline, ghost


@given(moves=moves)
@settings(max_examples=40, deadline=None)
def test_no_version_ever_changes_and_each_can_go_on(program, moves):
    """Random branches of random versions, in one program: each version keeps its numbers, and every step comes back."""
    kept, module.KEPT = module.KEPT, 8
    try:
        _, first, _ = begin(HOW, DATA[0], program)
        versions, before, seen = [first], [contents(first)], [{}]
        for which, how, data, steps, at in moves:
            history = versions[which % len(versions)]
            at %= history.last + 1
            known = {k: c for k, c in seen[which % len(versions)].items() if k <= at}
            checkpoint = history.checkpoint(program, at)
            branch = history if at == history.last else history.branch(at)
            branch, checkpoint = branch.advance(program, checkpoint, how, data, steps)
            versions.append(branch)
            before.append(contents(branch))
            seen.append(known | {checkpoint.step: checkpoint})
            assert [contents(version) for version in versions] == before
        for version, known in zip(versions, seen, strict=True):
            for step, checkpoint in known.items():
                assert version.checkpoint(program, step).parameters == checkpoint.parameters
    finally:
        module.KEPT = kept
