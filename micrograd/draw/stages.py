"""The stages of one step of a tape: what happens in it, one thing after the other, and how long each takes.

Going forward, the operands come to the op one by one, meet there, and the result moves on to its box. Going back, the
gradient of the result comes to the op once for each operand: it meets the local derivative, the two become a product,
and the product travels on to the operand's box, where it is added to what is there.

    stages_of(tape, k)              # (Stage("arrive", 0, 260.0), Stage("factor", 0, 230.0), ...)
    duration(tape, k)               # how long step k takes at speed 1, in ms
    stage_at(tape, k, 0.4)          # (which stage, how much of it is done) when 40 % of the step's time is over
    gradients_during(tape, k, n)    # the gradients that are known during stage n of step k

Offers these, `Stage`, and `change_of` (what a step back changes by way of one wire).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ..tape.records import Change, Step
from .moment import GraphInTime

Kind = Literal["operand", "join", "result", "seed", "arrive", "factor", "meet", "product", "carry", "add"]

MS: dict[Kind, float] = {
    "operand": 240,  # forward: an operand's number goes to the op; one after the other
    "join": 260,  # the numbers stand side by side, with the op's sign
    "result": 280,  # they become the result, which goes to its box
    "seed": 600,  # backward: the root's own gradient, 1
    "arrive": 260,  # the gradient of the result comes to the op
    "factor": 240,  # the local derivative comes to the wire: of a product, the other operand's number
    "meet": 230,  # gradient × local derivative stand side by side
    "product": 120,  # they become one number
    "carry": 180,  # which goes to the operand's box
    "add": 190,  # and is added to what is there
}
AGAIN = 180.0  # ms: the gradient comes to the op a second time, for the next operand


@dataclass(frozen=True)
class Stage:
    """wire: the operand that it is about, by its number among the op's operands; -1: none, or all of them."""

    kind: Kind
    wire: int
    ms: float


def stages_of(tape: GraphInTime, k: int) -> tuple[Stage, ...]:
    """The stages of step k."""
    step = tape.steps[k]
    return stages(step.phase, len(tape.nodes[step.node].operands) if step.op else 0)


@lru_cache(maxsize=64)
def stages(phase: str, operands: int) -> tuple[Stage, ...]:
    """Those of any step with so many operands; a step back without operands is the seed."""
    if phase == "forward":
        arrivals = (Stage("operand", n, MS["operand"]) for n in range(operands))
        return (*arrivals, Stage("join", -1, MS["join"]), Stage("result", -1, MS["result"]))
    if not operands:
        return (Stage("seed", -1, MS["seed"]),)
    way: tuple[Kind, ...] = ("arrive", "factor", "meet", "product", "carry", "add")
    return tuple(Stage(kind, n, AGAIN if n and kind == "arrive" else MS[kind]) for n in range(operands) for kind in way)


def duration(tape: GraphInTime, k: int) -> float:
    """How long step k takes at speed 1, in milliseconds."""
    return sum(stage.ms for stage in stages_of(tape, k))


def stage_at(tape: GraphInTime, k: int, part: float) -> tuple[int, float]:
    """(the number of the stage, how much of it is done) when `part` of the time of step k is over, both from 0 to 1."""
    found = stages_of(tape, k)
    left = part * sum(stage.ms for stage in found)
    for n, stage in enumerate(found):
        if left < stage.ms:
            return n, left / stage.ms
        left -= stage.ms
    return len(found) - 1, 1.0


def part_of(tape: GraphInTime, k: int, n: int, part: float = 0.5) -> float:
    """How much of the time of step k is over when `part` of its stage n is: the other way round."""
    found = stages_of(tape, k)
    return (sum(stage.ms for stage in found[:n]) + part * found[n].ms) / sum(stage.ms for stage in found)


def gradients_during(tape: GraphInTime, k: int, n: int) -> dict[int, float]:
    """{node: gradient} known during stage n of step k: that of an operand changes when its product has been added."""
    known = dict(tape.grad_at(k))
    step, found = tape.steps[k], stages_of(tape, k)
    if step.phase == "backward" and step.op:
        for wire in range(found[n].wire):
            change = change_of(step, tape.nodes[step.node].operands, wire)
            if change is not None:
                known[change.node] = change.after
    return known


def change_of(step: Step, operands: Sequence[int], wire: int) -> Change | None:
    """What a step back changes by way of one wire; None if that cannot be told, as for an op that adds its own way."""
    node = operands[wire]
    mine = [change for change in step.changes if change.node == node and change.field == "grad"]
    nth = operands[:wire].count(node)
    return mine[nth] if nth < len(mine) == operands.count(node) else None
