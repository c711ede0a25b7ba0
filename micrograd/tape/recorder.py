"""Making a tape: every op is run again, forward and backward, while its lines are watched.

Forward, the function that made a value is called once more with the same operands (see replay.py); that gives a second
value, which is looked at and dropped. Backward, the value's own `_backward` is called, in reverse topological order,
on gradients that were set to 0 and are put back afterwards.

Offers `record`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..engine import Value, topological
from .backward import backward_step, seed_step
from .follow import Visit, follow
from .forward import forward_step
from .names import unique_names
from .records import Node, Tape


def record(root: Value | Callable[[], Any], names: Mapping[str, object] | None = None) -> Tape:
    """The Tape of the graph behind `root`.

    root    a Value; or a function without arguments that builds a graph and returns its root. Then the lines are
            those of that very run, and its variables name the values.
    names   {name: Value}, as from globals(), for values without a label; other entries do not matter

    The values' data and gradients are the same after as before. Functions that made the values run once more, with
    what else they do (a print, say). TypeError for anything but a Value, or a function that returns one.
    """
    visits: dict[Value, Visit] = {}
    namespace = dict(names or {})
    if not isinstance(root, Value):
        if not callable(root):
            raise TypeError(f"record needs a Value, or a function that returns one, not {type(root).__name__}")
        root, visits, variables = run(root)
        namespace |= variables
    order = topological(root)
    kept = [(v, v.data, v.grad) for v in order]
    try:
        return tape_of(order, unique_names(order, namespace), visits)
    finally:
        for v, data, grad in kept:
            v.data, v.grad = data, grad


def run(thunk: Callable[[], Any]) -> tuple[Value, dict[Value, Visit], Mapping[str, object]]:
    """(the root that thunk returned, {value: the visit that made it}, thunk's variables at its end)."""
    root, ended = follow(thunk, lambda code: True)
    if not isinstance(root, Value):
        raise TypeError(f"the function to record must return a Value, not {type(root).__name__}")
    visits = {v: visit for visit in ended for v in visit.made}
    return root, visits, ended[-1].moments[-1].known if ended else {}


def tape_of(order: Sequence[Value], names: Mapping[Value, str], visits: Mapping[Value, Visit]) -> Tape:
    index = {v: i for i, v in enumerate(order)}
    nodes = tuple(
        Node(i, names[v], v._op, tuple(index[o] for o in v._prev), float(v.data)) for i, v in enumerate(order)
    )
    forward = [forward_step(v, index, names, visits.get(v)) for v in order if v._prev]
    for v in order:
        v.grad = 0.0
    reached: set[Value] = set()
    backward = [seed_step(order[-1], index, names, reached)]
    backward += [backward_step(v, index, names, reached) for v in reversed(order) if v._prev]
    return Tape(nodes, (*forward, *backward), len(nodes) - 1)
