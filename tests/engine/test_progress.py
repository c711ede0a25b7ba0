"""The line that says how far a training is: on one line, seldom, true, and only where somebody looks."""

import io
import random
import re
import sys
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import MLP, train
from micrograd.data import Data, moons
from micrograd.progress import PATIENCE, PAUSE, ProgressLine, progress_text, time_text
from micrograd.show import use_sink
from micrograd.training.trainer import Trainer


class Screen(io.StringIO):
    """stderr; tty: is it a terminal?"""

    def __init__(self, tty):
        super().__init__()
        self.tty = tty

    def isatty(self):
        return self.tty


class Lines:
    """A sink with a line of its own."""

    moves = False

    def __init__(self):
        self.written = []

    def progress(self, text, last):
        self.written.append((text, last))

    def note(self, text):
        raise AssertionError(text)

    show = display = note


def seen(text):
    """What stands on the screen at last: after \\r a line is written anew over what was there."""
    rows = []
    for row in text.split("\n"):
        now = ""
        for piece in row.split("\r"):
            now = piece + now[len(piece) :]
        rows.append(now.rstrip())
    return [row for row in rows if row]


@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=200))
def test_it_is_written_seldom_and_the_last_line_is_of_the_last_step(pauses):
    clock, sink = [0.0], Lines()
    line = ProgressLine(len(pauses), sink, None, lambda: clock[0])
    for k, pause in enumerate(pauses, start=1):
        clock[0] += pause
        line.tell(k, 0.5, nan)
    line.finish()
    line.finish()
    assert len(sink.written) <= 2 + max(clock[0] - PATIENCE, 0) / PAUSE
    assert bool(sink.written) == (clock[0] >= PATIENCE)
    if sink.written:
        assert [last for _, last in sink.written] == [False] * (len(sink.written) - 1) + [True]
        assert sink.written[-1][0].startswith(f"step {len(pauses)} of {len(pauses)} ·")


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(0.01, 1e5), st.floats(0, 1))
def test_what_it_says_is_so(step, more, seconds, accuracy):
    text = progress_text(step, step + more, 0.25, accuracy, seconds)
    assert text.startswith(f"step {step:,} of {step + more:,} · loss 0.25 · accuracy {accuracy:.0%} · ")
    speed = float(re.search(r"([\d.,e+-]+) steps/s", text)[1].replace(",", ""))
    assert speed == pytest.approx(step / seconds, rel=0.06)
    assert text.endswith(f"{time_text(more / (step / seconds))} left")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3600, "1 h 00 min"),
        (7390, "2 h 03 min"),
    ],
)
def test_times_are_written_as_people_say_them(seconds, text):
    assert time_text(seconds) == text


DOORS = {
    "compiled": lambda how: train(MLP(2, [3, 1]), moons(10), steps=3, **how),
    "graph": lambda how: train(MLP(2, [3, 1]), moons(10), steps=3, loss=lambda s, y: (1 - y * s).relu(), **how),
    "trainer": lambda how: Trainer(MLP(2, [3, 1]), moons(10)).train(3, **how),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("tty", [True, False])
def test_it_is_written_when_asked_for_and_never_when_not(door, tty, monkeypatch):
    for how, wanted in (({"progress": True}, True), ({"progress": False}, False), ({}, False)):  # the last: too short
        screen = Screen(tty)
        monkeypatch.setattr(sys, "stderr", screen)
        random.seed(1)
        DOORS[door](how)
        lines = seen(screen.getvalue())
        assert len(lines) == wanted
        assert not wanted or re.match(r"step 3 of 3 · loss [\d.]+ · accuracy \d+% · .* steps/s · took 0 s$", lines[0])


@pytest.mark.parametrize("tty", [True, False])
def test_a_long_training_tells_a_terminal_and_nothing_else(tty, monkeypatch):
    screen, clock = Screen(tty), [0.0]
    monkeypatch.setattr(sys, "stderr", screen)
    line = ProgressLine(10, None, None, lambda: clock[0])
    for k in range(1, 11):
        clock[0] += 1.0
        line.tell(k, 1 / k, nan)
    line.finish()
    assert seen(screen.getvalue()) == (["step 10 of 10 · loss 0.1 · 1 steps/s · took 10 s"] if tty else [])
    assert screen.getvalue().count("\n") == tty


def test_a_shorter_line_covers_a_longer_one(monkeypatch):
    screen, clock = Screen(True), [0.0]
    monkeypatch.setattr(sys, "stderr", screen)
    line = ProgressLine(2, None, True, lambda: clock[0])
    for k, loss in ((1, 1.23456e-10), (2, 1.0)):
        clock[0] += 5000.0
        line.tell(k, loss, nan)
    line.finish()
    assert seen(screen.getvalue()) == ["step 2 of 2 · loss 1 · 0.0002 steps/s · took 2 h 46 min"]


def test_where_pictures_move_and_there_is_no_line_it_says_one_sentence_at_the_end_and_only_if_asked():
    class Pictures(Lines):
        moves, progress = True, None

        def show(self, *things):
            pass

        def note(self, text):
            self.written.append(text)

    for how, count in (({"progress": True}, 1), ({}, 0)):
        sink = Pictures()
        with use_sink(sink):
            train(MLP(2, [2, 1]), moons(10), steps=5, **how)
        assert len(sink.written) == count


def test_a_training_that_fails_leaves_its_last_line_whole(monkeypatch):
    screen = Screen(True)
    monkeypatch.setattr(sys, "stderr", screen)

    def loss(score, y):
        calls.append(1)
        if len(calls) > 300:
            raise RuntimeError("enough")
        return (1 - y * score).relu()

    calls = []
    with pytest.raises(RuntimeError, match="enough"):
        Trainer(MLP(2, [1]), moons(10), loss=loss).train(100, progress=True)
    assert screen.getvalue().endswith("\n")


def test_progress_changes_no_number():
    data = Data("d", ((0.0, 1.0), (1.0, 0.0)), (-1, 1))
    found = []
    for progress in (True, False):
        random.seed(1)
        with use_sink(Lines()):
            found.append(list(train(MLP(2, [2, 1]), data, steps=5, progress=progress)))
    assert found[0] == found[1]


def test_anything_else_as_progress_is_refused():
    with pytest.raises(TypeError, match="True, False or None"):
        train(MLP(2, [1]), moons(4), progress="bar")
