"""The four sections under plain CPython: what they show is what the engine computes, at every moment."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd.nn import ACTIVATIONS
from micrograd.ops import activation_function
from pages import idea, network, unit
from pages.content import Moving
from tests.pages.events import frame, look, press, rest


class Reader(HTMLParser):
    """Collects the attributes of every element."""

    def __init__(self, markup):
        super().__init__()
        self.elements = []
        self.feed(markup)

    def handle_starttag(self, name, attributes):
        self.elements.append(dict(attributes) | {"tag": name})


def elements(page, state):
    content = [c.markup if isinstance(c, Moving) else c for c in page.view(state).values()]
    return [e for text in content if isinstance(text, str) for e in Reader(text).elements]


def numbers(page, state, attribute):
    """{name: (value, gradient)} as drawn; None where the pass has not been."""

    def read(text):
        return None if text is None else float(text)

    return {
        e[attribute]: (read(e.get("data-value")), read(e.get("data-grad")))
        for e in elements(page, state)
        if e.get(attribute)
    }


# --- 01 The Idea ---


def test_forward_and_backward_find_the_lecture_s_numbers_and_twice_is_no_different():
    state = idea.start()
    assert numbers(idea, state, "data-node")["L"] == (None, None)
    state = rest(idea, press(idea, state, "forward"))
    assert numbers(idea, state, "data-node") == {
        "a": (2, None),
        "b": (-3, None),
        "a + b": (-1, None),
        "c": (4, None),
        "L": (-4, None),
    }
    for _ in range(3):
        state = rest(idea, press(idea, state, "backward"))
        assert numbers(idea, state, "data-node") == {
            "a": (2, 4),
            "b": (-3, 4),
            "a + b": (-1, 4),
            "c": (4, -1),
            "L": (-4, 1),
        }


def test_steps_reach_operands_before_results_and_gradients_in_reverse():
    state, reached, graded = idea.start(), [], []
    for _ in range(state.exhibit.length):
        state = rest(idea, press(idea, state, "step"))
        for name, (value, grad) in numbers(idea, state, "data-node").items():
            if value is not None and name not in reached:
                reached.append(name)
            if grad is not None and name not in graded:
                graded.append(name)
    assert reached[-1] == "L" and "a + b" in reached
    assert graded[0] == "L" and set(graded[1:3]) == {"a + b", "c"} and set(graded[3:]) == {"a", "b"}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
@settings(max_examples=25)
def test_scrubbing_shows_exactly_what_was(places):
    state = idea.start()
    direct = {k: idea.view(press(idea, state, "timeline", str(k))) for k in range(state.exhibit.length + 1)}
    for place in places:
        state = press(idea, state, "timeline", str(place))
        assert idea.view(state) == direct[place]


def test_stepping_back_shows_what_stepping_forward_showed():
    state = idea.start()
    seen = [idea.view(state)["idea.graph"]]
    for _ in range(state.exhibit.length):
        state = rest(idea, press(idea, state, "step"))
        seen.append(idea.view(state)["idea.graph"])
    for before in reversed(seen[:-1]):
        state = rest(idea, press(idea, state, "back"))
        assert idea.view(state)["idea.graph"] == before


def test_pointing_at_a_box_tells_its_data_gradient_and_local_derivatives():
    state = rest(idea, press(idea, idea.start(), "timeline", "5"))
    plus = next(n.index for n in state.exhibit.tape.nodes if n.op == "+")
    told = idea.view(look(idea, state, f"box.{plus}"))["idea.look"]
    assert "−1.0" in told and "4.0" in told and told.count("local derivative,") == 2


@pytest.mark.parametrize(
    "section, target", [(idea, "box.0"), (unit, "box.0"), (network, "edge.0.0.0"), (network, "neuron.1.0")]
)
def test_facts_stay_to_be_read_when_the_pointer_has_gone_on_and_follow_the_time(section, target):
    name = section.NAME
    state = look(section, section.start(), target)
    pointed = section.view(state)[f"{name}.look"]
    state = look(section, state, None)
    assert section.view(state)[f"{name}.look"] == pointed != section.view(section.start())[f"{name}.look"]
    state = rest(section, press(section, rest(section, press(section, state, "forward")), "backward"))
    assert section.view(state)[f"{name}.look"] == section.view(look(section, state, target))[f"{name}.look"] != pointed


def test_every_step_is_said_in_one_sentence():
    state = idea.start()
    said = [idea.view(press(idea, state, "timeline", str(k)))["idea.said"] for k in range(1, state.exhibit.length + 1)]
    assert len(set(said)) == len(said) and all(s.endswith(".") for s in said)


# --- 02 The Unit ---

parameters = st.fixed_dictionaries(
    {name: st.floats(-2, 2) for name in ("x1", "x2", "w1", "w2", "target")}
    | {"b": st.floats(-4, 4), "rate": st.floats(0, 0.5)}
)


def neuron_state(values, activation="relu"):
    state = press(unit, unit.start(), "activation", activation)
    for name, value in values.items():
        state = press(unit, state, name, repr(value))
    return state


@given(parameters, st.sampled_from(list(ACTIVATIONS)))
@settings(max_examples=40)
def test_the_unit_s_gradients_are_finite_differences_of_its_loss(values, activation):
    state = press(unit, neuron_state(values, activation), "backward")
    shown = numbers(unit, frame(unit, state, 1e9), "data-node")

    def loss(**changed):
        v = values | changed
        n = v["b"] + v["w1"] * v["x1"] + v["w2"] * v["x2"]
        return n, (activation_function(activation)(n) - v["target"]) ** 2

    assert shown["L"][0] == pytest.approx(loss()[1], abs=1e-12)
    if "relu" in activation and abs(loss()[0]) < 1e-3:
        return  # at the kink the two sides differ
    for name in ("x1", "x2", "w1", "w2", "b"):
        h = 1e-6
        slope = (loss(**{name: values[name] + h})[1] - loss(**{name: values[name] - h})[1]) / (2 * h)
        assert shown[name][1] == pytest.approx(slope, abs=1e-5)


def test_update_moves_each_parameter_by_rate_times_gradient_and_is_seen_to_move():
    state = rest(unit, press(unit, unit.start(), "backward"))
    grads = {name: grad for name, (_, grad) in numbers(unit, state, "data-node").items()}
    before, before_rate = {name: state[name] for name in unit.LEARNED}, state["rate"]
    state = press(unit, state, "update")
    places = []
    while unit.moving(state):
        state = frame(unit, state)
        places.append(numbers(unit, state, "data-node")["w1"][0])
    for name in unit.LEARNED:
        assert state[name] == before[name] - before_rate * grads[name]
    assert len(set(places)) > 10 and all(a >= b for a, b in pairwise(places))
    assert state.neuron.loss < loss_of(before)
    assert "The loss was" in unit.view(state)["unit.said"]


def loss_of(weights):
    start = unit.start()
    n = weights["b"] + weights["w1"] * start["x1"] + weights["w2"] * start["x2"]
    return (max(n, 0) - start["target"]) ** 2


def test_update_shows_the_backward_pass_first_where_there_is_none():
    state = press(unit, unit.start(), "update")
    assert state.update is None and state.exhibit.time.moving
    graded = set()
    while state.update is None:
        state = frame(unit, state)
        graded |= {name for name, (_, grad) in numbers(unit, state, "data-node").items() if grad is not None}
    assert {"w1", "w2", "b"} <= graded
    state = rest(unit, state)
    direct = rest(unit, press(unit, rest(unit, press(unit, unit.start(), "backward")), "update"))
    assert [state[name] for name in unit.LEARNED] == [direct[name] for name in unit.LEARNED]


def test_updates_that_make_it_worse_are_told_and_never_break_the_page():
    state = press(unit, press(unit, unit.start(), "activation", "linear"), "rate", "0.5")
    rose = False
    for _ in range(400):
        state = rest(unit, press(unit, rest(unit, press(unit, state, "backward")), "update"))
        rose |= "It rose" in unit.view(state)["unit.caption"]
    assert rose


def test_an_update_that_is_interrupted_still_arrives():
    for interruption in (("x1", "0.5"), ("forward", None), ("activation", "tanh"), ("update", None)):
        state = rest(unit, press(unit, unit.start(), "backward"))
        state = press(unit, state, "update")
        goal = dict(zip(unit.LEARNED, state.update.new))
        state = frame(unit, state)
        state = press(unit, state, *interruption)
        assert {name: state[name] for name in unit.LEARNED} == goal


def test_a_killed_relu_passes_no_gradient_and_says_why():
    state = rest(unit, press(unit, unit.start(), "kill"))
    shown = numbers(unit, state, "data-node")
    assert shown["out"][0] == 0 and shown["out"][1] != 0
    assert all(shown[name][1] == 0 for name in ("n", "w1", "w2", "b", "x1", "x2"))
    assert "The gradient stops here" in unit.view(state)["unit.caption"]
    assert any("shut" in (e.get("class") or "") for e in elements(unit, state))
    open_ = rest(
        unit, press(unit, press(unit, unit.start(), "x1", "0"), "backward")
    )  # x1 = 0: w1 gets 0 from an open neuron
    assert numbers(unit, open_, "data-node")["w1"][1] == 0
    assert not any("shut" in (e.get("class") or "") for e in elements(unit, open_))
    moved = rest(unit, press(unit, state, "update"))
    assert all(moved[name] == state[name] for name in unit.LEARNED)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_changing_the_activation_keeps_the_phase(activation):
    for pass_, steps in (("forward", lambda s: s.exhibit.tape.forward), ("backward", lambda s: s.exhibit.length)):
        state = press(unit, rest(unit, press(unit, unit.start(), pass_)), "activation", activation)
        assert state.exhibit.time.at == steps(state)


@pytest.mark.parametrize("text", ["99", "-99", "1e300"])
def test_a_slider_s_number_stays_in_its_range(text):
    assert unit.RANGES["w1"][0] <= press(unit, unit.start(), "w1", text)["w1"] <= unit.RANGES["w1"][1]
