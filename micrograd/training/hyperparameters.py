"""What is chosen before a training step: the learning rate, the penalty, the batch, the optimizer.

    how = Hyperparameters(lr=0.5, batch_size=10, optimizer="SGD with momentum", options=(("momentum", 0.8),))
    replace(how, lr=0.1)        # dataclasses.replace: another value; this one never changes

The loss is not one of them: it is part of the graph that is trained, and compiled with it.

Offers `Hyperparameters`.
"""

import inspect
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..optim import OPTIMIZERS

COMMON = ("parameters", "lr", "rate")  # what every optimizer is made with


@dataclass(frozen=True)
class Hyperparameters:
    """A value: the same for as many steps as one likes.

    lr          the learning rate
    l2          the weight of the penalty, the sum of all parameters' squares; 0: there is none
    batch_size  how many samples a step looks at; the whole data set, if there are no more
    optimizer   a name in optim.OPTIMIZERS
    options     the optimizer's own settings, as (name, value) pairs; what is left out has the optimizer's default
    seed        settles which samples each step draws (sampling.py)
    """

    lr: float = 0.1
    l2: float = 1e-4
    batch_size: int = 100
    optimizer: str = "SGD"
    options: tuple[tuple[str, Any], ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        if self.batch_size < 1:
            raise ValueError(f"a step needs at least one sample, not a batch of {self.batch_size}")
        if self.optimizer not in OPTIMIZERS:
            raise ValueError(f"no optimizer {self.optimizer!r}: choose one of {', '.join(OPTIMIZERS)}")
        unknown = [name for name, _ in self.options if name not in defaults(self.optimizer)]
        if unknown:
            known = ", ".join(defaults(self.optimizer)) or "none"
            raise ValueError(f"{self.optimizer} has no setting {unknown[0]!r}; it has {known}")

    @property
    def settings(self) -> dict[str, Any]:
        """All of the optimizer's own settings, those that were not chosen at their defaults."""
        return defaults(self.optimizer) | dict(self.options)


@lru_cache
def defaults(optimizer: str) -> dict[str, Any]:
    """{name: value} of an optimizer's own settings, as its class declares them."""
    found = inspect.signature(OPTIMIZERS[optimizer]).parameters
    return {name: parameter.default for name, parameter in found.items() if name not in COMMON}
