"""Keeps the pages' states, hands them events, and tells which slots have changed. Knows no browser.

Events are plain dicts with a 'type':

    press, input, change   a control with data-do was pressed or changed: 'do' (the action), 'value'
    look                   the reader points at or focuses something with data-look: 'look' (its name), or None
    draw                   pressing, dragging, letting go on something with data-draw: 'do', 'phase' (down, move, up),
                           'x', 'y' (0 to 1), 'other' (another button than the first, or Shift)
    track                  the pointer moves over something with data-track: 'do', 'x', 'y' (0 to 1), or None
    frame                  an animation frame: 'ms' since the last one (100 at most), 'elapsed' without that limit
    environment            the screen: 'width', 'still', 'theme'
    near                   the page's section comes into sight
    runtime                what runs WebAssembly here: 'runtime' (see micrograd/compiler/runtime.py)
    zoom                   Ctrl and the wheel, or a pinch on a touchpad, on something with data-zoom: 'by' (a factor)
    worker, kept           from a worker, or from local storage: see content.py
    address                the page's address leads to one of this page's states: 'fragment'
"""

from functools import reduce


class Stage:
    """The living page: one state for each of `pages`, and what every slot shows."""

    def __init__(self, pages):
        self.pages = {page.NAME: page for page in pages}
        self.states = {name: page.start() for name, page in self.pages.items()}
        self.shown = {name: page.view(self.states[name]) for name, page in self.pages.items()}

    @property
    def moving(self):
        """Whether any page wants to hear of animation frames."""
        return any(page.moving(self.states[name]) for name, page in self.pages.items())

    @property
    def kept(self):
        """{page: under which name of local storage it keeps a text}."""
        return {name: page.KEPT for name, page in self.pages.items() if hasattr(page, "KEPT")}

    def send(self, name, *events):
        """An event (or several, as if they were one) to one page; returns the slots whose content changed.

        A handler or view that raises leaves the state as it was: the page lives on, the caller reports.
        """
        state = reduce(self.pages[name].handle, events, self.states[name])
        return {} if state is self.states[name] else self._show(name, state)

    def _show(self, name, state):
        content, shown = self.pages[name].view(state), self.shown[name]
        changed = {slot: new for slot, new in content.items() if shown.get(slot) != new}
        shown.update(changed)
        self.states[name] = state
        return changed
