"""Is there anything to train? What a step could not change would stay as it is without a word.

    check_trainable(model, loss, data)      # nothing, or an error that says what is missing

Offers `check_trainable`.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from ..chance import draws_kept
from ..data import Data
from ..engine import Value, release, topological
from ..labels import labels_for
from ..losses import OWN, Loss, check_cost
from ..models import answers, count_outputs, keeps_values, parameters_of


def check_trainable(model: Any, loss: Loss, data: Data) -> None:
    """ValueError or TypeError, with what would be right, where training could change nothing.

    That is: there are no parameters; they are other Values each time; the graph behind the loss has none of them.
    """
    name, parameters = type(model).__name__, parameters_of(model)
    if not parameters:
        raise ValueError(
            f"parameters() of {name} gives none, so that there is nothing to train: "
            "write a parameters() that lists the Values to be changed"
        )
    with draws_kept(model, loss):
        reached = any(not {*parameters}.isdisjoint(graph) for graph in graphs(model, loss, data))
    if {*parameters} != {*parameters_of(model)}:
        raise ValueError(
            f"parameters() of {name} gives other Values after the model was called, and a step would change what is "
            "not used again: make the Values once, in __init__, and list these"
        )
    if not reached:
        raise TypeError(
            f"none of the parameters of {name} is in the graph behind the loss, so that there is nothing to train. "
            "Was a Value turned into a number on the way? Write v, and not v.data or Value(v.data)"
        )


def graphs(model: Any, loss: Loss, data: Data) -> Iterator[list[Value]]:
    """The graph behind each sample's loss, one after another."""
    labels = labels_for(loss, data.labels, len(data.points), count_outputs(model, data.points))
    for i, target in enumerate(labels.targets):
        if loss in OWN and not isfinite(target):  # a loss of somebody's own may know what it means
            raise ValueError(f"label {i} is {target}: a model cannot come near to that. Leave the sample out")
    free = not keeps_values(model, data.points[0])
    for x, target in zip(data.points, labels.targets, strict=True):
        said = answers(model, x)
        cost = check_cost(loss(said[0] if len(said) == 1 else said, target), loss)
        yield topological(cost)
        if free:
            release(cost)
