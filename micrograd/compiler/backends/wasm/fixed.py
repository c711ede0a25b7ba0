"""The part of a module that is the same for every program: batches, sums, penalty, pixels. (Updates: updates.py.)

Only addresses differ. The loops over parameters run two at a time if vectors are to be had (the sections have room for
an even number).

Offers `fixed_functions`.
"""

from collections.abc import Callable, Sequence

from .encode import F64, I32, Function, assemble
from .lanes import Lanes
from .layout import L2, Layout
from .updates import counted, number

# What a maker gives: types of the arguments, and of the results, locals, instructions.
Parts = tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, int], ...], bytes]
Call = Callable[[str], bytes]  # the call of a function by its name
Update = Callable[[int], bytes]


def fixed_functions(layout: Layout, lanes: Lanes, before: Sequence[Function], updates: Sequence[str]) -> list[Function]:
    """The Functions, to come after those `before`. updates: the names of the updates among these."""
    names = [f.name for f in before]
    names += ["reduction", "penalty", "gradient", "train", "train_gathered", "forward", "evaluate", "paint"]
    known = {name: n for n, name in enumerate(names)}

    def call(name: str) -> bytes:
        return assemble("call", known[name])

    def update(which: int) -> bytes:
        """The update that local number `which` asks for."""
        return b"".join(
            assemble("local.get", which, "i32.const", n, "i32.eq", "if", call(name), "end")
            for n, name in enumerate(updates)
        )

    return [
        Function("reduction", *reduction(layout, lanes, call)),
        Function("penalty", *penalty(layout, lanes, call)),
        Function("gradient", *gradient(layout, lanes, call)),
        Function("train", *train(layout, lanes, call, update)),
        Function("train_gathered", *train_gathered(layout, lanes, call, update)),
        Function("forward", *forward(layout, lanes, call)),
        Function("evaluate", *evaluate(layout, lanes, call)),
        Function("paint", *paint(layout, lanes, call)),
    ]


def reduction(layout: Layout, lanes: Lanes, call: Call) -> Parts:
    """sums[i] = partial[i] of the one lane + that of the other; then partial[i] = 0."""
    i, (partial, size) = 0, layout.sections["partial"]
    to = layout.address("sums")
    body = assemble(
        "local.get",
        i,
        "i32.const",
        1,
        "i32.shr_u",
        "local.get",
        i,
        "f64.load",
        partial,
        "local.get",
        i,
        "f64.load",
        partial + 8,
        "f64.add",
        "f64.store",
        to,
        "local.get",
        i,
        "f64.const",
        0.0,
        "f64.store",
        partial,
        "local.get",
        i,
        "f64.const",
        0.0,
        "f64.store",
        partial + 8,
    )
    return (), (), ((1, I32),), counted(i, size, 16, body)


def penalty(layout: Layout, lanes: Lanes, call: Call) -> Parts:
    """gradient += l2 p + l2 p for each parameter p; returns l2 * (sum of p^2). Nothing at all if l2 is 0."""
    i, total, l2, p, g = 0, 1, 2, 3, 4
    parameters, size = layout.sections["parameters"]
    sums = layout.address("sums")

    def body(lanes: Lanes) -> bytes:
        return lanes.code(
            "local.get",
            i,
            "T.load",
            parameters,
            "local.tee",
            p,
            "local.get",
            p,
            "T.mul",
            "local.get",
            total,
            "T.add",
            "local.set",
            total,
            "local.get",
            p,
            "local.get",
            l2,
            "T.mul",
            "local.set",
            g,
            "local.get",
            i,
            "local.get",
            i,
            "T.load",
            sums,
            "local.get",
            g,
            "T.add",
            "local.get",
            g,
            "T.add",
            "T.store",
            sums,
        )

    both = (
        assemble("local.get", total, "f64x2.extract_lane", 0, "local.get", total, "f64x2.extract_lane", 1, "f64.add")
        if lanes.width == 2
        else assemble("local.get", total)
    )
    setting = number(layout.address("settings", L2))
    none = assemble(setting, "f64.const", 0.0, "f64.eq", "if", "f64.const", 0.0, "return", "end")
    return (
        (),
        (F64,),
        ((1, I32), (4, lanes.type)),
        (
            none
            + setting
            + lanes.code("T.splat", "local.set", l2)
            + counted(i, size, 8 * lanes.width, body(lanes))
            + both
            + setting
            + assemble("f64.mul")
        ),
    )


