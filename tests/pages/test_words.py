"""What is said of a step."""

import xml.etree.ElementTree as ET

import pytest

from micrograd.draw.geometry import RADIUS
from micrograd.draw.marks import sign
from micrograd.ops import OPS, symbol_of
from pages.words import shorten_numbers


@pytest.mark.parametrize(
    "exact, shown",
    [
        ("0.0 + (-1.5) * 1.5999999999999996 = -2.3999999999999995", "0.0 + (−1.5) × 1.6 = −2.4"),
        ("0.0 + 2 * power(0.7999999999999998, 2 - 1) * 1.0 = 1.6", "0.0 + 2 × power(0.8, 2 - 1) × 1.0 = 1.6"),
        ("1e-07 * 2.5e+20 = inf", "1e−7 × 2.5e20 = ∞"),
        ("x1.data * 3", "x1.data × 3"),
        ("info * -inf", "info × −∞"),
    ],
)
def test_floats_are_shortened_and_nothing_else_is_touched(exact, shown):
    assert shorten_numbers(exact) == shown


@pytest.mark.parametrize("name", OPS)
def test_an_op_is_drawn_in_at_most_four_characters_which_its_circle_holds(name):
    assert len(symbol_of(name)) <= 4 or not OPS[name].method


@pytest.mark.parametrize(
    "op", ["**2", "**3.0", "**-1", "**0.5", "**-0.25", "**100", "**12345", "cube", "my_own_operation", "+"]
)
def test_the_label_of_any_op_fits_into_its_circle(op):
    drawn = ET.fromstring(sign("id", op, (0.0, 0.0), ""))
    label = drawn.find("text")
    size = 13 if label.get("class") == "small" else 17  # see style.py
    across = 2 * (RADIUS**2 - (size / 2) ** 2) ** 0.5  # the circle, at the height of the letters
    assert len(label.text) * 0.6 * size <= across
