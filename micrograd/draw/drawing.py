"""A picture that stands alone: it shows itself in a notebook, and saves itself as a file.

    Drawing(svg, theme="dark", width=600)

`svg` is markup as the page uses it, with classes; standalone.py writes the paint onto each element. What a notebook
gets is an SVG (as an image it survives notebooks that are not trusted to run anything, converters that remove all
markup but images, and pages with other pictures on them), and the picture in words for where there is nothing but
text. It never is HTML: what a notebook does not trust, it takes apart, and of an <svg> in HTML the bare words stay.

Offers `Drawing`, `THEMES`, `ground` and `side_by_side`.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from math import sqrt
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import Any

from . import style
from .svg import Markup, escape, number, tag

SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
LABEL = re.compile(r'<svg [^>]*aria-label="([^"]*)"')
TITLE = re.compile(r"data-node=[^>]*><title>([^<]*)</title>")
FEW = 12  # boxes: so many are told one by one, where there is only text
PAD = 12.0
COLUMN = 640.0  # CSS pixels: as wide as any column is
LINE, LETTER = 20.0, 8.4  # of the caption: from line to line, and how wide a letter is at most
Bundle = tuple[dict[str, str], dict[str, Any]]
THEMES = ("auto", *style.THEMES)  # auto: to be read on light and on dark pages alike


@dataclass(frozen=True)
class Drawing:
    """An SVG picture. In a notebook it is shown by being the last value of a cell.

    svg     the markup of one <svg> element
    theme   'light', 'dark', or 'auto'. Each has a ground of its own, so that all of it can be read wherever it is put:
            not even 'auto' relies on being told what the page around it looks like
    width   in CSS pixels; if None, as large as it was drawn, or as wide as the column it stands in. The height follows
    caption a sentence below the picture
    """

    svg: Markup
    theme: str = "auto"
    width: float | None = None
    caption: str = ""

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"no theme {self.theme!r}: choose one of {', '.join(THEMES)}")
        real = isinstance(self.width, Real) and not isinstance(self.width, bool)
        if self.width is not None and not (real and 0 < self.width < 1e5):
            raise ValueError(f"a picture's width is a number of pixels, such as 600, not {self.width!r}")

    @property
    def natural_size(self) -> tuple[float, float]:
        """(width, height) in CSS pixels, as it was drawn."""
        width, height = size_of(self.svg)
        return width + 2 * PAD, height + 2 * PAD + LINE * len(self._lines)

    @property
    def _lines(self) -> list[str]:
        """The caption, in lines that are as long as the picture is wide."""
        from textwrap import wrap

        return wrap(self.caption, max(int(size_of(self.svg)[0] / LETTER), 20))

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) in CSS pixels, as it is shown where there is room."""
        width, height = self.natural_size
        scale = self.width / width if self.width else 1.0
        return width * scale, height * scale

    @property
    def label(self) -> str:
        """What the picture is, in one line."""
        from html import unescape

        return unescape(". ".join(LABEL.findall(self.svg))) or "A picture"

    @property
    def words(self) -> str:
        """What the picture shows, for where there is only text: its label, and what is in its boxes if they are few."""
        from html import unescape

        boxes = TITLE.findall(self.svg)
        label = self.label + (f". {self.caption}" if self.caption else "")
        return "\n    ".join([label, *map(unescape, boxes if len(boxes) <= FEW else [])])

    def __str__(self) -> str:
        """The picture as the text of an SVG file."""
        from .standalone import standalone  # not before it is needed: it takes a parser along

        width, height = self.natural_size
        shown, inner_size = self.size, size_of(self.svg)
        below = [
            tag("text", line, x=PAD + 4, y=inner_size[1] + PAD + LINE * n, style="font-size:13px;fill:var(--soft)")
            for n, line in enumerate(self._lines, start=1)
        ]
        inner = self.svg.replace(
            "<svg ", f'<svg x="{PAD:g}" y="{PAD:g}" width="{inner_size[0]:g}" height="{inner_size[1]:g}" ', 1
        )
        edge = {"x": 0.5, "y": 0.5, "width": width - 1, "height": height - 1, "rx": 10.0}
        whole = tag(
            "svg",
            tag("rect", **edge, fill="var(--panel)", stroke="var(--line)"),
            Markup(inner),
            *below,
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=shown[0],
            height=shown[1],
            font_family="var(--mono)",
            font_size="14",
            fill="var(--text)",
        )
        return standalone(whole, ground(self.theme))

    def __repr__(self) -> str:
        width, height = self.size
        label = self.label if len(self.label) <= 40 else self.label[:39] + "…"
        return f"Drawing({label!r}, {width:.0f} by {height:.0f})"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        """For notebooks: the picture, what it shows in words, and a PNG if there is what makes one in no time.

        A notebook that is not trusted shows no SVG, so there the PNG is seen; without one, the words are.
        """
        return self.bundle(still=True)

    def bundle(self, still: bool) -> Bundle:
        """({media type: content}, {media type: metadata}). still: it stays for a while, so that it is worth a PNG."""
        from .renderers import QUICK, NoRenderer, png

        data = {"image/svg+xml": self._repr_svg_(), "text/plain": self.words}
        scale = _scale(self.size, most=1.5, pixels=3e6)
        if not still or scale < 0.5:  # then nobody could read it
            return data, {}
        try:
            data["image/png"] = b64encode(png(str(self), self.size, QUICK, scale=scale)).decode()
        except NoRenderer:
            return data, {}
        width, height = self.size
        return data, {"image/png": {"width": round(width), "height": round(height)}}

    def _repr_svg_(self) -> str:
        """The picture for a page: never wider than its column.

        Where it stands in the page itself, a style sees to that. Where it is an image, nothing that is said in it does
        but having no size of its own; so a picture that may be wider than a column has none, unless it was asked for.
        """
        width, height = self.size
        sides = f'width="{number(width)}" height="{number(height)}"'
        fitted = f'{sides} style="max-width:100%;height:auto"'
        if self.width is None and width > COLUMN:
            fitted = 'width="100%"'
        return str(self).replace(sides, fitted, 1)

    def _mime_(self) -> tuple[str, str]:
        """For marimo, which shows a choice of pictures as tabs."""
        return "image/svg+xml", self._repr_svg_()

    def save(self, path: str | Path) -> Path:
        """Writes the picture to a file, as its name says: .svg, .html or .png; returns its path.

        An .html file is a page with the picture on it. For .png there has to be a renderer (see renderers.py); where
        there is none, NoRenderer, a RuntimeError, says what could be installed. TypeError or ValueError for what is no
        path, or another kind of file.
        """
        if not isinstance(path, (str, PathLike)) or not Path(path).name:
            raise TypeError(f"a drawing is saved to a file, by its path such as 'graph.svg', not to {path!r:.40}")
        path = Path(path)
        kind = path.suffix.lower()
        if kind == ".svg":
            path.write_text('<?xml version="1.0" encoding="utf-8"?>\n' + str(self), encoding="utf-8")
        elif kind in (".html", ".htm"):
            path.write_text(self._page(), encoding="utf-8")
        elif kind == ".png":
            from .renderers import png

            path.write_bytes(png(str(self), self.size, scale=_scale(self.size, most=2.0, pixels=6e7)))
        else:
            names = " or ".join(repr(path.with_suffix(ending).name) for ending in (".svg", ".html", ".png"))
            raise ValueError(f"a drawing is saved to a file such as {names}, not {path.name!r}")
        return path

    def _page(self) -> str:
        schemes = "light dark" if self.theme == "auto" else self.theme
        return (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(self.label)}</title>\n'
            f'<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="{schemes}">\n'
            f'</head>\n<body>\n<div style="max-width:{self.size[0]:.0f}px">{self._repr_svg_()}</div>\n'
            "</body>\n</html>\n"
        )


def _scale(size: tuple[float, float], *, most: float, pixels: float) -> float:
    """How many pixels a CSS pixel gets in a PNG: as many as `most`, if it is not to have more than `pixels` in all, nor
    a side that no program draws."""
    width, height = size
    return min(most, sqrt(pixels / (width * height)), 16_000 / max(width, height))


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
