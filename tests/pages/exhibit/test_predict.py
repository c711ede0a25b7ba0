"""Predict a gradient: the backward pass waits for the reader, and says of a wrong number how one comes to it."""

import pytest

from pages import idea
from pages.events import Press
from pages.exhibit.tools.predict import confusions, question
from tests.pages.events import press, rest
from tests.pages.exhibit.graphs import KEYS, at, show, write


def predicting(example):
    return rest(idea, press(idea, show(example, Press("predict")), "backward"))


@pytest.mark.parametrize("example", KEYS)
def test_with_right_answers_one_comes_to_the_end(example):
    state = predicting(example)
    while state.exhibit.time.at < state.exhibit.length:
        asked = question(state.exhibit.tape, state.exhibit.time.step)
        assert press(idea, state, "step").exhibit.time.at == state.exhibit.time.at  # no way past it
        state = rest(idea, press(idea, press(idea, state, "guess", repr(asked.right)), "check"))
        assert state.exhibit.time.at == asked.step + 1
        if state.exhibit.time.at < state.exhibit.length:
            state = rest(idea, press(idea, state, "play"))


@pytest.mark.parametrize("example", KEYS)
def test_a_wrong_answer_is_told_how_it_came_about_and_nothing_moves(example):
    state = show(example, Press("predict"))
    for k in range(state.exhibit.tape.forward, state.exhibit.length):
        asked = question(state.exhibit.tape, k)
        if not asked:
            continue
        here = at(state, k)
        for number, said in confusions(state.exhibit.tape, asked)[:1]:
            answered = press(idea, press(idea, here, "guess", repr(number)), "check")
            assert answered.exhibit.predict.reply == said and answered.exhibit.time.at == k
        assert "number" in press(idea, press(idea, here, "guess", "two"), "check").exhibit.predict.reply


def test_the_confusions_have_their_names():
    def said(example, guess):
        state = predicting(example)
        return press(idea, press(idea, state, "guess", guess), "check").exhibit.predict.reply

    assert "one wire" in said("square", "3") and "one wire" in said("twice", "1")
    assert "other one" in said("lecture", "-1")
    state = rest(idea, press(idea, press(idea, write("x = Value(-1.0)\ny = x.relu()"), "predict"), "backward"))
    assert "closed" in press(idea, press(idea, state, "guess", "1"), "check").exhibit.predict.reply


def test_show_me_goes_on():
    state = predicting("square")
    assert rest(idea, press(idea, state, "reveal")).exhibit.time.at == state.exhibit.time.at + 1
