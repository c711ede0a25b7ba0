"""Axes with numbers: round ticks and their texts, and the frame that they make.

    axes = Axes.around(x=(-1, 3), y=(0, 1), left=60, top=20, width=400, height=300)
    axes.x(2.0), axes.y(0.5)                # where these numbers are drawn

Which stretch of numbers an axis shows is settled before (micrograd/response.py).

Offers `Axes`, `margin_of`, `tick_texts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

from .scale import Scale, ticks
from .svg import Markup, tag

LETTER = 8.2  # pixels that a letter of a tick's text is wide
APART = 16.0  # pixels between the texts of two ticks


def tick_texts(marks: Sequence[float]) -> list[str]:
    """The numbers at evenly spaced ticks, each as short as it can be while it tells them apart: '0', '0.5', '1.5e9'."""
    if not marks:
        return []
    gap = min((b - a for a, b in pairwise(marks)), default=abs(marks[0]) or 1.0)
    size = max(map(abs, marks))
    if gap >= 1e-4 and size < 1e6 and gap < 1e5:
        places = max(0, -floor(log10(gap) + 1e-9))
        texts = [f"{mark:.{places}f}" for mark in marks]
    else:
        digits = max(0, floor(log10(size) + 1e-9) - floor(log10(gap) + 1e-9)) if size else 0
        texts = [scientific(mark, digits, gap) for mark in marks]
    return [text.replace("-", "−") for text in texts]


def scientific(x: float, digits: int, gap: float) -> str:
    if abs(x) < gap / 2:
        return "0"
    mantissa, exponent = f"{x:.{digits}e}".split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}"


@dataclass(frozen=True)
class Axes:
    """x, y: the scales; x_ticks, y_ticks: round numbers on them, and their texts."""

    x: Scale
    y: Scale
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]

    @staticmethod
    def around(
        x: tuple[float, float],
        y: tuple[float, float],
        *,
        left: float,
        top: float,
        width: float,
        height: float,
        about: tuple[int, int] = (5, 5),
    ) -> "Axes":
        """The axes of a frame of this place and size, from x[0] to x[1] and y[0] to y[1]. about: how many ticks."""
        across, up = Scale(*x, left, left + width), Scale(*y, top + height, top)
        y_marks = ticks(*y, about[1])
        for count in range(about[0], 0, -1):  # as many as have room beside each other
            x_marks = ticks(*x, count)
            texts = tick_texts(x_marks)
            if sum(len(text) * LETTER + APART for text in texts) <= width or count == 1:
                break
        return Axes(across, up, tuple(zip(x_marks, texts)), tuple(zip(y_marks, tick_texts(y_marks))))

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.x(x), self.y(y)

    def frame(self, x_name: str = "", y_name: str = "", *, grid: bool = True, zero: bool = False) -> Markup:
        """Grid lines (or short ticks), numbers, and the axes' names. zero: a stronger line where a number is 0."""
        x, y = self.x, self.y
        parts: list[Markup] = []
        for at, text in self.y_ticks:
            end = x.end if grid else x.start - 5
            parts.append(tag("line", class_="grid", x1=x.start, x2=end, y1=y(at), y2=y(at)))
            parts.append(tag("text", text, class_="tick", x=x.start - 8, y=y(at), dy="0.35em", text_anchor="end"))
        for at, text in self.x_ticks:
            if not grid:
                parts.append(tag("line", class_="grid", x1=x(at), x2=x(at), y1=y.start, y2=y.start + 5))
            parts.append(tag("text", text, class_="tick", x=x(at), y=y.start + 19, text_anchor="middle"))
        if zero and y.low < 0 < y.high:
            parts.append(tag("line", class_="zero", x1=x.start, x2=x.end, y1=y(0.0), y2=y(0.0)))
        if x_name:
            parts.append(tag("text", x_name, class_="axis", x=x.end, y=y.start + 38, text_anchor="end"))
        if y_name:
            parts.append(tag("text", y_name, class_="axis", x=x.start - 8, y=y.end - 10, text_anchor="end"))
        return tag("g", *parts, class_="axes", aria_hidden="true")

    @property
    def margin(self) -> float:
        """How much room the numbers of the y axis need beside the frame."""
        return 14.0 + LETTER * max((len(text) for _, text in self.y_ticks), default=1)


def margin_of(y: tuple[float, float], about: int = 5) -> float:
    """How much room the numbers of such a y axis need beside its frame."""
    return 14.0 + LETTER * max(map(len, tick_texts(ticks(*y, about))), default=1)
