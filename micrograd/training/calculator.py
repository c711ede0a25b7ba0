"""What trains, seen from outside: a calculator. It answers for a checkpoint that it is given, and nothing else counts.

    losses, after = program.run(checkpoint, hyperparameters, data, steps=20)

A compiled Program is one, and so is Interpreted, the object graph with the same face. Inside, both hold numbers that
they change (parameters, an optimizer's memory, data, points); but whatever a question depends on is put in first, so
any number of runs and pictures can share one, and their order does not matter. What is there already is not put in
again: it is known by being the very same object, which is why checkpoints and data must never change.

Offers `Calculator`, and `Columns`, the type of points.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ..data import Data
from ..spelling import Spelling
from .checkpoint import Checkpoint
from .hyperparameters import Hyperparameters
from .losses import Losses
from .sampling import batch, takes_all

Columns = tuple[Sequence[float], ...]  # one sequence of numbers for each input


class Calculator(Spelling, ABC):
    """See above. What is abstract here changes the calculator: nobody outside needs it to train or to draw.

    backend     what does the work
    declined    why nothing faster does: {name: reason}
    """

    backend: str
    declined: dict[str, str]
    optimizer: str
    parameters: Any

    _closed = True
    _habits: ClassVar[Mapping[str, str]] = {
        "learning_rate": "the learning rate is called lr",
        "train": "step(n) takes n steps",
        "fit": "step(n) takes n steps",
        "predict": "load_points(xs, ys), then forward()",
        "loss_fn": "the loss was compiled; another one is another program",
    }

    # What is in the calculator at the moment: the very objects, or None where it is not known.
    _data: Data | None = None
    _points: Columns | None = None
    _parameters: tuple[float, ...] | None = None
    _memory: Any = None

    @abstractmethod
    def load_data(self, data: Data) -> None: ...

    @abstractmethod
    def load_points(self, *columns: Sequence[float]) -> None: ...

    @abstractmethod
    def configure(self, hyperparameters: Hyperparameters) -> None:
        """Take over everything but the batch size and the seed."""

    @abstractmethod
    def state(self) -> Any:
        """The optimizer's memory."""

    @abstractmethod
    def restore(self, state: Any = None) -> None:
        """Put the optimizer's memory back; None: start it without."""

    @abstractmethod
    def step(self, steps: int = 1, *, batches: Any = None) -> Losses:
        """Train; each step's loss over its batch, before its update."""

    @abstractmethod
    def gradient(self, rows: Any = None) -> tuple[float, Sequence[float]]: ...

    @abstractmethod
    def evaluate(self) -> tuple[float, float]: ...

    @abstractmethod
    def pictures(self, checkpoint: Checkpoint, palette: bytes, points: Columns, limit: float = 1.0) -> Any:
        """Every output at every point, colored by what `checkpoint` says there: one picture after another.

        palette     257 colors of four bytes: color 0 for -limit or less, 255 for +limit or more, 256 for nan
        Four bytes for each point. In a browser it may be what an ImageData takes: a view that the next call fills anew.
        """

    @abstractmethod
    def listing(self) -> Sequence[Any]:
        """The lines of the program that trains; none, where there is no program."""

    # For one checkpoint, whatever the calculator holds.

    def start(
        self, parameters: Sequence[float], hyperparameters: Hyperparameters, data: Data, memory: Any = None
    ) -> Checkpoint:
        """The checkpoint before the first step. memory: of the optimizer; None: it has taken no steps yet."""
        optimizer = "" if memory is None else hyperparameters.optimizer
        first = Checkpoint(0, 0.0, 0.0, tuple(parameters), optimizer, memory)
        return self.measure(first, hyperparameters, data)

    def measure(self, checkpoint: Checkpoint, hyperparameters: Hyperparameters, data: Data) -> Checkpoint:
        """The checkpoint with its loss and accuracy over these data, under these hyperparameters."""
        self._put(checkpoint, hyperparameters, data)
        return self._take(checkpoint.step, hyperparameters)

    def run(
        self, checkpoint: Checkpoint, hyperparameters: Hyperparameters, data: Data, steps: int
    ) -> tuple[list[float], Checkpoint]:
        """Train from a checkpoint: the loss over all data after each of the steps (one or more), and where they led."""
        self._put(checkpoint, hyperparameters, data)
        end = checkpoint.step + steps
        if takes_all(hyperparameters, len(data)):  # then the loss before a step is the loss after the one before it
            before = self.step(steps) if hyperparameters.steady else self._steps(checkpoint.step, end, hyperparameters)
            after = self._take(end, hyperparameters)
            return [*before[1:], after.loss], after
        losses, measured = [], None
        for k in range(checkpoint.step, end):
            self.configure(hyperparameters.at(k))
            self.step(batches=[batch(hyperparameters, k, len(data))])
            measured = self.evaluate()
            losses.append(measured[0])
        return losses, self._take(end, hyperparameters, measured)

    def _steps(self, start: int, end: int, hyperparameters: Hyperparameters) -> list[float]:
        """Steps over all data, each with the learning rate of its number."""
        losses = []
        for k in range(start, end):
            self.configure(hyperparameters.at(k))
            losses.append(self.step(1)[0])
        return losses

    def gradients(
        self, checkpoint: Checkpoint, hyperparameters: Hyperparameters, data: Data, rows: Sequence[int] | None = None
    ) -> tuple[float, tuple[float, ...]]:
        """(loss, gradients) over these rows of the data (None: all of them), penalty included, without an update."""
        self._put(checkpoint, hyperparameters, data)
        if rows is None:
            loss, slopes = self.gradient()
            return loss, tuple(slopes)
        losses, slopes = zip(*[self._gradient_of(i) for i in rows], strict=True)
        return mean(losses), tuple(mean(column) for column in zip(*slopes, strict=True))

    def _gradient_of(self, row: int) -> tuple[float, tuple[float, ...]]:
        loss, slopes = self.gradient((row, row + 1))
        return loss, tuple(slopes)

    def _put(self, checkpoint: Checkpoint, hyperparameters: Hyperparameters, data: Data) -> None:
        same = self.optimizer == hyperparameters.optimizer == checkpoint.optimizer
        self.configure(hyperparameters.at(checkpoint.step))
        self._put_data(data)
        self._put_parameters(checkpoint.parameters)
        memory = checkpoint.memory if checkpoint.optimizer == hyperparameters.optimizer else None
        if memory is None or memory is not self._memory or not same:
            self.restore(memory)
            self._memory = memory

    def _put_data(self, data: Data) -> None:
        if self._data is not data:
            self._data = None
            self.load_data(data)
            self._data = data

    def _put_parameters(self, parameters: tuple[float, ...]) -> None:
        if self._parameters is not parameters:
            self.parameters = parameters
            self._parameters = parameters

    def _put_points(self, points: Columns) -> None:
        if self._points is not points:
            self._points = None
            self.load_points(*points)
            self._points = points

    def _take(
        self, step: int, hyperparameters: Hyperparameters, measured: tuple[float, float] | None = None
    ) -> Checkpoint:
        """Where the calculator stands now, as a checkpoint. measured: what evaluate() says, if it was asked already."""
        loss, accuracy = measured or self.evaluate()
        if self._parameters is None:
            self._parameters = tuple(self.parameters)
        if self._memory is None:
            self._memory = self.state()
        return Checkpoint(step, loss, accuracy, self._parameters, hyperparameters.optimizer, self._memory)

    def _forget(self) -> None:
        """Parameters and memory are no longer those of a checkpoint."""
        self._parameters = self._memory = None


def mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
