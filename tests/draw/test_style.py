"""Styles: both themes name the same colors, every rule uses named ones, and text stands out from its ground."""

import re

import pytest

from micrograd.draw.style import RULES, THEMES, page_css


def test_both_themes_have_every_color_a_rule_asks_for():
    used = set(re.findall(r"var\(--([\w-]+)\)", RULES)) - {"mono"}
    assert used <= set(THEMES["dark"]) == set(THEMES["light"])


def test_the_page_follows_the_system_unless_told_otherwise():
    css = page_css()
    assert css.index("prefers-color-scheme: light") < css.index(':root[data-theme="light"]')
    assert "<" not in css


def luminance(color):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_colors_that_are_read_have_contrast_aa_on_every_ground(theme):
    colors = THEMES[theme]
    for ink in ("text", "soft", "data", "gradient", "leaf", "wrong", "positive", "negative"):
        for ground in ("ground", "panel", "sunken"):
            assert contrast(colors[ink], colors[ground]) >= 4.5, (ink, ground)
    for ink in ("strong-line", "data-wire", "gradient-wire"):
        assert contrast(colors[ink], colors["panel"]) >= 2.5, ink
