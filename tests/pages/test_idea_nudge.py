"""A nudge spreads through the graph op by op, with the numbers of the engine."""

import re

import pytest

from micrograd.draw.scale import plus
from pages import idea
from pages.expression import read
from tests.pages.events import press
from tests.pages.test_idea import KEYS, end, show

H = 0.1


def nudged(example, name):
    state = end(show(example))
    index = next(n.index for n in state.tape.nodes if n.name == name)
    return press(idea, state, "nudge", str(index)), index


def moved_text(text, span, by):
    """The data of every node of the text in which one number is larger."""
    return [
        n.data
        for n in read(text[: span.start] + repr(float(text[span.start : span.end]) + by) + text[span.end :]).tape.nodes
    ]


@pytest.mark.parametrize("example", KEYS)
def test_the_wave_comes_to_every_op_once_after_its_operands_with_what_really_changes(example):
    state = show(example)
    leaf = next(i for i, span in enumerate(state.made.literals) if span and i != state.tape.root)
    before = [n.data for n in state.tape.nodes]
    after = moved_text(state.text, state.made.literals[leaf], H)
    state = press(idea, state, "nudge", str(leaf))
    assert idea.moving(state)
    seen, come = {}, {leaf}
    while idea.moving(state):
        markup = idea.view(state)["idea.graph"].markup
        now = {int(i): text for i, text in re.findall(r'id="idea-(\d+)-token-out".*?<text[^>]*>([^<]*)<', markup)}
        for i, text in now.items():
            assert text == plus(after[i] - before[i], 3)
            assert {j for j in state.tape.nodes[i].operands if after[j] != before[j] or j == leaf} <= come
        noted = {int(i) for i in re.findall(r'id="idea-box-(\d+)"[^>]*class="[^"]*ripple', markup)}
        assert noted == come
        seen |= now
        following = idea.handle(state, {"type": "frame", "ms": 100.0})
        if following.wave is None or int(following.wave) > int(state.wave):
            come |= now.keys()
        state = following
    assert leaf not in seen and state.tape.root in seen and come == seen.keys() | {leaf}
    assert idea.view(state)["idea.graph"].markup.count("ripple") == len(come)


def test_a_smaller_h_sends_another_wave_when_the_slider_is_let_go():
    state, _ = nudged("neuron", "x1")
    while idea.moving(state):
        state = idea.handle(state, {"type": "frame", "ms": 100.0})
    pulled = idea.handle(state, {"type": "input", "do": "h", "value": "3"})
    assert not idea.moving(pulled)
    assert idea.moving(idea.handle(pulled, {"type": "change", "do": "h", "value": "3"}))


def test_without_motion_the_changes_are_there_at_once():
    state, _ = nudged("neuron", "x1")
    still = idea.handle(idea.start(), {"type": "environment", "width": 1440, "still": True, "theme": "dark"})
    still = press(idea, press(idea, still, "example", "neuron"), "nudge", "0")
    assert not idea.moving(still) and "ripple" in idea.view(still)["idea.graph"].markup
    assert idea.view(state)["idea.graph"].markup.count("-token-out") == 1


def test_playing_ends_the_wave():
    state, _ = nudged("neuron", "x1")
    state = idea.handle(press(idea, press(idea, state, "reset"), "play"), {"type": "frame", "ms": 50.0})
    assert state.wave is None and state.time.moving and 0 < state.time.at < 1
