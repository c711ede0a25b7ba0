"""The engine with one of the classic mistakes in it: its own source, changed in a line or two, and really run.

Offers FAULTS, `changed` (the source as a diff), `engine_with` (its Value) and `faulty_tape` (a text's run on it).
"""

import linecache
import re
from dataclasses import dataclass
from functools import lru_cache

from micrograd import Value, engine
from micrograd.engine import topological
from micrograd.tape import Tape
from micrograd.tape.backward import backward_step, seed_step
from micrograd.tape.forward import forward_step

from ..expression import root_of
from .source import text

ORDER = """\
        left, met = [self], set()
        while left:
            v = left.pop()
            if v not in met:
                met.add(v)
                v._backward()
                left.extend(reversed(v._prev))"""


@dataclass(frozen=True)
class Fault:
    """old, new: a pattern in a line of the source, and what stands there instead; passes: how often backward() is
    called.
    """

    key: str
    title: str
    old: str
    new: str
    why: str  # of the first wrong box, {name}
    example: str  # one on which it shows
    passes: int = 1


FAULTS = (
    Fault("set", "= for +=", r"\.grad \+= ", ".grad = ", "{name} is used more than once, and what came back over the second wire took the "
          "place of what the first had brought. Gradients of several uses add up: +=.", "twice"),
    Fault("order", "Recursion order", r"        for v in reversed\(topological\(self\)\):|            v\._backward\(\)", ORDER,
          "A value on the way to {name} handed its gradient on before all of its own users had answered, and what came later was "
          "never handed on. In topological order it waits for them.", "diamond"),
    Fault("twice", "Backward twice", r"(?!)", "", "backward() was called a second time, and nobody had set the gradients back to 0. "
          "+= added everything once more, and the deeper a value lies, the worse.", "lecture", passes=2),
    Fault("tanh", "Wrong tanh slope", r"1 - out\.data\*\*2", "1 - self.data**2", "The slope of tanh at x is 1 − tanh(x)²: the "
          "result is squared, not what went in. Everything below it inherits the wrong factor.", "neuron"),
)  # fmt: skip
BY_KEY = {fault.key: fault for fault in FAULTS}


@lru_cache(maxsize=8)
def changed(key):
    """The engine's source with the fault: (number or None, text, '' or 'gone' or 'new') for every line of the diff."""
    fault, rows, number, waiting = BY_KEY[key], [], 0, []
    for line in text():
        gone = bool(re.search(fault.old, line))
        if not gone:
            for added in waiting:
                number += 1
                rows.append((number, added, "new"))
            number, waiting = number + 1, []
        rows.append((None, line, "gone") if gone else (number, line, ""))
        if gone:  # lines that go together give way to one piece
            waiting = ORDER.split("\n") if fault.new == ORDER else [*waiting, re.sub(fault.old, fault.new, line)]
    return tuple(rows)


@lru_cache(maxsize=8)
def engine_with(key):
    """The class Value of the changed source, as a subclass of the real one, so that everything else takes it for one."""
    lines = [line + "\n" for number, line, _ in changed(key) if number]
    source, file = "".join(lines), f"{engine.__file__} with {key}"
    linecache.cache[file] = (len(source), None, lines, file)  # where the tape looks for the lines that ran
    space = {"__name__": engine.__name__, "__package__": engine.__package__}
    exec(compile(source, file, "exec"), space)  # the project's own source, and nothing of the reader's
    own = {name: member for name, member in vars(space["Value"]).items() if name not in ("__dict__", "__weakref__")}
    space["Value"] = type("Value", (Value,), own)
    return space["Value"]


def faulty_tape(made, key):
    """The tape of an expression on the changed engine: every step in the order in which this engine takes it."""
    root = root_of(made.text, engine_with(key))
    order = topological(root)
    index = {v: i for i, v in enumerate(order)}
    names = {v: node.name for v, node in zip(order, made.tape.nodes)}
    steps = [forward_step(v, index, names) for v in order if v._prev]
    taken, reached = turns(root, order), set()
    for _ in range(BY_KEY[key].passes):
        steps.append(seed_step(root, index, names, reached))
        steps += [backward_step(v, index, names, reached) for v in taken if v._prev]
    return Tape(made.tape.nodes, tuple(steps), made.tape.root)


def turns(root, order):
    """The values in the order in which root.backward() comes to them."""
    kept, taken = [(v, v._backward) for v in order], []
    try:
        for v in order:
            v._backward = lambda v=v: taken.append(v)
        root.backward()
    finally:
        for v, rule in kept:
            v._backward, v.grad = rule, 0.0
    return taken


def wrong(right, tape):
    """((step, node, the right gradient), …) in order: the boxes whose gradient, after its last change, is not the right
    one.
    """
    last = {c.node: k for k, step in enumerate(tape.steps) for c in step.changes if c.field == "grad"}
    want, have = right.grad_at(len(right.steps)), tape.grad_at(len(tape.steps))
    return tuple(
        sorted((k, i, want[i]) for i, k in last.items() if abs(have[i] - want[i]) > 1e-9 * max(1.0, abs(want[i])))
    )
