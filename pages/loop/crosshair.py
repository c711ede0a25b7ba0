"""04 The Loop: a crosshair on the plane, for keyboard users: it moves, adds, erases, and says where it is.

Offers `Crosshair`, `press_key(crosshair, data, key, shift)` and `describe(crosshair, data, score)`.
"""

from dataclasses import dataclass, replace

from micrograd.data import Data
from micrograd.draw.plane import SPAN
from micrograd.draw.scale import short

from .points import near, with_point, without_point
from .settings import MOST

STEP = 0.1  # of the plane's units, for one press of an arrow; every second is a round number
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
NAMES = {1: "disc", -1: "diamond"}


@dataclass(frozen=True)
class Crosshair:
    """Where it is (it begins in the middle), whether it is seen, and what the last key did."""

    place: tuple[float, float] = (0.0, 0.0)
    seen: bool = False
    did: str = ""


def press_key(crosshair: Crosshair, data: Data, key: str, shift: bool) -> tuple[Crosshair, Data] | None:
    """(crosshair, data) after a key; None, if the key means nothing here.

    Enter and Space add a disc, with Shift a diamond.
    """
    x, y = crosshair.place
    match key:
        case "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown":
            right, up = ARROWS[key]
            place = step_along(x, right), step_along(y, up)
            return Crosshair(place, seen=True), data
        case "Enter" | " " if len(data) < MOST:
            label = -1 if shift else 1
            return Crosshair((x, y), True, f"Added a {NAMES[label]}. "), with_point(data, (x, y), label)
        case "Enter" | " ":
            return Crosshair((x, y), True, f"There are {MOST} points, and no more can be added. "), data
        case "Delete" | "Backspace":
            found = near(data, (x, y))
            if found is None:
                return Crosshair((x, y), True, "There is no point here to erase. "), data
            if len(data) == 1:
                return Crosshair((x, y), True, "The last point stays: there is nothing to learn from none. "), data
            return Crosshair((x, y), True, f"Erased a {NAMES[data.labels[found]]}. "), without_point(data, found)
        case "Escape" if crosshair.seen:
            return replace(crosshair, seen=False, did=""), data
    return None


def step_along(x: float, by: int) -> float:
    """A coordinate one step on, a whole number of steps from the middle, on the plane."""
    return round(min(max(x + by * STEP, -SPAN), SPAN), 10)


def describe(crosshair: Crosshair, data: Data, score: float | None = None) -> str:
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
