"""02 The Unit: what is this section's alone, under plain CPython."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd.nn import ACTIVATIONS
from pages import unit
from pages.effects import Copy
from pages.events import Arrive, Change, Drag, Press
from pages.targets import Target
from tests.pages.events import press, rest, send
from tests.pages.test_sections import elements, numbers, parameters

activations = st.sampled_from(list(ACTIVATIONS))


def state_with(values, activation="relu"):
    state = send(unit, unit.start(), Change("activation", activation))
    for name, value in values.items():
        state = send(unit, state, Change(name, repr(value)))
    return state


def place(state, name):
    return next(n.index for n in state.exhibit.tape.nodes if n.name == name)


def pull(state, name, x):
    on = Target("box", place(state, name))
    for phase, to in (("start", 0.0), ("move", x / 2), ("move", x), ("end", x)):
        state = send(unit, state, Drag(on, phase, to, 0.0, False))
    return state


@given(parameters, activations, st.integers(0, 15), st.sampled_from(["", "set", "order", "twice", "tanh"]))
@settings(max_examples=30, deadline=None)
def test_a_link_leads_to_the_very_state(values, activation, step, fault):
    state = state_with(values, activation)
    if fault:
        state = rest(unit, send(unit, state, Press("fault", fault)))
    state = send(unit, state, Change("timeline", str(step)))
    state, effects = unit.update(state, Press("link"))
    fragment = next(e.fragment for e in effects if isinstance(e, Copy)).removeprefix("#unit:")
    there = send(unit, unit.start(), Arrive(fragment))
    assert there.numbers == state.numbers and there.activation == activation and there.exhibit.fault == fault
    assert numbers(unit, there, "data-node") == numbers(unit, state, "data-node")
    assert there.exhibit.time.at == state.exhibit.time.at


@pytest.mark.parametrize(
    "text", ["w1=nan", "activation=sine", "at=-1&fault=x", "w1=99&b=1e999", "%", "nudge=99&view=x"]
)
def test_what_makes_no_sense_in_a_link_is_left_out(text):
    state = send(unit, unit.start(), Arrive(text))
    assert all(low <= state[name] <= high for name, (low, high) in unit.RANGES.items())
    unit.view(state)


@pytest.mark.parametrize("leaf", ["w1", "w2", "b", "x1", "x2", "−target"])
def test_every_leaf_s_number_can_be_pulled_and_its_slider_follows(leaf):
    state = pull(unit.start(), leaf, 30.0)
    shown, name = numbers(unit, state, "data-node")[leaf][0], leaf.removeprefix("−")
    before = numbers(unit, unit.start(), "data-node")[leaf][0]
    assert shown == pytest.approx(before + 0.6) and state[name] == (-shown if name == "target" else shown)
    assert state.exhibit.pull is None
    far = pull(state, leaf, 1e6)
    assert abs(far[name]) == max(map(abs, unit.RANGES[name]))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_inputs_and_target_do_not_look_like_parameters(activation):
    state = send(unit, unit.start(), Change("activation", activation))
    leaves = {
        e["data-node"]: e["class"].split()
        for e in elements(unit, state)
        if "leaf" in (e.get("class") or "").split() and e.get("data-node")
    }
    assert {name for name, kinds in leaves.items() if "input" in kinds} == {"x1", "x2", "−target"}
    assert {name for name, kinds in leaves.items() if "input" not in kinds} == set(unit.LEARNED)


@given(parameters, activations)
@settings(max_examples=20, deadline=None)
def test_boxes_are_gray_exactly_where_a_closed_relu_keeps_the_gradient_away(values, activation):
    state = rest(unit, press(unit, state_with(values, activation), "backward"))
    if state.neuron.loss == 0:
        return  # then the square has the slope 0, and nothing gets a gradient at all
    gray = {e["data-node"] for e in elements(unit, state) if e.get("data-node") and "shut" in e["class"].split()}
    dead = activation == "relu" and state.neuron.sum <= 0
    assert gray == ({"b", "w1", "x1", "w2", "x2", "w1·x1", "w2·x2", "b + w1·x1"} if dead else set())
    if dead:
        assert numbers(unit, state, "data-node")["n"][1] == 0


def test_what_a_hand_pulled_is_one_change_to_undo():
    state = pull(unit.start(), "w1", 40.0)
    assert unit.kept(state) != unit.kept(unit.start())
    assert unit.kept(replace(state, exhibit=replace(state.exhibit, pull=object()))) is None
