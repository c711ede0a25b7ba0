"""The code beside the graph: the engine's own file, or the changed one that runs in its place.

Offers `engine` (the panel) and `running` (what is lit in it, and where the Tab key comes to).
"""

from functools import partial

from micrograd.tape.names import attribute

from . import source
from .faults import BY_KEY as FAULT
from .faults import changed
from .relatives import lines_of
from .variables import kinds, lit, stands_for, ties


def engine(state):
    """The engine's source, or that of the broken engine that runs in its place."""
    lines = changed(state.fault) if state.fault else source.untouched()
    return source.panel(lines, frozenset(lines_of(state.run)), state.env.narrow, calling(state))


def calling(state):
    """The end of the reader's own code, where the mistake is there and not in the engine: (text, '' or 'new') for each line."""
    passes = FAULT[state.fault].passes if state.fault else 1
    if passes == 1:
        return ()
    last, call = state.made.text.rstrip().split("\n")[-1], attribute(state.tape.nodes[state.tape.root].name, "backward()")
    return ((last, ""), (call, ""), *((f"{call}  # and the gradients still hold what they held", "new"),) * (passes - 1))


def running(state):
    """The marks on the engine's lines, and the line that is to be in sight."""
    told, marks, chief = state.time.told, {}, None
    if told is not None:
        step = state.tape.steps[told]
        marks, chief = source.running(step, stands_for(state.made, step), partial(kinds, ties(state.made), lit(state)))
        if state.fault and step.phase == "backward":
            call = sum(not s.locals and s.phase == "backward" and not s.op for s in state.tape.steps[: told + 1])
            marks |= {f"idea-call-{call}": {"aria-current": "step", "data-phase": "backward"}} if calling(state) else {}
    if state.fault and not state.time.moving:  # what was changed is what is to be seen
        chief = next((f"idea-line-{n}" for n, _, kind in changed(state.fault) if kind == "new"), chief)
    known = lines_of(state.run)
    stop = state.stopped if state.stopped in known else min(known, default=None)
    for n, nodes in known.items():
        more = {"tabindex": "0" if n == stop else "-1", "aria-pressed": str(n == state.picked).lower()}
        more |= {"data-made": ""} if state.look in nodes else {}
        marks[f"idea-line-{n}"] = marks.get(f"idea-line-{n}", {}) | more
    return marks, chief