def gradient(layout: Layout, lanes: Lanes, call: Call) -> Parts:
    """(row, count): results.loss = mean cost + penalty; sums: the gradients; results.penalty."""
    p, count, seed, pairs = 0, 1, 2, 3
    sums, cost = layout.address("sums"), layout.total(layout.totals - 2)
    code = assemble("f64.const", 1.0, "local.get", count, "f64.convert_i32_u", "f64.div", "local.set", seed)
    code += call("prepare") + over_rows("learn", lanes, call, p, count, seed, pairs) + call("reduction")
    code += (
        call("finish")
        + assemble("i32.const", 0)
        + call("penalty")
        + assemble(
            "f64.store",
            layout.address("results", 2),
            "i32.const",
            0,
            number(sums + 8 * cost),
            "local.get",
            seed,
            "f64.mul",
            number(layout.address("results", 2)),
            "f64.add",
            "f64.store",
            layout.address("results"),
        )
    )
    return (I32, I32), (), ((1, F64), (1, I32)), code


def over_rows(name: str, lanes: Lanes, call: Call, p: int, count: int, seed: int, end: int) -> bytes:
    """Call the loop `name` for `count` rows from row p: pairs first, then what may be left. Makes p an offset."""
    code = assemble("local.get", p, "i32.const", 8, "i32.mul", "local.set", p)
    if lanes.width == 2:
        code += assemble(
            "local.get",
            p,
            "local.get",
            count,
            "i32.const",
            -2,
            "i32.and",
            "i32.const",
            8,
            "i32.mul",
            "i32.add",
            "local.set",
            end,
            "local.get",
            p,
            "local.get",
            end,
            "i32.lt_u",
            "if",
            "local.get",
            p,
            "local.get",
            end,
            "local.get",
            seed,
            call(f"{name}_2"),
            "end",
            "local.get",
            count,
            "i32.const",
            1,
            "i32.and",
            "if",
            "local.get",
            end,
            "local.get",
            end,
            "i32.const",
            8,
            "i32.add",
            "local.get",
            seed,
            call(f"{name}_1"),
            "end",
        )
    else:
        code += assemble(
            "local.get",
            p,
            "local.get",
            p,
            "local.get",
            count,
            "i32.const",
            8,
            "i32.mul",
            "i32.add",
            "local.get",
            seed,
            call(f"{name}_1"),
        )
    return code


def repeated(step: int, steps: int) -> Callable[[bytes], bytes]:
    """`step` for step = 0 ... steps - 1 (a local, at least 1)."""
    return lambda body: assemble(
        "loop",
        body,
        "local.get",
        step,
        "i32.const",
        1,
        "i32.add",
        "local.tee",
        step,
        "local.get",
        steps,
        "i32.lt_u",
        "br_if",
        0,
        "end",
    )


def record(layout: Layout, step: int) -> bytes:
    """losses[step] = results.loss."""
    return assemble(
        "local.get",
        step,
        "i32.const",
        8,
        "i32.mul",
        number(layout.address("results")),
        "f64.store",
        layout.address("losses"),
    )


def train(layout: Layout, lanes: Lanes, call: Call, update: Update) -> Parts:
    """(steps, row, count, which): steps over the same rows."""
    steps, row, count, which, step = range(5)
    return (
        (I32,) * 4,
        (),
        ((1, I32),),
        repeated(step, steps)(
            assemble("local.get", row, "local.get", count, call("gradient")) + record(layout, step) + update(which)
        ),
    )


