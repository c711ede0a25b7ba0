"""One graph, run: what an exhibit is about.

Offers `Run`, `Wrong`, `rerun`, `lines_computing`; and what the markup calls a run's parts: `element_id`, `name_class`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from micrograd.tape import Tape
from micrograd.tape.differences import Rerun
from micrograd.tape.values import values_of

from ..targets import Target, format_target
from .player import Phases


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
    call     the reader's last line of code, which made the root; '' where there is no code
    kin      the run that this one is, but for some numbers; None: it is a graph of its own
    fault    the key of a fault; sound_tape: that of the engine without it; wrong: what the fault does
    """

    tape: Tape
    ties: Mapping[int, int] = field(default_factory=dict)
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
        return Phases(self.tape.forward, len(self.tape.steps))

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


@lru_cache(maxsize=64)
def rerun(run: Run) -> Rerun:
    """The run's graph as Values whose ops can be run again, on the engine without a fault."""
    return Rerun(values_of(run.sound))


def lines_computing(run: Run, k: int | None) -> int:
    """How many lines of code compute something in step k; 1 at least. They take equal parts of the step's time."""
    return max(len(run.tape.steps[k].formula), 1) if k is not None else 1


def element_id(page: str, target: Target) -> str:
    """The id of the element that a Target is on a page: idea-box-3, idea-line-12, cell-2-program-0."""
    return "-".join([page, format_target(target).replace(".", "-")])


def name_class(run: Run, lit: Collection[int], node: int) -> str:
    """The classes of an element that names a node: its underline, and whether it is pointed at."""
    tie = run.ties.get(node)
    return (f"tie tie{tie}" if tie is not None else "") + (" looked" if node in lit else "")
