"""What a slot can show: markup (a str), `Moving` markup, a `Raster` for a canvas, or `Pictures` for several."""

from collections.abc import Callable
from dataclasses import dataclass, field

from micrograd.draw.raster import Raster

__all__ = ["Moving", "Pictures", "Raster"]


@dataclass(frozen=True)
class Moving:
    """Markup, and CSS variables: a new frame changes the variables alone."""

    markup: str
    variables: dict  # of the element around it, such as {"--t": "0.250"}, or of one inside: {"its-id --t": "0.250"}


@dataclass(frozen=True)
class Pictures:
    """Square pictures from one computation, which is done when they are shown, and not before.

    The slot is a canvas and shows picture number `shown`; every canvas with data-picture="name.k" shows number k.
    Equal keys mean equal pictures; equal layouts, the same canvases.
    """

    name: str
    side: int  # in pixels
    count: int
    shown: int
    layout: tuple
    key: tuple
    # Gives 4 bytes for each pixel, one picture after another: bytes, or what a browser's ImageData takes.
    make: Callable = field(compare=False, repr=False)

    def rasters(self):
        """All of them, as Rasters."""
        made, size = bytes(self.make()), 4 * self.side * self.side
        return [Raster(self.side, self.side, made[k * size : (k + 1) * size]) for k in range(self.count)]
