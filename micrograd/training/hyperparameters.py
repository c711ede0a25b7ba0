"""What is chosen before a training step: the learning rate and its schedule, the penalty, the batch, the optimizer.

    how = Hyperparameters(lr=0.5, batch_size=10, optimizer="SGD with momentum", options=(("momentum", 0.8),))
    replace(how, lr=0.1)        # dataclasses.replace: another value; this one never changes

The loss is not one of them: it is part of the graph that is trained, and compiled with it.

Offers `Hyperparameters`.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import index
from typing import Any

from ..optim import OPTIMIZERS, checked, resolve_optimizer
from ..scalar import at_least_zero
from ..schedules import Rate, Schedule, check_rate, check_schedule, lr_after

__all__ = ["Hyperparameters"]

COMMON = ("parameters", "lr", "rate")  # what every optimizer is made with


@dataclass(frozen=True)
class Hyperparameters:
    """A value: the same for as many steps as one likes.

    lr          the learning rate; or a function of how many steps have been taken, which gives it
    l2          the weight of the penalty, the sum of all parameters' squares; 0: there is none
    batch_size  how many samples a step looks at; the whole data set, if there are no more
    optimizer   a name in optim.OPTIMIZERS, or its class
    options     the optimizer's own settings by name, as a dict or as pairs; what is left out has its default
    seed        settles which samples each step draws (sampling.py)
    schedule    a name in schedules.SCHEDULES, or a function of the step: the factor by which lr is multiplied
    steps       how many steps the schedule is made for; 'linear' and 'cosine' need to know
    warmup      how many of these the learning rate grows at first
    """

    lr: Rate = 0.1
    l2: float = 1e-4
    batch_size: int = 100
    optimizer: str = "SGD"
    options: tuple[tuple[str, Any], ...] = ()
    seed: int = 0
    schedule: str | Callable[[int], float] = "constant"
    steps: int | None = None
    warmup: int = 0

    def __post_init__(self) -> None:
        if not hasattr(self.batch_size, "__index__") or isinstance(self.batch_size, bool):
            raise TypeError(f"batch_size is a whole number of samples, not {self.batch_size!r:.40}")
        if self.batch_size < 1:
            raise ValueError(f"a step needs at least one sample, not a batch of {self.batch_size}")
        object.__setattr__(self, "batch_size", index(self.batch_size))
        check_rate(self.lr)
        at_least_zero(self.l2, "l2, the weight of the penalty,")
        check_schedule(self.schedule, self.steps, self.warmup)
        given = dict(self.options)
        name, options = resolve_optimizer(self.optimizer, given)
        unknown = [key for key in options if key not in defaults(name)]
        if unknown:
            known = ", ".join(defaults(name)) or "none"
            raise ValueError(f"{name} has no setting {unknown[0]!r}; it has {known}")
        checked(OPTIMIZERS[name], {**defaults(name), **options, "lr": 0.0})
        object.__setattr__(self, "optimizer", name)
        if isinstance(self.options, Mapping) or options != given:
            object.__setattr__(self, "options", tuple(options.items()))

    def __repr__(self) -> str:
        """What was chosen, that is: what is not the default."""
        fields = type(self).__dataclass_fields__
        chosen = {name: getattr(self, name) for name in fields if getattr(self, name) != fields[name].default}
        return f"Hyperparameters({', '.join(f'{name}={value!r:.40}' for name, value in chosen.items())})"

    @property
    def settings(self) -> dict[str, Any]:
        """All of the optimizer's own settings, those that were not chosen at their defaults."""
        return defaults(self.optimizer) | dict(self.options)

    @property
    def steady(self) -> bool:
        """Is the learning rate the same at every step?"""
        return self.schedule == "constant" and not self.warmup and not callable(self.lr)

    @property
    def rate(self) -> Rate:
        """The learning rate with its schedule: a number, or a function of how many steps have been taken."""
        if self.schedule == "constant" and not self.warmup:
            return self.lr
        return Schedule(self.lr, self.schedule, self.steps, self.warmup)

    def at(self, step: int) -> "Hyperparameters":
        """These, with the learning rate as it is after `step` steps."""
        if self.steady:
            return self
        return replace(self, lr=lr_after(self.rate, step), schedule="constant", steps=None, warmup=0)


@lru_cache
def defaults(optimizer: str) -> dict[str, Any]:
    """{name: value} of an optimizer's own settings, as its class declares them."""
    found = inspect.signature(OPTIMIZERS[optimizer]).parameters
    return {name: parameter.default for name, parameter in found.items() if name not in COMMON}
