"""Schedules: how the learning rate goes over a run. A schedule is a factor, which lr is multiplied by.

    constant    1, from the first step to the last
    linear      from 1 down to 0, by the same amount each step
    cosine      from 1 down to 0 along half a cosine: slowly, fast, slowly

    train(model, data, steps=100, lr=0.1, schedule="cosine", warmup=5)
    optimizer = Adam(model.parameters(), lr=Schedule(0.1, "cosine", steps=100))

Wherever there is an lr, it may be a function as well: of how many steps have been taken, 0 before the first.

Offers `Schedule`, `SCHEDULES` that lists the factors by name, and `lr_after`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi
from typing import TypeAlias

from .scalar import at_least_zero, number
from .spelling import did_you_mean

__all__ = ["SCHEDULES", "Schedule", "lr_after"]

Rate: TypeAlias = float | Callable[[int], float]  # a learning rate, or a function of how many steps have been taken


def constant(share: float) -> float:
    return 1.0


def linear(share: float) -> float:
    return 1.0 - share


def cosine(share: float) -> float:
    """I. Loshchilov and F. Hutter, SGDR (2017), equation 5, down to 0 and without restarts."""
    return (1.0 + cos(pi * share)) / 2


# {name: factor}, a function of how much of the run is over, from 0 to 1: what `schedule="…"` may be.
SCHEDULES: dict[str, Callable[[float], float]] = {"constant": constant, "linear": linear, "cosine": cosine}


@dataclass(frozen=True)
class Schedule:
    """A learning rate that follows a schedule: call it with how many steps have been taken.

    lr      what the factor multiplies: a number, or a function of the step itself
    name    a name in SCHEDULES, or a function of the step that gives the factor
    steps   how many steps the run has: the factor at step k is that of the share k / steps, which is 0 at the first
            step and would be 1 after the last; there it stays
    warmup  how many steps, of these, lr grows first: (k + 1) / (warmup + 1) of it at step k
    """

    lr: Rate
    name: str | Callable[[int], float] = "constant"
    steps: int | None = None
    warmup: int = 0

    def __post_init__(self) -> None:
        check_rate(self.lr)
        check_schedule(self.name, self.steps, self.warmup)

    def __call__(self, step: int) -> float:
        """The learning rate of the step after `step` steps."""
        return lr_after(self.lr, step) * self.factor(step)

    def factor(self, step: int) -> float:
        """What lr is multiplied by at the step after `step` steps."""
        if step < self.warmup:
            return (step + 1) / (self.warmup + 1)
        if not isinstance(self.name, str):
            return number(self.name(step), "a schedule, which gives the factor of lr,")
        if self.steps is None:
            return 1.0
        left = self.steps - self.warmup
        return SCHEDULES[self.name](min((step - self.warmup) / left, 1.0) if left else 1.0)


def check_schedule(name: object, steps: object, warmup: object) -> None:
    """ValueError or TypeError, with what would be right, for a schedule that cannot be."""
    if isinstance(name, Schedule):
        raise TypeError("a Schedule has its learning rate with it: give it as lr, and no schedule")
    if isinstance(name, str):
        if name not in SCHEDULES:
            raise ValueError(
                f"no schedule {name!r}: choose one of {', '.join(SCHEDULES)}, or give a function of the step "
                f"that gives the factor of lr{did_you_mean(name, SCHEDULES)}"
            )
        if name != "constant" and steps is None:
            raise ValueError(f"the schedule {name!r} needs to know how many steps there will be: give steps, as well")
    elif not callable(name):
        raise TypeError(f"a schedule is a name ({', '.join(SCHEDULES)}) or a function of the step, not {name!r:.40}")
    if steps is not None and (not isinstance(steps, int) or steps < 1):
        raise ValueError(f"the steps of a schedule are a whole number from 1 up, not {steps!r:.40}")
    if not isinstance(warmup, int) or warmup < 0 or (isinstance(steps, int) and warmup > steps):
        of = f" to {steps}, its steps," if steps is not None else " up,"
        raise ValueError(f"the warmup of a schedule is a whole number from 0{of} not {warmup!r:.40}")


def check_rate(lr: object) -> None:
    """TypeError or ValueError, with what would be right, for what is no learning rate: a number from 0 up."""
    if not callable(lr):
        at_least_zero(lr, "lr, the learning rate,")


def lr_after(lr: Rate, steps: int) -> float:
    """The learning rate after so many steps: lr itself, or what it gives if it is a function."""
    return number(lr(steps), "lr, a function of the step,") if callable(lr) else lr
