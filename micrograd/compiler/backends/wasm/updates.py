"""An optimizer's rule as a WebAssembly function: all parameters, two at a time if vectors are to be had.

Offers `update`, and what fixed.py uses as well: `counted` and `number`.
"""

from __future__ import annotations

from dataclasses import replace

from ....optim import Optimizer
from ...registers import registers, statements
from ...rules import rule_of
from .encode import F64, I32, Function, assemble
from .lanes import SCALAR, Lanes
from .layout import STEPS, Layout
from .loops import operations


def counted(local: int, end: int, step: int, body: bytes) -> bytes:
    """for local = 0, step, 2 step, ... below `end` (a number known now, perhaps 0): body."""
    if not end:
        return b""
    advance = assemble("local.get", local, "i32.const", step, "i32.add", "local.tee", local, "i32.const", end)
    return assemble("i32.const", 0, "local.set", local, "loop", body, advance, "i32.lt_u", "br_if", 0, "end")


def number(address: int) -> bytes:
    """Instructions that read the f64 at a fixed address."""
    return assemble("i32.const", 0, "f64.load", address)


def tidy(layout: Layout) -> bytes:
    """Parameters are updated two at a time: put one that is only padding back to 0 (0 * an infinite rate is nan)."""
    if layout.parameters % 2 == 0:
        return b""
    return assemble("i32.const", 0, "f64.const", 0.0, "f64.store", layout.address("parameters", layout.parameters))


def update(name: str, optimizer: type[Optimizer], layout: Layout, lanes: Lanes, first: int) -> list[Function]:
    """The functions of one optimizer, the last of which, called `name`, is the update. first: the number of the first.

    What is the same for all parameters is computed before the loop over them, and waits there in a local for each lane.
    """
    rule = rule_of(optimizer)  # type: ignore[arg-type]  # a class is hashable
    before, table = operations({rule.code.nodes[i][0] for i in rule.once}, (SCALAR,), first)
    within, more = operations({rule.code.nodes[i][0] for i in rule.body}, (lanes,), first + len(before))
    local = 1  # 0 is the loop's offset
    at, code = layout.address, rule.code
    constants = {i: SCALAR.code("f64.const", x) for i, x in code.constants.items()}

    # Once: t += 1, and what is made of t and the hyperparameters, one number each.
    out = assemble("i32.const", 0, number(at("settings", STEPS)), "f64.const", 1.0, "f64.add")
    out += assemble("f64.store", at("settings", STEPS))
    *chosen, steps = rule.uniform
    addresses = {i: at("hyperparameters", k) for k, i in enumerate(chosen)} | {steps: at("settings", STEPS)}
    read = constants | {i: number(address) for i, address in addresses.items()}
    for _, target, items in statements(code, rule.once, keep=rule.once):
        out += b"".join(table[1][item] if isinstance(item, str) else read[item] for item in items)
        out += assemble("local.set", local)
        read[target] = assemble("local.get", local)
        local += 1
    numbers = local - 1

    # The same in every lane, for the loop.
    body = statements(code, rule.body, keep=rule.results)
    wanted = {item for _, _, items in body for item in items if not isinstance(item, str)} | set(rule.results)
    here = {i: lanes.code("T.const", x) for i, x in code.constants.items()}
    for i in sorted(wanted):
        if not code.varying[i] and i not in code.constants:
            spread = lanes.code("i32.const", 0, "T.uniform", addresses[i]) if i in addresses else read[i]
            out += spread + (b"" if i in addresses else lanes.code("T.splat")) + assemble("local.set", local)
            here[i] = assemble("local.get", local)
            local += 1

    # The loop: read, compute, write.
    places = (at("parameters"), at("sums"), *(at(f"slot{k}") for k in range(len(optimizer.memory))))
    loop = b""
    for i, address in zip(rule.varying, places, strict=True):
        if i in wanted:
            loop += lanes.code("local.get", 0, "T.load", address, "local.set", local)
            here[i] = assemble("local.get", local)
            local += 1
    place, count = registers(body)
    here |= {i: assemble("local.get", local + r) for i, r in place.items() if isinstance(i, int)}
    written: dict[int, bytes] = {}
    for i, address in zip(rule.results, (places[0], *places[2:]), strict=True):
        written[i] = written.get(i, b"") + assemble("local.get", 0) + here[i] + lanes.code("T.store", address)
    for _, target, items in body:
        loop += b"".join(more[lanes.width][item] if isinstance(item, str) else here[item] for item in items)
        loop += assemble("local.set", local + place[target])
        loop += written.pop(target, b"")  # now: the register may be another's later
    loop += b"".join(written.values())

    out += counted(0, layout.sections["parameters"][1], 8 * lanes.width, loop) + tidy(layout)
    spare = ((1, I32), (numbers, F64), (local + count - 1 - numbers, lanes.type))
    helpers = [replace(f, name=f"{name}_{f.name}") for f in (*before, *within)]
    return [*helpers, Function(name, (), (), spare, out)]
