"""A graph that a program drew: as the program left it, or played on its tape with The Idea's controls.

Offers `playable(item, state, look)`.
"""

from functools import lru_cache

from micrograd.draw import graphs
from micrograd.draw.moment import Still
from micrograd.draw.svg import Markup, group, tag

from .. import words
from ..controls import button, slider
from ..targets import Target
from ..transport import Transport
from ..worker.records import Graph
from .as_expression import idea_link
from .listing import lines_of, listing
from .state import Item, State


def playable(item: Item, state: State, look: Target | None) -> Markup:
    graph: Graph = item.content
    active, time = state.active == item.key, state.time
    at = look.key[0] if look and look.kind == "box" else None
    box = at if isinstance(at, int) else None
    if active:
        drawing = at_step(item, time.step, time.under_way, state.env.narrow, box)
    else:
        drawing = as_left(item, state.env.narrow, box)
    if not graph.tape:
        return tag("div", drawing, class_="stage")
    step = time.current if active else None
    caption = words.caption(graph.tape, step) if step is not None else None
    program = listing(item, step) if item.key in state.programs else None
    return tag(
        "div",
        tag("div", drawing, class_="stage"),
        transport(item, active, time),
        caption,
        ways_on(item, state),
        program,
        class_="played",
    )


def transport(item: Item, active: bool, time: Transport) -> Markup:
    """The Idea's controls, for this graph: it is played on its own tape, and can go back to how the program left it."""
    length, key = len(item.content.steps), item.key
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


def ways_on(item: Item, state: State) -> Markup | None:
    """What else may be done with a graph."""
    graph: Graph = item.content
    key = item.key
    fold = "Hide the program" if key in state.programs else "As a program"
    link = idea_link(graph)
    ways = [
        button(fold, "cell.program", str(key), kind="quiet", hint="What the compiler makes of this graph")
        if lines_of(graph)
        else None,
        tag("a", "Open this graph in The Idea", href=link) if link else None,
    ]
    return tag("div", *ways, class_="buttons") if any(ways) else None


@lru_cache(maxsize=32)
def as_left(item: Item, narrow: bool, look: int | None) -> Markup:
    nodes, grads = item.content.nodes, item.content.grads
    return graphs.graph(
        Still(nodes, {node.index: node.data for node in nodes}, dict(enumerate(grads))),
        0,
        prefix=f"cell.{item.key}",
        flow=graphs.DOWN if narrow else graphs.RIGHT,
        look=look,
        label=f"The graph of {nodes[-1].name}",
    )


@lru_cache(maxsize=64)
def at_step(item: Item, step: int, under_way: bool, narrow: bool, look: int | None) -> Markup:
    tape = item.content.tape
    return graphs.graph(
        tape,
        step,
        under_way=under_way,
        prefix=f"cell.{item.key}",
        flow=graphs.DOWN if narrow else graphs.RIGHT,
        look=look,
        label=f"The graph of {tape.nodes[-1].name}",
    )
