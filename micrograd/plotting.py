"""Pictures with axes for a notebook: what a model says, a data set, and how training went.

These are the names that micrograd.draw offers, as those in notebook.py are.

Offers `boundary`, `points`, `loss`, `accuracy`.
"""

from collections.abc import Mapping
from math import isnan
from typing import Any

from . import responses, surveys
from .convert import as_data
from .draw import charts, plots
from .draw.drawing import Drawing, ground
from .draw.shares import accuracy_curve
from .number_like import NumberLike, plain_number
from .scalar import number, short
from .training.history import History


def boundary(
    model: Any,
    data: Any = None,
    *,
    regression: bool = False,
    theme: str = "auto",
    width: float | None = None,
    side: int = 420,
) -> Drawing:
    """What a model says over the range of its inputs, and the samples of a data set on it.

    model       anything that is called with one or two numbers, and has parameters()
    data        a Data, a pair (X, y), or pairs of an input and its label
    regression  the labels are numbers to come near to, even where they look like classes
    side        how wide the frame is drawn, in CSS pixels

    Two inputs and one output: teal where the score is positive, orange where it is negative; class +1 as discs, class
    -1 as diamonds. Two inputs and an output for each class: the class whose output is the largest, each with a color
    and a mark of its own. Two inputs and labels that are numbers to come near to: heights, with their scale. One input
    and one output: the curve. NoPicture, a ValueError that says what to use instead, for any other model.
    """
    if data is not None:
        data = in_points(data)
    if regression and data is not None:
        data = surveys.as_numbers(data)
    found = responses.respond(model, data)
    return Drawing(plots.plot(found, theme=ground(theme), side=float(side)), theme, width)


def points(
    data: Any, *, regression: bool = False, theme: str = "auto", width: float | None = None, side: int = 420
) -> Drawing:
    """The samples of a data set, each class with a mark of its own: two as discs (+1) and diamonds (-1).

    Labels that are numbers to come near to (with `regression`, any labels are) color the samples; over one input they
    are drawn as heights.
    """
    data = in_points(data)
    if regression:
        data = surveys.as_numbers(data)
    found = responses.respond(None, data)
    return Drawing(plots.plot(found, theme=ground(theme), side=float(side)), theme, width)


def in_points(data: Any) -> Any:
    """The data set with points and labels, in whichever form it is given."""
    return data if hasattr(data, "points") else as_data(data)


def numbered(history: Any, what: str) -> list[tuple[int, float]]:
    """(step, number) of a list of numbers; TypeError, with what would be right, for anything else."""
    if isinstance(history, (str, Mapping)) or not hasattr(history, "__iter__"):
        raise TypeError(f"draw.{what} needs a list of numbers, one for each step, or a Trainer, not {short(history)}")
    for k, x in enumerate(found := list(history)):
        if not isinstance(x, NumberLike):
            number(x, f"draw.{what}, at step {k},")
    return [(k, plain_number(x)) for k, x in enumerate(found)]


def loss(history: Any, *, theme: str = "auto", width: float | None = None) -> Drawing:
    """The loss over the steps.

    history     numbers, Values, a Trainer, or its history; ValueError if there are none
    """
    history = getattr(history, "history", history)
    losses = [x for _, x in numbered(history.losses if isinstance(history, History) else history, "loss")]
    if not losses:
        raise ValueError("there is no loss to draw yet: the history is empty")
    return Drawing(charts.loss_curve(losses, at=len(losses) - 1), theme, width)


def accuracy(history: Any, *, theme: str = "auto", width: float | None = None) -> Drawing:
    """The accuracy over the steps.

    history     a Trainer, its history (of the steps it keeps), or shares from 0 to 1; ValueError for other numbers, and
                where there is no accuracy
    """
    history = getattr(history, "history", history)
    if isinstance(history, History):
        shares = [(checkpoint.step, checkpoint.accuracy) for checkpoint in history.kept]
    else:
        shares = numbered(history, "accuracy")
    for step, share in shares:
        if not (isnan(share) or 0.0 <= share <= 1.0):
            raise ValueError(f"the accuracy at step {step} is {share:g}: it is a share, from 0 to 1")
    if all(isnan(share) for _, share in shares):
        why = "labels are numbers to come near to; draw.loss shows how they do" if shares else "the history is empty"
        raise ValueError(f"there is no accuracy to draw: {why}")
    return Drawing(accuracy_curve(shares), theme, width)
