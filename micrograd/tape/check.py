"""Gradients against measurements: every one against the slope of the root, taken by finite differences.

Offers `check_gradients` and the record `Slope`.
"""

from dataclasses import dataclass
from math import isfinite

from ..engine import Value, topological
from .differences import ROUNDING, Rerun
from .replay import same

STEP = 2.0**-17  # h, relative to the value: near the cube root of a float's precision, best for differences
TOLERANCE = 1e-5  # relative, or absolute below 1


@dataclass(frozen=True)
class Slope:
    """One value's gradient, and the slopes measured to the left, to the right, and across it.

    kink: left and right differ, and do so however small the nudge, as for relu at 0; then any gradient between the two
    is right. ok: the gradient agrees with the measurement; None if that gave no number, as at the edge of log.
    """

    node: int  # the value's place in topological order, as on a tape
    gradient: float
    central: float  # from both sides: (f(x + h) - f(x - h)) / 2h
    left: float
    right: float
    kink: bool
    ok: bool | None


def check_gradients(root: Value, h: float = STEP) -> list[Slope]:
    """A Slope for every value behind `root`, in topological order; data and gradients are left as they were.

    h   how large the nudge is, relative to the value where that is above 1

    ValueError, naming the op, if a value was made by a function that cannot be found and so not be run again.
    """
    order = topological(root)
    graph = Rerun(order)
    for v, again in graph.makers.items():
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
        return [measured(i, graph, h) for i in range(len(order))]
    finally:
        for v, data, grad in kept:
            v.data, v.grad = data, grad


def measured(i: int, graph: Rerun, h: float) -> Slope:
    gradient, sides = float(graph.order[i].grad), graph.sides(i, h)
    here, v = float(graph.order[-1].data), float(graph.order[i].data)
    h *= max(1.0, abs(v)) if isfinite(v) else 1.0
    central = sides.central
    scale = max(1.0, abs(gradient), abs(central)) if isfinite(central) else 1.0
    left_to_right = sorted((sides.left, sides.right))
    low, high = left_to_right if sides.kink else (central, central)
    slack = TOLERANCE * scale + ROUNDING * abs(here) / h + (0.0 if sides.kink else 1e-3 * abs(sides.right - sides.left))
    measured_at_all = isfinite(low) and isfinite(high) and isfinite(gradient)
    ok = low - slack <= gradient <= high + slack if measured_at_all else None
    return Slope(i, gradient, central, sides.left, sides.right, sides.kink, ok)
