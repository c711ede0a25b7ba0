"""The code beside the graph, in three views: the engine's own file (or the changed one that runs in its place), the
program that the compiler makes of the expression, and that program as WebAssembly.

A line of any of them has a key: line-12 (of engine.py), program-3. Its id is idea- and the key.

Offers `engine` (the panel), `running` (what is lit in it, and where the Tab key comes to), and `known` (the lines with
boxes).
"""

from functools import partial

from micrograd.draw.svg import group, tag
from micrograd.tape.names import attribute

from ..controls import button
from . import program, source
from .faults import BY_KEY as FAULT
from .faults import changed
from .relatives import lines_of
from .variables import kinds, lit, stands_for, ties

VIEWS = (("engine", "The engine"), ("program", "Your program"), ("wasm", "WebAssembly"))


def engine(state):
    views = tag(
        "div",
        [button(title, f"idea.view-{key}", pressed=state.view == key) for key, title in VIEWS],
        class_="buttons views",
    )
    if state.view != "engine":
        return group(views, program.panel(state.made, state.view, state.env.narrow))
    lines = changed(state.fault) if state.fault else source.untouched()
    return group(views, source.panel(lines, frozenset(lines_of(state.run)), state.env.narrow, calling(state)))


def calling(state):
    """The end of the reader's own code, where the mistake is there and not in the engine: (text, '' or 'new') for each
    line.
    """
    passes = FAULT[state.fault].passes if state.fault else 1
    if passes == 1:
        return ()
    last, call = (
        state.made.text.rstrip().split("\n")[-1],
        attribute(state.tape.nodes[state.tape.root].name, "backward()"),
    )
    return ((last, ""), (call, ""), *((f"{call}  # again, without zeroing", "new"),) * (passes - 1))


def known(state):
    """{key: its boxes} of the lines that made boxes, in order."""
    if state.view == "engine":
        return {f"line-{n}": nodes for n, nodes in sorted(lines_of(state.run).items())}
    return {f"program-{n}": nodes for n, nodes in enumerate(program.nodes(state.made))}


def running(state):
    """The marks on the lines, and the line that is to be in sight."""
    step = state.tape.steps[state.time.told] if state.time.told is not None else None
    marks, chief = running_lines(state, step) if step else ({}, None)
    if state.fault and state.view == "engine" and not state.time.moving:  # what was changed is what is to be seen
        chief = next((f"idea-line-{n}" for n, _, kind in changed(state.fault) if kind == "new"), chief)
    lines = known(state)
    stop = state.stopped if state.stopped in lines else next(iter(lines), None)
    for key, nodes in lines.items():
        more = {"tabindex": "0" if key == stop else "-1", "aria-pressed": str(key == state.picked).lower()}
        more |= {"data-made": ""} if state.look in nodes else {}
        marks[f"idea-{key}"] = {"role": "button", "data-do": f"idea.{key}"} | marks.get(f"idea-{key}", {}) | more
    return marks, chief


def running_lines(state, step):
    """The marks on what runs, and the line that says most."""
    if state.view != "engine":
        now = {"aria-current": "step", "data-phase": step.phase}
        keys = [f"idea-program-{n}" for n in program.at(state.made, step)]
        return dict.fromkeys(keys, now), next(iter(keys), None)
    k = state.time.told
    numbers = {node.index: node.data for node in state.tape.nodes}, state.tape.grad_at(k)
    marks, chief = source.running(
        step, stands_for(state.made, step), partial(kinds, ties(state.made), lit(state)), numbers
    )
    if calling(state) and step.phase == "backward":
        done = state.tape.steps[: k + 1]
        call = sum(s.phase == "backward" and not s.op for s in done)
        marks[f"idea-call-{call}"] = {"aria-current": "step", "data-phase": "backward"}
    return marks, chief
