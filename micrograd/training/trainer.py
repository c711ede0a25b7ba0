"""Training with the engine itself, one step at a time, with a history that can be revisited.

    trainer = Trainer(MLP(2, [8, 8, 1]), rings())
    trainer.step().loss             # one minibatch: forward, loss, backward, update
    trainer.restore(0)              # back to the untrained network; the same steps would follow

Offers `Trainer`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..data import Data
from ..engine import Value
from .checkpoint import Checkpoint
from .history import History
from .hyperparameters import Hyperparameters
from .interpreted import Interpreted
from .sampling import batch


class Setting:
    """An attribute of a Trainer that is one of its hyperparameters."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, trainer: "Trainer", owner: type) -> Any:
        return getattr(trainer.hyperparameters, self.name)

    def __set__(self, trainer: "Trainer", value: Any) -> None:
        options = () if self.name == "optimizer" and value != trainer.optimizer else trainer.hyperparameters.options
        trainer.hyperparameters = replace(trainer.hyperparameters, **{"options": options, self.name: value})


class Trainer:
    """Trains `model`, anything that is called with inputs and has parameters(), on `data`.

    Two classes are -1 and +1, or 0 and 1; for a model with k outputs and 'cross-entropy' they are 0 ... k-1; for
    'squared error' labels may be any numbers to come near to, and there is no accuracy (it is nan).

    loss            a name in losses.LOSSES, or a function of what the model says and a label (as you gave it)
    lr, l2, batch_size, optimizer, options, seed: see Hyperparameters. `rate` is another name for lr.
    hyperparameters all of these; they may be set between steps, one by one or together
    checkpoint      where training stands
    history         the steps so far (history.py): `history.losses` are the losses, the first from before training
    batch_loss      what the last step made smaller, before its update; None at step 0

    A loss that is nan or inf is recorded like any other. The model's parameters may be changed by hand between steps:
    training goes on from there.
    """

    lr, l2, batch_size, seed = Setting("lr"), Setting("l2"), Setting("batch_size"), Setting("seed")
    optimizer, options, rate = Setting("optimizer"), Setting("options"), Setting("lr")

    def __init__(
        self,
        model: Any,
        data: Data,
        *,
        loss: str | Callable[..., Value] = "hinge",
        lr: float = 0.1,
        l2: float = 1e-4,
        batch_size: int = 10,
        optimizer: str = "SGD",
        options: tuple[tuple[str, Any], ...] = (),
        seed: int = 0,
        rate: float | None = None,
    ) -> None:
        if not len(data):
            raise ValueError("there is nothing to train on: the data set has no points")
        self.model, self.data = model, data
        self.hyperparameters = Hyperparameters(lr if rate is None else rate, l2, batch_size, optimizer, options, seed)
        self.program = Interpreted(model, loss)
        self.history = History.start(self.program, self.program.parameters, self.hyperparameters, data)
        self.checkpoint = self.history.kept[0]
        self.batch_loss: float | None = None

    def step(self) -> Checkpoint:
        """One training step with the engine; returns the checkpoint after it."""
        now = tuple(self.program.parameters)
        if now != self.checkpoint.parameters:
            self.history = self.history.with_settings(self.program, self.hyperparameters, self.data, now)
            self.checkpoint = self.history.newest(self.program)
        self.history, self.checkpoint = self.history.advance(
            self.program, self.checkpoint, self.hyperparameters, self.data, 1
        )
        self.batch_loss = self.program.last_loss
        return self.checkpoint

    def batch(self) -> list[int]:
        """The rows of the samples of the next step. They depend on the seed and on the number of steps only."""
        return list(batch(self.hyperparameters, self.checkpoint.step, len(self.data)))

    def restore(self, step: int) -> Checkpoint:
        """Go back to the checkpoint after `step` steps: parameters, optimizer, hyperparameters, data.

        What came later is dropped.
        """
        span = self.history.span_before(step)
        self.checkpoint = self.history.checkpoint(self.program, step)
        self.history, self.batch_loss = replace(self.history.branch(step), ghost=None), None
        self.hyperparameters, self.data = span.hyperparameters, span.data
        self.program.parameters = self.checkpoint.parameters
        return self.checkpoint
