"""The code beside the graph: the engine's own file, or the changed one that runs in its place.

Offers `engine` (the panel) and `running` (what is lit in it).
"""

from . import source
from .faults import changed
from .relatives import lines_of


def engine(state):
    """The engine's source, or that of the broken engine that runs in its place."""
    lines = changed(state.fault) if state.fault else source.untouched()
    return source.panel(lines, frozenset(lines_of(state.run)), state.env.narrow)


def running(state):
    """The marks on the engine's lines, and the line that is to be in sight."""
    told = state.time.told
    marks, chief = source.running(state.tape.steps[told]) if told is not None else ({}, None)
    if state.fault and not state.time.moving:  # what was changed is what is to be seen
        chief = next((f"idea-line-{n}" for n, _, kind in changed(state.fault) if kind == "new"), chief)
    if state.picked is not None:
        key = f"idea-line-{state.picked}"
        marks = marks | {key: marks.get(key, {}) | {"data-picked": ""}}
    return marks, chief
