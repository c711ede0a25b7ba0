"""04 The Loop: the reader's own points. A point is added, dragged or erased on the plane.

Offers `PENS` and `draw_points(data, held, pen, event)`; `with_point`, `without_point` and `near` for points by other means.
"""

from dataclasses import replace

from micrograd.data import Data
from micrograd.draw.plane import SPAN

from ..events import Draw
from .settings import MOST

PENS = {"disc": 1, "diamond": -1, "erase": 0}
REACH = 0.14  # how near a point the pointer must be to take hold of it, in units of the plane


def draw_points(data: Data, held: int | None, pen: str, event: Draw) -> tuple[Data, int | None]:
    """(data, held) after the pointer did something: `held` is the index of the point that it drags, or None.

    The other button, or Shift, draws the other class. At least one point always stays, for there is nothing to learn from none.
    """
    place = on_plane(event.x), -on_plane(event.y)
    found = near(data, place)
    match event.phase, PENS[pen]:
        case "up", _:
            return data, None
        case _, 0:
            return (without_point(data, found) if found is not None else data), None
        case "down", label:
            if found is not None or len(data) >= MOST:
                return data, found
            return with_point(data, place, -label if event.other else label), len(data)
        case _:
            if held is None:
                return data, None
            return replace(data, points=(*data.points[:held], place, *data.points[held + 1 :])), held


def on_plane(part: float) -> float:
    """A coordinate, from a part of the way over the plane."""
    return min(max((2 * part - 1) * SPAN, -SPAN), SPAN)


def with_point(data: Data, place: tuple[float, float], label: int) -> Data:
    """The data with one more point, as the last."""
    return replace(data, points=(*data.points, place), labels=(*data.labels, label))


def near(data: Data, place: tuple[float, float]) -> int | None:
    """The index of the nearest point within reach, or None."""
    distances = [((x - place[0]) ** 2 + (y - place[1]) ** 2, i) for i, (x, y) in enumerate(data.points)]
    distance, i = min(distances)
    return i if distance <= REACH**2 else None


def without_point(data: Data, i: int) -> Data:
    if len(data) == 1:
        return data
    return replace(data, points=data.points[:i] + data.points[i + 1 :], labels=data.labels[:i] + data.labels[i + 1 :])
