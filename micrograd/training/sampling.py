"""Which samples a step looks at: the one rule, for whatever trains.

    batch(how, step=7, n=100)       the rows that the step after seven steps looks at

They follow from the seed and the number of the step alone, so any step can be taken again.

Offers `batch` and `takes_all`.
"""

import random
from collections.abc import Sequence

from .hyperparameters import Hyperparameters


def takes_all(hyperparameters: Hyperparameters, n: int) -> bool:
    """Is every batch the whole data set of n samples?"""
    return hyperparameters.batch_size >= n


def batch(hyperparameters: Hyperparameters, step: int, n: int) -> Sequence[int]:
    """The rows, of n, that the step after `step` steps looks at: drawn without repetition, or all in their order."""
    if takes_all(hyperparameters, n):
        return range(n)
    return random.Random(f"{hyperparameters.seed}, step {step + 1}").sample(range(n), hyperparameters.batch_size)
