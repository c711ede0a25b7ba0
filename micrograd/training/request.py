"""What somebody asks of training, in whichever words, as one value: the data, the hyperparameters, the number of steps.

    asked = read_request("train", model, (X, y), {"learning_rate": 0.1, "epochs": 20, "momentum": 0.9})
    asked.data, asked.hyperparameters, asked.steps

Offers `Request` and `read_request`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from operator import index
from typing import Any

from ..arguments import ADVICE, read_arguments
from ..convert import as_data
from ..data import Data
from ..losses import resolve_loss
from ..models import check_model, parameters_of
from ..optim import OPTIMIZERS, Optimizer, resolve_optimizer
from ..scalar import short
from .hyperparameters import Hyperparameters
from .sampling import steps_per_epoch
from .trainable import check_trainable

STEPS, LR = 100, 0.1  # unless something else is asked
TAKEN = ("lr", "steps", "epochs", "batch_size", "seed", "optimizer", "options", "schedule", "warmup", "l2", "loss")
OTHERS = ("shuffle", "verbose")


@dataclass(frozen=True)
class Request:
    """optimizer: the object that was given, whose memory the training begins and ends with; None: a name was given.

    steps: how many to take; None where nobody said. verbose: may pictures and progress be shown?
    """

    data: Data
    loss: Any
    hyperparameters: Hyperparameters
    steps: int | None
    optimizer: Optimizer | None = None
    verbose: bool = True


def read_request(
    function: str, model: Any, data: Any, given: Mapping[str, Any], others: Mapping[str, Any], batch_size: int | None
) -> Request:
    """The Request in these arguments.

    given       by the function's own names; None: not given
    others      by any other name
    batch_size  where none is given; None: all samples
    TypeError or ValueError, with what would be right, for what means nothing here.
    """
    check_model(model)
    if given.get("steps") is not None:
        whole(given["steps"], "steps")
    data = as_data(data)
    if not len(data):
        raise ValueError("there is nothing to train on: the data set has no points")
    for i, point in enumerate(data.points):
        if not all(map(isfinite, point)):
            raise ValueError(f"point {i} is {short(point)}: every loss would be nan. Leave the sample out")
    chosen = {key: value for key, value in given.items() if value is not None}
    known = {name for kind in OPTIMIZERS.values() for name in kind.defaults} - {"lr"} | {"betas"}
    found = read_arguments(function, {**chosen, **others}, (*TAKEN, *OTHERS, *sorted(known)))
    options = dict(found.pop("options", ())) | {name: found.pop(name) for name in sorted(known & found.keys())}
    optimizer = found.get("optimizer", "SGD")
    ours = optimizer if isinstance(optimizer, Optimizer) else None
    if ours is not None:
        check_owner(ours, model)
        found["optimizer"] = type(ours)
        mine = {name: getattr(ours, name) for name in ours.defaults}
        found.setdefault("lr", mine.pop("lr"))
        options = {name: value for name, value in mine.items() if name != "lr"} | options
    name, options = resolve_optimizer(found.get("optimizer", "SGD"), options)
    for key in options.keys() - OPTIMIZERS[name].defaults.keys() & ADVICE.keys():
        raise TypeError(f"{function}() has no argument {key!r}: {ADVICE[key]}")
    if callable(found.get("schedule")) and "lr" not in found:
        raise TypeError("a schedule that is a function gives the factor of lr: give lr as well, or the function as lr")
    steps, epochs = found.get("steps"), found.get("epochs")
    if steps is not None and epochs is not None:
        raise TypeError(f"{function}() was given steps and epochs: one of them says how long to train")
    size = found["batch_size"] if found.get("batch_size") is not None else batch_size or len(data)
    how = Hyperparameters(
        found.get("lr", LR), found.get("l2", 1e-4), size, name, tuple(options.items()), found.get("seed", 0)
    )
    if not found.get("shuffle", True) and size < len(data):
        raise TypeError(f"{function}() takes the samples of every epoch in an order that follows from seed, shuffled")
    if epochs is not None:
        steps = whole(epochs, "epochs") * steps_per_epoch(how, len(data))
    if steps is not None:
        steps = whole(steps, "steps")
    how = with_schedule(how, found, steps if steps is not None else STEPS if function == "train" else None)
    check_trainable(model, resolve_loss(found.get("loss", "hinge")), data)
    return Request(data, found.get("loss", "hinge"), how, steps, ours, bool(found.get("verbose", True)))


def with_schedule(how: Hyperparameters, found: Mapping[str, Any], steps: int | None) -> Hyperparameters:
    schedule, warmup = found.get("schedule", "constant"), found.get("warmup", 0)
    if schedule == "constant" and not warmup:
        return how
    return Hyperparameters(
        how.lr, how.l2, how.batch_size, how.optimizer, how.options, how.seed, schedule, steps or None, warmup
    )


def check_owner(optimizer: Optimizer, model: Any) -> None:
    """ValueError where the optimizer is made for something else than this model."""
    theirs, ours = optimizer.parameters, parameters_of(model)
    if len(theirs) != len(ours) or any(a is not b for a, b in zip(theirs, ours)):
        kind = type(optimizer).__name__
        raise ValueError(
            f"this {kind} changes other parameters than the model's: make it with {kind}(model.parameters(), ...)"
        )


def whole(n: Any, what: str) -> int:
    if hasattr(n, "__len__") and not isinstance(n, str):
        raise TypeError("inputs and labels go together, as a pair: (X, y)")
    if not hasattr(n, "__index__") or isinstance(n, bool) or n < 0:
        raise ValueError(f"{what} must be a whole number from 0 up, not {n!r:.40}")
    return index(n)
