"""Axes: whatever the numbers, they lie in the frame; ticks are round, inside, and their texts tell them apart."""

from itertools import pairwise
from math import floor, inf, isfinite, log10, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd.draw.axes import Axes, tick_texts
from micrograd.draw.scale import ticks
from micrograd.response import LARGEST, drawable, span

FLOATS = st.floats() | st.sampled_from([0.0, 1e9, -1e9, 1e-9, 5e-324, 1e300, nan, inf, -inf])
NUMBERS = st.lists(FLOATS, max_size=20)


@given(NUMBERS)
def test_every_number_that_can_be_drawn_lies_inside_and_no_axis_is_without_width(numbers):
    low, high = span(numbers)
    assert isfinite(high - low) and low < high
    axes = Axes.around((low, high), (low, high), left=50, top=20, width=400, height=300)
    for x in filter(drawable, numbers):
        assert low < x < high
        assert 50 <= axes.x(x) <= 450 and 20 <= axes.y(x) <= 320


@given(NUMBERS)
def test_ticks_are_round_in_range_and_told_apart(numbers):
    low, high = span(numbers)
    axes = Axes.around((low, high), (low, high), left=50, top=20, width=400, height=300)
    for marks, texts in (zip(*axes.x_ticks), zip(*axes.y_ticks)):
        assert len(set(texts)) == len(texts) == len(marks) >= 1
        slack = 1e-6 * (high - low)
        assert all(low - slack <= mark <= high + slack for mark in marks)
        for mark, text in zip(marks, texts):
            assert float(text.replace("−", "-")) == pytest.approx(mark, abs=0.02 * (high - low))
        if len(marks) > 1:
            gap = (marks[-1] - marks[0]) / (len(marks) - 1)
            assert gap / 10.0 ** floor(log10(gap) + 1e-6) == pytest.approx(
                round(gap / 10.0 ** floor(log10(gap) + 1e-6))
            )
            assert round(gap / 10.0 ** floor(log10(gap) + 1e-6)) in (1, 2, 5, 10)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (-1.2, 1.2, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        (0, 4, ["0", "1", "2", "3", "4"]),
        (0, 1e9, ["0", "2e8", "4e8", "6e8", "8e8", "1e9"]),
        (1e-9, 3e-9, ["1e−9", "1.5e−9", "2e−9", "2.5e−9", "3e−9"]),
        (100, 104, ["100", "101", "102", "103", "104"]),
    ],
)
def test_ticks_are_written_as_people_write_them(low, high, texts):
    assert tick_texts(ticks(low, high, 5)) == texts


@pytest.mark.parametrize("x", [0.0, 3.0, -3.0, 1e9, 1e-9, -1e-250, 1e299])
def test_numbers_that_are_all_the_same_stand_in_the_middle(x):
    low, high = span([x, x, nan])
    assert low < x < high and (low + high) / 2 == pytest.approx(x)


def test_ticks_of_a_narrow_frame_have_room_beside_each_other():
    axes = Axes.around((1e6, 1e6 + 10), (0, 1), left=0, top=0, width=200, height=100)
    places = [axes.x(at) for at, _ in axes.x_ticks]
    widths = [8.2 * len(text) for _, text in axes.x_ticks]
    assert all(b - a >= (v + w) / 2 for (a, b), (v, w) in zip(pairwise(places), pairwise(widths)))


@given(FLOATS)
def test_what_can_be_drawn_can_be_subtracted(x):
    assert drawable(x) == (isfinite(x) and abs(x) <= LARGEST)
    assert not drawable(x) or isfinite(x + LARGEST)
