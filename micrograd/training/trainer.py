"""Training with the engine itself, one step at a time, with a history that can be revisited.

    trainer = Trainer(MLP(2, [8, 8, 1]), rings())
    trainer.step().loss             # one minibatch: forward, loss, backward, update
    trainer.restore(0)              # back to the untrained network; the same steps would follow

Offers `Trainer`.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, ClassVar

from ..arguments import ALSO, SAME
from ..engine import Value
from ..models import parameters_of
from ..optim import resolve_optimizer
from ..pickling import check_parts
from ..schedules import Rate
from ..spelling import Spelling
from .checkpoint import Checkpoint
from .history import History
from .interpreted import Interpreted
from .request import Request, read_request, whole
from .sampling import batch

__all__ = ["Trainer"]


class Setting:
    """An attribute of a Trainer that is one of its hyperparameters."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, trainer: "Trainer | None", owner: type) -> Any:
        return self if trainer is None else getattr(trainer.hyperparameters, self.name)

    def __set__(self, trainer: "Trainer", value: Any) -> None:
        other = self.name == "optimizer" and resolve_optimizer(value)[0] != trainer.optimizer
        options = () if other else trainer.hyperparameters.options
        trainer.hyperparameters = replace(trainer.hyperparameters, **{"options": options, self.name: value})


