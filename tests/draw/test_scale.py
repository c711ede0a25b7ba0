"""Scales and ticks: linear, invertible, round; and numbers as a person writes them."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from micrograd.draw.scale import NOISE, Scale, fit, short, ticks

numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers, st.floats(0, 1))
def test_a_scale_and_its_inverse_undo_each_other(low, high, t):
    assume(abs(high - low) > 1e-3)
    scale = Scale(low, high, 10.0, 400.0)
    x = low + t * (high - low)
    assert scale.inverse(scale(x)) == pytest.approx(x, abs=1e-6 * (1 + abs(low) + abs(high)))
    assert scale(low) == 10.0 and scale(high) == pytest.approx(400.0)


@given(numbers, st.floats(1e-6, 1e6), st.integers(2, 10))
def test_ticks_are_evenly_spaced_round_and_inside(low, width, about):
    high = low + width
    assume(high > low and width > 1e-9 * abs(low))
    marks = ticks(low, high, about)
    assert marks == sorted(set(marks))
    assert len(marks) <= 2 * about + 1
    slack = 1e-6 * (high - low)
    assert all(low - slack <= mark <= high + slack for mark in marks)
    gaps = [b - a for a, b in itertools.pairwise(marks)]
    assert all(gap == pytest.approx(gaps[0], rel=1e-3) for gap in gaps)


@pytest.mark.parametrize(
    "x, text",
    [
        (2.0, "2.0"),
        (-3.0, "−3.0"),
        (0.0, "0.0"),
        (-0.0, "0.0"),
        (0.1 + 0.2, "0.3"),
        (-4, "−4.0"),
        (1.5999999999999996, "1.6"),
        (24.70408163265306, "24.7"),
        (645.5772594752186, "645.6"),
        (0.000123456, "1.23e−4"),
        (123456.0, "1.23e5"),
        (99999.6, "100000"),
        (1006.5, "1006.5"),
        (12345.6, "12346"),
        (12345.0, "12345.0"),
        (2.9999999, "3"),
        (3.0000000000000004, "3.0"),
        (-2.220446049250313e-16, "≈0"),
        (float("nan"), "nan"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (None, ""),
        (1e300, "1e300"),
    ],
)
def test_numbers_are_short_and_floats_look_like_floats(x, text):
    assert short(x) == text


def number(text):
    return float(text.replace("−", "-").replace("≈", ""))


@given(st.floats(-1e308, 1e308))
def test_a_short_number_is_the_number_to_three_digits(x):
    assert number(short(x)) == pytest.approx(x, rel=6e-3, abs=NOISE)


@given(st.floats(-1e5, 1e5), st.integers(5, 9))
def test_a_fitted_number_fits_and_keeps_its_size(x, room):
    text = fit(x, room)
    assert len(text) <= max(room, len(short(x, 1)))
    assert number(text) == pytest.approx(x, rel=0.51, abs=NOISE)
