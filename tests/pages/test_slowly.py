"""One training step, told in four stages: every number is the object graph's."""

import re

import pytest

from micrograd.draw import names
from micrograd.training.trainer import Trainer
from pages import loop
from pages.events import Change, Press
from pages.loop.settings import model_of
from pages.loop.slowly import STAGES
from pages.words import short
from tests.pages.events import frame, send


def press(state, do, value=None):
    return send(loop, state, Press(do) if value is None else Change(do, value))


def slowly(state, times):
    for _ in range(times):
        state = press(state, "slowly")
    return state


def text(state, slot="loop.slowly"):
    return re.sub(r"<[^>]+>", " ", loop.view(state)[slot])


SETTINGS = [{}, {"batch": 7}, {"l2": 0.0, "activation": "tanh"}, {"optimizer": "Adam", "rate": 0.01, "batch": 7}]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("backend", ["WebAssembly SIMD", "NumPy"])
def test_loss_gradients_and_update_are_those_of_the_object_graph_s_step(settings, backend):
    state = slowly(loop.build(loop.Settings(hidden=(4,), **settings), backend=backend), 4)
    how = {
        "rate": state.settings.rate,
        "l2": state.settings.l2,
        "batch_size": state.settings.batch,
        "optimizer": state.settings.optimizer,
    }
    trainer = Trainer(model_of(state.settings), state.data, seed=state.settings.seed, **how)
    checkpoint = trainer.step()
    slow = state.slow
    assert slow.loss == pytest.approx(trainer.batch_loss, rel=1e-9)
    assert slow.gradients == pytest.approx([p.grad for p in trainer.model.parameters()], rel=1e-9, abs=1e-12)
    assert slow.after.parameters == pytest.approx(checkpoint.parameters, rel=1e-9, abs=1e-12)
    assert abs(slow.gradients[slow.parameter]) == max(map(abs, slow.gradients))
    assert state.at == 1 and state.checkpoint is slow.after


def test_each_press_tells_one_stage_more_and_the_fourth_is_the_step():
    state = loop.start()
    for k in range(len(STAGES)):
        assert state.at == 0
        state = press(state, "slowly")
        assert (
            state.slow.stage == k + 1
            and text(state).count("  ")
            and 'aria-current="step"' in loop.view(state)["loop.slowly"]
        )
    assert state.at == 1
    said = text(state)
    slow = state.slow
    for number in (
        slow.score,
        slow.cost,
        slow.loss,
        slow.gradients[slow.parameter],
        slow.after.loss,
        slow.after.parameters[slow.parameter],
    ):
        assert short(number) in said
    assert press(state, "slowly").slow.stage == 1


def test_the_point_that_is_told_costs_most_and_is_ringed():
    state = slowly(loop.start(), 1)
    model = model_of(state.settings)
    costs = [max(0.0, 1 - label * model(point).data) for point, label in zip(state.data.points, state.data.labels)]
    assert state.slow.sample == costs.index(max(costs)) and state.slow.cost == pytest.approx(max(costs), rel=1e-9)
    assert 'class="crosshair ring"' in loop.view(state)["loop.crosshair"]
    assert "ring" not in loop.view(loop.start())["loop.crosshair"]


def test_backward_shows_every_edge_s_gradient_in_gold_and_only_then():
    state = loop.start()
    for stage in range(1, 5):
        state = press(state, "slowly")
        edges = loop.view(state)["loop.edges"].markup
        grads = re.findall(r'data-grad="([^"]*)"', edges)
        assert [float(g) for g in grads] == (list(state.slow.gradients) if stage == 3 else [])
        assert re.findall(r'data-value="([^"]*)"', edges) == [repr(float(p)) for p in state.checkpoint.parameters]


@pytest.mark.parametrize(
    "do, value",
    [("step", None), ("start", None), ("weights", None), ("reset", None), ("rate", "0.3"), ("history", "0")],
)
def test_whatever_else_is_done_ends_the_telling(do, value):
    state = press(slowly(loop.start(), 2), do, value)
    state = frame(loop, state, 16.0)
    assert state.slow is None and "Next" not in text(state)


def test_the_names_are_those_of_the_compiled_program():
    state = loop.start()
    assert (
        tuple(names.code(*which) for which in names.parameters(state.settings.sizes)) == state.program.plan.parameters
    )
