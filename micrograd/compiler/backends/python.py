"""A plan that runs as Python source: the machine for where there is no WebAssembly.

It goes through the samples one by one; backends/numpy.py makes of it one that takes whole columns.

Offers `PrintedMachine`.
"""

import math
from array import array

from ...ops import OPS
from ...optim import OPTIMIZERS
from .printer import source


def environment():
    """What the printed source calls, for numbers."""
    return {op.word: op.function for op in OPS.values()} | {"nan": math.nan, "inf": math.inf}


class PrintedMachine:
    """Runs a plan sample by sample in plain Python. Its methods are those of WasmMachine."""

    name = "Python"
    columns = False  # does a name in the source stand for a whole column?
    most_steps = most_indices = 1 << 30

    def __init__(self, plan):
        self.plan = plan
        self.source = source(plan, self.columns)
        self.functions = self.environment()
        exec(compile(self.source, f"<micrograd program, {self.name}>", "exec"), self.functions)
        k = len(plan.parameters)
        slots = max(len(optimizer.memory) for optimizer in OPTIMIZERS.values())
        names = ("parameters", "sums", *(f"slot{n}" for n in range(slots)))
        self.memory = {name: array("d", bytes(8 * k)) for name in names}
        self.data, self.points, self.t = [], [], 0

    def environment(self):
        return environment()

    def load(self, columns, points=False):
        columns = [self.column(c) for c in columns]
        if points:
            self.points = columns
        else:
            self.data = columns

    def column(self, numbers):
        return array("d", numbers)

    def seed(self, count):
        return 1 / count

    def gather(self, order):
        return [self.column([column[i] for i in order]) for column in self.data]

    def settings(self, optimizer, chosen, l2):
        self.optimizer, self.l2 = optimizer, l2
        self.chosen = dict(zip(optimizer.defaults, chosen, strict=True))

    def get(self, section, count):
        return self.memory[section][:count]

    def set(self, section, numbers):
        self.memory[section] = array("d", numbers)

    def run(self, name, columns, count):
        """One of the source's three functions, over columns."""
        return self.functions[name](self.memory["parameters"], columns, self.seed(count))

    def penalty(self):
        return self.l2 * sum(p * p for p in self.memory["parameters"]) if self.l2 else 0.0

    def gradient(self, row, count):
        return self.batch([column[row : row + count] for column in self.data], count)

    def batch(self, columns, count):
        cost, gradients = self.run("gradient", columns, count)
        pull = [self.l2 * p if self.l2 else 0.0 for p in self.memory["parameters"]]
        self.memory["sums"] = array("d", [float(g) + p + p for g, p in zip(gradients, pull)])
        return float(cost) * (1 / count) + self.penalty()

    def train(self, steps, row, count):
        columns = [column[row : row + count] for column in self.data]
        return array("d", [self.update(columns, count) for _ in range(steps)])

    def train_gathered(self, order, steps, count):
        batches = (order[i * count : i * count + count] for i in range(steps))
        return array("d", [self.update(self.gather(batch), count) for batch in batches])

    def update(self, columns, count):
        loss = self.batch(columns, count)
        self.t += 1
        slots = [self.memory[f"slot{n}"] for n in range(len(self.optimizer.memory))]
        self.apply(self.memory["parameters"], self.memory["sums"], slots)
        return loss

    def apply(self, parameters, gradients, slots):
        """The optimizer's rule, for one parameter after the other."""
        for i, (p, g) in enumerate(zip(parameters, gradients)):
            parameters[i], *kept = self.optimizer.update(p, g, self.t, [slot[i] for slot in slots], self.chosen)
            for slot, number in zip(slots, kept):
                slot[i] = number

    def evaluate(self, row, count):
        columns = [column[row : row + count] for column in self.data]
        outputs = self.run("forward", columns, count)
        cost, right = self.run("evaluate", [*columns, *outputs], count)
        return float(cost) * (1 / count) + self.penalty(), float(right) / count

    def forward(self, count):
        return [list(column) for column in self.run("forward", [c[:count] for c in self.points], count)]
