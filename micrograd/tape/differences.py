"""Finite differences: move one value of a graph by a little, run what comes after it again, and see what changes.

    graph = Rerun(order)            # values in topological order, the root last
    graph.moved(i, 0.1)             # {place: data} of value i and of all that depend on it
    graph.sides(i, 1e-6)            # the slopes of the root to the left and to the right, and whether there is a kink

Offers `Rerun`, `Sides` and `downstream`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from ..engine import Value
from .replay import Maker, maker

ROUNDING = 2.0**-50  # of the root's data, to which a difference of two of them cannot be exact


@dataclass(frozen=True)
class Sides:
    """How steep the root is by one value: to the left, to the right, and across.

    kink: left and right differ, and do so however small the step, as for relu at 0. Both are nan where there is no
    slope to measure: one step leads out of an op's domain, or across a pole, as that of 1/x.
    """

    left: float
    right: float
    kink: bool

    @property
    def central(self) -> float:
        return (self.left + self.right) / 2


class Rerun:
    """A graph whose ops can be run again. order: its values, operands before results, the root last."""

    def __init__(self, order: Sequence[Value]) -> None:
        self.order = tuple(order)
        self.places = {v: i for i, v in enumerate(self.order)}
        self.makers: dict[Value, Maker | None] = {v: maker(v) for v in self.order if v._prev}

    def moved(self, i: int, by: float) -> dict[int, float]:
        """{place: data} of value i, moved by `by`, and of all that depend on it; nan for all where an op has no result
        there. The values themselves stay as they were.
        """
        touched = [self.order[i], *downstream(i, self.order)]
        before = [(v, v.data) for v in touched]
        try:
            touched[0].data += by
            for v in touched[1:]:
                v.data = self.made(v)
            return {self.places[v]: float(v.data) for v in touched}
        except (ArithmeticError, ValueError):
            return {self.places[v]: nan for v in touched}
        finally:
            for v, data in before:
                v.data = data

    def made(self, v: Value) -> float:
        """What the op that made v gives now."""
        again = self.makers[v]
        if again is None:
            raise ValueError(f"the op {v._op!r} cannot be run again: its function was not found")
        data: float = again().data
        return data

    def slope(self, i: int, h: float) -> float:
        """How much the root moves with value i, over the step h, which may be negative."""
        return (self.moved(i, h)[len(self.order) - 1] - float(self.order[-1].data)) / h

    def sides(self, i: int, h: float) -> Sides:
        """The Sides at value i, over steps of h, relative to the value where that is above 1."""
        data = float(self.order[i].data)
        h *= max(1.0, abs(data)) if isfinite(data) else 1.0
        left, right = self.slope(i, -h), self.slope(i, h)
        gap = abs(right - left)
        slack = 1e-3 * max(1.0, abs(left), abs(right)) + ROUNDING * abs(float(self.order[-1].data)) / h
        if not gap > slack:
            return Sides(left, right, False)
        # At half the distance, the gap halves where the function is smooth, stays at a kink, and doubles at a pole.
        nearer = abs(self.slope(i, h / 2) - self.slope(i, -h / 2))
        return Sides(nan, nan, False) if nearer > 1.75 * gap else Sides(left, right, nearer > 0.75 * gap)


def downstream(i: int, order: Sequence[Value]) -> list[Value]:
    """The values that come after order[i] and depend on it, in order."""
    touched, after = {order[i]}, []
    for v in order[i + 1 :]:
        if any(o in touched for o in v._prev):
            touched.add(v)
            after.append(v)
    return after
