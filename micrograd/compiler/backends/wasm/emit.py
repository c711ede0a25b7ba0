"""A plan as a WebAssembly module: loops over samples, two at a time where vectors are to be had.

    binary, layout = emit(plan, rows=100, points=10_000, simd=True)

The module's functions, which Program calls (row: where in the table to start; count: how many rows):

    gradient(row, count)                    loss and gradients of these samples, penalty included
    train(steps, row, count, which)         steps times: gradient, then the update of optimizer number `which`
    train_gathered(steps, count, which)     the same, each step with the next `count` rows named in `order`
    forward(row, count)                     the outputs' columns
    evaluate(row, count)                    outputs, loss and share of right answers
    paint(from, count, scale, to)           numbers to pixels, see fixed.py

A batch of odd size leaves one sample over: the loop exists a second time for single numbers. (The outputs of a row too
many do no harm, so `forward` has no need of that: the table has an even number of rows.)

Offers `emit`, `layout_for`, and `Loops` for the listing. (loops.py writes the loops, wasm/ all the rest.)
"""

from __future__ import annotations

from dataclasses import dataclass

from ....optim import OPTIMIZERS
from ...plan import Plan
from ...registers import Statement, statements
from .blocks import blocks, crossing
from .encode import Function, module
from .fixed import fixed_functions
from .lanes import SCALAR, VECTOR
from .layout import Layout
from .loops import Emitter
from .updates import update

EXPORTS = "gradient", "train", "train_gathered", "forward", "evaluate", "paint"


@dataclass(frozen=True)
class Loops:
    """The loops over samples as lists of blocks of statements, and what crosses between blocks: {entry: slot}."""

    body: list[list[Statement]]
    maps: list[list[Statement]]
    check: list[list[Statement]]
    slots: dict[int, int]

    @classmethod
    def of(cls, plan: Plan) -> Loops:
        body, maps = (
            blocks(statements(plan.code, plan.body)),
            blocks(statements(plan.code, plan.maps, keep=plan.outputs)),
        )
        crosses = dict.fromkeys([*crossing(body), *(i for i in crossing(maps) if i not in plan.outputs)])
        check = [statements(plan.code, plan.check)]
        return cls(body, maps, check, {i: n for n, i in enumerate(crosses)})


def emit(
    plan: Plan, rows: int, points: int, order: int = 16384, losses: int = 4096, simd: bool = True
) -> tuple[bytes, Layout]:
    """(the module's bytes, its Layout). The same plan, sizes and OPTIMIZERS give the same bytes."""
    loops = Loops.of(plan)
    layout = layout_for(plan, rows, points, order, losses, loops)
    return module(functions(plan, loops, layout, simd), EXPORTS, layout.pages), layout


def layout_for(
    plan: Plan, rows: int, points: int, order: int = 16384, losses: int = 4096, loops: Loops | None = None
) -> Layout:
    """The Layout for a plan. order: indices, losses: steps that one call can take."""
    crosses = len((loops or Loops.of(plan)).slots)
    return Layout(
        len(plan.parameters),
        len(plan.totals),
        len(plan.once) + len(plan.after),
        crosses,
        len(plan.inputs),
        len(plan.outputs),
        max(len(optimizer.defaults) for optimizer in OPTIMIZERS.values()),
        max(len(optimizer.memory) for optimizer in OPTIMIZERS.values()),
        rows,
        points,
        order,
        losses,
    )


def functions(plan: Plan, loops: Loops, layout: Layout, simd: bool = True) -> list[Function]:
    """The module's Functions, in order."""
    lanes = VECTOR if simd else SCALAR
    emitter = Emitter(plan, layout, loops.slots, (SCALAR, VECTOR) if simd else (SCALAR,))
    result = list(emitter.helpers)
    both = (lanes, SCALAR) if simd else (SCALAR,)
    result += [emitter.once("prepare", plan.once), emitter.once("finish", plan.after, gradients=True)]
    for one in both:
        result += emitter.loops("learn", loops.body, one, first=len(result))
    for one in both:
        result += emitter.loops("check", loops.check, one, given=plan.outputs, first=len(result))
    result += emitter.loops("map", loops.maps, lanes, store=plan.outputs, first=len(result))
    updates: list[str] = []
    for name, optimizer in OPTIMIZERS.items():
        updates.append(f"update_{name}".replace(" ", "_"))
        result += update(updates[-1], optimizer, layout, lanes, first=len(result))
    return result + fixed_functions(layout, lanes, result, updates)
