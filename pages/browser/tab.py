"""The page in this tab: what happens goes to the app, what the app answers goes to the screen, and then its effects are
carried out.
"""

import traceback
from typing import Any

import js
from pyodide.ffi import create_proxy

from micrograd.compiler.backends.wasm.web import web_runtime

from ..app import App
from ..content import Content
from ..effects import Effect
from ..environment import Environment
from ..events import Arrive, Event, Restore, Runtime, Screen
from .clock import Clock
from .dom import REDUCED_MOTION, root
from .effects import Effects
from .listeners import Listeners
from .slots import Slots
from .storage import load
from .tasks import report, yield_to_browser

LIGHT = "(prefers-color-scheme: light)"


class Tab:
    """The pages of `app` in this tab. There is one; its proxies live as long as the tab."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.clock = Clock(app, self.send)
        self.slots = Slots(self.send)
        self.effects = Effects(self.send, self.send_screen)
        self.flush = self.slots.editors.flush
        self.listeners = Listeners(self.send, self.flush)

    async def start(self) -> None:
        """First the pictures as they are on this screen, then the listeners, then what was stored and where the address
        leads.

        The browser gets a turn after each page, so that the reader can scroll meanwhile.
        """
        runtime = Runtime(web_runtime())
        for name in self.app.pages:
            _, effects = self.update(name, runtime, screen())
            self.show(name, self.app.contents[name], effects)
            await yield_to_browser()
        self.listeners.listen()
        self.listen()
        self.restore()
        self.arrive()

    def send(self, page: str, event: Event) -> bool:
        """An event to a page; says whether the page did anything. An error in it is reported."""
        before = self.app.states[page]
        slots, effects = self.update(page, event)
        try:
            self.show(page, slots, effects)
        except Exception as error:
            report(error)
        return self.app.states[page] is not before or bool(effects)

    def update(self, page: str, *events: Event) -> tuple[dict[str, Content], tuple[Effect, ...]]:
        """What the app answers; nothing, where the page raised an error, which is reported."""
        try:
            return self.app.send(page, *events)
        except Exception as error:
            report(error)
            return {}, ()

    def show(self, page: str, slots: dict[str, Content], effects: tuple[Effect, ...]) -> None:
        self.slots.fill(slots)
        self.clock.wind()
        for effect in effects:
            self.effects.carry_out(page, effect)

    def listen(self) -> None:
        """What happens to the window, and not to the document."""
        changed = create_proxy(self.send_screen)
        js.addEventListener("resize", changed)
        for query in (REDUCED_MOTION, LIGHT):
            js.matchMedia(query).addEventListener("change", changed)
        js.addEventListener("hashchange", create_proxy(self.arrive))
        js.addEventListener("pagehide", create_proxy(self.flush_all))

    def flush_all(self, event: Any = None) -> None:
        for page in self.app.pages:
            self.flush(page)

    def send_screen(self, event: Any = None) -> None:
        """Every page hears of the screen."""
        now = screen()
        for name in self.app.pages:
            self.send(name, now)

    def arrive(self, event: Any = None) -> None:
        """The page's address, if it leads to a state of a page."""
        page, colon, fragment = js.location.hash.removeprefix("#").partition(":")
        if colon and page in self.app.pages:
            self.send(page, Arrive(fragment))
            # To the player, where there is one: it brings its figure along (exhibit.css).
            *_, place = js.document.querySelectorAll(f"#{page}, #{page} .player")
            place.scrollIntoView()

    def restore(self) -> None:
        """What the pages have stored at earlier visits, to each page its own."""
        for name in self.app.pages:
            text = load(name)
            if text is not None:
                self.send(name, Restore(text))


def screen() -> Screen:
    """The event that tells of the screen: its width, the theme, whether motion is welcome."""
    chosen = root.getAttribute("data-theme")
    light = chosen == "light" or (chosen != "dark" and js.matchMedia(LIGHT).matches)
    return Screen(Environment(js.innerWidth, js.matchMedia(REDUCED_MOTION).matches, "light" if light else "dark"))


def fail(error: Exception) -> None:
    """Python runs, but the page could not be started."""
    js.console.error("".join(traceback.format_exception(error)))
    js.microgradBoot.fail(traceback.format_exception_only(error)[-1].strip())


async def start(app: App) -> None:
    """Brings the page to life."""
    await Tab(app).start()
    root.setAttribute("data-python", "ready")
