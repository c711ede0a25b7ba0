"""The accuracy over the steps, as a chart. Offers `accuracy_curve`."""

from collections.abc import Sequence
from math import isfinite

from .axes import Axes
from .charts import BOTTOM, LEFT, RIGHT, TOP, WIDE, sheet_of
from .svg import Markup, tag


def accuracy_curve(shares: Sequence[tuple[int, float]], *, sheet: tuple[float, float] = WIDE) -> Markup:
    """shares: (step, accuracy from 0 to 1) pairs, in order; a pair whose accuracy is nan has no place."""
    width, height = sheet
    known = [(step, share) for step, share in shares if isfinite(share)]
    last = max([20, *(step for step, _ in shares)])
    axes = Axes.around(
        (0, last), (0.0, 1.0), left=LEFT, top=TOP, width=width - LEFT - RIGHT, height=height - TOP - BOTTOM
    )
    places = [axes.place(*pair) for pair in known]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) if places else None
    said = f"Accuracy: from {known[0][1]:.0%} to {known[-1][1]:.0%}" if known else "No accuracy"
    parts = (
        axes.frame("step", grid=True),
        tag("text", "accuracy", class_="axis", x=LEFT + 8, y=TOP + 10, aria_hidden="true"),
        tag("path", d=line, class_="curve", id="accuracy-curve"),
        tag("circle", cx=places[-1][0], cy=places[-1][1], r=4.5, class_="point") if places else None,
    )
    return sheet_of(parts, (width, height), said, "accuracy")
