"""What a slot can show: markup (a str), `Moving` markup, or a `Raster` for a canvas."""

from dataclasses import dataclass

from micrograd.draw.raster import Raster

__all__ = ["Moving", "Raster"]


@dataclass(frozen=True)
class Moving:
    """Markup, and CSS variables of the element around it: a new frame changes the variables alone."""

    markup: str
    variables: dict  # such as {"--t": "0.250"}
