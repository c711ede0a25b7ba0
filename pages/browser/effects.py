"""What pages ask for (see pages/effects.py), carried out.

Offers `Effects`.
"""

from collections.abc import Callable
from typing import assert_never

import js

from ..effects import Copy, Effect, Focus, KeepWorker, OpenDialog, Save, SetAddress, SetTheme, Store
from ..events import Copied, Event
from .dom import root
from .storage import store
from .tasks import start_task
from .worker_keeper import WorkerKeeper


class Effects:
    """`send(page, event)` hears what workers say; `on_theme()` is called when the page's theme has changed."""

    def __init__(self, send: Callable[[str, Event], bool], on_theme: Callable[[], None]) -> None:
        self.send, self.on_theme = send, on_theme
        self.workers: dict[str, WorkerKeeper] = {}

    def carry_out(self, page: str, effect: Effect) -> None:
        """An effect that `page` asks for."""
        match effect:
            case Focus(key):
                js.document.getElementById(key).focus()
            case OpenDialog(key):
                js.document.getElementById(key).showModal()
            case Copy(fragment):
                start_task(self.copy, page, js.location.href.split("#")[0] + fragment)
            case Save(text, name):
                js.microgradBoot.save(text, name)
            case Store(text):
                store(page, text)
            case SetAddress(fragment):  # the browser's history does not grow by it
                js.microgradBoot.address(f"#{page}:{fragment}")
            case SetTheme(theme):
                root.setAttribute("data-theme", theme)
                store("theme", theme)
                self.on_theme()
            case KeepWorker():
                self.worker(page).keep(effect)
            case _:
                assert_never(effect)

    async def copy(self, page: str, text: str) -> None:
        self.send(page, Copied(bool(await js.microgradBoot.copy(text))))

    def worker(self, page: str) -> WorkerKeeper:
        if page not in self.workers:
            self.workers[page] = WorkerKeeper(lambda event: self.send(page, event))
        return self.workers[page]
