"""Bytes packed densely into a page: every one comes back, and nothing else in the page can be read wrongly."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import dense
from tools.project import Trouble

# (HTML reads the numbers from 128 to 159 in its own way; no page has these characters, and `ascii_page` refuses them.)
BEYOND_ASCII = st.text(st.characters(min_codepoint=160, exclude_categories=["Cs"]), min_size=1)


@given(st.binary(max_size=2000))
def test_all_bytes_come_back(content):
    assert dense.unpacked(dense.packed(content)) == content


def test_every_byte_comes_back_beside_every_other():
    content = bytes(byte for one in range(256) for other in range(256) for byte in (one, other))
    assert dense.unpacked(dense.packed(content)) == content


@given(st.binary(max_size=2000))
def test_what_html_would_change_or_end_the_element_with_is_not_there(content):
    text = dense.packed(content)
    assert not {0, 0x0D, 0x3C} & set(text)


@given(st.binary(max_size=2000))
def test_only_four_bytes_take_two(content):
    assert len(dense.packed(content)) == len(content) + sum(content.count(byte) for byte in b"\0\r<=")


def test_a_page_literally():
    page = "<p title='−'>ab−𝔸</p><style>a::before{content:'−1'}</style><script nonce='x'>s = '−𝔸'</script>·"
    assert dense.ascii_page(page) == (
        "<p title='&#8722;'>ab&#8722;&#120120;</p><style>a::before{content:'\\2212 1'}</style>"
        "<script nonce='x'>s = '\\u2212\\ud835\\udd38'</script>&#183;"
    )


@given(BEYOND_ASCII)
def test_markup_in_ascii_says_the_same(text):
    markup = dense.ascii_page(f"<p>{text}</p>")
    assert markup.isascii()
    assert html.unescape(markup) == f"<p>{text}</p>"


@given(BEYOND_ASCII)
def test_a_script_in_ascii_says_the_same(text):
    script = dense.ascii_page(f'<script>"{text}"</script>')
    assert script.isascii()
    assert (
        json.loads(script.removeprefix("<script>").removesuffix("</script>")) == text
    )  # JSON's strings are JavaScript's


@pytest.mark.parametrize("control", ["\x80", "\x9f"])
def test_a_character_whose_number_html_would_read_as_another_is_refused(control):
    with pytest.raises(Trouble, match="U\\+00"):
        dense.ascii_page(f"<p>{control}</p>")
