"""A graph that a program drew: as the program left it, or played on its tape with The Idea's controls.

Offers `played(item, state, look)`.
"""

from functools import lru_cache

from micrograd.draw import graphs as drawn
from micrograd.draw.moment import Still
from micrograd.draw.svg import group, tag

from .. import words
from ..controls import button, slider
from .listing import lines_of, listing
from .opening import link


def played(item, state, look):
    graph = item.content
    active, time = state.active == item.key, state.time
    at = look.key[0] if look and look.kind == "box" else None
    if not active:
        shown = still(item, state.env.narrow, at)
    else:
        shown = moving(item, time.step, time.under_way, state.env.narrow, at)
    if not graph.tape:
        return tag("div", shown, class_="stage")
    told = words.caption(graph.tape, time.told) if active and time.told is not None else None
    program = listing(item, time.told if active else None) if item.key in state.programs else None
    return tag(
        "div",
        tag("div", shown, class_="stage"),
        transport(item, active, time),
        told,
        ways(item, state),
        program,
        class_="played",
    )


def transport(item, active, time):
    """The Idea's controls, for this graph: it is played on its own tape, and can go back to how the program left it."""
    length, key = len(item.content.tape.steps), item.key
    moving = active and time.moving
    where = f"step {time.step} of {length}" if active else "as the program left it"
    return group(
        tag(
            "div",
            button("Forward", "cell.forward", str(key), kind="data", hint="Compute every value"),
            button("Backward", "cell.backward", str(key), kind="grad", hint="Find the gradient of every value"),
            button("Step back", "cell.back", str(key), disabled=not active or time.at == 0),
            button("Pause" if moving else "Play", "cell.play", str(key)),
            button("Step forward", "cell.step", str(key), disabled=active and time.at >= length and not moving),
            button("As it is", "cell.now", str(key), disabled=not active, hint="The numbers as the program left them"),
            class_="buttons",
        ),
        tag(
            "div",
            slider("Timeline", "cell.timeline", time.step if active else length, 0, length, 1, of=str(key), text=where),
            slider("Speed", "cell.speed", time.speed, 0.25, 4, 0.25, of=str(key), text=f"{time.speed:g}×"),
            class_="sliders",
        ),
    )


def ways(item, state):
    """What else may be done with a graph."""
    graph, key = item.content, item.key
    fold = "Hide the program" if key in state.programs else "As a program"
    found = [
        button(fold, "cell.program", str(key), kind="quiet", hint="What the compiler makes of this graph")
        if lines_of(graph.tape)
        else None,
        tag("a", "Open this graph in The Idea", href=link(graph)) if link(graph) else None,
    ]
    return tag("div", *found, class_="buttons") if any(found) else None


@lru_cache(maxsize=32)
def still(item, narrow, look):
    nodes, grads = item.content.nodes, item.content.grads
    return drawn.graph(
        Still(nodes, {node.index: node.data for node in nodes}, dict(enumerate(grads))),
        0,
        prefix=f"cell.{item.key}",
        flow=drawn.DOWN if narrow else drawn.RIGHT,
        look=look,
        label=f"The graph of {nodes[-1].name}",
    )


@lru_cache(maxsize=64)
def moving(item, step, under_way, narrow, look):
    tape = item.content.tape
    return drawn.graph(
        tape,
        step,
        under_way=under_way,
        prefix=f"cell.{item.key}",
        flow=drawn.DOWN if narrow else drawn.RIGHT,
        look=look,
        label=f"The graph of {tape.nodes[-1].name}",
    )
