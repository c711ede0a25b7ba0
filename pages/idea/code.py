"""The code beside the graph: the engine's own file, or the changed one that runs in its place.

Offers `engine` (the panel) and `running` (what is lit in it, and where the Tab key comes to).
"""

from functools import partial

from . import source
from .faults import changed
from .relatives import lines_of
from .variables import kinds, lit, stands_for, ties


def engine(state):
    """The engine's source, or that of the broken engine that runs in its place."""
    lines = changed(state.fault) if state.fault else source.untouched()
    return source.panel(lines, frozenset(lines_of(state.run)), state.env.narrow)


def running(state):
    """The marks on the engine's lines, and the line that is to be in sight."""
    told, marks, chief = state.time.told, {}, None
    if told is not None:
        step = state.tape.steps[told]
        marks, chief = source.running(step, stands_for(state.made, step), partial(kinds, ties(state.made), lit(state)))
    if state.fault and not state.time.moving:  # what was changed is what is to be seen
        chief = next((f"idea-line-{n}" for n, _, kind in changed(state.fault) if kind == "new"), chief)
    known = lines_of(state.run)
    stop = state.stopped if state.stopped in known else min(known, default=None)
    for n, nodes in known.items():
        more = {"tabindex": "0" if n == stop else "-1", "aria-pressed": str(n == state.picked).lower()}
        more |= {"data-made": ""} if state.look in nodes else {}
        marks[f"idea-line-{n}"] = marks.get(f"idea-line-{n}", {}) | more
    return marks, chief
