"""A plan that runs as Python source: the machine for where there is no WebAssembly.

It goes through the samples one by one; backends/numpy.py makes of it one that takes whole columns.

Offers `PrintedMachine`.
"""

import math
from array import array

from ... import scalar
from ...ops import OPS
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
        self.memory = {name: array("d", bytes(8 * k)) for name in ("parameters", "sums", "first", "second")}
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

    def settings(self, values):
        self.rate, self.momentum, self.l2, self.beta1, self.beta2, self.eps = values

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

    def train(self, steps, row, count, adam):
        columns = [column[row : row + count] for column in self.data]
        return array("d", [self.update(columns, count, adam) for _ in range(steps)])

    def train_gathered(self, order, steps, count, adam):
        return array(
            "d", [self.update(self.gather(order[i * count : i * count + count]), count, adam) for i in range(steps)]
        )

    def update(self, columns, count, adam):
        loss = self.batch(columns, count)
        (self.adam if adam else self.sgd)(*(self.memory[name] for name in ("parameters", "sums", "first", "second")))
        return loss

    def sgd(self, p, g, velocity, _):
        """optim.SGD.step"""
        for i, grad in enumerate(g):
            v = velocity[i] = self.momentum * velocity[i] + grad if self.momentum else grad
            p[i] -= self.rate * v

    def adam(self, p, g, m, s):
        """optim.Adam.step"""
        self.t += 1
        fast, slow = self.beta1, self.beta2
        for i, grad in enumerate(g):
            m[i] = fast * m[i] + (1 - fast) * grad
            s[i] = slow * s[i] + (1 - slow) * grad * grad
            mean, square = m[i] / (1 - fast**self.t), s[i] / (1 - slow**self.t)
            p[i] -= self.rate * mean / (scalar.power(square, 0.5) + self.eps)

    def evaluate(self, row, count):
        columns = [column[row : row + count] for column in self.data]
        outputs = self.run("forward", columns, count)
        cost, right = self.run("evaluate", [*columns, *outputs], count)
        return float(cost) * (1 / count) + self.penalty(), float(right) / count

    def forward(self, count):
        return [list(column) for column in self.run("forward", [c[:count] for c in self.points], count)]
