"""A compiled graph: trains and answers for whole batches at once.

    program = compile_model(MLP(2, [8, 8, 1]), 'hinge', rows=100, points=10_000)
    program.load_data(rings())
    program.lr = 0.5
    program.step(50)                        # 50 full-batch steps of SGD
    loss, accuracy = program.evaluate()
    program.load_points(xs, ys)
    *hidden, score = program.forward()      # each neuron's activation at every point

Or as a calculator, which answers for a checkpoint that it is given (training/calculator.py):

    losses, after = program.run(checkpoint, hyperparameters, data, steps=50)
    program.pictures(after, palette, points)

Offers `Program`. (compiled.py makes one from a model or an expression; backends/__init__.py says what can run it.)
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..convert import as_data
from ..labels import labels_for
from ..losses import Loss, one_hot
from ..models import parameters_of
from ..optim import OPTIMIZERS, SGD, State, checked, resolve_optimizer
from ..pickling import check_parts
from ..saving import fitting_numbers
from ..scalar import at_least_zero, short
from ..schedules import Rate, check_rate, lr_after
from ..training.calculator import Calculator, Columns
from ..training.checkpoint import Checkpoint
from ..training.hyperparameters import Hyperparameters
from ..training.losses import Losses
from ..training.sampling import batch
from .backends import started
from .backends.protocol import Column
from .backends.python import PrintedMachine
from .backends.wasm.emit import layout_for
from .backends.wasm.machine import WasmMachine
from .backends.wasm.runtime import Runtime
from .checks import chunks, length, whole
from .listing import Line, listing
from .painting import pixels
from .plan import Plan
from .storing import revived, stored


class Program(Calculator):
    """A compiled graph and its data, parameters and optimizer. compile_model and compile_graph make one.

    planned         what compile_graph has made of the graph; rows, points, runtime, backend: as in compile_model
    backend         which of BACKENDS runs it; `declined` says why those before it do not: {name: reason}
    optimizer       a name in OPTIMIZERS, or its class; another one has its defaults (but this lr) and no memory
    hyperparameters  {name: number} of this optimizer, as in optim.py; change them at any time
    lr              the learning rate among them, or a function of how many steps the optimizer has taken, which gives
                    it (schedules.py); `rate` is another name for it
    l2              weight of the penalty, the sum of the parameters' squares; 0: there is no penalty
                    (not even the nan that 0 * inf would be)
    parameters      the model's, as one flat sequence of floats: read a copy, or set them all
    loss            the function of scores and label that was compiled; None for a graph from elsewhere
    classes         how many scores there are: above 1, there is a column for each class, 1 where it is the right one
    names           of the parameters, as the model's state_dict() has them

    A program can be pickled and copied; the copy goes on with the very same numbers.
    """

    loss: Loss | None = None
    classes: int = 1
    names: tuple[str, ...] = ()

    def __init__(
        self, planned: Plan, rows: int, points: int = 0, runtime: Runtime | None = None, backend: str | None = None
    ) -> None:
        self.plan = planned
        self.capacity = whole(rows, "rows", 1), whole(points, "points", 0)
        self.rows = self.points = 0
        self.l2 = 0.0
        self._optimizer, self.hyperparameters = "SGD", dict[str, Any](SGD.defaults)
        self._runtime = runtime
        self.machine, self.declined = started(planned, self.capacity, runtime, backend)
        self.backend = self.machine.name
        self._palette: bytes | None = None
        self._scored = True

    def __repr__(self) -> str:
        many, t = len(self.plan.parameters), self.machine.t
        after = f", {t} step{'s' * (t != 1)} taken" if t else ""
        lr = f"{self.lr:g}" if isinstance(self.lr, (int, float)) else short(self.lr)
        rows = f"{self.rows} row{'s' * (self.rows != 1)}"
        return f"Program({self.backend}, {many} parameters, {rows}, {self.optimizer} with lr={lr}{after})"

    def __reduce__(self) -> Any:
        """For pickle. PicklingError, naming it, for a loss or a learning rate that pickle cannot write."""
        check_parts("a program", {"loss": self.loss, "lr": self.lr})
        return revived, (stored(self),)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Program":
        """A program of its own with the same numbers; it runs where this one does."""
        copy = memo[id(self)] = revived(stored(self, self._runtime))
        return copy

    def __copy__(self) -> "Program":
        return self.__deepcopy__({})

    # Data.

    def load(self, *columns: Column) -> None:
        """Set the data: columns, one sequence of numbers for each input (labels as well), all equally long."""
        self._data, self._scored = None, True
        self.rows = length(columns, self.plan.inputs, self.capacity[0], "rows")
        self.machine.load(columns)

    def load_data(self, data: Any) -> None:
        """Set the data from a Data, or from other forms of it (convert.py). ValueError for labels that do not fit."""
        data = as_data(data)
        loss = self.loss or (lambda score, label: score)  # nothing is known of it: the labels stay as they are
        labels = labels_for(loss, data.labels, len(data.points), self.classes)
        if self.classes > 1 and labels.kind != "classes":
            raise ValueError(
                f"a program with {self.classes} scores needs classes from 0 to {self.classes - 1} as labels"
            )
        shares = [self.label_columns(target) for target in labels.targets]
        inputs = len(self.plan.inputs) - self.classes
        columns = [*zip(*data.points, strict=True)] if len(data) else [()] * inputs
        self.load(*columns, *(zip(*shares, strict=True) if shares else [()] * self.classes))
        self._scored = labels.kind != "regression"

    def label_columns(self, target: Any) -> list[float]:
        """A sample's label (target) as the program's columns have it: itself, or one number for each class."""
        return [target] if self.classes == 1 else one_hot(target, self.classes)

    def load_points(self, *columns: Column) -> None:
        """Set the points for `forward`: columns, one for each input; labels, or inputs after them, may be left out."""
        self._points = None
        missing = len(self.plan.inputs) - len(columns)
        self.points = length(columns, self.plan.inputs[: len(columns)], self.capacity[1], "points")
        self.machine.load([*columns, *[[0.0] * self.points] * missing], points=True)

    def range(self, rows: tuple[int, int] | None) -> tuple[int, int]:
        """(first, count) of rows, a pair (first, stop) of row numbers; None: all of the data."""
        first, stop = rows or (0, self.rows)
        if not 0 <= first < stop <= self.rows:
            raise ValueError(f"rows {first} to {stop} of {self.rows}: there must be at least one, within the data")
        return first, stop - first

    # Training.

    def step(
        self,
        steps: int = 1,
        rows: tuple[int, int] | None = None,
        batches: Iterable[Sequence[int]] | None = None,
        *,
        batch_size: int | None = None,
        seed: int = 0,
    ) -> Losses:
        """Train. Returns each step's loss over its batch (with penalty), before its update: `steps` floats.

        steps       how many, each over the same rows
        rows        (first, stop), a range of the data; None: all
        batches     instead: a list of row numbers for each step
        batch_size  instead: so many samples for each step, of epochs that are shuffled by `seed` (training/sampling.py)
        """
        self._forget()
        if batch_size is not None:
            if batches is not None or rows is not None:
                raise TypeError("step() takes rows, batches or batch_size: one of them says which samples to look at")
            how, first = Hyperparameters(batch_size=batch_size, seed=seed), self.machine.t
            batches = [batch(how, k, self.rows) for k in range(first, first + whole(steps, "steps", 1))]
        if batches is not None:
            return self.steps_over([list(rows) for rows in batches])
        first, count = self.range(rows)
        most = 1 if callable(self.lr) else self.machine.most_steps
        losses, steps = Losses(), whole(steps, "steps", 1)
        while len(losses) < steps:
            self.ready()
            losses += self.machine.train(min(steps - len(losses), most), first, count)
        return losses

    def steps_over(self, batches: Sequence[Sequence[int]]) -> Losses:
        """A step over each batch; those that are equally large, one after another, are handed over together."""
        if not batches:
            raise ValueError("there are no batches: a list of row numbers is needed for each step")
        groups = [[rows] for rows in batches] if callable(self.lr) else [list(g) for _, g in groupby(batches, len)]
        losses = Losses()
        for chunk in (part for group in groups for part in chunks(group, self.capacity[0], self.machine)):
            order = [i for rows in chunk for i in rows]
            if min(order) < 0 or max(order) >= self.rows:
                raise ValueError(f"row numbers go from 0 to {self.rows - 1}")
            self.ready()
            losses += self.machine.train_gathered(order, len(chunk), len(chunk[0]))
        return losses

    def configure(self, hyperparameters: Hyperparameters) -> None:
        self.optimizer, self.l2 = hyperparameters.optimizer, hyperparameters.l2
        self.hyperparameters = {"lr": hyperparameters.rate, **hyperparameters.settings}

    def ready(self) -> None:
        """Hand the settings over."""
        optimizer = OPTIMIZERS[self.optimizer]
        chosen, l2 = checked(optimizer, self.hyperparameters), float(at_least_zero(self.l2, "l2"))
        if callable(chosen["lr"]):
            chosen = {**chosen, "lr": lr_after(chosen["lr"], self.machine.t)}
        self.machine.settings(optimizer, [float(chosen[name]) for name in optimizer.defaults], l2)

    @property
    def optimizer(self) -> str:
        """Its name in OPTIMIZERS. Another one may be set; it has its defaults (but this lr) and no memory."""
        return self._optimizer

    @optimizer.setter
    def optimizer(self, name: str) -> None:
        name, _ = resolve_optimizer(name)
        if name != self._optimizer:
            self._optimizer, self.hyperparameters = name, {**OPTIMIZERS[name].defaults, "lr": self.lr}
            self.restore()

    @property
    def lr(self) -> Rate:
        """The learning rate, or a function of how many steps have been taken."""
        lr: Rate = self.hyperparameters["lr"]
        return lr

    @lr.setter
    def lr(self, lr: Rate) -> None:
        check_rate(lr)
        self.hyperparameters["lr"] = lr

    rate = lr

    def gradient(self, rows: tuple[int, int] | None = None) -> tuple[float, tuple[float, ...]]:
        """(loss, gradients) over a range of rows, penalty included, without an update: a float, K floats."""
        self.ready()
        loss = self.machine.gradient(*self.range(rows))
        return loss, tuple(self.machine.get("sums", len(self.plan.parameters)))

    def evaluate(self, rows: tuple[int, int] | None = None) -> tuple[float, float]:
        """(loss, accuracy) over a range of rows: mean cost + penalty, and the share (0 to 1) of right signs.

        Accuracy is nan for a graph without a label, and where labels are numbers to come near to.
        """
        self.ready()
        loss, right = self.machine.evaluate(*self.range(rows))
        return loss, right if self.plan.labeled and self._scored else math.nan

    def forward(self) -> Sequence[Column]:
        """The outputs at all points: for each output, a sequence of as many floats as there are points."""
        if not self.points:
            raise ValueError("there are no points: load_points first")
        self.ready()
        return self.machine.forward(self.points)

    # What training changes.

    @property
    def parameters(self) -> tuple[float, ...]:
        """A copy of the parameters, K floats. Setting them takes as many; the model itself stays as it is."""
        return tuple(self.machine.get("parameters", len(self.plan.parameters)))

    @parameters.setter
    def parameters(self, numbers: Column) -> None:
        self._parameters = None
        self.put("parameters", numbers)

    def write_to(self, model: Any) -> None:
        """Set the model's parameters to the program's. ValueError where there are not as many."""
        parameters, numbers = parameters_of(model), self.parameters
        if len(parameters) != len(numbers):
            raise ValueError(f"the program has {len(numbers)} parameters, and this model {len(parameters)}")
        for p, number in zip(parameters, numbers):
            p.data = number

    def state_dict(self) -> dict[str, float]:
        """{name: number} of all parameters, as the model's own state_dict() has them: it can load them."""
        return dict(zip(self.names or self.plan.parameters, map(float, self.parameters), strict=True))

    def load_state_dict(self, state: Mapping[str, float]) -> None:
        """Set all parameters to a state's numbers; ValueError, and nothing is changed, where the names do not fit."""
        self.parameters = fitting_numbers(self.names or self.plan.parameters, state, "this program")

    def put(self, section: str, numbers: Column) -> None:
        """Set a section of the machine's numbers; ValueError unless there are as many as parameters."""
        if len(numbers) != len(self.plan.parameters):
            raise ValueError(f"{len(numbers)} numbers for {len(self.plan.parameters)} parameters")
        self.machine.set(section, numbers)

    def slots(self) -> list[str]:
        """The machine's sections for what this optimizer remembers."""
        return [f"slot{n}" for n in range(len(OPTIMIZERS[self.optimizer].memory))]

    def state(self) -> State:
        """What the optimizer remembers, in the form of its state() in optim.py: hand it back to `restore`."""
        return self.machine.t, *(tuple(self.machine.get(name, len(self.plan.parameters))) for name in self.slots())

    def restore(self, state: State | None = None) -> None:
        """Put back a state of this optimizer; None: start it without memory."""
        names = self.slots()
        nothing: State = (0, *[[0.0] * len(self.plan.parameters)] * len(names))
        t, *slots = nothing if state is None else state
        if len(slots) != len(names):
            raise ValueError(
                f"this state is none of {self.optimizer}'s, which remembers {len(names)} numbers a parameter"
            )
        self._memory = None
        for name, numbers in zip(names, slots):
            self.put(name, numbers)
        self.machine.t = t

    def pictures(self, checkpoint: Checkpoint, palette: bytes, points: Columns, limit: float = 1.0) -> Any:
        """Every output at every one of the points, colored by what a checkpoint says there: one picture after another.

        palette     257 colors of four bytes: color 0 for -limit or less, 255 for +limit or more, 256 for nan
        Four bytes for each point. WebAssembly paints by itself; in a page that is a view of the module's memory.
        """
        if len(palette) != 4 * 257:
            raise ValueError(f"a palette has 4 * 257 bytes, not {len(palette)}")
        self._put_points(points)
        self._put_parameters(checkpoint.parameters)
        if not isinstance(self.machine, WasmMachine):
            return pixels(self.forward(), palette, limit)
        if not self.points or self.points % 2:
            raise ValueError(f"pictures need an even number of points, not {self.points}")
        if self._palette is not palette:
            self.machine.palette(palette)
            self._palette = palette
        self.ready()
        return self.machine.pictures(self.points, 127.5 / limit)

    # The program as a text.

    def listing(self) -> list[Line]:
        """The program as Lines for a person: see listing.py."""
        return listing(self.plan, layout_for(self.plan, *self.capacity), self.backend != "WebAssembly")

    @property
    def source(self) -> str:
        """Python source that does the same (with NumPy, if that is the backend); it is what those backends run."""
        if isinstance(self.machine, PrintedMachine):
            return self.machine.source
        from .backends.printer import source

        return source(self.plan)
