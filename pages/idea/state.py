"""What The Idea remembers: the reader's text, what came of it, where on the tape we are, and what is being looked at."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from micrograd.tape import Tape

from ..content import Task
from ..environment import Environment
from ..expression import Expression, Problem, read
from ..transport import Transport
from .examples import FIRST
from .faults import faulty_tape, wrong
from .predict import question


@dataclass(frozen=True, eq=False)
class Run:
    """One expression, run on the engine, or on one with a fault: its tape, and what is wrong (see faults.wrong).

    Two runs are the same only if they are one and the same.
    """

    made: Expression
    tape: Tape
    fault: str = ""
    wrong: tuple = ()


@lru_cache(maxsize=64)
def run_of(made, fault):
    if not fault:
        return Run(made, made.tape)
    tape = faulty_tape(made, fault)
    return Run(made, tape, fault, wrong(made.tape, tape))


@dataclass(frozen=True)
class Pull:
    """A leaf whose number is being dragged: the box, and the expression as it was."""

    index: int
    made: Expression


@dataclass(frozen=True)
class State:
    """text: the reader's; made: the last one that was right; problem: why `text` is not; look: a box; line: one of the
    code, by its key; picked: a line that stays lit; stop, stopped: the box and the line to which the Tab key comes;
    view: one of code.VIEWS; pull: what a hand pulls; fault: a key of FAULTS; nudge: the box that is moved, by
    10**-power; wave: how many ops deep that has come, None: all the way; checked: boxes whose gradient a nudge has
    confirmed; guess: what the reader types; told: what was said to it; zoom: of the graph.
    """

    text: str = FIRST.text
    made: Expression = field(default_factory=lambda: read(FIRST.text))
    problem: Problem | None = None
    time: Transport = Transport()
    look: int | None = None
    line: str | None = None
    picked: str | None = None
    stop: int = 0
    stopped: str | None = None
    view: str = "engine"
    pull: Pull | None = None
    fault: str = ""
    nudge: int | None = None
    power: float = 0.0
    wave: float | None = None
    checked: frozenset = frozenset()
    predicting: bool = False
    guess: str = ""
    told: str = ""
    zoom: float = 1.0
    task: Task | None = None
    env: Environment = Environment()

    @property
    def moving(self):
        return self.time.moving or self.wave is not None

    @property
    def run(self):
        return run_of(self.made, self.fault)

    @property
    def tape(self):
        return self.run.tape

    @property
    def length(self):
        return len(self.tape.steps)


def with_text(state, text, reading=read):
    """The state with another text: with its graph, if it has one, else with the last graph and the problem.

    If the graph is the same but for its numbers, we stay where we are on the tape; else in the same phase.
    """
    try:
        made = reading(text)
    except Problem as problem:
        return replace(state, text=text, problem=problem)
    moved = replace(state, text=text, made=made, problem=None, checked=frozenset(), told="", wave=None)
    if shape(made.tape) == shape(state.made.tape):
        return moved
    time, before = state.time, state.tape
    at = moved.length if time.at >= len(before.steps) else moved.tape.forward if time.at >= before.forward else 0
    if not state.tape.forward:
        at = 0
    return replace(
        moved, time=time.jump(at), look=None, line=None, picked=None, stop=0, pull=None, nudge=None, guess=""
    )


def shape(tape):
    """What two graphs have in common that differ in their numbers alone."""
    return [(node.op, node.operands) for node in tape.nodes]


def asked(state, what, text, name=""):
    """The state with something to be done once."""
    number = state.task.number + 1 if state.task else 1
    return replace(state, task=Task(what, text, number, name))


def asking(state):
    """The question that waits for the reader, or None."""
    time = state.time
    if not state.predicting or time.moving or time.at != time.step or time.step < state.tape.forward:
        return None
    return question(state.tape, time.step)
