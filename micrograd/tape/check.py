"""Gradients against measurements: nudge a value by h, run what comes after it again, and see what the root does.

Offers `check_gradients` and the record `Slope`.
"""

from dataclasses import dataclass
from math import isfinite

from ..engine import topological
from .replay import maker, same

STEP = 2.0**-17  # h, relative to the value: near the cube root of a float's precision, best for differences
TOLERANCE = 1e-5  # relative, or absolute below 1
ROUNDING = 2.0**-50  # of the root's data, to which a difference of two of them cannot be exact


@dataclass(frozen=True)
class Slope:
    """One value's gradient, and the slopes measured to the left, to the right, and across it.

    kink: left and right differ, and do so however small the nudge, as for relu at 0; then any gradient between the two
    is right. ok: the gradient agrees with the measurement; None if that gave no number, as at the edge of log.
    """

    node: int  # the value's place in topological order, as on a tape
    gradient: float
    central: float
    left: float
    right: float
    kink: bool
    ok: bool | None


def check_gradients(root, h=STEP):
    """A Slope for every value behind `root`, in topological order; data and gradients are left as they were.

    ValueError, naming the op, if a value was made by a function that cannot be found and so not be run again.
    """
    order = topological(root)
    makers = {v: maker(v) for v in order if v._prev}
    for v, again in makers.items():
        if again is None or not same(again().data, v.data):
            raise ValueError(
                f"the op {v._op!r} cannot be run again: "
                + ("its function was not found" if again is None else "it gives another number now")
            )
    kept = [(v, v.data, v.grad) for v in order]
    try:
        for v in order:
            v.grad = 0.0
        root.backward()
        return [measured(i, order, makers, h) for i in range(len(order))]
    finally:
        for v, data, grad in kept:
            v.data, v.grad = data, grad


def measured(i, order, makers, h):
    v, root = order[i], order[-1]
    after = downstream(i, order)
    start = [(u, u.data) for u in (v, *after)]

    def nudged(by):
        """The root's data with v's moved by `by`; nan where an op cannot be computed there."""
        try:
            v.data = start[0][1] + by
            for u in after:
                u.data = makers[u]().data
            return float(root.data)
        except (ArithmeticError, ValueError):
            return float("nan")
        finally:
            for u, data in start:
                u.data = data

    def sides(h):
        return (here - nudged(-h)) / h, (nudged(h) - here) / h

    here, gradient = float(root.data), float(v.grad)
    h *= max(1.0, abs(v.data)) if isfinite(v.data) else 1.0
    left, right = sides(h)
    central = (left + right) / 2
    scale = max(1.0, abs(gradient), abs(central)) if isfinite(central) else 1.0
    gap = abs(right - left)
    kink = gap > 1e-3 * scale + ROUNDING * abs(here) / h and gap_stays(gap, sides(h / 2))
    low, high = (min(left, right), max(left, right)) if kink else (central, central)
    slack = TOLERANCE * scale + ROUNDING * abs(here) / h + (0.0 if kink else 1e-3 * gap)
    measured_at_all = isfinite(low) and isfinite(high) and isfinite(gradient)
    ok = low - slack <= gradient <= high + slack if measured_at_all else None
    return Slope(i, gradient, central, left, right, kink, ok)


def gap_stays(gap, sides):
    """Whether the two slopes stay apart at half the distance; where the function is smooth, the gap halves."""
    return abs(sides[1] - sides[0]) > 0.75 * gap


def downstream(i, order):
    """The values that come after order[i] and depend on it, in order."""
    touched, after = {order[i]}, []
    for v in order[i + 1 :]:
        if any(o in touched for o in v._prev):
            touched.add(v)
            after.append(v)
    return after
