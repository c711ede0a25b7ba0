"""Where the first number came from that is not a finite one.

Offers `first_fault` and the record `Fault`.
"""

from dataclasses import dataclass
from math import isfinite

from .records import Tape


@dataclass(frozen=True)
class Fault:
    """node: the value whose data or gradient is nan or inf, though all it was computed from was finite.

    step is the number of the step that computed it, None for a leaf that was given so.
    """

    node: int
    field: str  # which of its numbers: 'data' or 'grad'
    step: int | None
    number: float


def first_fault(tape: Tape) -> Fault | None:
    """The first nan or inf of a tape, in the order of its steps; None if every number is finite."""
    for node in tape.nodes:
        if not node.op and not isfinite(node.data):
            return Fault(node.index, "data", None, node.data)
    for k, step in enumerate(tape.steps):
        for change in step.changes:
            if not isfinite(change.after):
                return Fault(change.node, change.field, k, change.after)
    return None
