"""The buttons at a layer of a drawn network that give it one neuron more, or one fewer.

Offers `resizer`, and `room_for` both buttons beyond the sheet's margin.
"""

from collections.abc import Callable

from .layout import Point
from .neurons import MARGIN, RADIUS, Note
from .svg import Markup, group, tag

SIZE = 12.0  # the radius of a button
AWAY, BELOW_NOTE = 22.0, 34.0  # from a ring to its middle; where a note may stand before it


def away_from(note: Note, down: bool) -> float:
    """From a ring to the middle of a button."""
    return AWAY if down or note == "none" else BELOW_NOTE


def room_for(note: Note, down: bool) -> float:
    """How far they reach beyond the sheet's margin."""
    return RADIUS + away_from(note, down) + SIZE + 2.0 - MARGIN


def resizer(
    prefix: str, layer: int, count: int, most: int, center: Callable[[int, int], Point], note: Note, down: bool
) -> Markup:
    """Both buttons, below a layer's last neuron; in a network that runs down, to the right of it."""
    x, y = center(layer, count - 1)
    places = [(x - SIZE - 2, y), (x + SIZE + 2, y)] if not down else [(x, y + SIZE + 2), (x, y - SIZE - 2)]
    away = (RADIUS + AWAY, 0.0) if down else (0.0, RADIUS + away_from(note, down))
    fewer, more = ((px + away[0], py + away[1]) for px, py in places)
    return group(
        button(prefix, "fewer", layer, fewer, f"Remove a neuron from layer {layer}", count > 1),
        button(prefix, "more", layer, more, f"Add a neuron to layer {layer}", count < most),
    )


def button(prefix: str, kind: str, layer: int, at: Point, name: str, enabled: bool) -> Markup:
    sign = "M-5 0H5" if kind == "fewer" else "M-5 0H5M0 -5V5"
    return tag(
        "g",
        tag("title", name),
        tag("circle", r=SIZE),
        tag("path", d=sign),
        id=f"{prefix}-{kind}-{layer}",
        class_="resize" if enabled else "resize off",
        data_do=f"{prefix}.resize",
        data_look=f"{prefix}.{kind}.{layer}",
        aria_disabled=None if enabled else "true",
        role="button",
        tabindex="0",
        aria_label=name,
        transform=f"translate({at[0]:.1f} {at[1]:.1f})",
    )
