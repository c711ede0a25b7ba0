"""Programs that run beside the page, in workers of their own: started, sent messages, heard and stopped as a page asks.

Offers `WorkerKeeper`, which keeps the one worker that a page wants, and another one ready if it wants that.
"""

from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import create_proxy

from ..effects import KeepWorker
from ..events import Event, WorkerDeath, WorkerMessages, WorkerTick
from .worker import Worker

READ_MS, READ_MOST = 16, 40  # how often its messages are read, and how many at once


class WorkerKeeper:
    """Between a page and its worker; send(event) reaches the page."""

    def __init__(self, send: Callable[[Event], bool]) -> None:
        self.send = send
        self.life = 0
        self.worker: Worker | None = None
        self.spare: Worker | None = None
        self.parts: dict[str, Any] = {}  # with which all of them start sooner
        self.clock: Any = None
        self.on_read = create_proxy(self.read)
        self.on_tick = create_proxy(self.tick)

    def keep(self, wanted: KeepWorker) -> None:
        """Brings it about: another life, more messages, a clock, a spare."""
        if wanted.life != self.life:
            self.replace(wanted)
        if self.worker is not None:
            self.worker.post(wanted.messages)
        if wanted.spare and self.spare is None and wanted.messages:
            self.spare = self.start(wanted)
        if wanted.ticking and self.clock is None:
            self.clock = js.setInterval(self.on_tick, 1000)
        elif not wanted.ticking and self.clock is not None:
            js.clearInterval(self.clock)
            self.clock = None

    def replace(self, wanted: KeepWorker) -> None:
        """Ends the worker, at once, and takes the spare, if it has the same first message, or starts a new one."""
        if self.worker is not None:
            self.worker.stop()
            self.worker = None
        self.life = wanted.life
        if not wanted.messages:
            return
        if self.spare is not None and self.spare.messages == wanted.messages[:1]:
            self.worker, self.spare = self.spare, None
        else:
            self.worker = self.start(wanted)
        self.worker.on_unread = self.wake
        if self.worker.unread:
            self.wake()

    def start(self, wanted: KeepWorker) -> Worker:
        """A new worker, which has its first message and no more."""
        worker = Worker(wanted.script, wanted.folder, self.parts)
        worker.post(wanted.messages[:1])
        return worker

    def wake(self) -> None:
        js.setTimeout(self.on_read, READ_MS)

    def read(self) -> None:
        """Hands on what has come since the last time, so that a flood of small messages is not a flood of new pictures."""
        worker, life = self.worker, self.life
        if worker is None:
            return
        texts, worker.unread = worker.unread[:READ_MOST], worker.unread[READ_MOST:]
        if texts:
            self.send(WorkerMessages(life, tuple(texts)))
        if worker is self.worker and worker.unread:
            self.wake()
        elif worker is self.worker and worker.broken:
            why, worker.broken = worker.broken, None
            self.send(WorkerDeath(life, why))

    def tick(self) -> None:
        for worker in (self.worker, self.spare):
            if worker is not None:
                worker.message_count = worker.character_count = 0
        self.send(WorkerTick(self.life))
