"""Predict a gradient: the backward pass waits for the reader, and says of a wrong number how one comes to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import Value
from micrograd.tape import record
from pages import idea
from pages.events import Press
from pages.exhibit.tools.mistakes import SLIPS, alike, confusions, factors, question, verdict
from pages.exhibit.tools.numerals import read_number
from tests.draw.graphs_of_ops import CALLED, graph_of
from tests.pages.events import press, rest
from tests.pages.exhibit.graphs import KEYS, at, show, write
from tests.pages.test_sections import elements


def predicting(example):
    return rest(idea, press(idea, show(example, Press("predict")), "backward"))


def guess(state, text):
    return press(idea, press(idea, state, "guess", text), "check")


def reply(state, text):
    return guess(state, text).exhibit.predict.reply


@pytest.mark.parametrize("example", KEYS)
def test_with_right_answers_one_comes_to_the_end(example):
    state = predicting(example)
    while state.exhibit.time.at < state.exhibit.length:
        asked = question(state.exhibit.tape, state.exhibit.time.step)
        assert press(idea, state, "step").exhibit.time.at == state.exhibit.time.at  # no way past it
        state = rest(idea, guess(state, repr(asked.right)))
        assert state.exhibit.time.at == asked.step + 1
        if state.exhibit.time.at < state.exhibit.length:
            state = rest(idea, press(idea, state, "play"))


@pytest.mark.parametrize("example", KEYS)
def test_every_wrong_answer_that_has_a_name_is_told_it_and_nothing_moves(example):
    state = show(example, Press("predict"))
    for k in range(state.exhibit.tape.forward, state.exhibit.length):
        asked = question(state.exhibit.tape, k)
        if not asked:
            continue
        here = at(state, k)
        told = {}
        for number, said in confusions(state.exhibit.tape, asked):
            first = (
                next(words for other, words in told.items() if alike(number, other))
                if any(alike(number, other) for other in told)
                else said
            )
            told.setdefault(number, first)
            answered = guess(here, repr(number))
            assert answered.exhibit.predict.reply.startswith(first) and answered.exhibit.time.at == k
        assert "number" in reply(here, "two")


@pytest.mark.parametrize("example", KEYS)
def test_the_box_that_is_asked_for_has_a_question_mark_and_nothing_else_has(example):
    state = show(example, Press("predict"))
    for k in range(state.exhibit.length):
        here, asked = at(state, k), question(state.exhibit.tape, k)
        marked = {
            e["data-node"]: e["aria-label"] for e in elements(idea, here) if "asked" in (e.get("class") or "").split()
        }
        assert list(marked) == ([state.exhibit.tape.nodes[asked.node].name] if asked else [])
        assert all(words.endswith("gradient asked") for words in marked.values())
        assert idea.view(here)["idea.graph"].markup.count("?</text>") == len(marked)


def test_the_diamond_asks_for_the_sum_so_far_and_says_so():
    state = predicting("diamond")
    assert "Back through ×" in idea.view(state)["idea.tools"] and "sum so far" in idea.view(state)["idea.tools"]
    assert "in the end" in reply(state, "13")
    assert reply(state, "7") == "Yes: b.grad is 7.0 so far."
    later = rest(idea, press(idea, rest(idea, guess(state, "7")), "play"))
    tools = idea.view(later)["idea.tools"]
    assert "with the 7.0 that it holds already" in tools and "sum so far" not in tools
    assert "7.0 + ?" in idea.view(later)["idea.graph"].markup
    assert "+=" in reply(later, "6") and reply(later, "13") == "Yes: b.grad is 13.0."


def test_the_confusions_have_their_names():
    def said(example, text):
        return reply(predicting(example), text)

    assert "one wire" in said("square", "3") and "one wire" in said("twice", "1")
    assert "the other one’s number" in said("lecture", "-1")
    closed = rest(idea, press(idea, press(idea, write("x = Value(-1.0)\ny = x.relu()"), "predict"), "backward"))
    assert "closed" in reply(closed, "1")
    tanh = rest(idea, press(idea, press(idea, write("x = Value(0.5)\ny = x.tanh()"), "predict"), "backward"))
    assert "square the result, 0.4621" in reply(tanh, "0.75") and "not squared" in reply(tanh, "0.538")
    assert reply(tanh, "0.7864").startswith("Yes")


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize("a", [0.4, 1.7, 2.5])
def test_every_slip_about_an_op_is_named_and_the_right_number_is_none_of_them(name, a):
    tape = record(graph_of(name, a=a))
    asked = question(tape, tape.forward + 2)
    upstream, slopes = factors(tape, asked)
    assert upstream == 2.0  # so that the local derivative alone is another number than the gradient
    assert asked.right == sum(slopes[asked.node]) * upstream
    named = confusions(tape, asked)
    assert named and not any(alike(number, asked.right) for number, _ in named)
    assert verdict(tape, asked, repr(asked.right))[0] is True
    out, k = tape.nodes[tape.steps[asked.step].node].data, 3.0 if name == "**" else 0.0
    words = [said for _, said in named]
    for slope, said in SLIPS.get(name, ()):
        number = slope(a, out, k) * upstream
        if not alike(number, asked.right):
            assert any(alike(number, other) for other, _ in named)
            assert said.split("{")[0] in " ".join(words)
            right, answer = verdict(tape, asked, repr(number))
            assert right is False and answer in words


@pytest.mark.parametrize("name", SLIPS)
def test_the_slips_are_about_ops_that_there_are(name):
    assert name in CALLED


def test_there_is_a_second_try_before_the_calculation_and_a_right_answer_still_counts():
    state = guess(predicting("lecture"), "99")
    assert "Try once more." in state.exhibit.predict.reply and "4.0" not in state.exhibit.predict.reply
    state = guess(state, "98")
    assert state.exhibit.predict.reply.endswith("Local derivative of × times what comes back: 4.0 × 1.0 = 4.0.")
    state = guess(state, "4")
    assert state.exhibit.time.moving and state.exhibit.predict.tries == 0
    assert "Type a number" in reply(predicting("lecture"), "four")  # which is no try
    assert guess(predicting("lecture"), "four").exhibit.predict.tries == 0


@pytest.mark.parametrize(
    "text, number",
    [
        ("2.5", 2.5), ("−1", -1.0), ("0,5", 0.5), ("1/2", 0.5), ("-3/4", -0.75), ("½", 0.5), ("2×3", 6.0),
        ("1 − 0.5²", 0.75), ("1-0.5^2", 0.75), ("4.0 * 1.0", 4.0), ("٣", 3.0), ("１／２", 0.5), ("+3", 3.0), ("1e-3", 0.001),
        ("", None), ("two", None), ("1/0", None), ("9**9**9", None), ("nan", None), ("inf", None), ("1e999", None),
        ("(-8)**0.5", None), ("__import__('os')", None), ("x", None), ("1 2", None), ("True", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(text, number):
    assert read_number(text) == number


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_not(text):
    assert read_number(text) is None or isinstance(read_number(text), float)


@given(st.floats(-1e6, 1e6))
def test_every_float_is_read_as_itself(number):
    assert read_number(repr(number)) == number


def test_an_op_of_the_readers_own_is_asked_about_too():
    x = Value(2.0, label="x")
    y = Value(8.0, (x,), "cube")
    y._backward = lambda: setattr(x, "grad", x.grad + 12.0 * y.grad)
    tape = record(y)
    asked = question(tape, tape.forward + 1)
    assert asked.right == 12.0 and confusions(tape, asked)


def test_show_me_goes_on_and_shows_the_calculation():
    state = press(idea, predicting("square"), "reveal")
    assert "3.0 × 1.0 + 3.0 × 1.0 = 6.0" in state.exhibit.predict.reply
    assert rest(idea, state).exhibit.time.at == predicting("square").exhibit.time.at + 1
