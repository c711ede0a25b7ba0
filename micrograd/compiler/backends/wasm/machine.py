"""A loaded module, seen from Python: where its numbers are, and what its functions are called.

This is one of the two kinds of machine that Program drives; backends/python.py has the other. Arguments have been
checked when they come here. Rows and points are counted from 0, each in its own part of the table.

Offers `WasmMachine`.
"""

from array import array
from collections.abc import Sequence
from typing import Any

from ....optim import OPTIMIZERS, Optimizer
from ...plan import Plan
from ..protocol import Column
from .emit import emit
from .layout import L2, STEPS
from .runtime import Runtime


class WasmMachine:
    """A plan, running on WebAssembly. `runtime`: see runtime.py; `simd` False asks for the module without vectors."""

    def __init__(self, plan: Plan, runtime: Runtime, rows: int, points: int, simd: bool = True) -> None:
        simd = simd and runtime.simd
        self.binary, self.layout = emit(plan, rows, points, simd=simd)
        self.instance = runtime.load(self.binary)
        self.name = "WebAssembly SIMD" if simd else "WebAssembly"
        self.most_steps, self.most_indices = self.layout.losses, self.layout.order
        self.read, self.write, self.call = self.instance.read, self.instance.write, self.instance.call
        self.optimizers = list(OPTIMIZERS.values())  # those of which the module has the updates
        self.settings_now: tuple[type[Optimizer], tuple[float, ...], float] | None = None
        self.which = 0  # the optimizer in use

    def load(self, columns: Sequence[Column], points: bool = False) -> None:
        """Put columns of numbers into the table, as data or as points."""
        first = self.layout.grid if points else 0
        for j, column in enumerate(columns):
            self.write(self.layout.column(j, first), array("d", column))

    def columns(self, count: int, points: bool = False) -> list[Column]:
        """The first `count` numbers of every column that was put in."""
        first = self.layout.grid if points else 0
        return [self.read(self.layout.column(j, first), count, "d") for j in range(self.layout.inputs)]

    def settings(self, optimizer: type[Optimizer], chosen: Sequence[float], l2: float) -> None:
        """The optimizer's class, its hyperparameters in its order, and the weight of the penalty."""
        now = optimizer, tuple(chosen), l2
        if now != self.settings_now:
            if optimizer not in self.optimizers:
                raise ValueError(f"this program was compiled before there was the optimizer {optimizer.__name__}")
            self.which = self.optimizers.index(optimizer)
            self.write(self.layout.address("settings", L2), array("d", [l2]))
            self.write(self.layout.address("hyperparameters"), array("d", chosen))
            self.settings_now = now

    def get(self, section: str, count: int) -> Column:
        """The first `count` numbers of a section of the memory map."""
        numbers: Column = self.read(self.layout.address(section), count, "d")
        return numbers

    def set(self, section: str, numbers: Column) -> None:
        self.write(self.layout.address(section), array("d", numbers))

    @property
    def t(self) -> int:
        """How many steps the optimizer has taken."""
        return int(self.read(self.layout.address("settings", STEPS), 1, "d")[0])

    @t.setter
    def t(self, steps: int) -> None:
        self.write(self.layout.address("settings", STEPS), array("d", [steps]))

    def gradient(self, row: int, count: int) -> float:
        self.call("gradient", row, count)
        return self.get("results", 1)[0]

    def train(self, steps: int, row: int, count: int) -> Column:
        self.call("train", steps, row, count, self.which)
        return self.get("losses", steps)

    def train_gathered(self, order: Sequence[int], steps: int, count: int) -> Column:
        self.write(self.layout.sections["order"][0], array("i", order))
        self.call("train_gathered", steps, count, self.which)
        return self.get("losses", steps)

    def evaluate(self, row: int, count: int) -> tuple[float, float]:
        """(loss, share of right answers)"""
        self.call("evaluate", row, count)
        loss, right = self.get("results", 2)
        return loss, right

    def forward(self, count: int) -> Sequence[Column]:
        """The outputs at the first `count` points: a sequence of `count` numbers for each. One copy of all."""
        layout = self.layout
        self.call("forward", layout.grid, count)
        span = layout.stride * (layout.outputs - 1) + count
        numbers = self.read(layout.column(layout.inputs, layout.grid), span, "d")
        return [numbers[j * layout.stride : j * layout.stride + count] for j in range(layout.outputs)]

    def palette(self, colors: bytes) -> None:
        self.write(self.layout.sections["palette"][0], colors)

    def paint(self, output: int, count: int, scale: float) -> None:
        """Color what `forward` left for an output, behind the pictures of the outputs before it."""
        layout = self.layout
        address = layout.sections["pixels"][0] + 4 * count * output
        self.call("paint", layout.column(layout.inputs + output, layout.grid), count, scale, address)

    def pictures(self, count: int, scale: float) -> Any:
        """`forward` without reading its numbers, and `paint` for every output. Returns the pixels of all."""
        self.call("forward", self.layout.grid, count)
        for output in range(self.layout.outputs):
            self.paint(output, count, scale)
        return self.instance.pixels(self.layout.sections["pixels"][0], 4 * count * self.layout.outputs)