class Trainer(Spelling):
    """Trains `model`, anything that is called with inputs and has parameters(), on `data` (convert.py: in which forms).

    Two classes are -1 and +1, or 0 and 1; for a model with k outputs and 'cross-entropy' they are 0 ... k-1; for
    'squared error' labels may be any numbers to come near to, and there is no accuracy (it is nan).

    loss            a name in losses.LOSSES, or a function of what the model says and a label (as you gave it)
    lr, l2, batch_size, optimizer, options, seed, schedule, steps, warmup  see Hyperparameters. `rate` is another name
                    for lr, and options may be given by name (others): momentum=0.9. batch_size is 10 unless given.
    optimizer       may be an optimizer of the model's parameters: its hyperparameters hold, also when they are changed
                    between steps, and its memory goes on
    hyperparameters  all of these; they may be set between steps, one by one or together
    checkpoint      where training stands
    history         the steps so far (history.py): `history.losses` are the losses, the first from before training
    batch_loss      what the last step made smaller, before its update; None at step 0

    A loss that is nan or inf is recorded like any other. The model's parameters may be changed by hand between steps:
    training goes on from there. A trainer can be pickled, and copied with copy.deepcopy.
    """

    lr, l2, batch_size, seed = Setting("lr"), Setting("l2"), Setting("batch_size"), Setting("seed")
    optimizer, options, rate = Setting("optimizer"), Setting("options"), Setting("lr")
    schedule, steps, warmup = Setting("schedule"), Setting("steps"), Setting("warmup")
    _closed = True
    _habits: ClassVar[Mapping[str, str]] = {
        "fit": "step() takes one step, train(steps) several",
        "learning_rate": "the learning rate is called lr",
        "losses": "history.losses are the losses so far",
        "loss": "checkpoint.loss is the loss over all data, batch_loss the last step's",
        "accuracy": "checkpoint.accuracy",
        "epochs": "train(steps) takes as many steps as you like",
        "evaluate": "checkpoint.loss and checkpoint.accuracy are of all data",
        "predict": "the model itself is called: trainer.model(x)",
        "state_dict": "trainer.model.state_dict() has the parameters; the trainer as a whole can be pickled",
    }

    def __init__(
        self,
        model: Any,
        data: Any,
        *,
        loss: str | Callable[..., Value] | None = None,
        lr: Rate | None = None,
        l2: float | None = None,
        batch_size: int | None = None,
        optimizer: Any = None,
        options: Any = None,
        seed: int | None = None,
        schedule: str | Callable[[int], float] | None = None,
        steps: int | None = None,
        warmup: int | None = None,
        **others: Any,
    ) -> None:
        given = {"loss": loss, "lr": lr, "l2": l2, "batch_size": batch_size, "optimizer": optimizer, "options": options}
        given |= {"seed": seed, "schedule": schedule, "steps": steps, "warmup": warmup}
        if "epochs" in others or SAME.keys() & others.keys() & set(ALSO["epochs"]):
            raise TypeError("a Trainer takes single steps, trainer.step(), or several, trainer.train(steps)")
        self.begin(model, read_request("Trainer", model, data, given, others, batch_size=10))

    @classmethod
    def of(cls, model: Any, asked: Request) -> "Trainer":
        """A trainer for a request that has been read already."""
        trainer = cls.__new__(cls)
        trainer.begin(model, asked)
        return trainer

    def begin(self, model: Any, asked: Request) -> None:
        """Set everything to the start of a training that was asked for."""
        self.model, self.data = model, asked.data
        self.hyperparameters = asked.hyperparameters
        self.program = Interpreted(model, asked.loss)
        self.given = asked.optimizer
        memory = self.given.state() if self.given else None
        parameters = self.program.parameters
        self.history = History.start(self.program, parameters, self.hyperparameters, self.data, memory)
        self.checkpoint = self.history.kept[0]
        self.batch_loss: float | None = None
        self.seen = self.chosen_there()

    def __repr__(self) -> str:
        now = self.checkpoint
        scored = "" if now.accuracy != now.accuracy else f", accuracy {now.accuracy:.3g}"
        many = len(self.program.parameters)
        return (
            f"Trainer({type(self.model).__name__} of {many} parameters, step {now.step}, loss {now.loss:.4g}{scored})"
        )

    def __getstate__(self) -> dict[str, Any]:
        """For pickle. PicklingError, naming it, for a part that pickle cannot write."""
        how = self.hyperparameters
        parts = {"model": self.model, "loss": self.program.loss, "lr": how.lr, "schedule": how.schedule}
        check_parts("a Trainer", parts)
        return vars(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Trainer":
        """A trainer with a model of its own, which goes on with the very same numbers.

        TypeError where the model's Values are not its own, as those of a function are not.
        """
        twin = memo[id(self)] = type(self).__new__(type(self))
        vars(twin).update(deepcopy(vars(self), memo))
        if {*parameters_of(self.model)} & {*parameters_of(twin.model)}:
            raise TypeError(
                f"this Trainer cannot be copied: its model, {type(self.model).__name__}, keeps its Values where a copy "
                "does not reach them. Make it a Module that has them as attributes"
            )
        return twin

    def chosen_there(self) -> dict[str, Any]:
        """The hyperparameters of the optimizer that was given."""
        return {name: getattr(self.given, name) for name in self.given.defaults} if self.given else {}

    def train(self, steps: int, *, progress: bool | None = None) -> Checkpoint:
        """So many steps; returns the checkpoint after them.

        progress: as of micrograd.train: a line that says how far it has come; None: where somebody looks.
        """
        from ..progress import ProgressLine
        from ..show import current_sink

        count = whole(steps, "steps")
        line = ProgressLine(count, current_sink(), progress)
        try:
            for k in range(1, count + 1):
                self.step()
                line.tell(k, self.checkpoint.loss, self.checkpoint.accuracy)
        finally:
            line.finish()
        return self.checkpoint

    def step(self) -> Checkpoint:
        """One training step with the engine; returns the checkpoint after it."""
        there = self.chosen_there()
        if there != self.seen:
            self.seen, options = there, {name: value for name, value in there.items() if name != "lr"}
            self.hyperparameters = replace(self.hyperparameters, lr=there["lr"], options=tuple(options.items()))
        now = tuple(self.program.parameters)
        if now != self.checkpoint.parameters:
            self.history = self.history.with_settings(self.program, self.hyperparameters, self.data, now)
            self.checkpoint = self.history.newest(self.program)
        self.history, self.checkpoint = self.history.advance(
            self.program, self.checkpoint, self.hyperparameters, self.data, 1
        )
        self.batch_loss = self.program.last_loss
        if self.given and self.optimizer == resolve_optimizer(type(self.given))[0]:
            self.given.load(self.checkpoint.memory)
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
