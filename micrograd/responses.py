"""What a model says over the range of its inputs, asked of the model itself: for the pictures of it.

    respond(model, data)            a Response (response.py): a curve, or a map with a sign, classes or heights
    respond(None, data)             the samples alone

Offers `respond`, `answer` (of a Survey, surveys.py), `why_not`.
"""

from collections.abc import Sequence
from math import isnan, nan
from typing import Any

from .chance import draws_kept
from .labels import Labels
from .models import check_model, count_inputs, is_standard
from .response import Response
from .surveys import Ask, Points, Survey, check_shape, kept_rows, labels_of, points_of, survey, title_of, window_of
from .training.outputs import is_right, scores

SIDES = {"curve": (240, 120), "map": (80, 40)}  # places along an axis: of a standard model, and of one that is called


def respond(model: Any, data: Any = None) -> Response:
    """What the model says, as it is now, over the range of the data's inputs; None as model: the samples alone.

    Errors: as of survey.
    """
    if model is None:
        return samples_alone(data)
    check_model(model)
    with draws_kept(model):
        wanted = survey(data, lambda points: scores(model, points), count_inputs(model))
        side = SIDES["curve" if wanted.kind == "curve" else "map"][not is_standard(model)]
        return answer(wanted, lambda points: scores(model, points), side)


def answer(wanted: Survey, ask: Ask, side: int) -> Response:
    """What is said at `side` places along each axis, and of the samples."""
    found, classes = field(ask(places(wanted.window, side)), wanted.kind)
    has_classes = wanted.labels and wanted.kind in ("score", "classes")
    accuracy = accuracy_of(ask, wanted.points, wanted.labels) if has_classes and wanted.labels else nan
    return response(wanted, side, found, classes, accuracy)


def samples_alone(data: Any) -> Response:
    """The Response of no model."""
    points = points_of(data)
    inputs = len(points[0]) if points else 2
    labels = labels_of(data, None, inputs)
    check_shape(inputs, 1, "draw.points")
    kind = "curve" if inputs == 1 else {"binary": "score", "classes": "classes", "regression": "height"}[labels.kind]
    rows = kept_rows(points, labels)
    window = window_of([points[i] for i in rows], inputs)
    return response(Survey(kind, 0, points, labels, rows, window, title_of(data)), 0, (), (), nan)


def response(of: Survey, side: int, found: tuple[float, ...], classes: tuple[int, ...], accuracy: float) -> Response:
    xs = tuple(of.points[i][0] for i in of.rows)
    ys = tuple(of.points[i][1] for i in of.rows) if of.kind != "curve" else ()
    labels, names = shown_labels(of.labels, of.rows, of.kind), names_of(of.labels, of.kind, of.outputs)
    lost = len(of.points) - len(of.rows)
    return Response(of.kind, of.window, side, found, classes, xs, ys, labels, names, accuracy, of.title, lost)


def why_not(model: Any, data: Any) -> str:
    """Why there is no picture of what this model says of these data; '' if there is one."""
    check_model(model)
    try:
        with draws_kept(model):
            survey(data, lambda points: scores(model, points), count_inputs(model))
    except ValueError as why:
        return str(why)
    return ""


def names_of(labels: Labels | None, kind: str, outputs: int) -> tuple[str, ...]:
    if kind == "score":
        low = labels.names[0] if labels and labels.names else -1.0
        return ("−1", "+1") if low < 0 else ("0", "1")
    if kind == "classes":
        return tuple(str(k) for k in range(outputs or len(labels.names if labels else ())))
    return ()


def shown_labels(labels: Labels | None, rows: Sequence[int], kind: str) -> tuple[float, ...]:
    if labels is None:
        return ()
    found = labels.classes if kind in ("score", "classes") else labels.targets
    return tuple(float(found[i]) for i in rows)


def places(window: tuple[float, ...], side: int) -> list[tuple[float, ...]]:
    """Where the model is asked: from end to end of a curve; in the middle of each cell of a map, row by row from the
    top left."""
    if len(window) == 2:
        left, right = window
        return [(left + (right - left) * (i / max(side - 1, 1)),) for i in range(side)]
    left, right, bottom, top = window
    xs = [left + (right - left) * ((i + 0.5) / side) for i in range(side)]
    ys = [top - (top - bottom) * ((i + 0.5) / side) for i in range(side)]
    return [(x, y) for y in ys for x in xs]


def field(said: Sequence[Sequence[float]], kind: str) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """(scores, classes) of a Response."""
    if kind != "classes":
        return tuple(map(float, said[0])), ()
    pairs = [best(row) for row in zip(*said, strict=True)]
    return tuple(ahead for _, ahead in pairs), tuple(kind for kind, _ in pairs)


def best(row: Sequence[float]) -> tuple[int, float]:
    """(the class whose output is the largest, by how much it is ahead); (-1, 0) where an output is nan."""
    if any(map(isnan, row)):
        return -1, 0.0
    first = max(range(len(row)), key=row.__getitem__)
    ahead = row[first] - max(x for k, x in enumerate(row) if k != first)
    return first, 0.0 if isnan(ahead) else ahead


def accuracy_of(ask: Ask, points: Points, labels: Labels) -> float:
    if not points:
        return nan
    rows = list(zip(*ask(points), strict=True))
    return sum(is_right(row, labels, i) for i, row in enumerate(rows)) / len(rows)
