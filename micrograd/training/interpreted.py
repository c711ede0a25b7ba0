"""The object graph with the face of a compiled Program: the loop of the lecture, and what runs where a model cannot be
compiled.

Every step builds the graph of its whole batch: forward, loss, backward, update. So it is some thousand times slower.

The loss of a batch is the mean of its samples' losses + l2 * (sum of the squares of all parameters). Where l2 is 0
there is no penalty, not even the nan that 0 * inf would be.

Offers `Interpreted`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..compiler.painting import pixels
from ..data import Data
from ..engine import Value, release
from ..losses import LOSSES
from ..optim import OPTIMIZERS
from .calculator import Calculator, Columns
from .checkpoint import Checkpoint
from .hyperparameters import Hyperparameters
from .outputs import outputs

T = TypeVar("T")


class Interpreted(Calculator):
    """A model with one output, trained by the engine itself. For methods and attributes see compiler.Program.

    Its parameters are the model's own: training changes the model.
    """

    backend = "the object graph"

    def __init__(self, model: Any, loss: str | Callable[..., Value] = "hinge") -> None:
        self.model = model
        self.loss = chosen(LOSSES, loss, "loss") if isinstance(loss, str) else loss
        self.declined: dict[str, str] = {}
        self.data, self.points = Data("nothing", (), ()), list[tuple[float, ...]]()
        self.l2 = 0.0
        self.last_loss: float | None = None  # of the last update, over its batch
        self._name = "SGD"
        self._optimizer: Any = OPTIMIZERS[self._name](model.parameters())

    # What a calculator is made of.

    def load_data(self, data: Data) -> None:
        self.data, self._data = data, None

    def load_points(self, *columns: Sequence[float]) -> None:
        self.points, self._points = list(zip(*columns, strict=True)), None

    @property
    def optimizer(self) -> str:
        """The optimizer's name. Setting another one starts it without memory."""
        return self._name

    @optimizer.setter
    def optimizer(self, name: str) -> None:
        if name != self._name:
            self._optimizer = chosen(OPTIMIZERS, name, "optimizer")(self.model.parameters())
            self._name = name
            self._forget()

    def configure(self, hyperparameters: Hyperparameters) -> None:
        self.optimizer, self.l2 = hyperparameters.optimizer, hyperparameters.l2
        self._optimizer.rate = hyperparameters.lr
        for name, value in hyperparameters.settings.items():
            setattr(self._optimizer, name, value)

    @property
    def parameters(self) -> list[float]:
        return [float(p.data) for p in self.model.parameters()]

    @parameters.setter
    def parameters(self, numbers: Sequence[float]) -> None:
        self._forget()
        for p, number in zip(self.model.parameters(), numbers, strict=True):
            p.data = number

    def _put_parameters(self, parameters: tuple[float, ...]) -> None:
        if tuple(self.parameters) != parameters:  # the model is somebody's: its numbers may have changed from outside
            self.parameters = parameters
        self._parameters = parameters

    def state(self) -> Any:
        return self._optimizer.state()

    def restore(self, state: Any = None) -> None:
        self._optimizer.load(state)

    def step(self, steps: int = 1, *, batches: Iterable[Sequence[int]] | None = None) -> list[float]:
        self._forget()
        return [self.update(batch) for batch in (batches or [range(len(self.data))] * steps)]

    def update(self, batch: Sequence[int]) -> float:
        """Forward, loss, backward, update, with the samples of these rows. Returns the loss before the update."""
        loss = self.batch_loss(batch)
        self._optimizer.zero_grad()
        loss.backward()
        self._optimizer.step()
        release(loss)
        self.last_loss = float(loss.data)
        return self.last_loss

    def batch_loss(self, batch: Sequence[int]) -> Value:
        """The loss over the samples of these rows, whose graph is the whole step's."""
        costs: list[Any] = [self.loss(self.model(self.data.points[i]), self.data.labels[i]) for i in batch]
        mean: Value = sum(costs) * (1 / len(costs))
        return mean + self.l2 * sum(p * p for p in self.model.parameters()) if self.l2 else mean

    def gradient(self, rows: tuple[int, int] | None = None) -> tuple[float, list[float]]:
        """(loss, gradients) over a range of rows, penalty included, without an update."""
        for p in self.model.parameters():
            p.grad = 0.0
        loss = self.batch_loss(range(*(rows or (0, len(self.data)))))
        loss.backward()
        release(loss)
        return float(loss.data), [p.grad for p in self.model.parameters()]

    def evaluate(self) -> tuple[float, float]:
        """(loss, accuracy) over all of the data."""
        (scores,) = outputs(self.model, self.data.points)[-1]
        labels = self.data.labels
        total: Any = sum(self.loss(Value(s), y) for s, y in zip(scores, labels, strict=True))
        release(total)
        penalty = self.l2 * added([p * p for p in self.parameters]) if self.l2 else 0.0
        right = sum((s > 0) == (y > 0) for s, y in zip(scores, labels, strict=True))
        return float(total.data) / len(labels) + penalty, right / len(labels)

    def forward(self) -> list[list[float]]:
        """Every neuron's activation at every point."""
        return [column for layer in outputs(self.model, self.points) for column in layer]

    def pictures(self, checkpoint: Checkpoint, palette: bytes, points: Columns, limit: float = 1.0) -> bytes:
        self._put_points(points)
        self._put_parameters(checkpoint.parameters)
        return pixels(self.forward(), palette, limit)

    def listing(self) -> tuple[()]:
        return ()


def chosen(table: Mapping[str, T], name: str, what: str) -> T:
    if name not in table:
        raise ValueError(f"no {what} {name!r}: choose one of {', '.join(table)}")
    return table[name]


def added(numbers: Iterable[float]) -> float:
    """The numbers added one after another, as the engine adds.

    (sum() of floats corrects its rounding since Python 3.12.)
    """
    total = 0.0
    for x in numbers:
        total += x
    return total
