"""The page in this tab: what happens goes to the stage, what the stage answers goes to the screen."""

import traceback

import js
from pyodide.ffi import create_proxy

from .clock import Clock
from .ears import Ears
from .screen import Screen
from .tools import STILL, report, root, stored, turn
from .wasm import WebRuntime

LIGHT = "(prefers-color-scheme: light)"


class Browser:
    """The page of `stage` in this tab. Made once; its proxies live as long as the tab."""

    def __init__(self, stage):
        self.stage = stage
        self.clock = Clock(stage, self.send)
        self.screen = Screen(self.send, self.look_around)
        self.flush = self.screen.editors.flush
        self.ears = Ears(self.send, self.flush)

    async def start(self):
        """First the pictures as they are on this screen, then ears, then what was kept and where the address leads.

        The browser gets a turn after each page, so that the reader can scroll meanwhile.
        """
        runtime = {"type": "runtime", "runtime": WebRuntime()}
        for name, slots in self.stage.shown.items():
            self.tell(name, runtime, self.surroundings(), show=lambda _: None)
            self.fill(dict(slots))
            await turn()
        self.ears.listen()
        self.listen()
        self.bring_back()
        self.arrive()

    def fill(self, slots):
        self.screen.fill(slots)
        self.clock.wind()

    def send(self, page, event):
        """An event to a page; says whether anything changed. An error in it is told to the reader and the console."""
        return self.tell(page, event, show=self.fill)

    def tell(self, page, *events, show):
        """The same, with what is done with the slots that changed."""
        before = self.stage.states[page]
        try:
            show(self.stage.send(page, *events))
        except Exception as error:
            report(error)
        return self.stage.states[page] is not before

    def listen(self):
        """What happens to the window, and not to the document."""
        changed = create_proxy(self.look_around)
        js.addEventListener("resize", changed)
        for query in (STILL, LIGHT):
            js.matchMedia(query).addEventListener("change", changed)
        js.addEventListener("hashchange", create_proxy(self.arrive))
        js.addEventListener("pagehide", create_proxy(lambda event: [self.flush(page) for page in self.stage.pages]))

    def look_around(self, event=None):
        """Tells every page of the screen."""
        screen = self.surroundings()
        for name in self.stage.pages:
            self.send(name, screen)

    def surroundings(self):
        """The event that tells of the screen: its width, the theme, whether motion is welcome."""
        chosen = root.getAttribute("data-theme")
        light = chosen == "light" or (chosen != "dark" and js.matchMedia(LIGHT).matches)
        return {
            "type": "environment",
            "width": js.innerWidth,
            "still": js.matchMedia(STILL).matches,
            "theme": "light" if light else "dark",
        }

    def arrive(self, event=None):
        """The page's address, if it leads to a state of a page."""
        page, colon, fragment = js.location.hash.removeprefix("#").partition(":")
        if colon and page in self.stage.pages:
            self.send(page, {"type": "address", "fragment": fragment})
            js.document.getElementById(page).scrollIntoView()

    def bring_back(self):
        """What the pages keep from visit to visit, to each page its own."""
        for name, kept in self.stage.kept.items():
            text = stored(kept)
            if text is not None:
                self.send(name, {"type": "kept", "text": text})


def fail(error):
    """Python runs, but the page could not be started."""
    js.console.error("".join(traceback.format_exception(error)))
    js.microgradBoot.fail(traceback.format_exception_only(error)[-1].strip())


async def start(stage):
    """Brings the page to life."""
    await Browser(stage).start()
    root.setAttribute("data-python", "ready")
