"""How the classes of a data set are told apart: by a color each, and by the shape of their marks.

There are eight colors and seven shapes, so that no two of the first 56 classes look the same. The colors stay apart
for the common forms of color blindness; the first seven classes differ in shape as well.

Offers `marker`, `mark_of_sign` (of two classes), `class_color`.
"""

from ..response import MOST_CLASSES
from .color import RGB
from .style import THEMES
from .svg import Markup, tag

COLORS, SHAPES = 8, 7
assert COLORS * SHAPES == MOST_CLASSES

# Path data around the place that is marked.
DISC, DIAMOND = 0, 1
PATHS = (
    "m-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0 -9.2 0z",  # a disc
    "m0 -5.8l5.8 5.8l-5.8 5.8l-5.8 -5.8z",  # a diamond
    "m-4.3 -4.3h8.6v8.6h-8.6z",  # a square
    "m0 -5.8l5.6 9.6h-11.2z",  # a triangle
    "m-1.9 -5.6h3.8v3.7h3.7v3.8h-3.7v3.7h-3.8v-3.7h-3.7v-3.8h3.7z",  # a cross
    "m0 5.8l5.6 -9.6h-11.2z",  # a triangle that stands on its tip
    "m0 -6.6l1.8 4.3l4.7 .4l-3.6 3l1.1 4.5l-4 -2.4l-4 2.4l1.1 -4.5l-3.6 -3l4.7 -.4z",  # a star
)
SPOKEN = ("discs", "diamonds", "squares", "triangles", "crosses", "triangles on their tips", "stars")


def marker(kind: int, x: float, y: float, **attributes: str) -> Markup:
    """The mark of a class at a place: a path in its shape and color."""
    return tag("path", d=f"M{x:.1f} {y:.1f}{PATHS[kind % SHAPES]}", class_=f"sample kind{kind % COLORS}", **attributes)


def mark_of_sign(positive: bool, x: float, y: float, name: str | None = None) -> Markup:
    """A disc of class +1, or a diamond of class −1."""
    d = f"M{x:.1f} {y:.1f}{PATHS[DISC if positive else DIAMOND]}"
    return tag("path", d=d, class_=f"sample {'positive' if positive else 'negative'}", id=name)


def class_color(kind: int, theme: str) -> RGB:
    """(red, green, blue) of a class."""
    return rgb(THEMES[theme][f"class-{kind % COLORS}"])


def rgb(color: str) -> RGB:
    """(red, green, blue) of a color such as '#1f6fb5'."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
