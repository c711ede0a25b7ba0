"""The stage of all pages: keeps their states, hands them events, and tells what has changed. Knows no browser.

Offers `App`.
"""

from collections.abc import Iterable
from typing import Any

from .content import Content
from .effects import Effect
from .events import Event, Press, Restored
from .page import Page
from .undo import Changes, Undoable


class App:
    """One state for each of `pages`, and the content of every slot."""

    def __init__(self, pages: Iterable[Page[Any]]) -> None:
        self.pages = {page.NAME: page for page in pages}
        self.states = {name: page.start() for name, page in self.pages.items()}
        self.changes = {
            name: Changes(page, self.states[name]) for name, page in self.pages.items() if isinstance(page, Undoable)
        }
        self.contents = {name: dict(page.view(self.states[name])) for name, page in self.pages.items()}

    @property
    def moving(self) -> bool:
        """Whether any page wants to hear of animation frames."""
        return any(page.moving(self.states[name]) for name, page in self.pages.items())

    def send(self, name: str, *events: Event) -> tuple[dict[str, Content], tuple[Effect, ...]]:
        """An event (or several, as if they were one) to one page: the slots whose content changed, and the effects.

        If the page's update or view raises, everything is as it was and nothing is asked of the browser: the page lives
        on, the caller reports.
        """
        page, before = self.pages[name], self.states[name]
        state, effects = before, tuple[Effect, ...]()
        for event in events:
            asked, now = self.undone(name, event, state), state
            if asked is None:
                continue
            state, more = page.update(now, asked)
            effects += more
            if state is not now and name in self.changes and not isinstance(asked, Restored):
                self.changes[name].note(asked, state)
            elif isinstance(asked, Restored):
                self.changes[name].latest = state
        if state is before:
            return {}, effects
        contents, known = dict(page.view(state)), self.contents[name]
        changed = {slot: content for slot, content in contents.items() if slot not in known or known[slot] != content}
        self.states[name], self.contents[name] = state, known | contents
        return changed, effects

    def undone(self, name: str, event: Event, state: Any) -> Event | None:
        """The event itself; for the press of undo or redo, what brings back what was; None where there is nothing."""
        match event:
            case Press("undo") if name in self.changes:
                return self.changes[name].undo(state)
            case Press("redo") if name in self.changes:
                return self.changes[name].redo(state)
        return event
