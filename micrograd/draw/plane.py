"""The plane that data lives in: points as marks, and the grid on which a boundary is computed.

Offers `SPAN` (half the side of the square that is shown), `grid`, `points`, `crosshair`, `ring`, and
`thumbnail`: the points, small.
"""

from collections.abc import Iterable

from ..data import Data
from ..response import USUAL
from .svg import Markup, tag

SPAN = USUAL


def grid(n: int, rows: Iterable[int] | None = None, span: float = SPAN) -> list[tuple[float, float]]:
    """The centers of n * n cells of the square [-span, span]², row by row from the top left; `rows`: only these."""
    middle = [(2 * i + 1) / n - 1 for i in range(n)]
    return [(span * middle[j], -span * middle[i]) for i in (range(n) if rows is None else rows) for j in range(n)]


def points(data: Data, span: float = SPAN, side: float = 400.0) -> Markup:
    """The samples of a data set: class +1 as discs, class -1 as diamonds, so that color is not the only cue."""
    scale = side / (2 * span)
    marks = []
    for i, ((x, y), label) in enumerate(zip(data.points, data.labels)):
        px, py = side / 2 + x * scale, side / 2 - y * scale
        if label > 0:
            marks.append(tag("circle", cx=px, cy=py, r=4.4, class_="sample positive", id=f"sample-{i}"))
        else:
            d = f"M{px:.1f} {py - 5.6:.1f}l5.6 5.6l-5.6 5.6l-5.6 -5.6z"
            marks.append(tag("path", d=d, class_="sample negative", id=f"sample-{i}"))
    plus = sum(1 for label in data.labels if label > 0)
    said = f"{len(data)} points of {data.name}: {plus} discs of class +1 and {len(data) - plus} diamonds of class −1"
    return tag(
        "svg",
        *marks,
        viewBox=f"0 0 {side:.0f} {side:.0f}",
        class_="samples",
        role="img",
        aria_label=said,
        xmlns="http://www.w3.org/2000/svg",
    )


def thumbnail(data: Data, span: float = SPAN, side: float = 64.0) -> Markup:
    """The samples of a data set as a small picture, without words: a path of discs, and one of diamonds."""
    scale = side / (2 * span)
    places = [(side / 2 + x * scale, side / 2 - y * scale, label) for (x, y), label in zip(data.points, data.labels)]
    # A disc is a line of no length, with round ends.
    discs = "".join(f"M{x:.1f} {y:.1f}h0" for x, y, label in places if label > 0)
    diamonds = "".join(f"M{x:.1f} {y - 2.2:.1f}l2.2 2.2l-2.2 2.2l-2.2 -2.2z" for x, y, label in places if label < 0)
    return tag(
        "svg",
        tag("path", d=discs or None, class_="dots positive"),
        tag("path", d=diamonds or None, class_="dots negative"),
        viewBox=f"0 0 {side:.0f} {side:.0f}",
        class_="thumbnail",
        aria_hidden="true",
        xmlns="http://www.w3.org/2000/svg",
    )


def crosshair(x: float, y: float, span: float = SPAN, side: float = 400.0) -> Markup:
    """Two lines through a place of the plane, and a ring around it, over the picture of `points`."""
    px, py = side / 2 + x * side / (2 * span), side / 2 - y * side / (2 * span)
    return tag(
        "svg",
        tag(
            "path",
            d=f"M{px:.1f} 0V{py - 10:.1f}M{px:.1f} {py + 10:.1f}V{side:.0f}"
            f"M0 {py:.1f}H{px - 10:.1f}M{px + 10:.1f} {py:.1f}H{side:.0f}",
        ),
        tag("circle", cx=px, cy=py, r=10.0),
        viewBox=f"0 0 {side:.0f} {side:.0f}",
        class_="crosshair",
        aria_hidden="true",
        xmlns="http://www.w3.org/2000/svg",
    )


def ring(x: float, y: float, span: float = SPAN, side: float = 400.0) -> Markup:
    """A ring around a place of the plane, over the picture of `points`."""
    middle = tag("circle", cx=side / 2 + x * side / (2 * span), cy=side / 2 - y * side / (2 * span), r=11.0)
    return tag(
        "svg",
        middle,
        viewBox=f"0 0 {side:.0f} {side:.0f}",
        class_="crosshair ring",
        aria_hidden="true",
        xmlns="http://www.w3.org/2000/svg",
    )
