"""A graph that a program drew: as the program left it, or played on its tape, as an exhibit is.

Offers `playable(item, state, look)`, `active_run(state)` and `run_of(graph)`.
"""

from functools import lru_cache

from micrograd.draw import graphs
from micrograd.draw.geometry import DOWN_PLAYED, RIGHT_PLAYED, Flow
from micrograd.draw.moment import Still
from micrograd.draw.svg import Markup, group, tag

from .. import words
from ..controls import button
from ..exhibit import player
from ..exhibit.figure import picture
from ..exhibit.listing import program_at_step, program_lines
from ..exhibit.player import Transport
from ..exhibit.run import Run, stage_in
from ..targets import Target
from ..worker.records import Graph
from .as_expression import idea_link
from .state import Item, State

MOST = 200  # values: the cell records no tape of a larger graph


@lru_cache(maxsize=64)
def run_of(graph: Graph) -> Run | None:
    """The Run of a graph that came with its tape."""
    return Run(graph.tape) if graph.tape else None


def active_run(state: State) -> Run | None:
    """The Run of the graph that plays, if one does."""
    graph = next((item.content for item in state.items if item.key == state.active), None)
    return run_of(graph) if isinstance(graph, Graph) else None


def playable(item: Item, state: State, look: Target | None) -> Markup:
    graph: Graph = item.content
    run, active = run_of(graph), state.active == item.key
    box = look.key[0] if look and look.kind == "box" else None
    looked = box if isinstance(box, int) else None
    if run is None or not active:
        drawing = as_left(item, state.env.narrow, looked)
    else:
        name, flow = f"cell.{item.key}", flow_of(state.env.narrow)
        label = f"The graph of {run.root}"
        time = state.time
        stage = stage_in(run, time)[0]
        drawing = picture(
            run, time.step, time.under_way, stage, prefix=name, flow=flow, label=label, look=looked
        ).markup
    if run is None:
        return tag("div", drawing, class_="stage")
    step = state.time.current if active else None
    return tag(
        "div",
        tag("div", drawing, class_="stage"),
        transport(item.key, run, state.time if active else None, state.time.speed),
        words.caption(run.tape, step) if step is not None else None,
        ways_on(item, run, state),
        program_at_step("cell", item.key, run, step) if item.key in state.programs and has_program(run) else None,
        class_="played",
    )


def transport(key: int, run: Run, time: Transport | None, speed: float) -> Markup:
    """The player, for this graph; time: None where it is as the program left it, to which it can always go back."""
    place = None if time else (run.length, "as the program left it")
    found = player.controls("cell", time or Transport(speed=speed), run.phases, of=str(key), place=place)
    hint = "The numbers as the program left them"
    back = button("As it is", "cell.now", str(key), disabled=time is None, hint=hint)
    pressed = ("forward", "backward", "back", "play", "step")
    return group(
        tag("div", [found[do] for do in pressed], back, class_="buttons"),
        tag("div", found["timeline"], found["speed"], class_="sliders"),
    )


def ways_on(item: Item, run: Run, state: State) -> Markup | None:
    """What else may be done with a graph."""
    fold = "Hide the program" if item.key in state.programs else "As a program"
    link = idea_link(item.content)
    ways = [
        button(fold, "cell.program", str(item.key), kind="quiet", hint="What the compiler makes of this graph")
        if has_program(run)
        else None,
        tag("a", "Open this graph in The Idea", href=link) if link else None,
    ]
    return tag("div", *ways, class_="buttons") if any(ways) else None


@lru_cache(maxsize=64)
def has_program(run: Run) -> bool:
    """Whether the compiler can write this graph as a program: it is small, and all its ops are the engine's."""
    if len(run.tape.nodes) > MOST:
        return False
    try:
        return bool(program_lines(run))
    except Exception:  # an op of the reader's own; and the tape may have been written by anyone
        return False


@lru_cache(maxsize=32)
def as_left(item: Item, narrow: bool, look: int | None) -> Markup:
    nodes, grads = item.content.nodes, item.content.grads
    return graphs.graph(
        Still(nodes, {node.index: node.data for node in nodes}, dict(enumerate(grads))),
        0,
        prefix=f"cell.{item.key}",
        flow=flow_of(narrow),
        look=look,
        label=f"The graph of {nodes[-1].name}",
    )


def flow_of(narrow: bool) -> Flow:
    return DOWN_PLAYED if narrow else RIGHT_PLAYED
