"""Animation frames, for as long as a page wants them; an idle tab is idle.

<html data-clock="running | idle"> says which it is.
"""

import js
from pyodide.ffi import create_proxy

from .tools import root

LONGEST_FRAME = 100.0  # ms: after a pause (a hidden tab) the clock goes on as if nothing had happened


class Clock:
    """Tells the pages of `stage` that move of every frame, through `send(page, event)`."""

    def __init__(self, stage, send):
        self.stage, self.send = stage, send
        self.last = None  # the time of the last frame, while the clock runs
        self.on_frame = create_proxy(self.frame)  # one that is kept: a new one for each frame would be gone too early
        root.setAttribute("data-clock", "idle")

    def wind(self):
        """Sets the clock going, if a page now wants it."""
        if self.stage.moving and self.last is None:
            self.last = 0.0
            root.setAttribute("data-clock", "running")
            js.requestAnimationFrame(self.on_frame)

    def frame(self, now):
        elapsed = now - self.last if self.last else 1000 / 60
        ms = min(elapsed, LONGEST_FRAME)
        self.last = now
        for name, page in self.stage.pages.items():
            if page.moving(self.stage.states[name]):
                self.send(name, {"type": "frame", "ms": ms, "elapsed": elapsed})
        if self.stage.moving:
            js.requestAnimationFrame(self.on_frame)
        else:
            self.last = None
            root.setAttribute("data-clock", "idle")
