"""Markup: whatever the children and attributes say, the result is well-formed and says just that."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd.draw.svg import Markup, group, number, tag

NASTY = [
    "<script>alert(1)</script>",
    "\" onload='x'",
    "a & b < c > d",
    "😀 ∂L/∂a",
    "x" * 10_000,
    "]]>",
    "\x00\x07",
    "\ud800",
    "\ufffe",
]


@pytest.mark.parametrize("text", NASTY)
def test_text_and_attributes_come_back_as_they_were_put_in(text):
    element = ET.fromstring(tag("text", text, data_node=text))
    legal = "".join(
        "\ufffd" if ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 or ord(c) in (0xFFFE, 0xFFFF) else c for c in text
    )
    assert element.text == legal
    assert element.get("data-node") == legal
    assert len(element) == 0


@given(st.text())
def test_no_text_can_open_an_element(text):
    element = ET.fromstring(tag("g", text, label=text))
    assert list(element) == []


def test_markup_is_not_escaped_twice():
    assert tag("g", tag("circle", r=4.0)) == '<g><circle r="4"></circle></g>'
    assert isinstance(group(tag("a"), "b<"), Markup)
    assert group(tag("a"), "b<") == "<a></a>b&lt;"


def test_attributes_that_are_none_or_false_are_left_out_and_true_is_bare():
    assert tag("input", disabled=True, checked=False, title=None, class_="x", data_do="a.b") == (
        '<input disabled="" class="x" data-do="a.b"/>'
    )


@pytest.mark.parametrize("x, text", [(1.0, "1"), (-0.0, "0"), (0.125, "0.12"), (-3.5, "-3.5"), (1e-9, "0")])
def test_coordinates_are_short(x, text):
    assert number(x) == text
