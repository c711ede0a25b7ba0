"""A picture that stands alone: it shows itself in a notebook, and saves itself as a file.

    Drawing(svg, theme="dark", width=600)

`svg` is markup as the page uses it, with classes; standalone.py writes the paint onto each element. What a notebook
gets is an SVG (as an image it survives notebooks that are not trusted to run anything, converters that remove all
markup but images, and pages with other pictures on them), and the picture in words for where there is nothing but
text. It never is HTML: what a notebook does not trust, it takes apart, and of an <svg> in HTML the bare words stay.

Offers `Drawing`, `THEMES`, `ground` and `side_by_side`.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import style
from .svg import Markup, number, tag

SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
LABEL = re.compile(r'aria-label="([^"]*)"')
PAD = 12.0
THEMES = ("auto", *style.THEMES)  # auto: to be read on light and on dark pages alike


@dataclass(frozen=True)
class Drawing:
    """An SVG picture. In a notebook it is shown by being the last value of a cell.

    svg     the markup of one <svg> element
    theme   'light', 'dark', or 'auto'. Each has a ground of its own, so that all of it can be read wherever it is put:
            not even 'auto' relies on being told what the page around it looks like
    width   in CSS pixels, as large as it was drawn if None; never more than the column it stands in. The height follows
    words   what the picture shows, for where there is only text; None: its label
    """

    svg: Markup
    theme: str = "auto"
    width: float | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"no theme {self.theme!r}: choose one of {', '.join(THEMES)}")
        if self.width is not None and not 0 < self.width < 1e5:
            raise ValueError(f"a picture's width is a number of pixels, such as 600, not {self.width!r}")

    @property
    def natural_size(self) -> tuple[float, float]:
        """(width, height) in CSS pixels, as it was drawn."""
        width, height = size_of(self.svg)
        return width + 2 * PAD, height + 2 * PAD

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) in CSS pixels, as it is shown where there is room."""
        width, height = self.natural_size
        scale = self.width / width if self.width else 1.0
        return width * scale, height * scale

    @property
    def label(self) -> str:
        """What the picture is, in a few words."""
        from html import unescape

        found = LABEL.search(self.svg)
        return unescape(found[1]) if found else "A picture"

    def __str__(self) -> str:
        """The picture as the text of an SVG file."""
        from .standalone import standalone  # not before it is needed: it takes a parser along

        width, height = self.natural_size
        shown = self.size
        inner = self.svg.replace(
            "<svg ", f'<svg x="{PAD:g}" y="{PAD:g}" width="{width - 2 * PAD:g}" height="{height - 2 * PAD:g}" ', 1
        )
        edge = {"x": 0.5, "y": 0.5, "width": width - 1, "height": height - 1, "rx": 10.0}
        whole = tag(
            "svg",
            tag("rect", **edge, fill="var(--panel)", stroke="var(--line)"),
            Markup(inner),
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=shown[0],
            height=shown[1],
            font_family="var(--mono)",
            font_size="14",
            fill="var(--text)",
        )
        picture = standalone(whole, ground(self.theme))
        return picture.replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)

    def __repr__(self) -> str:
        width, height = self.size
        return f"Drawing({width:.0f} by {height:.0f}; .save('picture.svg') keeps it)"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """For notebooks: the picture, and what it shows in words."""
        return {"image/svg+xml": str(self), "text/plain": self.words or self.label}

    def _repr_svg_(self) -> str:
        return str(self)

    def save(self, path: str | Path) -> Path:
        """Writes the picture to an SVG file; returns its path."""
        path = Path(path)
        if path.suffix.lower() != ".svg":
            raise ValueError(
                f"a drawing is saved as SVG, to a file such as {path.with_suffix('.svg').name!r}, not {path.name!r}"
            )
        path.write_text('<?xml version="1.0" encoding="utf-8"?>\n' + str(self), encoding="utf-8")
        return path


def ground(theme: str) -> str:
    """Whose colors a theme has: 'light' or 'dark'. 'auto' has the light ones, on a ground of their own."""
    return "light" if theme == "auto" else theme


def size_of(picture: str) -> tuple[float, float]:
    """(width, height) of an <svg> element, as its viewBox says."""
    found = SIZE.search(picture)
    if not found:
        raise ValueError("a picture needs a viewBox that begins at 0 0")
    return float(found[1]), float(found[2])


def side_by_side(*pictures: str, gap: float = 20.0) -> Markup:
    """Several <svg> elements as one, from left to right, centered on a line."""
    sizes = [size_of(picture) for picture in pictures]
    high, at = max(height for _, height in sizes), 0.0
    parts: list[Markup] = []
    for picture, (width, height) in zip(pictures, sizes):
        place = f'<svg x="{at:g}" y="{(high - height) / 2:g}" width="{width:g}" height="{height:g}" '
        parts.append(Markup(picture.replace("<svg ", place, 1)))
        at += width + gap
    return tag("svg", *parts, viewBox=f"0 0 {number(at - gap)} {number(high)}", xmlns="http://www.w3.org/2000/svg")
