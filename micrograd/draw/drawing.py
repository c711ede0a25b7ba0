"""A picture that stands alone: it shows itself in a notebook, and saves itself as a file.

Offers `Drawing` and `side_by_side`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from .style import THEMES, drawing_css
from .svg import Markup, escape, number, tag

SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
PAD = 12.0


@dataclass(frozen=True)
class Drawing:
    """An SVG picture with its style inside. In a notebook it is shown by being the last value of a cell.

    svg: the markup of one <svg> element; theme: 'light' or 'dark'.
    """

    svg: Markup
    theme: str = "light"

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"no theme {self.theme!r}: choose one of {', '.join(THEMES)}")

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) in CSS pixels."""
        width, height = size_of(self.svg)
        return width + 2 * PAD, height + 2 * PAD

    def __str__(self) -> str:
        """The picture as the text of an SVG file."""
        width, height = self.size
        inner = self.svg.replace(
            "<svg ", f'<svg x="{PAD:g}" y="{PAD:g}" width="{width - 2 * PAD:g}" height="{height - 2 * PAD:g}" ', 1
        )
        colors = THEMES[self.theme]
        return tag(
            "svg",
            tag("style", Markup(escape(drawing_css(self.theme)))),
            tag("rect", width=width, height=height, rx=10.0, fill=colors["panel"]),
            Markup(inner),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            class_="micrograd",
        )

    def __repr__(self) -> str:
        width, height = self.size
        return f"Drawing({width:.0f} by {height:.0f}; .save('picture.svg') keeps it)"

    def _repr_svg_(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """The same, scrolled sideways where it is wider than its place."""
        return f'<div style="overflow-x:auto">{self}</div>'

    def save(self, path: str | Path) -> Path:
        """Writes the picture to an SVG file; returns its path."""
        path = Path(path)
        if path.suffix.lower() != ".svg":
            raise ValueError(
                f"a drawing is saved as SVG, to a file such as {path.with_suffix('.svg').name!r}, not {path.name!r}"
            )
        path.write_text('<?xml version="1.0" encoding="utf-8"?>\n' + str(self), encoding="utf-8")
        return path


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
