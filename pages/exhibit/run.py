"""One graph, run: what an exhibit is about.

Offers `Run`, `Wrong`, `rerun`; where a time is in it: `stage_in`, `formula_in`, `moment_in`, `variables_in`; and what
the markup calls its parts: `element_id`, `name_class`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from micrograd.draw.factor import formula_of
from micrograd.draw.stages import duration, part_of, stage_at, stages_of
from micrograd.tape import Tape
from micrograd.tape.differences import Rerun
from micrograd.tape.values import values_of

from ..targets import Target, format_target
from .player import Phases, Transport


class Wrong(NamedTuple):
    """A gradient that a fault makes wrong for good: after which step, of which node, and what would be right."""

    step: int
    node: int
    right: float


@dataclass(frozen=True, eq=False)
class Run:
    """One graph and its tape. Two runs are the same only if they are one and the same.

    tape     as the engine ran it, or an engine with a fault in it
    ties     {node: its underline, from 0} of the values that have a variable of the reader's
    inputs   the leaves that are given and not learned: a sample's numbers, a target
    call     the reader's last line of code, which made the root; '' where there is no code
    kin      the run that this one is, but for some numbers; None: it is a graph of its own
    fault    the key of a fault; sound_tape: that of the engine without it; wrong: what the fault does
    """

    tape: Tape
    ties: Mapping[int, int] = field(default_factory=dict)
    inputs: frozenset[int] = frozenset()
    call: str = ""
    kin: "Run | None" = None
    fault: str = ""
    sound_tape: Tape | None = None
    wrong: tuple[Wrong, ...] = ()

    @property
    def sound(self) -> Tape:
        """The tape of the engine as it is, without a fault."""
        return self.sound_tape or self.tape

    @property
    def length(self) -> int:
        return len(self.tape.steps)

    @property
    def phases(self) -> Phases:
        return phases_of(self)

    @property
    def root(self) -> str:
        """The name of the root."""
        return self.tape.nodes[self.tape.root].name

    def same_graph(self, other: "Run") -> bool:
        """Whether the two differ in their numbers alone."""
        mine, others = self.tape.nodes, other.tape.nodes
        return len(mine) == len(others) and all(
            (a.op, a.operands) == (b.op, b.operands) for a, b in zip(mine, others, strict=True)
        )


def stage_in(run: Run, time: Transport) -> tuple[int, float]:
    """(the stage of the step under way, how much of it is done); (0, 0.0) where none is."""
    return stage_at(run.tape, time.step, time.part) if time.under_way and time.step < run.length else (0, 0.0)


def formula_in(run: Run, time: Transport) -> int | None:
    """The number of the formula that the step under way has come to: one line of code. None at rest."""
    if not time.under_way or time.step >= run.length:
        return None
    wire = stages_of(run.tape, time.step)[stage_in(run, time)[0]].wire
    back = run.tape.steps[time.step].phase == "backward" and wire >= 0
    return formula_of(run.tape, time.step, wire) or 0 if back else 0


def moment_in(run: Run, time: Transport) -> Transport:
    """The time with any part of a stage as half of it: all that a view shows, but for what travels."""
    if not time.moving or time.step >= run.length:
        return time
    stage, _ = stage_in(run, time)
    return replace(time, at=time.step + part_of(run.tape, time.step, stage))


def variables_in(run: Run, time: Transport, still: bool) -> dict[str, str]:
    """The CSS variable that moves what travels: how much of the stage is done; its end, where motion is unwanted."""
    return {"--t": "1" if still else f"{stage_in(run, time)[1]:.3f}"}


@lru_cache(maxsize=64)
def phases_of(run: Run) -> Phases:
    steps = range(len(run.tape.steps))
    return Phases(run.tape.forward, len(steps), tuple(duration(run.tape, k) for k in steps))


@lru_cache(maxsize=64)
def rerun(run: Run) -> Rerun:
    """The run's graph as Values whose ops can be run again, on the engine without a fault."""
    return Rerun(values_of(run.sound))


def element_id(page: str, target: Target) -> str:
    """The id of the element that a Target is on a page: idea-box-3, idea-line-12, cell-2-program-0."""
    return "-".join([page, format_target(target).replace(".", "-")])


def name_class(run: Run, lit: Collection[int], node: int) -> str:
    """The classes of an element that names a node: its underline, and whether it is pointed at."""
    tie = run.ties.get(node)
    return (f"tie tie{tie}" if tie is not None else "") + (" looked" if node in lit else "")
