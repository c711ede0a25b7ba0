"""What happens to an exhibit.

Offers `update`.
"""

from dataclasses import replace
from typing import Any

from ..effects import Effect, Save
from ..events import Change, Event, Frame, Input, Key, Look, Press, Screen, Zoom
from ..targets import Target
from . import figure, keys, listing, player
from .player import bounded
from .state import LEAST_ZOOM, MOST_ZOOM, Exhibit
from .tools import faults, nudge, predict

STEPS_BEFORE = 3  # are played before a fault's first wrong gradient, that one included


def update(exhibit: Exhibit, event: Event) -> tuple[Exhibit, tuple[Effect, ...]]:
    """The exhibit after an event, and what it asks of the browser; the very same, if the event is not its own."""
    event = player.as_press(event)
    match event:
        case Frame(ms):
            return advance(exhibit, ms), ()
        case Screen(environment):
            return replace(exhibit, env=environment), ()
        case Look(at):
            return look(exhibit, at), ()
        case Key():
            return keys.update(exhibit, event)
        case Press("keys"):
            return exhibit, (keys.open_dialog(exhibit.offers.page),)
        case Press("tool", tool) if tool in exhibit.offers.tools:
            return replace(exhibit, tool=tool), ()
        case Press("save"):
            return exhibit, (Save(figure.svg_file(exhibit), "graph.svg"),)
        case Zoom(by) if "zoom" in exhibit.offers.parts:
            return with_zoom(exhibit, figure.zoom(exhibit) * by), ()
        case Input("zoom", value) | Change("zoom", value) if "zoom" in exhibit.offers.parts:
            zoom = bounded(value, LEAST_ZOOM, MOST_ZOOM)
            return exhibit if zoom is None else with_zoom(exhibit, zoom), ()
        case Press() | Input() | Change():
            return after_control(exhibit, event), ()
    return exhibit, ()


def advance(exhibit: Exhibit, ms: float) -> Exhibit:
    """`ms` later: the tape runs on, or else the wave of a nudge. Whatever plays ends the wave."""
    if exhibit.time.moving:
        wave_over = exhibit.nudge if exhibit.nudge.wave is None else replace(exhibit.nudge, wave=None)
        return replace(exhibit, time=exhibit.time.advance(ms, exhibit.run.phases), nudge=wave_over)
    if exhibit.nudge.wave is None:
        return exhibit
    return replace(exhibit, nudge=nudge.advance(exhibit.nudge, ms * exhibit.time.speed, exhibit.run))


def look(exhibit: Exhibit, at: Target | None) -> Exhibit:
    """Pointing at a box, at a line of code, or away. The Tab key comes back to where one was last."""
    match at:
        case Target("box", (int(index),)) if index < len(exhibit.tape.nodes):
            return replace(exhibit, look=at, inspected=index, stop=index)
        case Target("line" | "program"):
            return replace(exhibit, look=at, listing=replace(exhibit.listing, stop=at))
    return replace(exhibit, look=None)


def with_zoom(exhibit: Exhibit, zoom: float) -> Exhibit:
    return replace(exhibit, zoom=min(max(zoom, LEAST_ZOOM), MOST_ZOOM))


def after_control(exhibit: Exhibit, event: Event) -> Exhibit:
    """After a button, a slider, a field: each part takes what is its own."""
    parts, run, time = exhibit.offers.parts, exhibit.run, exhibit.time
    if "nudge" in parts:
        exhibit = changed(exhibit, nudge=nudge.update(exhibit.nudge, event, run, time, exhibit.env.still))
    if "faults" in parts and (fault := faults.update(exhibit.fault, event)) != exhibit.fault:
        return run_fault(with_fault(exhibit, fault))
    if exhibit.offers.views:
        code = listing.update(exhibit.listing, event, run, exhibit.offers.views)
        if code.view != exhibit.listing.view and exhibit.box is None:
            exhibit = changed(exhibit, look=None)
        exhibit = changed(exhibit, listing=code)
    if "predict" in parts:
        waits = predict.waits(exhibit.predict, event, run, time)
        guessing, time = predict.update(exhibit.predict, event, run, time)
        exhibit = changed(exhibit, predict=guessing, time=time)
        if waits:
            return exhibit
    if event == Press("reset") and exhibit.listing.picked is not None:
        exhibit = replace(exhibit, listing=replace(exhibit.listing, picked=None))
    return changed(exhibit, time=player.update(time, event, run.phases))


def changed(exhibit: Exhibit, **fields: Any) -> Exhibit:
    """The exhibit with these fields; the very same, where they are what they were."""
    return exhibit if all(getattr(exhibit, name) is new for name, new in fields.items()) else replace(exhibit, **fields)


def with_fault(exhibit: Exhibit, fault: str) -> Exhibit:
    """The same graph on another engine, as far along as the tape reaches, beside the engine's lines."""
    if fault == exhibit.fault:
        return exhibit
    exhibit = replace(
        exhibit,
        fault=fault,
        listing=replace(exhibit.listing, view="engine", picked=None),
        predict=replace(exhibit.predict, reply=""),
        nudge=replace(exhibit.nudge, checked=frozenset()),
    )
    return replace(exhibit, time=exhibit.time.jump(min(exhibit.time.step, exhibit.length)))


def run_fault(exhibit: Exhibit) -> Exhibit:
    """A fault runs at once: from shortly before the first gradient that it makes wrong, to this one; to the end, where
    all are right.
    """
    run, time = exhibit.run, exhibit.time
    if not exhibit.fault:
        return exhibit
    if not run.wrong:
        return replace(exhibit, time=time.jump(run.length))
    goal = run.wrong[0].step + 1
    start = time.jump(max(run.tape.forward, goal - STEPS_BEFORE))
    return replace(exhibit, time=start.play(start.at, goal))
