"""What is seen of an exhibit, part by part.

Offers `View`, `view`, and `in_motion` (the figure, with what travels in it).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from micrograd.draw import graphs as draw
from micrograd.draw.equation import Equation, step_equations
from micrograd.draw.parts import Pieces
from micrograd.draw.svg import Markup, group, tag

from .. import words
from ..content import Marked, Moving
from ..controls import slider
from ..targets import Target, format_target
from . import figure, inspector, listing, player, tabs
from .run import Run, name_class
from .state import LEAST_ZOOM, MOST_ZOOM, NOTHING, Exhibit
from .terms import terms_in
from .tools import faults, nudge, predict


@dataclass(frozen=True, eq=False)
class View:
    """The parts of an exhibit, for the slots of its section.

    picture     the figure; size: its CSS variables; in_sight: the id of the box that is to be in sight
    controls    the player's buttons and sliders, {action: markup}, and the figure's 'zoom', where it has one
    caption     the equations of the step; sentence: the same to be spoken
    facts       of what is pointed at, or was last
    listing     the code beside the figure, or None
    tools       the tools as tabs, with the panel of the one that is open; a section with tabs of its own puts them together
    """

    picture: Pieces
    size: Mapping[str, str]
    in_sight: str | None
    controls: Mapping[str, Markup]
    caption: Markup
    sentence: str
    facts: Markup
    listing: Marked | None
    tools: Markup


def view(exhibit: Exhibit, draggable: frozenset[int] = frozenset()) -> View:
    """All that is seen of it but for what travels. draggable: the leaves whose number can be changed in the figure.

    What did not change is not made again: while only time moves, this gives the very same View.
    """
    return view_of_moment(exhibit.moment, draggable)


def in_motion(exhibit: Exhibit, seen: View, variables: Mapping[str, str] | None = None) -> Moving:
    """The figure of a View, with what travels where it is now, and some more CSS variables."""
    return Moving(seen.picture, {**figure.variables(exhibit), **seen.size, **(variables or {})}, seen.in_sight)


@lru_cache(maxsize=128)
def view_of_moment(exhibit: Exhibit, draggable: frozenset[int]) -> View:
    offers, run, time = exhibit.offers, exhibit.run, exhibit.time
    code = None
    if offers.views:
        narrow = exhibit.env.narrow
        code = listing.view(offers.page, run, exhibit.listing, time, exhibit.look, narrow, offers.views)
    return View(
        figure.graph(exhibit, draggable),
        size(exhibit) if "zoom" in offers.parts else {},
        in_sight(exhibit) if "zoom" in offers.parts else None,
        controls(exhibit),
        caption(exhibit),
        words.sentence(run.tape, time.step - 1) if time.step else "",
        facts(exhibit),
        code,
        NOTHING if offers.tabs else tools(exhibit),
    )


def size(exhibit: Exhibit) -> dict[str, str]:
    """The CSS variables of the figure's size: how wide and how high it is drawn at least, and how far it is zoomed."""
    high = draw.geometry(figure.operands(exhibit.run), figure.flow(exhibit)).height * draw.LEAST
    return {**figure.size(exhibit), "--high": f"{high:.0f}px"}


def in_sight(exhibit: Exhibit) -> str | None:
    """The id of the box that is to be in sight: the one that is asked about, else that of the step."""
    asked = predict.asked_box(exhibit.predict, exhibit.run, exhibit.time)
    return figure.current_box(exhibit) if asked is None else f"{exhibit.offers.page}-box-{asked}"


def controls(exhibit: Exhibit) -> dict[str, Markup]:
    found = player.controls(exhibit.offers.page, exhibit.time, exhibit.run.phases)
    zoom = figure.zoom(exhibit)
    if "zoom" in exhibit.offers.parts:
        found["zoom"] = slider(
            "Zoom", f"{exhibit.offers.page}.zoom", zoom, LEAST_ZOOM, MOST_ZOOM, 0.05, text=f"{zoom:.0%}"
        )
    return found


def caption(exhibit: Exhibit) -> Markup:
    """The equations of the step that is under way, or was the last one."""
    k, run, offers = exhibit.time.current, exhibit.run, exhibit.offers
    if k is None:
        return offers.start
    step = run.tape.steps[k]
    lit = listing.looked_boxes(run, exhibit.look, exhibit.listing.picked) if "kin" in offers.parts else None
    lines = equations(offers.page, run, k, lit)
    where = f"{offers.titles[step.phase]} · step {k + 1} of {run.length}"
    marks = {n: {"data_shown": terms.shown, "data_lit": terms.lit} for n, terms in terms_in(run, exhibit.time).items()}
    return group(tag("p", where, class_=f"where {step.phase}"), words.caption(run.tape, k, lines, marks))


@lru_cache(maxsize=256)
def equations(page: str, run: Run, k: int, lit: frozenset[int] | None) -> tuple[Equation, ...]:
    """The equations of step k. lit: the boxes that are pointed at; None: names and boxes do not light each other."""
    if not run.tape.steps[k].numbers:
        return ()
    node = run.tape.steps[k].node
    near = () if lit is None else (node, *run.tape.nodes[node].operands, run.tape.root)
    look = {index: f"{page}.{format_target(Target('box', index))}" for index in near}
    names = {index: {"data_look": look[index], "class_": name_class(run, lit or (), index)} for index in near}
    return tuple(step_equations(run.tape, k, names))


def facts(exhibit: Exhibit) -> Markup:
    """What is known of the box that is pointed at, or was last."""
    box = exhibit.inspected if exhibit.box is None else exhibit.box
    if box is None:
        return exhibit.offers.hint
    paths = "paths" in exhibit.offers.parts
    dragging = exhibit.pull is not None
    return inspector.box_facts(exhibit.run, exhibit.time.step, box, with_paths=paths, dragging=dragging)


def tools(exhibit: Exhibit, own: Mapping[str, Markup] | None = None) -> Markup:
    """The tools that the section offers. own: the panels of its own tabs, where it has some."""
    offers, run, time = exhibit.offers, exhibit.run, exhibit.time
    panels = {
        "nudge": lambda: nudge.view(exhibit.nudge, offers.page, run, time),
        "faults": lambda: faults.view(offers.page, run, time, offers.showcases),
        "predict": lambda: predict.view(exhibit.predict, offers.page, run, time),
    }
    offered = {**(own or {}), **{tool: panels[tool]() for tool in offers.tools if tool in panels}}
    titles = {**offers.tabs, **tabs.TITLES}
    return tabs.tabs(offers.page, offered, exhibit.open_tool, exhibit.tools_in_use, titles) if offered else NOTHING