def train_gathered(layout: Layout, lanes: Lanes, call: Call, update: Update) -> Parts:
    """(steps, count, which): each step copies the next `count` rows in `order` side by side, then uses them."""
    steps, count, which, step, order, n, source, to = range(8)
    copy = b"".join(
        assemble("local.get", to, "local.get", source, "f64.load", layout.column(j), "f64.store", layout.column(j))
        for j in range(layout.inputs)
    )
    gather = assemble(
        "i32.const",
        0,
        "local.set",
        n,
        "i32.const",
        8 * layout.batch,
        "local.set",
        to,
        "loop",
        "local.get",
        order,
        "i32.load",
        layout.address("order"),
        "i32.const",
        8,
        "i32.mul",
        "local.set",
        source,
        copy,
        "local.get",
        order,
        "i32.const",
        4,
        "i32.add",
        "local.set",
        order,
        "local.get",
        to,
        "i32.const",
        8,
        "i32.add",
        "local.set",
        to,
        "local.get",
        n,
        "i32.const",
        1,
        "i32.add",
        "local.tee",
        n,
        "local.get",
        count,
        "i32.lt_u",
        "br_if",
        0,
        "end",
    )
    return (
        (I32,) * 3,
        (),
        ((5, I32),),
        repeated(step, steps)(
            gather
            + assemble("i32.const", layout.batch, "local.get", count, call("gradient"))
            + record(layout, step)
            + update(which)
        ),
    )


def forward(layout: Layout, lanes: Lanes, call: Call) -> Parts:
    """(row, count)"""
    row, count = 0, 1
    return (I32, I32), (), (), call("prepare") + mapped(lanes, call, row, count)


def mapped(lanes: Lanes, call: Call, row: int, count: int) -> bytes:
    return assemble(
        "local.get",
        row,
        "i32.const",
        8,
        "i32.mul",
        "local.get",
        row,
        "local.get",
        count,
        "i32.add",
        "i32.const",
        8,
        "i32.mul",
        "f64.const",
        0.0,
        call(f"map_{lanes.width}"),
    )


def evaluate(layout: Layout, lanes: Lanes, call: Call) -> Parts:
    """(row, count): outputs; results.loss = mean cost + penalty, results.right = share of right answers.

    Uses the sums of the cost and of the right answers and spoils the gradients.
    """
    row, count, seed, end = 0, 1, 2, 3
    at = layout.address
    cost, right = (at("sums", layout.total(layout.totals - n)) for n in (2, 1))
    code = (
        call("prepare")
        + mapped(lanes, call, row, count)
        + assemble("f64.const", 1.0, "local.get", count, "f64.convert_i32_u", "f64.div", "local.set", seed)
    )
    code += over_rows("check", lanes, call, row, count, seed, end) + call("reduction")
    code += assemble(
        "i32.const",
        0,
        call("penalty"),
        "f64.store",
        at("results", 2),
        "i32.const",
        0,
        number(cost),
        "local.get",
        seed,
        "f64.mul",
        number(at("results", 2)),
        "f64.add",
        "f64.store",
        at("results"),
        "i32.const",
        0,
        number(right),
        "local.get",
        count,
        "f64.convert_i32_u",
        "f64.div",
        "f64.store",
        at("results", 1),
    )
    return (I32, I32), (), ((1, F64), (1, I32)), code


def paint(layout: Layout, lanes: Lanes, call: Call) -> Parts:
    """(source, count, scale, target): pixels[target + 4i] = palette[128 + scale * number[source + 8i]], from 0 to 255.

    source, target: addresses. Color number 256 is for nan.
    """
    source, count, scale, target, x = range(5)
    return (
        (I32, I32, F64, I32),
        (),
        ((1, F64),),
        assemble(
            "loop",
            "local.get",
            target,
            "i32.const",
            256,
            "local.get",
            source,
            "f64.load",
            0,
            "local.tee",
            x,
            "local.get",
            scale,
            "f64.mul",
            "f64.const",
            128.0,
            "f64.add",
            "f64.const",
            0.0,
            "f64.max",
            "f64.const",
            255.0,
            "f64.min",
            "i32.trunc_sat_f64_u",
            "local.get",
            x,
            "local.get",
            x,
            "f64.ne",
            "select",
            "i32.const",
            4,
            "i32.mul",
            "i32.load",
            layout.address("palette"),
            "i32.store",
            0,
            "local.get",
            source,
            "i32.const",
            8,
            "i32.add",
            "local.set",
            source,
            "local.get",
            target,
            "i32.const",
            4,
            "i32.add",
            "local.set",
            target,
            "local.get",
            count,
            "i32.const",
            1,
            "i32.sub",
            "local.tee",
            count,
            "br_if",
            0,
            "end",
        ),
    )
