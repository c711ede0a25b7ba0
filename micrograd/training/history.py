"""The history of a training run: every step of it can come back, in bounded memory. A value: no version ever changes.

    history = History.start(program, parameters, hyperparameters, data)
    later, checkpoint = history.advance(program, history.newest(program), hyperparameters, data, steps=20)
    later.checkpoint(program, 7)            # as it was after seven of them, to the last bit; `history` still has none

What is kept: the loss of every step, until there are 131,072, then of every second, fourth, ... (series.py);
checkpoints, 512 of them at most, evenly spaced; hyperparameters and data whenever they changed. A step between two kept
checkpoints is trained again from the one before it: the same numbers through the same operations give the same bits.
The versions of a history share what they have in common (shared.py).

`program` is any calculator (calculator.py): a compiled Program, or Interpreted.

Offers `History` and `Span`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from ..data import Data
from .calculator import Calculator
from .checkpoint import Checkpoint
from .hyperparameters import Hyperparameters
from .series import Series
from .shared import Shared

__all__ = ["History", "Span"]

KEPT = 512


@dataclass(frozen=True)
class Span:
    """What holds for the steps after step `since`.

    parameters: what took the place of the trained ones there, by hand; None: nothing did
    """

    since: int
    hyperparameters: Hyperparameters
    data: Data
    parameters: tuple[float, ...] | None = None

    def __repr__(self) -> str:
        by_hand = ", parameters set by hand" * (self.parameters is not None)
        return f"Span(since step {self.since}, {self.hyperparameters}{by_hand})"


@dataclass(frozen=True, eq=False)
class History:
    """Two histories are equal if they are the same one.

    spans       in order, the first from step 0 on
    kept        checkpoints, in order, the first of step 0; `spacing` steps apart or more
    losses      after every step, from step 0 on
    ghost       the losses of the history that this one branched off, None if it did not
    """

    spans: tuple[Span, ...]
    kept: Shared[Checkpoint]
    spacing: int = 1
    losses: Series = field(default_factory=Series)
    ghost: Series | None = None

    def __repr__(self) -> str:
        first, last = self.losses[0], self.losses[self.last]
        return f"History({self.last} steps, loss {first:.6g} at first, {last:.6g} now, {len(self.kept)} checkpoints)"

    @staticmethod
    def start(
        program: Calculator,
        parameters: Sequence[float],
        hyperparameters: Hyperparameters,
        data: Data,
        memory: Any = None,
    ) -> "History":
        """A history of no steps yet. memory: of an optimizer that has taken steps before."""
        first = program.start(parameters, hyperparameters, data, memory)
        return History((Span(0, hyperparameters, data),), Shared([first]), losses=Series.of([first.loss]))

    @property
    def last(self) -> int:
        """The number of the newest step."""
        return len(self.losses) - 1

    @property
    def steps(self) -> int:
        """How many a chart of it shows, its ghost included."""
        return max(len(self.losses), len(self.ghost or ()))

    def span_after(self, step: int) -> Span:
        """What holds for what follows `step`."""
        return self.spans[max(bisect_right(self.spans, step, key=since) - 1, 0)]

    def span_before(self, step: int) -> Span:
        """What held for what led to `step`."""
        return self.span_after(max(step - 1, 0))

    # Further.

    def advance(
        self, program: Calculator, checkpoint: Checkpoint, hyperparameters: Hyperparameters, data: Data, steps: int
    ) -> tuple["History", Checkpoint]:
        """(history, checkpoint) `steps` steps after `checkpoint`, which must be the newest.

        The first loss that is not finite ends it earlier.
        """
        if checkpoint.step != self.last:
            raise ValueError(
                f"the newest step is {self.last}, not {checkpoint.step}: go on from branch({checkpoint.step})"
            )
        losses, after = program.run(checkpoint, hyperparameters, data, steps)
        broken = next((k for k, loss in enumerate(losses) if not isfinite(loss)), steps - 1) + 1
        if broken < steps:
            losses, after = program.run(checkpoint, hyperparameters, data, broken)
        changed = self.with_settings(program, hyperparameters, data)
        return replace(changed, losses=changed.losses.with_numbers(losses)).with_checkpoint(after), after

    def with_settings(
        self,
        program: Calculator,
        hyperparameters: Hyperparameters,
        data: Data,
        parameters: tuple[float, ...] | None = None,
    ) -> "History":
        """From the newest step on, these hyperparameters, data and, if they are given, parameters."""
        now = self.spans[-1]
        if (hyperparameters, data) == (now.hyperparameters, now.data) and parameters is None:
            return self
        here = now.since == self.last  # then nothing was trained under what it replaces
        span = Span(self.last, hyperparameters, data, now.parameters if here and parameters is None else parameters)
        changed = replace(self, spans=(*(self.spans[:-1] if here else self.spans), span))
        if self.last > 0 or (data is now.data and parameters is None):
            return changed
        first = program.measure(changed.enter(self.kept[0]), hyperparameters, data)
        return replace(changed, kept=Shared([first]), losses=Series.of([first.loss]))

    def with_checkpoint(self, checkpoint: Checkpoint) -> "History":
        """Keep a checkpoint, if it is far enough from the last; when there are too many, forget every second."""
        if checkpoint.step - self.kept[-1].step < self.spacing:
            return self
        kept = self.kept.with_items([checkpoint])
        if len(kept) <= KEPT:
            return replace(self, kept=kept)
        return replace(self, kept=kept.every_second(), spacing=2 * self.spacing)

    # Back.

    def checkpoint(self, program: Calculator, step: int) -> Checkpoint:
        """The checkpoint after `step` steps, 0 to last."""
        if not 0 <= step <= self.last:
            raise ValueError(f"step {step} of {self.last}: there is no such step")
        found = self.kept[bisect_right(self.kept, step, key=number) - 1]
        while found.step < step:
            here = bisect_right(self.spans, found.step, key=since)
            until = self.spans[here].since if here < len(self.spans) else step
            span = self.spans[here - 1]
            _, found = program.run(self.enter(found), span.hyperparameters, span.data, min(until, step) - found.step)
        span, entered = self.span_after(step), self.enter(found)
        if step == 0 or (entered is found and span.data is self.span_before(step).data):
            return entered
        return program.measure(entered, span.hyperparameters, span.data)

    def newest(self, program: Calculator) -> Checkpoint:
        """The checkpoint after the last step."""
        return self.checkpoint(program, self.last)

    def enter(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint with the parameters that took the place of its own at its step, if any did."""
        span = self.span_after(checkpoint.step)
        if span.since != checkpoint.step or span.parameters is None or span.parameters == checkpoint.parameters:
            return checkpoint
        return replace(checkpoint, parameters=span.parameters)

    def branch(self, step: int) -> "History":
        """Another history with the same past up to `step`, and this one's losses as its ghost."""
        return History(
            tuple(span for span in self.spans if span.since < max(step, 1)),
            self.kept.first(bisect_right(self.kept, step, key=number)),
            self.spacing,
            self.losses.upto(step),
            self.losses,
        )


def since(span: Span) -> int:
    return span.since


def number(checkpoint: Checkpoint) -> int:
    return checkpoint.step
