"""What labels a data set has, read once and for all: for training, for accuracy, for pictures.

    read_labels([0, 1, 1])            binary:  signs (-1, 1, 1), classes (0, 1, 1)
    read_labels([-1, 1, 1])           binary:  the same
    read_labels([0, 2, 1], outputs=3) classes: classes (0, 2, 1)
    read_labels([0.3, 1.7])           regression: targets (0.3, 1.7)

A model with one output and two labels has them as -1 and +1, whatever they were called: hinge and logistic loss and the
sign of the score speak of these. A model with k outputs has classes 0 ... k-1. Anything else is refused, with words.

A loss function that somebody wrote is handed the labels as they were given: it alone knows what it makes of them.

Offers `Labels`, `read_labels`, `labels_for`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from numbers import Real
from typing import Any, Literal

from .losses import OWN, Loss, cross_entropy, squared_error

Kind = Literal["binary", "classes", "regression"]


@dataclass(frozen=True)
class Labels:
    """kind: 'binary', 'classes' or 'regression'.

    targets     what a loss is handed, one for each sample: -1.0 or 1.0, a class from 0 to outputs - 1, or a number
                (a class is an int: a loss may look its score up)
    classes     the class of each sample, from 0 on; () for a regression
    names       the labels as they were given, in the order of their classes
    """

    kind: Kind
    targets: tuple[float, ...]
    classes: tuple[int, ...] = ()
    names: tuple[float, ...] = ()

    def __repr__(self) -> str:
        names = f", called {listed(list(self.names))}" if self.names else ""
        return f"Labels({self.kind}, {len(self.targets)} targets{names})"


def read_labels(labels: Sequence[Any], points: int | None = None, outputs: int = 1, regression: bool = False) -> Labels:
    """The Labels of a data set for a model with so many outputs.

    points      how many samples there are: as many labels are wanted
    regression  the labels are numbers to come near to, and not names of classes
    ValueError for labels that are neither -1/+1, 0/1 nor classes 0 ... k-1, and for too many or too few.
    """
    numbers = [to_number(label, i) for i, label in enumerate(labels)]
    if points is not None and len(numbers) != points:
        raise ValueError(
            f"{points} points, but {len(numbers)} label{'s' * (len(numbers) != 1)}: one for each point is needed"
        )
    if regression:
        return Labels("regression", tuple(numbers))
    kinds = sorted(set(numbers))
    if outputs > 1:
        return read_classes(numbers, kinds, outputs)
    if set(kinds) <= {-1.0, 1.0} or set(kinds) <= {0.0, 1.0}:
        signs = tuple(1.0 if x > 0 else -1.0 for x in numbers)
        low = 0.0 if 0.0 in kinds else -1.0
        return Labels("binary", signs, tuple(int(s > 0) for s in signs), (low, 1.0))
    if all(isfinite(x) and x == int(x) and x >= 0 for x in kinds):
        raise ValueError(
            f"the labels {listed(kinds)} are classes, and the model has one output: "
            f"give it {int(kinds[-1]) + 1}, one for each class, as in MLP(2, [8, {int(kinds[-1]) + 1}])"
        )
    raise ValueError(
        f"the labels {listed(kinds)} name no classes. Two classes are -1 and +1, or 0 and 1; "
        "for numbers to come near to, use the loss 'squared error'"
    )


def labels_for(loss: Loss, labels: Sequence[Any], points: int, outputs: int = 1) -> Labels:
    """The Labels as this loss takes them. ValueError for labels, or a number of outputs, that it cannot be of."""
    if loss not in OWN:
        return own_labels(labels, points, outputs)
    if outputs > 1 and loss is not cross_entropy:
        raise ValueError(
            f"{loss.__name__} compares one score with a label, and this model has {outputs} outputs: "
            "'cross-entropy' is the loss for a class each"
        )
    kinds = {to_number(label, i) for i, label in enumerate(labels)}
    numbers = loss is squared_error and not (kinds <= {-1.0, 1.0} or kinds <= {0.0, 1.0})
    return read_labels(labels, points, outputs, regression=numbers)


def own_labels(labels: Sequence[Any], points: int, outputs: int) -> Labels:
    """For a loss of somebody's own: the targets are the labels as they are, classes only what is clearly that."""
    read_labels(labels, points, regression=True)  # they are numbers, and as many as there are points
    given = tuple(label.item() if hasattr(label, "item") else label for label in labels)
    try:
        found = read_labels(labels, points, outputs)
    except ValueError:
        return Labels("regression", given)
    return Labels(found.kind, given if outputs == 1 else found.targets, found.classes, found.names)


def read_classes(numbers: list[float], kinds: list[float], outputs: int) -> Labels:
    if outputs == 2 and -1.0 in kinds and set(kinds) <= {-1.0, 1.0}:
        numbers, kinds = [float(x > 0) for x in numbers], [0.0, 1.0]
    for i, x in enumerate(numbers):
        if not isfinite(x) or x != int(x) or not 0 <= x < outputs:
            raise ValueError(f"label {i} is {x:g}: a model with {outputs} outputs has the classes 0 to {outputs - 1}")
    classes = tuple(int(x) for x in numbers)
    return Labels("classes", classes, classes, tuple(float(k) for k in range(outputs)))


def to_number(label: Any, i: int) -> float:
    """A label as a float: numbers of any kind, NumPy's among them; TypeError, naming its place, for anything else."""
    if getattr(label, "size", None) == 1 and hasattr(label, "item"):
        label = label.item()  # a column of one number, as data sets of other libraries have them
    if isinstance(label, Real):
        return float(label)
    raise TypeError(
        f"label {i} is {type(label).__name__} {label!r:.40}: labels are numbers, -1 and +1, 0 and 1, or 0, 1, 2, ..."
    )


def listed(kinds: list[float]) -> str:
    some = ", ".join(f"{x:g}" for x in kinds[:6])
    return some + (", ..." if len(kinds) > 6 else "")
