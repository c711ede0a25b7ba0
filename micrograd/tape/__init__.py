"""The recorded run of a graph, as plain numbers and words: first forward, then backward, one step at a time.

    tape = record(root)                 # or record(thunk), to see the very run that builds the graph
    tape.steps[k].formula               # ('a.grad += c.data * L.grad', ...)
    tape.steps[k].numbers               # ('0.0 + 4.0 * 1.0 = 4.0', ...)
    tape.steps[k].lines                 # the source lines that ran
    tape.data_at(k), tape.grad_at(k)    # what is known after k steps

    again(tape, root)                   # the same graph with other numbers, fast enough to follow a hand

    paths(tape, node)                   # the ways from a value to the root; their products add up to its gradient
    first_fault(tape)                   # where the first nan or inf came from
    check_gradients(root)               # every gradient against the slope that a small nudge measures

records.py says what a tape is made of. recorder.py makes one, from the steps of forward.py and backward.py; these stand
on follow.py and source.py (which lines run), formula.py and scope.py (what they say), replay.py (running an op again),
slopes.py and names.py.
"""

from .. import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
from .again import again
from .check import Slope, Slopes, check_gradients
from .faults import Fault, first_fault
from .paths import Path, Paths, paths
from .recorder import record
from .records import Change, Line, Node, Step, Tape

__all__ = [
    "Change",
    "Fault",
    "Line",
    "Node",
    "Path",
    "Paths",
    "Slope",
    "Slopes",
    "Step",
    "Tape",
    "again",
    "check_gradients",
    "first_fault",
    "paths",
    "record",
]
