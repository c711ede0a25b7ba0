"""What The Network plays, in which order, and how far it has come: layer by layer, or neuron by neuron.

The way back goes through the same places as the way forward, from the last to the first; between them is the loss.

Offers `Schedule`, with its `steps`, `reached` at a time, and the `stages` of a step; and `Step`, `Reached`, `By`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from micrograd.draw.signals import Stage, stages_of

By = Literal["layer", "neuron"]


@dataclass(frozen=True)
class Step:
    """layer: from 1, the one after the last being the loss; neuron: which one of it; None: all of them."""

    phase: Literal["forward", "backward"]
    layer: int
    neuron: int | None = None


@dataclass(frozen=True)
class Schedule:
    """Of a network of these sizes, the inputs first."""

    sizes: tuple[int, ...]
    by: By

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        layers = range(1, len(self.sizes))
        if self.by == "layer":
            there = [Step("forward", layer) for layer in layers]
        else:
            there = [Step("forward", layer, i) for layer in layers for i in range(self.sizes[layer])]
        there.append(Step("forward", len(self.sizes)))
        return (*there, *(Step("backward", step.layer, step.neuron) for step in reversed(there)))

    @property
    def forward(self) -> int:
        """How many steps go forward."""
        return len(self.steps) // 2

    @cached_property
    def durations(self) -> tuple[float, ...]:
        """How long each step takes at speed 1, in milliseconds."""
        return tuple(sum(stage.ms for stage in self.stages(k)) for k in range(len(self.steps)))

    def stages(self, k: int) -> tuple[Stage, ...]:
        """The stages of step k."""
        step = self.steps[k]
        single = step.neuron is not None
        return stages_of(step.phase, step.layer == len(self.sizes), self.sizes[step.layer - 1] if single else 0)

    def stage_at(self, k: int, part: float) -> tuple[int, float]:
        """(the number of the stage, how much of it is done) when `part` of step k is."""
        stages = self.stages(k)
        left = part * self.durations[k]
        for n, stage in enumerate(stages):
            if left < stage.ms:
                return n, left / stage.ms
            left -= stage.ms
        return len(stages) - 1, 1.0

    def middle_of(self, k: int, n: int) -> float:
        """How much of step k is done in the middle of its stage n."""
        stages = self.stages(k)
        return (sum(stage.ms for stage in stages[:n]) + 0.5 * stages[n].ms) / self.durations[k]

    def number(self, layer: int, neuron: int) -> int:
        """Which step forward gives this neuron its value."""
        return layer - 1 if self.by == "layer" else sum(self.sizes[1:layer]) + neuron


@dataclass(frozen=True)
class Reached:
    """What is known after k steps of a schedule."""

    schedule: Schedule
    k: int

    def has_value(self, layer: int, neuron: int) -> bool:
        return layer == 0 or self.k > self.schedule.number(layer, neuron)

    @property
    def loss(self) -> bool:
        return self.k >= self.schedule.forward

    @property
    def back(self) -> bool:
        """Whether the output has its gradient."""
        return self.k > self.schedule.forward

    def is_through(self, layer: int, neuron: int) -> bool:
        """Whether the gradient has passed this neuron: then its parameters have theirs."""
        return self.k > len(self.schedule.steps) - 1 - self.schedule.number(layer, neuron)

    def has_grad(self, layer: int) -> bool:
        """Whether neurons of this layer have their gradient: that of all neurons behind them has passed."""
        return self.back if layer == len(self.schedule.sizes) - 1 else self.is_through(layer + 1, 0)

    @property
    def layer(self) -> int:
        """The last layer that has been reached."""
        layers = len(self.schedule.sizes) - 1
        if self.back:
            return next(layer for layer in range(layers + 1) if self.has_grad(layer))
        return next(layer for layer in reversed(range(layers + 1)) if self.has_value(layer, 0))
