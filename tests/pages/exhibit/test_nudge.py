"""Nudge a value: the change spreads through the graph op by op, and what is measured is what the gradient promised."""

import re

import pytest

from micrograd.draw.scale import plus
from pages import idea
from pages.environment import Environment
from pages.events import Change, Input, Screen
from pages.expression import read
from tests.pages.events import frame, press, send
from tests.pages.exhibit.graphs import KEYS, end, fault, place, show, write

H = 0.1


def test_measurement_and_gradient_meet_as_h_shrinks_and_the_gradient_is_then_checked():
    state = end(show("square"))
    x = place(state, "x")
    state = press(idea, state, "nudge", str(x))
    assert state.exhibit.nudge.checked == frozenset() and "+0.61" in idea.view(state)["idea.graph"].markup
    state = press(idea, state, "h", "5")
    assert state.exhibit.nudge.checked == {x} and "They meet" in idea.view(state)["idea.tools"]
    assert "✓" in idea.view(state)["idea.graph"].markup
    assert press(idea, state, "text", "x = Value(4.0)\ny = x * x").exhibit.nudge.checked == frozenset()


def test_at_a_kink_both_sides_are_told():
    state = press(idea, end(write("x = Value(0.0)\ny = x.relu()")), "nudge", "0")
    said = idea.view(state)["idea.tools"]
    assert (
        "kink" in said
        and "moves 1.0 times" in said
        and "to the left 0.0" in said
        and state.exhibit.nudge.checked == frozenset()
    )


def test_a_wrong_gradient_is_caught_by_a_nudge():
    state = send(idea, end(show("twice", fault("set"))), Input("nudge", "0"), Input("h", "5"))
    assert "do not meet" in idea.view(state)["idea.tools"] and state.exhibit.nudge.checked == frozenset()


def nudged(example, name):
    state = end(show(example))
    return press(idea, state, "nudge", str(place(state, name)))


def moved_text(text, span, by):
    """The data of every node of the text in which one number is larger."""
    return [
        n.data
        for n in read(text[: span.start] + repr(float(text[span.start : span.end]) + by) + text[span.end :]).tape.nodes
    ]


@pytest.mark.parametrize("example", KEYS)
def test_the_wave_comes_to_every_op_once_after_its_operands_with_what_really_changes(example):
    state = show(example)
    leaf = next(i for i, span in enumerate(state.expression.literals) if span and i != state.exhibit.tape.root)
    before = [n.data for n in state.exhibit.tape.nodes]
    after = moved_text(state.text, state.expression.literals[leaf], H)
    state = press(idea, state, "nudge", str(leaf))
    assert idea.moving(state)
    seen, come = {}, {leaf}
    while idea.moving(state):
        markup = idea.view(state)["idea.graph"].markup
        now = {int(i): text for i, text in re.findall(r'id="idea-(\d+)-token-out".*?<text[^>]*>([^<]*)<', markup)}
        for i, text in now.items():
            assert text == plus(after[i] - before[i], 3)
            assert {j for j in state.exhibit.tape.nodes[i].operands if after[j] != before[j] or j == leaf} <= come
        noted = {int(i) for i in re.findall(r'id="idea-box-(\d+)"[^>]*class="[^"]*ripple', markup)}
        assert noted == come
        seen |= now
        following = frame(idea, state, 100.0)
        if following.exhibit.nudge.wave is None or int(following.exhibit.nudge.wave) > int(state.exhibit.nudge.wave):
            come |= now.keys()
        state = following
    assert leaf not in seen and state.exhibit.tape.root in seen and come == seen.keys() | {leaf}
    assert idea.view(state)["idea.graph"].markup.count("ripple") == len(come)


def test_a_smaller_h_sends_another_wave_when_the_slider_is_let_go():
    state = nudged("neuron", "x1")
    while idea.moving(state):
        state = frame(idea, state, 100.0)
    pulled = send(idea, state, Input("h", "3"))
    assert not idea.moving(pulled)
    assert idea.moving(send(idea, pulled, Change("h", "3")))


def test_without_motion_the_changes_are_there_at_once():
    state = nudged("neuron", "x1")
    still = send(idea, idea.start(), Screen(Environment(still=True)))
    still = press(idea, press(idea, still, "example", "neuron"), "nudge", "0")
    assert not idea.moving(still) and "ripple" in idea.view(still)["idea.graph"].markup
    assert idea.view(state)["idea.graph"].markup.count("-token-out") == 1


def test_playing_ends_the_wave():
    state = nudged("neuron", "x1")
    state = frame(idea, press(idea, press(idea, state, "reset"), "play"), 50.0)
    assert state.exhibit.nudge.wave is None and state.exhibit.time.moving and 0 < state.exhibit.time.at < 1


@pytest.mark.parametrize("example", ["square", "neuron", "readme"])
def test_the_verdict_is_about_this_h_whatever_a_smaller_one_has_shown(example):
    state = end(show(example))
    curved = next(
        n.index
        for n in state.exhibit.tape.nodes
        if "do not meet" in idea.view(send(idea, state, Change("nudge", str(n.index)), Change("h", "0")))["idea.tools"]
    )
    near = send(idea, state, Change("nudge", str(curved)), Change("h", "5"))
    assert "They meet" in idea.view(near)["idea.tools"]
    far = send(idea, near, Change("h", "0"))
    assert "At h = 1.0 they do not meet. With a smaller h they did." in idea.view(far)["idea.tools"]
    assert "They meet" in idea.view(send(idea, far, Change("h", "5")))["idea.tools"]


def test_a_gradient_that_comes_after_the_nudge_is_checked_too():
    state = send(idea, show("square"), Change("nudge", "0"), Change("h", "5"))
    assert "✓" not in idea.view(state)["idea.graph"].markup and "press Backward" in idea.view(state)["idea.tools"]
    assert "✓" in idea.view(end(state))["idea.graph"].markup and "They meet" in idea.view(end(state))["idea.tools"]
