"""What a slot can show. Markup is a plain str; the rest is here.

Moving    markup that CSS variables set in motion         Raster   bytes for a canvas
Pictures  several pictures of one computation
Marked    markup of which some elements carry marks       Editor   a text that is the reader's
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from micrograd.draw.maps import palette
from micrograd.draw.raster import Raster
from micrograd.draw.svg import Markup, group, tag
from micrograd.training.calculator import Calculator, Columns
from micrograd.training.checkpoint import Checkpoint

__all__ = [
    "Content",
    "Editor",
    "Marked",
    "Moving",
    "Pictures",
    "Raster",
    "escaped",
]


@dataclass(frozen=True)
class Moving:
    """Markup, and CSS variables: a new frame changes the variables alone."""

    picture: Any  # markup, or something with a `head`, `parts` ({id: markup}) and the whole as `markup`
    variables: Mapping[
        str, str
    ]  # of the element around it, such as {"--t": "0.250"}, or of one inside: {"its-id --t": "0.250"}
    show: str | None = None  # the id of the element that is to be in sight, where the picture is larger than its place

    @property
    def markup(self) -> Any:
        return getattr(self.picture, "markup", self.picture)


@dataclass(frozen=True)
class Marked:
    """Long markup that stays, and attributes of some of its elements that come and go: {id: {attribute: value}}.

    show: the id of the element that is to be in sight, within what scrolls around it; since: a number that is another
    one when it has to be brought there again, though it is the same.
    """

    markup: str
    marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    show: str | None = None
    since: int | None = None


@dataclass(frozen=True)
class Editor:
    """A text field for Python. The reader types into it; a view gives another text only to change what stands there.

    problem: the line with an error, or 0; marks: (from, to, class) for pieces of the text.
    names: what it completes, for a text that is a program: (name, kind, signature, help, of what) each. There Tab
    indents.
    """

    label: str
    text: str
    problem: int = 0
    marks: tuple[tuple[int, int, str], ...] = ()
    names: tuple[tuple[str, str, str, str, str], ...] = ()

    @property
    def markup(self) -> Markup:
        """What stands in the editor's place until it is there."""
        return tag("pre", tag("code", self.text), class_="unready")


@dataclass(frozen=True)
class Pictures:
    """Square pictures of what every neuron of a network says, from one computation, done when they are shown, not before.

    The slot is a canvas and shows picture number `shown`; every canvas with data-picture="name.k" shows number k.
    Equal layouts mean the same canvases.
    """

    name: str
    side: int  # in pixels
    count: int
    shown: int
    layout: tuple[int, ...]
    program: Calculator  # it answers for the checkpoint, whatever else it was asked before
    checkpoint: Checkpoint
    points: Columns
    limit: float
    theme: str

    def pixels(self, theme: str | None = None) -> Any:
        """4 bytes for each pixel, one picture after another: bytes, or what a browser's ImageData takes.

        In this theme, or else in that of the state.
        """
        return self.program.pictures(self.checkpoint, palette(theme or self.theme), self.points, self.limit)

    def rasters(self, *theme: str) -> list[Raster]:
        """All of them, as Rasters."""
        pixels, size = bytes(self.pixels(*theme)), 4 * self.side * self.side
        return [Raster(self.side, self.side, pixels[k * size : (k + 1) * size]) for k in range(self.count)]


Content: TypeAlias = str | Moving | Marked | Editor | Pictures | Raster


def escaped(content: str) -> Markup:
    """What a slot of plain str or markup shows, as markup: a plain text is escaped, whatever is in it."""
    return group(content)
