"""Gradients against measurements: every one against the slope of the root, taken by finite differences.

    check_gradients(L)
    # all 3 gradients agree with the slopes
    #          gradient   measured
    # a             1.5        1.5   agrees
    # b              -2         -2   agrees

Offers `check_gradients`, its answer `Slopes`, and the record `Slope`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from ..engine import Value, topological
from .differences import ROUNDING, Rerun
from .names import unique_names
from .replay import same

STEP = 2.0**-17  # h, relative to the value: near the cube root of a float's precision, best for differences
MOST = 30  # lines of the table
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
    name: str = ""  # its label, or the op written out
    leaf: bool = False  # is it one that no op made?

    @property
    def verdict(self) -> str:
        """'agrees', 'differs' or 'cannot be measured', with what was measured where that is not one number."""
        word = {True: "agrees", False: "differs", None: "cannot be measured"}[self.ok]
        return (
            f"{word} (a kink: {self.left + 0.0:.6g} to the left, {self.right + 0.0:.6g} to the right)"
            if self.kink
            else word
        )


class Slopes(tuple[Slope, ...]):
    """A Slope for every value of a graph, in topological order. It is true if every gradient agrees.

    iterable    the slopes, of which it is a tuple

    It prints as a table of the leaves, and of whatever does not agree.
    """

    def __bool__(self) -> bool:
        return all(slope.ok for slope in self)

    @property
    def verdict(self) -> str:
        """In one sentence, whether all agree."""
        wrong = [s.name for s in self if s.ok is False]
        unknown = [s.name for s in self if s.ok is None]
        if wrong:
            return f"{len(wrong)} of {len(self)} gradients differ from the slopes: {shortened(wrong)}"
        if unknown:
            return f"{len(unknown)} of {len(self)} gradients could not be measured: {shortened(unknown)}"
        return f"all {len(self)} gradients agree with the slopes" if len(self) > 1 else "the gradient agrees"

    def __repr__(self) -> str:
        told = [s for s in self if not s.ok] + [s for s in self if s.ok and s.leaf]
        rows = [(s.name, f"{s.gradient:.6g}", f"{s.central:.6g}", s.verdict) for s in told[:MOST]]
        wide = max([len(name) for name, *_ in rows], default=0)
        lines = [f"{name:{wide}}  {gradient:>12}  {slope:>12}   {word}" for name, gradient, slope, word in rows]
        more = [f"... and {len(told) - MOST} more"] * (len(told) > MOST)
        return "\n".join([self.verdict, f"{'':{wide}}  {'gradient':>12}  {'measured':>12}", *lines, *more])


def shortened(names: list[str]) -> str:
    return ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")


def check_gradients(root: Value, h: float = STEP, names: Mapping[str, object] | None = None) -> Slopes:
    """A Slope for every value behind `root`, in topological order; data and gradients are left as they were.

    h       how large the nudge is, relative to the value where that is above 1
    names   {name: object}, such as globals(), for values that have no label

    ValueError, naming the op, if a value was made by a function that cannot be found and so not be run again.
    TypeError for anything but a Value.
    """
    if not isinstance(root, Value):
        raise TypeError(f"check_gradients needs a Value, such as a loss, and not {type(root).__name__}")
    order = topological(root)
    graph = Rerun(order)
    for v, again in graph.makers.items():
        if again is None or not same(again().data, v.data):
            raise ValueError(
                f"the op {v._op!r} cannot be run again: "
                + (
                    "its function was not found"
                    if again is None
                    else "called with its operands, it gives another number"
                )
                + ". Was a number changed since? Else write the op as a function that takes its operands, and nothing "
                "else, and returns its result"
            )
    kept = [(v, v.data, v.grad) for v in order]
    try:
        for v in order:
            v.grad = 0.0
        root.backward()
        called = unique_names(order, names or {})
        return Slopes(measured(i, graph, h, called[v]) for i, v in enumerate(order))
    finally:
        for v, data, grad in kept:
            v.data, v.grad = data, grad


def measured(i: int, graph: Rerun, h: float, name: str = "") -> Slope:
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
    return Slope(i, gradient, central, sides.left, sides.right, sides.kink, ok, name, not graph.order[i]._prev)
