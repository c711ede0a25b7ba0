"""The object graph with the face of a compiled Program: the loop of the lecture, and what runs where a model cannot be
compiled.

Every step builds the graph of its whole batch: forward, loss, backward, update. So it is some thousand times slower.

The loss of a batch is the mean of its samples' losses + l2 * (sum of the squares of all parameters). Where l2 is 0
there is no penalty, not even the nan that 0 * inf would be.

Offers `Interpreted`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import nan
from typing import Any

from ..chance import draws_kept
from ..compiler.painting import pixels
from ..data import Data
from ..engine import Value
from ..labels import Labels, labels_for
from ..losses import check_cost, resolve_loss
from ..models import Releases, answers, count_outputs, is_standard, parameters_of
from ..optim import OPTIMIZERS, resolve_optimizer
from .calculator import Calculator, Columns
from .checkpoint import Checkpoint
from .collector import collector_paused
from .hyperparameters import Hyperparameters
from .losses import Losses
from .outputs import is_right, outputs


class Interpreted(Calculator):
    """A model, trained by the engine itself: anything that is called with inputs and has parameters().

    For methods and attributes see compiler.Program. Its parameters are the model's own: training changes the model.
    """

    backend = "the object graph"

    def __init__(self, model: Any, loss: str | Callable[..., Value] = "hinge") -> None:
        self.model = model
        self.loss = resolve_loss(loss)
        self.declined: dict[str, str] = {}
        self.data, self.points = Data("nothing", (), ()), list[tuple[float, ...]]()
        self.labels = Labels("binary", ())
        self.release = Releases(model, ())
        self.l2 = 0.0
        self.last_loss: float | None = None  # of the last update, over its batch
        self._name = "SGD"
        self._optimizer: Any = OPTIMIZERS[self._name](parameters_of(model))

    def __repr__(self) -> str:
        return f"Interpreted({type(self.model).__name__} of {len(self.parameters)} parameters, {self._name})"

    # What a calculator is made of.

    def load_data(self, data: Data) -> None:
        with draws_kept(self.model):
            outputs = count_outputs(self.model, data.points)
            self.release = Releases(self.model, data.points)
        self.labels = labels_for(self.loss, data.labels, len(data.points), outputs)
        self.data, self._data = data, None

    def load_points(self, *columns: Sequence[float]) -> None:
        self.points, self._points = list(zip(*columns, strict=True)), None

    @property
    def optimizer(self) -> str:
        """The optimizer's name. Setting another one starts it without memory."""
        return self._name

    @optimizer.setter
    def optimizer(self, name: str) -> None:
        name, _ = resolve_optimizer(name)
        if name != self._name:
            self._optimizer = OPTIMIZERS[name](parameters_of(self.model))
            self._name = name
            self._forget()

    def configure(self, hyperparameters: Hyperparameters) -> None:
        self.optimizer, self.l2 = hyperparameters.optimizer, hyperparameters.l2
        self._optimizer.lr = hyperparameters.rate
        for name, value in hyperparameters.settings.items():
            setattr(self._optimizer, name, value)

    @property
    def parameters(self) -> list[float]:
        return [float(p.data) for p in parameters_of(self.model)]

    @parameters.setter
    def parameters(self, numbers: Sequence[float]) -> None:
        self._forget()
        for p, number in zip(parameters_of(self.model), numbers, strict=True):
            p.data = number

    def _put_parameters(self, parameters: tuple[float, ...]) -> None:
        if tuple(self.parameters) != parameters:  # the model is somebody's: its numbers may have changed from outside
            self.parameters = parameters
        self._parameters = parameters

    def state(self) -> Any:
        return self._optimizer.state()

    def restore(self, state: Any = None) -> None:
        self._optimizer.load(state)

    def step(self, steps: int = 1, *, batches: Iterable[Sequence[int]] | None = None) -> Losses:
        self._forget()
        return Losses(self.update(batch) for batch in (batches or [range(len(self.data))] * steps))

    def update(self, batch: Sequence[int]) -> float:
        """Forward, loss, backward, update, with the samples of these rows. Returns the loss before the update."""
        with collector_paused():
            loss = self.batch_loss(batch)
            self._optimizer.zero_grad()
            loss.backward()
            self._optimizer.step()
            self.release(loss)
        self.last_loss = float(loss.data)
        return self.last_loss

    def batch_loss(self, batch: Sequence[int]) -> Value:
        """The loss over the samples of these rows, whose graph is the whole step's."""
        costs: list[Any] = [self.sample_loss(i)[0] for i in batch]
        mean: Value = sum(costs) * (1 / len(costs))
        return mean + self.l2 * sum(p * p for p in parameters_of(self.model)) if self.l2 else mean

    def gradient(self, rows: tuple[int, int] | None = None) -> tuple[float, list[float]]:
        """(loss, gradients) over a range of rows, penalty included, without an update."""
        for p in parameters_of(self.model):
            p.grad = 0.0
        loss = self.batch_loss(range(*(rows or (0, len(self.data)))))
        loss.backward()
        self.release(loss)
        return float(loss.data), [p.grad for p in parameters_of(self.model)]

    def sample_loss(self, i: int) -> tuple[Value, list[Value]]:
        """(loss, outputs) of sample i: what the model says when it is called."""
        said = answers(self.model, self.data.points[i])
        return check_cost(self.loss(said[0] if len(said) == 1 else said, self.labels.targets[i]), self.loss), said

    def evaluate(self) -> tuple[float, float]:
        """(loss, accuracy) over all of the data. Accuracy is nan where the labels are numbers to come near to."""
        costs, right = [], 0
        scored = self.labels.kind != "regression"
        with draws_kept(self.model, self.loss), collector_paused():
            for i, (cost, said) in enumerate(self.evaluated()):
                costs.append(float(cost.data))
                right += scored and is_right([float(v.data) for v in said], self.labels, i)
                self.release(cost, *said)
        penalty = self.l2 * added([p * p for p in self.parameters]) if self.l2 else 0.0
        return added(costs) / len(costs) + penalty, right / len(costs) if scored else nan

    def evaluated(self) -> Iterator[tuple[Value, list[Value]]]:
        """(loss, outputs) of each sample; without the graph of the model, where the model is a standard one."""
        if not is_standard(self.model):
            yield from map(self.sample_loss, range(len(self.data.points)))
            return
        for said, target in zip(zip(*outputs(self.model, self.data.points)[-1], strict=True), self.labels.targets):
            values = [Value(s) for s in said]
            yield self.loss(values[0] if len(values) == 1 else values, target), values

    def forward(self) -> list[list[float]]:
        """What is known of the model at every point: see outputs.py."""
        return [column for layer in outputs(self.model, self.points) for column in layer]

    def pictures(self, checkpoint: Checkpoint, palette: bytes, points: Columns, limit: float = 1.0) -> bytes:
        self._put_points(points)
        self._put_parameters(checkpoint.parameters)
        return pixels(self.forward(), palette, limit)

    def listing(self) -> tuple[()]:
        return ()


def added(numbers: Iterable[float]) -> float:
    """The numbers added one after another, as the engine adds.

    (sum() of floats corrects its rounding since Python 3.12.)
    """
    total = 0.0
    for x in numbers:
        total += x
    return total
