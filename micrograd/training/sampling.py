"""Which samples a step looks at: the one rule, for whatever trains.

    batch(how, step=7, n=100)       the rows that the step after seven steps looks at

An epoch goes through all samples once, in an order that is shuffled anew for each, batch by batch; the last batch of an
epoch is smaller where the size does not divide n. Order and rows follow from the seed and the number of the step alone,
so any step can be taken again.

Offers `batch`, `takes_all` and `steps_per_epoch`.
"""

import random
from collections.abc import Sequence
from functools import lru_cache

from .hyperparameters import Hyperparameters


def takes_all(hyperparameters: Hyperparameters, n: int) -> bool:
    """Is every batch the whole data set of n samples?"""
    return hyperparameters.batch_size >= n


def steps_per_epoch(hyperparameters: Hyperparameters, n: int) -> int:
    """How many steps it takes to look at each of n samples once."""
    return max(-(-n // hyperparameters.batch_size), 1)


def batch(hyperparameters: Hyperparameters, step: int, n: int) -> Sequence[int]:
    """The rows, of n, that the step after `step` steps looks at: of a shuffled epoch, or all in their order."""
    if takes_all(hyperparameters, n):
        return range(n)
    epoch, place = divmod(step, steps_per_epoch(hyperparameters, n))
    size = hyperparameters.batch_size
    return shuffled(hyperparameters.seed, epoch, n)[place * size : (place + 1) * size]


@lru_cache(maxsize=8)
def shuffled(seed: int, epoch: int, n: int) -> tuple[int, ...]:
    """The order in which this epoch takes n samples."""
    return tuple(random.Random(f"{seed}, epoch {epoch + 1}").sample(range(n), n))
