"""04 The Loop: the reader's own points. A point is added, dragged or erased on the plane.

Offers `PENS` and `drawn(data, held, pen, event)`; `added`, `without` and `near` for points by other means.
"""

from dataclasses import replace

from micrograd.draw.plane import SPAN

from .settings import MOST

PENS = {"disc": 1, "diamond": -1, "erase": 0}
REACH = 0.14  # how near a point the pointer must be to take hold of it, in units of the plane


def drawn(data, held, pen, event):
    """(data, held) after the pointer did something: `held` is the index of the point that it drags, or None.

    event: 'phase' (down, move or up), 'x' and 'y' from 0 to 1, 'other' (other button, or a key: the other class).
    At least one point always stays, for there is nothing to learn from none.
    """
    place = tuple(min(max((2 * event[axis] - 1) * SPAN * way, -SPAN), SPAN) for axis, way in (("x", 1), ("y", -1)))
    found = near(data, place)
    match event["phase"], PENS[pen]:
        case "up", _:
            return data, None
        case _, 0:
            return (without(data, found) if found is not None else data), None
        case "down", label:
            if found is not None or len(data) >= MOST:
                return data, found
            return added(data, place, -label if event["other"] else label), len(data)
        case _:
            if held is None:
                return data, None
            return replace(data, points=(*data.points[:held], place, *data.points[held + 1 :])), held


def added(data, place, label):
    """The data with one more point, as the last."""
    return replace(data, points=(*data.points, place), labels=(*data.labels, label))


def near(data, place):
    """The index of the nearest point within reach, or None."""
    distances = [((x - place[0]) ** 2 + (y - place[1]) ** 2, i) for i, (x, y) in enumerate(data.points)]
    distance, i = min(distances)
    return i if distance <= REACH**2 else None


def without(data, i):
    if len(data) == 1:
        return data
    return replace(data, points=data.points[:i] + data.points[i + 1 :], labels=data.labels[:i] + data.labels[i + 1 :])
