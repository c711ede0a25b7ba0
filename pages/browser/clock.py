"""Animation frames, for as long as a page wants them; an idle tab is idle.

<html data-clock="running | idle"> says which it is.
"""

from collections.abc import Callable

import js
from pyodide.ffi import create_proxy

from ..app import App
from ..events import Event, Frame
from .dom import root

LONGEST_FRAME = 100.0  # ms: after a pause (a hidden tab) the clock goes on as if nothing had happened


class Clock:
    """Tells the pages of `app` that move of every frame, through `send(page, event)`."""

    def __init__(self, app: App, send: Callable[[str, Event], bool]) -> None:
        self.app, self.send = app, send
        self.last: float | None = None  # the time of the last frame, while the clock runs
        self.on_frame = create_proxy(self.frame)  # one that is kept: a new one for each frame would be gone too early
        root.setAttribute("data-clock", "idle")

    def wind(self) -> None:
        """Sets the clock going, if a page now wants it."""
        if self.app.moving and self.last is None:
            self.last = 0.0
            root.setAttribute("data-clock", "running")
            js.requestAnimationFrame(self.on_frame)

    def frame(self, now: float) -> None:
        elapsed = now - self.last if self.last else 1000 / 60
        event = Frame(min(elapsed, LONGEST_FRAME), elapsed)
        self.last = now
        for name, page in self.app.pages.items():
            if page.moving(self.app.states[name]):
                self.send(name, event)
        if self.app.moving:
            js.requestAnimationFrame(self.on_frame)
        else:
            self.last = None
            root.setAttribute("data-clock", "idle")
