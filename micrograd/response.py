"""What a model says over the range of its inputs, in numbers: what the picture of it needs to know.

Offers `Response` (responses.py asks a model for one, draw/plots.py draws it), and which numbers an axis shows:
`drawable`, `span`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

LARGEST = 1e307  # what is larger than this cannot be subtracted safely
SAME = 1e-9  # numbers that differ by less than this part of them are drawn as the same
USUAL = 2.6  # half the side of the square in which the package's own data sets lie
MOST_CLASSES = 56  # that a picture can tell apart: draw/classes.py


def drawable(x: float) -> bool:
    """Has this number a place on an axis? (Not nan, not inf, and not so large that the axis would overflow.)"""
    return isfinite(x) and abs(x) <= LARGEST


def span(numbers: Iterable[float], room: float = 0.06, usual: tuple[float, float] = (-1.0, 1.0)) -> tuple[float, float]:
    """(low, high) with all drawable numbers in between, and `room` times their width beside them.

    For numbers that are all the same there is a tenth of them on each side (for 0: one); `usual`, if there are none.
    """
    kept = [float(x) for x in numbers if drawable(x)]
    if not kept:
        return usual
    low, high = min(kept), max(kept)
    size = max(abs(low), abs(high))
    if high - low > SAME * size and high - low > 1 / LARGEST:
        return low - room * (high - low), high + room * (high - low)
    beside = size / 10 if size > 1 / LARGEST else 1.0
    return low - beside, high + beside


@dataclass(frozen=True)
class Response:
    """kind says what it is a picture of, and what is in the rest:

    'curve'     one input, one output: scores at `side` places from left to right; points are xs and labels
    'score'     two inputs and one output, whose sign is the class: scores at side * side places, row by row from the
                top left, each in the middle of its cell
    'classes'   two inputs and an output for each class: by how much the largest output is ahead of the next, at each
                place, and in `classes` which one it is (-1: the outputs there are not numbers that can be compared)
    'height'    two inputs and one output that comes near to a number: scores

    window      left, right, and but for a curve bottom, top: of the inputs that are shown
    xs, ys      the samples' inputs; no ys for a curve
    labels      of each sample: 0 or 1 for 'score', its class for 'classes', a number otherwise
    names       what the classes are called, in order
    accuracy    which part of the samples has its class said right; nan where there are no classes
    title       the data set's name
    lost        samples that are left out because a number of theirs has no place on an axis (nan, inf)
    """

    kind: str
    window: tuple[float, ...]
    side: int
    scores: tuple[float, ...]
    classes: tuple[int, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    labels: tuple[float, ...]
    names: tuple[str, ...]
    accuracy: float
    title: str
    lost: int
