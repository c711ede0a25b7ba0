"""02 The Unit: what is this section's alone, under plain CPython."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd.draw.neuron_plots import clipped, input_plane
from micrograd.nn import ACTIVATIONS
from micrograd.ops import activation_function
from pages import unit
from pages.effects import Copy
from pages.events import Arrive, Change, Drag, Frame, Press
from pages.targets import Target
from pages.unit import plots
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


# --- an update, and a neuron that is dead ---


def updated(state, ms=100.0):
    """The states that an update goes through."""
    state = press(unit, rest(unit, press(unit, state, "backward")), "update")
    while unit.moving(state):
        yield state
        state = send(unit, state, Frame(ms, ms))
    yield state


def independent_gradients(v, activation):
    """dL/dw1, dL/dw2 and dL/db of (f(w·x + b) − target)², by hand; f's slope by a difference."""
    f, n = activation_function(activation), v["w1"] * v["x1"] + v["w2"] * v["x2"] + v["b"]
    slope = (f(n + 1e-6) - f(n - 1e-6)) / 2e-6
    error = 2 * (f(n) - v["target"]) * slope
    return error * v["x1"], error * v["x2"], error


@given(parameters, activations)
@settings(max_examples=15, deadline=None)
def test_an_update_takes_rate_times_gradient_from_each_parameter(values, activation):
    n = values["w1"] * values["x1"] + values["w2"] * values["x2"] + values["b"]
    if "relu" in activation and abs(n) < 1e-3:
        return  # at the kink the two sides differ
    *_, state = updated(state_with(values, activation), 1e4)
    for name, grad in zip(("w1", "w2", "b"), independent_gradients(values, activation)):
        assert state[name] == pytest.approx(values[name] - values["rate"] * grad, abs=1e-5)


def test_an_update_is_seen_in_its_stages_with_a_ghost_and_zero_grad():
    states = list(updated(unit.start()))
    grads = numbers(unit, states[0], "data-node")
    stages = [s.update.stage for s in states]
    assert list(dict.fromkeys(stages)) == ["scale", "move", "zero", "done"]
    for state in states:
        shown, ids = numbers(unit, state, "data-node"), {e.get("id") for e in elements(unit, state)}
        kept = {"scale": "all", "move": "parameters", "zero": "zero", "done": "none"}[state.update.stage]
        for name in unit.LEARNED:
            want = {"all": grads[name][1], "parameters": grads[name][1], "zero": 0.0, "none": None}[kept]
            assert shown[name][1] == want
            assert (f"unit-update-{name}-ghost" in ids) == (kept != "all")
        assert (shown["out"][1] is None) == (kept != "all")
    places = [numbers(unit, s, "data-node")["w1"][0] for s in states if s.update.stage == "move"]
    assert len(set(places)) > 5 and states[-1]["w1"] == states[-1].update.new[0]


def test_the_strip_holds_the_loss_of_every_update_until_a_number_is_changed_by_hand():
    *_, state = updated(unit.start())
    *_, state = updated(state)
    state = press(unit, state, "more")
    assert len(state.losses) == 13 and state.losses[0] == unit.start().neuron.loss
    assert state.losses[-1] == state.neuron.loss and sorted(state.losses, reverse=True) == list(state.losses)
    assert send(unit, state, Change("rate", "0.1")).losses == state.losses
    assert send(unit, state, Change("x1", "0.3")).losses == ()


def test_the_first_rate_leaves_something_to_watch_for_ten_updates():
    state = press(unit, unit.start(), "more")
    falls = [a / b for a, b in pairwise(state.losses)]
    assert len(falls) == 10 and all(1.2 < fall < 2 for fall in falls)


@given(parameters)
@settings(max_examples=40, deadline=None)
def test_every_way_to_revive_a_dead_relu_that_is_offered_revives_it(values):
    state = press(unit, state_with(values), "kill")
    ways = unit.ways_for(state.numbers)
    assert {"bias", "leaky"} <= set(ways)
    for key in unit.WAYS:
        awake = rest(unit, send(unit, state, Press("revive", key)))
        shown = numbers(unit, awake, "data-node")
        assert any(shown[name][1] for name in unit.LEARNED) == (key in ways)
        assert all(low <= awake[name] <= high for name, (low, high) in unit.RANGES.items())
        assert ("The gradient stops here" in unit.view(awake)["unit.caption"]) == (key not in ways)


def test_a_neuron_just_killed_can_be_revived_in_three_ways_that_can_be_pressed():
    state = rest(unit, press(unit, unit.start(), "kill"))
    offered = {e["value"] for e in elements(unit, state) if e.get("data-do") == "unit.revive"}
    assert offered == set(unit.WAYS) and len(offered) == 3


@given(parameters)
@settings(max_examples=20, deadline=None)
def test_the_border_of_the_input_plane_is_where_the_sum_is_zero(values):
    square = [(-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)]
    above, border = clipped(square, (values["w1"], values["w2"]), values["b"])
    for a, b in border:
        assert values["w1"] * a + values["w2"] * b + values["b"] == pytest.approx(0, abs=1e-9)
        assert max(abs(a), abs(b)) <= 2 + 1e-9
    assert all(values["w1"] * a + values["w2"] * b + values["b"] >= -1e-9 for a, b in above)


@pytest.mark.parametrize("scale", [0.0, 5e-324, 1e-217, 1.0, 1e4])
def test_an_input_plane_is_drawn_of_any_weights(scale):
    picture = input_plane((0.0, scale), 0.0, (1.0, 1.0), sheet=(250.0, 172.0), prefix="p")
    assert ('id="p-border"' in picture) == (scale > 0) and "nan" not in picture and "inf" not in picture


def test_the_loss_over_w1_is_the_engine_s_and_its_tangent_has_the_gradient_as_slope():
    state = rest(unit, press(unit, unit.start(), "backward"))
    now, w1 = state.numbers, state["w1"]
    slope = numbers(unit, state, "data-node")["w1"][1]
    after, before = (plots.loss_at(now, "relu", w1 + h) for h in (1e-6, -1e-6))
    assert (after - before) / 2e-6 == pytest.approx(slope, abs=1e-5)
    assert plots.loss_at(now, "relu", w1) == state.neuron.loss
    assert all(plots.loss_at(now, "relu", a) == loss for a, loss in plots.losses_over(now, "relu", -2, 2))


def test_the_tangent_tips_while_the_gradient_passes_the_activation():
    state, tips = press(unit, rest(unit, press(unit, unit.start(), "forward")), "backward"), []
    while unit.moving(state):
        tips.append(plots.tip(state))
        state = send(unit, state, Frame(100.0, 100.0))
    known = [tip for tip in tips if tip is not None]
    assert tips[0] is None and known == sorted(known) and known[0] < 0.2 and known[-1] == 1.0
    assert len([tip for tip in known if 0 < tip < 1]) > 5
