"""Data sets in the forms in which people have them, as a Data.

    as_data((X, y))                     X: a list of points, an array, a data frame; y: as many labels
    as_data([((0.5, 1.0), -1), ...])    pairs of a point and its label, in anything that can be gone through
    as_data(bunch)                      something with .points and .labels, or .data and .target, or .X and .y

Labels may be a column of one number each, and classes may be rows of zeros and a one (one-hot): the class is where the
one stands. A point of one input may be a plain number.

Offers `as_data` and `plain`.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from numbers import Real
from typing import Any

from .data import Data
from .scalar import number, short

FORMS = "a Data such as moons(), a pair (X, y) of inputs and labels, or pairs of an input and its label"
NAMES = (("points", "labels"), ("data", "target"), ("X", "y"))


def as_data(data: Any) -> Data:
    """The Data itself, if it is one; else a Data made of it. TypeError or ValueError, with what would be right."""
    if isinstance(data, Data) and not any(map(is_row, data.labels)):
        return data
    if callable(data):
        raise TypeError(f"{getattr(data, '__name__', 'this')} makes a data set when it is called: write the brackets")
    for names in NAMES:
        xs, ys = (part(data, name) for name in names)
        if xs is not None and ys is not None:
            return from_columns(xs, ys, str(getattr(data, "name", "data")))
    if isinstance(data, str) or not (hasattr(data, "__iter__") or hasattr(data, "__getitem__")):
        raise TypeError(f"a data set is {FORMS}, not {type(data).__name__} {short(data)}")
    if isinstance(data, tuple) and len(data) == 2 and not (is_pairs(data) and not any(is_row(y) for _, y in data)):
        return from_columns(*data)
    rows = plain(data)
    if not rows:
        return Data("data", (), ())
    if not is_pairs(rows):
        raise TypeError(f"a data set is {FORMS}; the first thing in this one is {short(rows[0])}: where is its label?")
    return from_columns([x for x, _ in rows], [y for _, y in rows])


def part(data: Any, name: str) -> Any:
    """The entry or attribute of this name, None where there is none. (An array's .data is its memory.)"""
    if isinstance(data, Mapping):
        return data.get(name)
    return None if hasattr(data, "shape") or isinstance(data, (list, tuple)) else getattr(data, name, None)


def is_pairs(rows: Any) -> bool:
    """Is every item a pair of a point and a label, where a point has several numbers and a label is one, or one-hot?"""
    return all(isinstance(row, (list, tuple)) and len(row) == 2 and is_row(row[0]) and is_label(row[1]) for row in rows)


def is_row(thing: Any) -> bool:
    return isinstance(thing, (list, tuple)) or getattr(thing, "ndim", 0) > 0


def is_label(thing: Any) -> bool:
    return not is_row(thing) or all(not is_row(x) for x in plain(thing))


def plain(thing: Any) -> list[Any]:
    """A list of what an array, a tensor, a data frame or anything that can be gone through holds."""
    if callable(getattr(thing, "to_numpy", None)):
        thing = thing.to_numpy()
    elif hasattr(thing, "values") and not callable(thing.values):
        thing = thing.values
    if callable(getattr(thing, "tolist", None)):
        thing = thing.tolist()
    return [plain(x) if is_row(x) and not isinstance(x, (list, tuple)) else x for x in thing]


def from_columns(xs: Any, ys: Any, name: str = "data") -> Data:
    """Data from inputs and as many labels. ValueError where they do not fit."""
    for what, column in ("inputs", xs), ("labels", ys):
        if column is None or isinstance(column, (Mapping, Set, str, Real)):
            raise TypeError(f"{what} are a list or an array, one for each sample, not {type(column).__name__}")
    points, labels = plain(xs), [plain(y) if is_row(y) else y for y in plain(ys)]
    if len(labels) != len(points):
        raise ValueError(
            f"{len(points)} points, but {len(labels)} label{'s' * (len(labels) != 1)}: one for each point is needed"
        )
    return Data(name, tuple(to_point(x, i, points[0]) for i, x in enumerate(points)), tuple(to_labels(labels)))


def to_point(x: Any, i: int, first: Any) -> tuple[float, ...]:
    """A point as a tuple of numbers, as many as the first one has."""
    row, count = (plain(x) if is_row(x) else [x]), (len(plain(first)) if is_row(first) else 1)
    if len(row) != count:
        raise ValueError(f"point {i} has {len(row)} numbers, and point 0 has {count}: every point needs as many")
    return tuple(number(c, f"point {i}") for c in row)


def to_labels(labels: list[Any]) -> list[Any]:
    """Labels as plain numbers: a column's are its numbers, one-hot rows are classes."""
    rows = [y for y in labels if is_row(y)]
    if not rows:
        return labels
    widths = {len(y) for y in rows}
    if len(rows) < len(labels) or len(widths) > 1:
        raise ValueError(
            f"some labels are rows of numbers and some are not: label {labels.index(rows[0])} is {rows[0]}"
        )
    if widths == {1}:
        return [y[0] for y in rows]
    for i, y in enumerate(rows):
        if sorted(y) != [*[0] * (len(y) - 1), 1]:
            raise ValueError(
                f"label {i} is {short(y)}: a row of labels is a class, with a single 1 among zeros (one-hot). "
                "For several numbers to come near to, write the loss as a function of the outputs and the label, "
                "and let the label be the number of the row"
            )
    return [y.index(1) for y in rows]
