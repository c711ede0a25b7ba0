"""A training run that can be revisited: every step of it, in bounded memory.

    run = Run(program, Rules(data, rate=0.1), parameters, seed=1)
    moment = run.advance(run.moment(0), run.rules, 20)      # twenty steps on
    run.moment(7)                                           # as it was after seven of them, to the last bit

`program` is a compiler.Program, or interpreted.Interpreted where there is none. It is used as a calculator: whatever
it is to continue from is put into it first, so many runs (and pictures) can share one.

What is kept: the loss of every step, until there are 131,072, then of every second, fourth, ... (series.py); whole
moments, parameters and optimizer, 512 of them at most, evenly spaced; the rules whenever they changed. A step between
two kept moments is trained again from the one before it. The same numbers through the same operations give the same
bits.

Offers `Run`, `Rules`, `Moment`, `drawn`.
"""

import random
from bisect import bisect_right
from dataclasses import dataclass, replace
from math import isfinite

from ..data import Data
from .series import Series

KEPT = 512


@dataclass(frozen=True)
class Rules:
    """What a step does. batch: samples a step looks at; as many as there are, or more, is the whole data set."""

    data: Data
    rate: float = 0.1
    l2: float = 1e-4
    batch: int = 100
    optimizer: str = "SGD"

    @property
    def whole(self):
        return self.batch >= len(self.data)


@dataclass(frozen=True)
class Moment:
    """After `step` steps. Loss (with penalty) and accuracy (0 to 1) are over the whole data set."""

    step: int
    loss: float
    accuracy: float
    parameters: tuple
    optimizer: str = ""  # whose memory it is; '': there is none yet
    memory: tuple = ()  # the optimizer's state()


class Run:
    """Training with `program` from `parameters` on. seed: settles which samples a batch draws. Histories only grow.

    rules   those of the newest step        last    its number      losses  a Series, from step 0 on
    ghost   the losses of the run that this one branched off, None if it did not
    origins {step: where its loss, not a finite number, came from}, as divergence.py found it
    """

    def __init__(self, program, rules, parameters, seed=0):
        self.program, self.seed, self.ghost, self.origins = program, seed, None, {}
        moment = measured(program, rules, Moment(0, 0.0, 0.0, tuple(parameters)))
        self.journal = [(0, rules)]  # (step, the rules from there on)
        self.kept, self.spacing = [moment], 1
        self.losses = Series([moment.loss])

    @property
    def rules(self):
        return self.journal[-1][1]

    @property
    def last(self):
        return len(self.losses) - 1

    @property
    def steps(self):
        """How many a chart of this run shows, its ghost included."""
        return max(len(self.losses), len(self.ghost or ()))

    def advance(self, moment, rules, steps):
        """The Moment `steps` steps after `moment`, which must be the newest; the first whose loss is not finite ends
        it.
        """
        self.change(moment.step, rules)
        losses, after = walked(self.program, moment, rules, self.seed, steps)
        broken = next((k for k, loss in enumerate(losses) if not isfinite(loss)), steps - 1) + 1
        if broken < steps:
            losses, after = walked(self.program, moment, rules, self.seed, broken)
        self.losses.extend(losses)
        self.keep(after)
        return after

    def change(self, step, rules):
        """From `step` on, the newest, these rules. Other data make another loss of it: see `moment`."""
        if rules != self.rules:
            if step == 0 and rules.data is not self.rules.data:
                self.kept = [measured(self.program, rules, self.kept[0])]
                self.losses = Series([self.kept[0].loss])
            if self.journal[-1][0] == step:
                self.journal.pop()
            self.journal.append((step, rules))

    def keep(self, moment):
        """Keep a moment, if it is far enough from the last; when there are too many, forget every second."""
        if moment.step - self.kept[-1].step >= self.spacing:
            self.kept.append(moment)
        if len(self.kept) > KEPT:
            self.kept = self.kept[::2]
            self.spacing *= 2

    def moment(self, step):
        """The Moment after `step` steps, 0 to last."""
        found = self.kept[bisect_right(self.kept, step, key=lambda m: m.step) - 1]
        while found.step < step:
            here = bisect_right(self.journal, found.step, key=lambda entry: entry[0])
            until = self.journal[here][0] if here < len(self.journal) else step
            _, found = walked(self.program, found, self.journal[here - 1][1], self.seed, min(until, step) - found.step)
        before, rules = self.rules_at(step - 1), self.rules_at(step)
        return found if step == 0 or rules.data is before.data else measured(self.program, rules, found)

    def rules_at(self, step):
        """The rules that hold for what follows `step`."""
        return self.journal[max(bisect_right(self.journal, step, key=lambda entry: entry[0]) - 1, 0)][1]

    def branch(self, step):
        """Another Run with the same past up to `step`, and this one's losses as its ghost."""
        other = object.__new__(Run)
        other.program, other.seed, other.spacing = self.program, self.seed, self.spacing
        other.journal = [entry for entry in self.journal if entry[0] < max(step, 1)]
        other.kept = [m for m in self.kept if m.step <= step]
        other.losses, other.ghost, other.origins = self.losses.upto(step), self.losses, {}
        return other


def walked(program, moment, rules, seed, steps):
    """(losses, Moment): `steps` steps (at least one) from `moment`, and the loss after each of them."""
    prepare(program, rules, moment)
    if rules.whole:
        before = program.step(steps)
        after = measured(program, rules, replace(moment, step=moment.step + steps), loaded=True)
        return [*before[1:], after.loss], after
    losses = []
    for k in range(moment.step, moment.step + steps):
        program.step(batches=[drawn(seed, k, len(rules.data), rules.batch)])
        losses.append(program.evaluate()[0])
    after = measured(program, rules, replace(moment, step=moment.step + steps), loaded=True)
    return losses, after


def prepare(program, rules, moment):
    """Put everything into the program that a step depends on."""
    load(program, rules.data)
    program.optimizer, program.rate, program.l2 = rules.optimizer, rules.rate, rules.l2
    program.parameters = moment.parameters
    program.restore(moment.memory if moment.optimizer == rules.optimizer else None)


def measured(program, rules, moment, loaded=False):
    """`moment` with the program's parameters, loss and accuracy. Unless `loaded`, it is put into the program first."""
    if not loaded:
        prepare(program, rules, moment)
    loss, accuracy = program.evaluate()
    return Moment(moment.step, loss, accuracy, tuple(program.parameters), rules.optimizer, program.state())


def load(program, data):
    """The data, unless the program has it."""
    if getattr(program, "data", None) is not data:
        program.load_data(data)
        program.data = data


def drawn(seed, step, n, size):
    """Which of n samples the step after `step` steps looks at, without repetition: the same as Trainer.batch()."""
    return random.Random(f"{seed}, step {step + 1}").sample(range(n), size)
