"""What there is to ask of a model for a picture: which kind of picture, of which samples, in which window.

One input and one output make a curve; two inputs make a map: with one output its sign is the class, or, where labels
are numbers to come near to, its height; with several outputs the largest one is the class. Nothing else has a picture
of this kind: NoPicture says what it needs, and what to use instead.

Offers `survey`, which gives a `Survey`; `NoPicture`, `as_numbers`, and the parts that samples alone need.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .labels import Labels, read_labels
from .response import LARGEST, MOST_CLASSES, USUAL, drawable, span

Points = Sequence[Sequence[float]]
Ask = Callable[[Points], Sequence[Sequence[float]]]  # for each output, what is said at each of the points

FEW = 10  # whole numbers as labels, and no more kinds of them than this: they are meant as classes
FILLED = 1 / 3  # how much of the usual plane samples have to fill in both directions to be shown in it
INSTEAD = (
    "draw.loss(history) shows how any model learns, draw.network(model, x) what its neurons say of one sample, "
    "draw.graph(model(x)) every value of it"
)


class NoPicture(ValueError):
    """What a model says has no picture: why, and what to use instead."""


@dataclass(frozen=True)
class Numbers:
    """A data set whose labels are numbers to come near to, even where they look like classes."""

    name: str
    points: Any
    labels: Any
    regression: bool = True

    def __len__(self) -> int:
        return len(self.points)


def as_numbers(data: Any) -> Numbers:
    """The data set with labels that are numbers to come near to."""
    return Numbers(str(getattr(data, "name", "data")), data.points, data.labels)


@dataclass(frozen=True)
class Survey:
    """What is to be asked: the kind of the picture, the samples that are in it, and the window."""

    kind: str
    outputs: int
    points: list[tuple[float, ...]]
    labels: Labels | None
    rows: list[int]
    window: tuple[float, ...]
    title: str


def survey(data: Any, ask: Ask, inputs: int | None = None) -> Survey:
    """What to ask a model, which is asked about one sample alone.

    inputs: how many it has, where there are no data to tell
    NoPicture, with a sentence, where there is no such picture; ValueError for labels that fit no model of its kind.
    """
    points = points_of(data) if data is not None else []
    if data is not None:
        read_labels(data.labels, len(points), regression=True)  # as many as there are points
    inputs = len(points[0]) if points else inputs or 2
    outputs = len(ask(points[:1] or [(0.0,) * inputs])) if inputs in (1, 2) else 1
    check_shape(inputs, outputs)
    labels = labels_of(data, outputs, inputs) if data is not None else None
    rows = kept_rows(points, labels)
    window = window_of([points[i] for i in rows], inputs)
    return Survey(kind_of(inputs, outputs, labels), outputs, points, labels, rows, window, title_of(data))


def check_shape(inputs: int, outputs: int, what: str = "draw.boundary") -> None:
    """NoPicture, with what it needs, for numbers of inputs and outputs that have none."""
    if inputs not in (1, 2):
        raise NoPicture(
            f"{what} needs samples with two inputs, for a map, or one, for a curve; these have {inputs}. {INSTEAD}"
        )
    if inputs == 1 and outputs != 1:
        raise NoPicture(f"over one input {what} draws the curve of one output, and this model has {outputs}. {INSTEAD}")
    if outputs > MOST_CLASSES:
        raise NoPicture(f"{what} has marks for {MOST_CLASSES} classes, and this model has {outputs} outputs. {INSTEAD}")


def labels_of(data: Any, outputs: int | None, inputs: int) -> Labels:
    """The labels of a data set for a model with so many outputs; None: for as many as it has classes.

    ValueError for whole numbers that look like classes, and are none that this model could have.
    """
    given, count = list(data.labels), len(data.points)
    numbers = read_labels(given, count, regression=True)
    if inputs == 1 or getattr(data, "regression", False):
        return numbers
    kinds = set(numbers.targets)
    if outputs is None:
        outputs = len(kinds) if kinds == set(range(len(kinds))) and len(kinds) > 2 else 1
    if outputs > 1:
        return read_labels(given, count, outputs)
    try:
        return read_labels(given, count)
    except ValueError:
        if len(kinds) <= FEW and all(x == x and abs(x) < LARGEST and x == int(x) for x in kinds):
            raise
    return numbers


def kind_of(inputs: int, outputs: int, labels: Labels | None) -> str:
    if inputs == 1:
        return "curve"
    if outputs > 1:
        return "classes"
    return "height" if labels and labels.kind == "regression" else "score"


def points_of(data: Any) -> list[tuple[float, ...]]:
    """The samples' inputs; ValueError if they have not all as many."""
    points = [tuple(float(x) for x in p) if hasattr(p, "__len__") else (float(p),) for p in data.points]
    sizes = sorted({len(p) for p in points})
    if len(sizes) > 1:
        raise ValueError(f"some samples have {sizes[0]} inputs and others {sizes[-1]}: all need as many")
    return points


def kept_rows(points: Points, labels: Labels | None) -> list[int]:
    """The rows whose numbers all have a place on an axis."""
    heights = labels.targets if labels and labels.kind == "regression" else (0.0,) * len(points)
    return [i for i, p in enumerate(points) if all(map(drawable, (*p, heights[i])))]


def window_of(points: Points, inputs: int) -> tuple[float, ...]:
    """The range of inputs that is shown: the usual plane, where the samples fill it well, or else what they take up."""
    if inputs == 1:
        return span([p[0] for p in points])
    sides = [[p[0] for p in points], [p[1] for p in points]]
    if not points or all(
        max(map(abs, side)) <= USUAL and max(side) - min(side) >= FILLED * 2 * USUAL for side in sides
    ):
        return (-USUAL, USUAL, -USUAL, USUAL)
    return (*span(sides[0], 0.1), *span(sides[1], 0.1))


def title_of(data: Any) -> str:
    return str(getattr(data, "name", "") or "") if data is not None else ""
