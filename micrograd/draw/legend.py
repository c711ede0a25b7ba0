"""Below the picture of what a model says: which mark is which class, the scale of heights, what is left out.

Offers `legend`, `remarks`, `spoken` (the picture in words).
"""

from collections.abc import Iterator
from math import isfinite, isnan

from ..response import Response, drawable, span
from .axes import LETTER, Axes
from .classes import SPOKEN, mark_of_sign, marker
from .heights import height_color
from .raster import image_address
from .svg import Markup, tag

ROW = 22.0  # the height of a row
BESIDE = 16.0  # how far a row may stand out on the right


def legend(
    response: Response, numbers: list[float], theme: str, left: float, across: float, top: float
) -> Iterator[Markup]:
    """Rows below the frame that say what marks and colors mean."""
    if response.kind == "height" and numbers:
        yield bar(numbers, theme, left, across, top)
        yield tag("g")  # it is two rows high
        return
    entries: list[tuple[str, str]] = []
    if response.kind == "score":
        entries = [(f"class {name}", str(k)) for k, name in enumerate(response.names)][::-1]
    elif response.kind == "classes":
        entries = [(f"class {name}", str(k)) for k, name in enumerate(response.names)]
    elif response.kind == "curve":
        entries = [("the model", "model")] * bool(response.side) + [("samples", "point")] * bool(response.labels)
    at, row, y = left, list[Markup](), top
    for text, kind in entries:
        wide = 34.0 + LETTER * len(text)
        if row and at + wide > left + across + BESIDE:
            yield tag("g", *row)
            at, row, y = left, [], y + ROW
        row += [
            sign_of(response.kind, kind, at + 8, y),
            tag("text", text, class_="legend", x=at + 20, y=y, dy="0.35em"),
        ]
        at += wide
    if row:
        yield tag("g", *row)


def sign_of(kind: str, entry: str, x: float, y: float) -> Markup:
    if entry == "model":
        return tag("path", d=f"M{x - 8:.1f} {y:.1f}H{x + 8:.1f}", class_="model")
    if entry == "point":
        return tag("circle", cx=x, cy=y, r=3.6, class_="sample point")
    return mark_of_sign(entry == "1", x, y) if kind == "score" else marker(int(entry), x, y)


def bar(numbers: list[float], theme: str, left: float, across: float, top: float) -> Markup:
    """The scale of heights: a bar in its colors, with numbers."""
    low, high = span(numbers, room=0.0)
    axes = Axes.around((low, high), (0.0, 1.0), left=left, top=top - 8, width=across, height=12.0, about=(5, 1))
    href = image_address((height_color(i / 127) for i in range(128)), 128, 1)
    words = [tag("text", t, class_="tick", x=axes.x(at), y=top + 20, text_anchor="middle") for at, t in axes.x_ticks]
    return tag(
        "g",
        tag("image", href=href, x=left, y=top - 8, width=across, height=12.0, preserveAspectRatio="none"),
        *words,
        class_="bar",
    )


def remarks(response: Response) -> Iterator[str]:
    """What is not in the picture, in words."""
    if response.lost:
        yield f"{response.lost} sample{'s' * (response.lost > 1)} with nan or inf left out"
    odd = sum(k < 0 for k in response.classes) or sum(is_unplaced(score, response.kind) for score in response.scores)
    if odd:
        share = odd / len(response.scores)
        yield f"no finite output at {max(share, 0.01):.0%} of the places" if share < 1 else "no finite output anywhere"


def is_unplaced(score: float, kind: str) -> bool:
    """Has this score no color, or no place on the curve? (The sign of inf is as good as any.)"""
    return isnan(score) if kind in ("score", "classes") else not drawable(score)


def spoken(response: Response) -> str:
    """The picture in words."""
    what = {
        "curve": "The curve of a model over one input",
        "score": "What a model says in the plane: class " + " or ".join(response.names),
        "classes": f"What a model says in the plane: one of {len(response.names)} classes",
        "height": "What a model says in the plane, a number at each place",
    }[response.kind]
    if not response.side:
        what = "The samples of a data set"
    count = len(response.labels)
    kinds = {int(k) for k in response.labels} if response.kind == "classes" else set()
    marks = ", ".join(f"class {response.names[k]} as {SPOKEN[k % len(SPOKEN)]}" for k in sorted(kinds)[:8])
    if response.kind == "score":
        marks = f"class {response.names[1]} as discs, class {response.names[0]} as diamonds"
    right = f"; {response.accuracy:.0%} of them on the right side" if isfinite(response.accuracy) else ""
    if not count:
        return what
    return (
        f"{what}, under {count} samples{' of ' + response.title if response.title else ''}"
        + (f": {marks}" if marks else "")
        + right
    )
