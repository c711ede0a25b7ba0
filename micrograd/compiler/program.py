"""A compiled graph: trains and answers for whole batches at once.

    program = compile_model(MLP(2, [8, 8, 1]), 'hinge', rows=100, points=10_000)
    program.load_data(rings())
    program.rate = 0.5
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

from ..training.calculator import Calculator
from .backends import started
from .backends.python import PrintedMachine
from .backends.wasm.emit import layout_for
from .backends.wasm.machine import WasmMachine
from .checks import chunks, joined, length, whole
from .listing import listing
from .painting import pixels


class Program(Calculator):
    """A compiled graph and its data, parameters and optimizer.

    backend         which of BACKENDS runs it; `declined` says why those before it do not: {name: reason}
    optimizer       'SGD' or 'Adam'
    rate, momentum, betas, eps          as in optim.py; change them at any time
    l2              weight of the penalty, the sum of the parameters' squares; 0: there is no penalty
                    (not even the nan that 0 * inf would be)
    parameters      the model's, as one flat sequence of floats: read a copy, or set them all
    """

    def __init__(self, planned, rows, points=0, runtime=None, backend=None):
        self.plan = planned
        self.capacity = whole(rows, "rows", 1), whole(points, "points", 0)
        self.rows = self.points = 0
        self.optimizer, self.rate, self.momentum, self.l2 = "SGD", 0.1, 0.0, 0.0
        self.betas, self.eps = (0.9, 0.999), 1e-8
        self.machine, self.declined = started(planned, self.capacity, runtime, backend)
        self.backend = self.machine.name
        self._palette = None

    # Data.

    def load(self, *columns):
        """Set the data: one sequence of numbers for each input (labels as well), all equally long."""
        self._data = None
        self.rows = length(columns, self.plan.inputs, self.capacity[0], "rows")
        self.machine.load(columns)

    def load_data(self, data):
        """Set the data from a data.Data."""
        self.load(*(zip(*data.points) if len(data) else [()] * (len(self.plan.inputs) - 1)), data.labels)

    def load_points(self, *columns):
        """Set the points for `forward`: one sequence for each input; labels, or inputs after them, may be left out."""
        self._points = None
        missing = len(self.plan.inputs) - len(columns)
        self.points = length(columns, self.plan.inputs[: len(columns)], self.capacity[1], "points")
        self.machine.load([*columns, *[[0.0] * self.points] * missing], points=True)

    def range(self, rows):
        """(first, count) of a pair (first, stop) of row numbers; None: all of the data."""
        first, stop = rows or (0, self.rows)
        if not 0 <= first < stop <= self.rows:
            raise ValueError(f"rows {first} to {stop} of {self.rows}: there must be at least one, within the data")
        return first, stop - first

    # Training.

    def step(self, steps=1, rows=None, batches=None):
        """Train. Returns each step's loss over its batch (with penalty), before its update: `steps` floats.

        steps       how many, each over the same rows
        rows        (first, stop), a range of the data; None: all
        batches     instead: one list of row numbers for each step, all of one length
        """
        adam = self.ready()
        self._forget()
        if batches is None:
            first, count = self.range(rows)
            steps = whole(steps, "steps", 1)
            return joined(
                self.machine.train(min(steps - done, self.machine.most_steps), first, count, adam)
                for done in range(0, steps, self.machine.most_steps)
            )
        return joined(self.gathered(chunk, adam) for chunk in chunks(list(batches), self.capacity[0], self.machine))

    def gathered(self, batches, adam):
        order = [i for batch in batches for i in batch]
        if min(order) < 0 or max(order) >= self.rows:
            raise ValueError(f"row numbers go from 0 to {self.rows - 1}")
        return self.machine.train_gathered(order, len(batches), len(batches[0]), adam)

    def configure(self, hyperparameters):
        self.optimizer, self.rate, self.l2 = hyperparameters.optimizer, hyperparameters.lr, hyperparameters.l2
        for name, value in hyperparameters.settings.items():
            setattr(self, name, value)

    def ready(self):
        """Hand the settings over; is the optimizer Adam?"""
        if self.optimizer not in ("SGD", "Adam"):
            raise ValueError(f"no optimizer {self.optimizer!r}: choose 'SGD' or 'Adam'")
        self.machine.settings((self.rate, self.momentum, self.l2, *self.betas, self.eps))
        return self.optimizer == "Adam"

    def gradient(self, rows=None):
        """(loss, gradients) over a range of rows, penalty included, without an update: a float, K floats."""
        self.ready()
        loss = self.machine.gradient(*self.range(rows))
        return loss, self.machine.get("sums", len(self.plan.parameters))

    def evaluate(self, rows=None):
        """(loss, accuracy) over a range of rows: mean cost + penalty, and the share (0 to 1) of right signs.

        Accuracy is nan for a graph without a label.
        """
        self.ready()
        loss, right = self.machine.evaluate(*self.range(rows))
        return loss, right if self.plan.labeled else math.nan

    def forward(self):
        """The outputs at all points: for each output, a sequence of as many floats as there are points."""
        if not self.points:
            raise ValueError("there are no points: load_points first")
        self.ready()
        return self.machine.forward(self.points)

    # What training changes.

    @property
    def parameters(self):
        return self.machine.get("parameters", len(self.plan.parameters))

    @parameters.setter
    def parameters(self, numbers):
        self._parameters = None
        self.put("parameters", numbers)

    def put(self, section, numbers):
        if len(numbers) != len(self.plan.parameters):
            raise ValueError(f"{len(numbers)} numbers for {len(self.plan.parameters)} parameters")
        self.machine.set(section, numbers)

    def state(self):
        """The optimizer's memory, in the form of optim.SGD.state() or optim.Adam.state()."""
        first, second = (tuple(self.machine.get(name, len(self.plan.parameters))) for name in ("first", "second"))
        return (self.machine.t, first, second) if self.optimizer == "Adam" else (first,)

    def restore(self, state=None):
        """Put back a state of this optimizer; None: start it without memory."""
        zeros = [0.0] * len(self.plan.parameters)
        t, first, second = (0, zeros, zeros) if state is None else state if len(state) == 3 else (0, *state, zeros)
        self._memory = None
        self.put("first", first)
        self.put("second", second)
        self.machine.t = t

    def pictures(self, checkpoint, palette, points, limit=1.0):
        """See Calculator. WebAssembly paints by itself: in a page that is a view of the module's memory."""
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

    def listing(self):
        """The program as Lines for a person: see listing.py."""
        return listing(self.plan, layout_for(self.plan, *self.capacity), self.backend != "WebAssembly")

    @property
    def source(self):
        """Python source that does the same (with NumPy, if that is the backend); it is what those backends run."""
        if isinstance(self.machine, PrintedMachine):
            return self.machine.source
        from .backends.printer import source

        return source(self.plan)
