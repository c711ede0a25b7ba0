"""What every backend is to a Program: the machine that it drives.

A machine checks nothing: its arguments have been checked when they come to it (checks.py). It holds columns of numbers
(data, and points), sections of numbers (`parameters`; `sums`, the gradients; `slot0`, `slot1`, ..., what the optimizer
remembers) and t, how many steps the optimizer has taken. Rows are counted from 0.

Offers `Machine`, and `Column`, any sequence of floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ...optim import Optimizer

Column = Sequence[float]


class Machine(Protocol):
    name: str  # one of BACKENDS
    most_steps: int  # steps, and
    most_indices: int  # rows of batches, that one call can take

    @property
    def t(self) -> int: ...

    @t.setter
    def t(self, steps: int) -> None: ...

    def load(self, columns: Sequence[Column], points: bool = False) -> None:
        """Put columns of numbers in, as data or as points."""

    def columns(self, count: int, points: bool = False) -> list[Column]:
        """The first `count` numbers of every column that was put in."""

    def settings(self, optimizer: type[Optimizer], chosen: Sequence[float], l2: float) -> None:
        """The optimizer's class, its hyperparameters in its order, and the weight of the penalty."""

    def get(self, section: str, count: int) -> Column:
        """The first `count` numbers of a section."""

    def set(self, section: str, numbers: Column) -> None:
        """Set them."""

    def gradient(self, row: int, count: int) -> float:
        """The loss over `count` rows from `row` on; its gradients are in `sums` then."""

    def train(self, steps: int, row: int, count: int) -> Column:
        """So many steps over the same rows; the loss before each."""

    def train_gathered(self, order: Sequence[int], steps: int, count: int) -> Column:
        """Each step over the next `count` rows named in `order`; the loss before each."""

    def evaluate(self, row: int, count: int) -> tuple[float, float]:
        """(loss, share of right answers)"""

    def forward(self, count: int) -> Sequence[Column]:
        """The outputs at the first `count` points, a column each."""
