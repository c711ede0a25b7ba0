"""Which terms of an equation are there, and which are lit, while a step is under way: each when its number moves.

The terms are those of micrograd/draw/equation.py. What a stage has not come to yet is pale, the result to the last.

Offers `terms_in`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from micrograd.draw.factor import formula_of
from micrograd.draw.stages import Kind, stages_of

from .player import Transport
from .run import Run, stage_in


@dataclass(frozen=True)
class Terms:
    """Of one formula: the terms that are there, and those that are lit, each as words with spaces between them."""

    shown: str
    lit: str


NONE_YET = Terms("", "")
OF_STAGE: Mapping[Kind, Terms] = {
    "operand": Terms("operand", "operand"),
    "join": Terms("operand", "operand"),
    "result": Terms("operand product result", "result"),
    "seed": Terms("sum", "sum"),
    "arrive": Terms("out", "out"),
    "factor": Terms("out local", "local"),
    "meet": Terms("out local", "out local"),
    "product": Terms("out local product", "out local"),
    "carry": Terms("out local product", "product"),
    "add": Terms("before out local product sum", "before sum"),
}


def terms_in(run: Run, time: Transport) -> Mapping[int, Terms]:
    """{formula of the step under way: its Terms}; without those that are computed already, and empty at rest."""
    k = time.step
    if not time.under_way or k >= run.length:
        return {}
    step, stage = run.tape.steps[k], stages_of(run.tape, k)[stage_in(run, time)[0]]
    now = OF_STAGE[stage.kind]
    if stage.wire < 0 or step.phase == "forward":
        return dict.fromkeys(range(len(step.formula)), now)
    current = formula_of(run.tape, k, stage.wire)
    if current is None:
        return {}
    return {current: now} | dict.fromkeys(range(current + 1, len(step.formula)), NONE_YET)
