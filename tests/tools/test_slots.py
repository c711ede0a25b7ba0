"""Slots are filled once, exactly, and nothing else of the page changes."""

from typing import ClassVar
from zlib import crc32

import pytest

from micrograd.draw.raster import Raster
from tools.project import Trouble
from tools.render import content, frames, url
from tools.slots import filled

PAGE = '<main  class=a>\n<div id="x" data-slot="a.graph"></div> &amp; <ul data-slot="b.list" class="y">\n</ul></main>'


def test_only_the_slots_change():
    page = filled(PAGE, {"a.graph": {"html": "<b>1 < 2 \\1</b>"}, "b.list": {"html": "<li>x</li>"}})
    assert page == (
        '<main  class=a>\n<div id="x" data-slot="a.graph"><b>1 < 2 \\1</b></div> &amp; '
        '<ul data-slot="b.list" class="y"><li>x</li></ul></main>'
    )


def test_a_style_becomes_an_attribute_and_is_escaped():
    page = filled('<p data-slot="s"></p>', {"s": {"style": '--a: "1";'}})
    assert page == '<p data-slot="s" style="--a: &quot;1&quot;;"></p>'


def test_what_stands_there_is_known_by_its_sum():
    assert (
        filled('<p data-slot="s"></p>', {"s": {"html": "x", "first": 0xAB}}) == '<p data-slot="s" data-first="ab">x</p>'
    )


def test_a_slot_in_a_comment_is_none():
    page = '<!-- <p data-slot="s"></p> --><p data-slot="s"></p>'
    assert filled(page, {"s": {"html": "x"}}) == '<!-- <p data-slot="s"></p> --><p data-slot="s">x</p>'


@pytest.mark.parametrize(
    "page, contents, reason",
    [
        (PAGE, {"a.graph": {"html": ""}}, "no page's view fills this slot of index.html: b.list"),
        ('<p data-slot="s"></p>', {"s": {}, "t": {}}, "which index.html does not have: t"),
        ('<p data-slot="s"></p><i data-slot="s"></i>', {"s": {}}, "more than once: s"),
        ('<p data-slot="s">words</p>', {"s": {}}, "not empty: s"),
        ('<p data-slot="s" style="top:0"></p>', {"s": {"style": "x"}}, "has one already: s"),
    ],
)
def test_a_mistake_is_named(page, contents, reason):
    with pytest.raises(Trouble, match=reason):
        filled(page, contents)


class Picture:
    def png(self):
        return b"\x89PNG"


class Moving:
    markup = "<b>moves</b>"
    variables: ClassVar = {"--a": 1, "--b": "2px"}


class Page:
    NAME = "one"

    def start(self):
        return "state"

    def view(self, state):
        return {"one.text": state, "one.map": Picture(), "one.size": Moving()}


def test_a_view_may_return_text_something_moving_or_a_raster():
    assert frames([Page()]) == {
        "one.text": {"html": "state", "first": crc32(b"state")},
        "one.map": {"style": "background-image:url(data:image/png;base64,iVBORw==)"},
        "one.size": {"html": "<b>moves</b>", "style": "--a: 1; --b: 2px;", "first": crc32(b"<b>moves</b>")},
    }


class Pictures:
    name, count, shown = "p", 2, 1

    def rasters(self, theme):
        return [Raster(1, 1, bytes([k, 0, 0, theme == "dark"])) for k in range(2)]


def test_pictures_are_there_in_both_themes_each_behind_its_canvas():
    class Maps(Page):
        def view(self, state):
            return {"one.maps": '<canvas data-picture="p.0" class="m" style="left:0">', "one.large": Pictures()}

    found = frames([Maps()])
    dark, light = Pictures().rasters("dark"), Pictures().rasters("light")

    def css(k):
        return f"--dark-picture:{url(dark[k])};--light-picture:{url(light[k])}"

    assert found["one.large"]["style"] == css(1)
    assert found["one.maps"]["html"] == f'<canvas data-picture="p.0" class="m" style="{css(0)};left:0">'
    assert dark[0].png() != light[0].png()


def test_two_pages_may_not_fill_one_slot():
    with pytest.raises(ValueError, match=r"one\.map, one\.size, one\.text"):
        frames([Page(), Page()])


def test_anything_else_is_refused():
    with pytest.raises(TypeError, match="slot s: a view returned a int"):
        content("s", 1)
