"""Undo and redo, the same for all pages.

A page that has something to undo says in `kept(state)` what that is: everything that the reader has made, and nothing
that only plays, scrolls or is pointed at; None while a change is still in hand. What a drag, a slider or a text goes
through on its way is one change. To undo it, the page gets the state from before it as a `Restored` event, and takes
of it what it sees fit.

Offers `Undoable` (such a page) and `Changes` (what was changed on one page).
"""

from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from .events import Change, Draw, Event, Frame, Input, Look, Point, Restored, Screen, Track

MOST = 100  # changes that can be undone
PASSING = (Frame, Look, Point, Screen, Track)  # events that have nothing to do with a change
GOING_ON = (Input, Draw)  # those after which the same change may go on; a Change event is the end of it


@runtime_checkable
class Undoable(Protocol):
    """A page with something to undo."""

    def kept(self, state: Any) -> object: ...


@dataclass
class Changes:
    """page: whose; latest: its last state that had what is kept now; past, future: the states before each change, and
    those that were undone; gesture: what goes on changing the same thing, and is no change of its own.
    """

    page: Undoable
    latest: Any
    past: list[Any] = field(default_factory=list)
    future: list[Any] = field(default_factory=list)
    gesture: object = None

    def note(self, event: Event, state: Any) -> None:
        """The page has come to this state by this event."""
        kept = self.page.kept(state)
        gesture = gesture_of(event)
        if kept is not None:
            if kept != self.page.kept(self.latest):
                if gesture is None or gesture != self.gesture:
                    self.past = [*self.past, self.latest][-MOST:]
                self.future = []
                self.gesture = gesture
            self.latest = state
        if not isinstance(event, (*GOING_ON, *PASSING)) or (isinstance(event, Draw) and event.phase == "up"):
            self.gesture = None

    def undo(self, now: Any) -> Restored | None:
        """The event with which the page goes back before the last change; None if there is none."""
        return self.turn(now, self.past, self.future)

    def redo(self, now: Any) -> Restored | None:
        """The event with which what was undone is there again; None if nothing was undone."""
        return self.turn(now, self.future, self.past)

    def turn(self, now: Any, source: list[Any], other: list[Any]) -> Restored | None:
        here = self.page.kept(now)
        while source:
            state = source.pop()
            if self.page.kept(state) != here:  # what an editor has undone by itself is there already
                other.append(now)
                self.gesture = None
                return Restored(state)
        return None


def gesture_of(event: Event) -> object:
    """What the reader goes on doing with an event of this kind; None for what is done with it."""
    match event:
        case Input(do, _, of) | Change(do, _, of):
            return do, of
        case Draw(do):
            return (do,)
    return None
