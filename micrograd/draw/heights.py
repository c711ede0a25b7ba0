"""The colors of heights: dark blue for the lowest, over green, to light yellow for the highest.

Each is lighter than the one before, so that they keep their order for every eye, and in gray.

Offers `height_color`.
"""

from .color import RGB, mix

STOPS: tuple[RGB, ...] = ((38, 36, 92), (44, 89, 134), (56, 140, 137), (122, 186, 111), (250, 236, 130))


def height_color(t: float) -> RGB:
    """The color of a height from 0 (lowest) to 1 (highest)."""
    place = min(max(t, 0.0), 1.0) * (len(STOPS) - 1)
    k = min(int(place), len(STOPS) - 2)
    return mix(STOPS[k], STOPS[k + 1], place - k)
