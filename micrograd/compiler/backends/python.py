"""A plan that runs as Python source: the machine for where there is no WebAssembly.

It goes through the samples one by one; backends/numpy.py makes of it one that takes whole columns.

Offers `PrintedMachine`.
"""

import math
from array import array
from collections.abc import Sequence
from typing import Any, TypeAlias

from ...ops import OPS
from ...optim import OPTIMIZERS, Optimizer
from ..plan import Plan
from .printer import source
from .protocol import Column

Numbers: TypeAlias = "array[float]"


def environment() -> dict[str, Any]:
    """What the printed source calls, for numbers."""
    return {op.word: op.function for op in OPS.values()} | {"nan": math.nan, "inf": math.inf}


class PrintedMachine:
    """Runs a plan sample by sample in plain Python. Its methods are those of WasmMachine."""

    name = "Python"
    whole_columns = False  # does a name in the source stand for a whole column?
    most_steps = most_indices = 1 << 30

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.source = source(plan, self.whole_columns)
        self.functions = self.environment()
        exec(compile(self.source, f"<micrograd program, {self.name}>", "exec"), self.functions)
        k = len(plan.parameters)
        slots = max(len(optimizer.memory) for optimizer in OPTIMIZERS.values())
        names = ("parameters", "sums", *(f"slot{n}" for n in range(slots)))
        self.memory = {name: array("d", bytes(8 * k)) for name in names}
        self.data: list[Any] = []
        self.points: list[Any] = []
        self.t = 0

    def environment(self) -> dict[str, Any]:
        return environment()

    def load(self, columns: Sequence[Column], points: bool = False) -> None:
        own = [self.column(c) for c in columns]
        if points:
            self.points = own
        else:
            self.data = own

    def columns(self, count: int, points: bool = False) -> list[Column]:
        return [column[:count] for column in (self.points if points else self.data)]

    def column(self, numbers: Column) -> Any:
        """Numbers as this machine keeps them."""
        return array("d", numbers)

    def seed(self, count: int) -> Any:
        return 1 / count

    def gather(self, order: Sequence[int]) -> list[Any]:
        return [self.column([column[i] for i in order]) for column in self.data]

    def settings(self, optimizer: type[Optimizer], chosen: Sequence[float], l2: float) -> None:
        self.optimizer, self.l2 = optimizer, l2
        self.chosen = dict(zip(optimizer.defaults, chosen, strict=True))

    def get(self, section: str, count: int) -> Column:
        return self.memory[section][:count]

    def set(self, section: str, numbers: Column) -> None:
        self.memory[section] = array("d", numbers)

    def run(self, name: str, columns: Sequence[Any], count: int) -> Any:
        """One of the source's three functions, over columns."""
        return self.functions[name](self.memory["parameters"], columns, self.seed(count))

    def penalty(self) -> float:
        return self.l2 * sum(p * p for p in self.memory["parameters"]) if self.l2 else 0.0

    def gradient(self, row: int, count: int) -> float:
        return self.batch([column[row : row + count] for column in self.data], count)

    def batch(self, columns: Sequence[Any], count: int) -> float:
        cost, gradients = self.run("gradient", columns, count)
        pull = [self.l2 * p if self.l2 else 0.0 for p in self.memory["parameters"]]
        self.memory["sums"] = array("d", [float(g) + p + p for g, p in zip(gradients, pull)])
        return float(cost) * (1 / count) + self.penalty()

    def train(self, steps: int, row: int, count: int) -> Column:
        columns = [column[row : row + count] for column in self.data]
        return array("d", [self.update(columns, count) for _ in range(steps)])

    def train_gathered(self, order: Sequence[int], steps: int, count: int) -> Column:
        batches = (order[i * count : i * count + count] for i in range(steps))
        return array("d", [self.update(self.gather(batch), count) for batch in batches])

    def update(self, columns: Sequence[Any], count: int) -> float:
        loss = self.batch(columns, count)
        self.t += 1
        slots = [self.memory[f"slot{n}"] for n in range(len(self.optimizer.memory))]
        self.apply(self.memory["parameters"], self.memory["sums"], slots)
        return loss

    def apply(self, parameters: Numbers, gradients: Numbers, slots: Sequence[Numbers]) -> None:
        """The optimizer's rule, for one parameter after the other."""
        for i, (p, g) in enumerate(zip(parameters, gradients)):
            parameters[i], *kept = self.optimizer.update(p, g, self.t, [slot[i] for slot in slots], self.chosen)
            for slot, number in zip(slots, kept):
                slot[i] = number

    def evaluate(self, row: int, count: int) -> tuple[float, float]:
        columns = [column[row : row + count] for column in self.data]
        outputs = self.run("forward", columns, count)
        cost, right = self.run("evaluate", [*columns, *outputs], count)
        return float(cost) * (1 / count) + self.penalty(), float(right) / count

    def forward(self, count: int) -> Sequence[Column]:
        return [list(column) for column in self.run("forward", [c[:count] for c in self.points], count)]
