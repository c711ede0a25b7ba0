"""04 The Loop: a crosshair on the plane, for those who come with keys: it moves, adds, erases, and says where it is.

Offers `Crosshair` and `keyed(crosshair, data, key, shift)`.
"""

from dataclasses import dataclass, replace

from micrograd.draw.plane import SPAN
from micrograd.draw.scale import short

from .points import added, near, without
from .settings import MOST

STEP = 0.1  # of the plane's units, for one press of an arrow; every second is a round number
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
NAMES = {1: "disc", -1: "diamond"}


@dataclass(frozen=True)
class Crosshair:
    """Where it is (it begins in the middle), whether it is seen, and what the last key did."""

    place: tuple = (0.0, 0.0)
    seen: bool = False
    did: str = ""


def keyed(crosshair, data, key, shift):
    """(crosshair, data) after a key; None, if the key means nothing here.

    Enter and Space add a disc, with Shift a diamond.
    """
    x, y = crosshair.place
    match key:
        case "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown":
            right, up = ARROWS[key]
            place = moved(x, right), moved(y, up)
            return Crosshair(place, seen=True), data
        case "Enter" | " " if len(data) < MOST:
            label = -1 if shift else 1
            return Crosshair((x, y), True, f"Added a {NAMES[label]}. "), added(data, (x, y), label)
        case "Enter" | " ":
            return Crosshair((x, y), True, f"There are {MOST} points, and no more can be added. "), data
        case "Delete" | "Backspace":
            found = near(data, (x, y))
            if found is None:
                return Crosshair((x, y), True, "There is no point here to erase. "), data
            if len(data) == 1:
                return Crosshair((x, y), True, "The last point stays: there is nothing to learn from none. "), data
            return Crosshair((x, y), True, f"Erased a {NAMES[data.labels[found]]}. "), without(data, found)
        case "Escape" if crosshair.seen:
            return replace(crosshair, seen=False, did=""), data
    return None


def moved(x, by):
    """A coordinate one step on, a whole number of steps from the middle, on the plane."""
    return round(min(max(x + by * STEP, -SPAN), SPAN), 10)


def told(crosshair, data, score=None):
    """Where the crosshair is, what the network says there (unless that changes all the time), and the point that it is
    on.
    """
    x, y = crosshair.place
    found = near(data, (x, y))
    on = f" It is on a {NAMES[data.labels[found]]}." if found is not None else ""
    side = (
        ""
        if score is None
        else f", where the network says {short(score, 3)}: the {'discs' if score > 0 else 'diamonds'}’ side"
    )
    return f"{crosshair.did}The crosshair is at ({short(x, 3)}, {short(y, 3)}){side}.{on}"
