"""Programs that run beside the page, in workers of their own: started, told, heard and stopped as a page's Worker says.

Offers `Bridge`, which keeps the one worker that a page wants, and another one ready if it wants that.
"""

import js
from pyodide.ffi import create_proxy

from .process import Process

READ_MS, READ_MOST = 16, 40  # how often its messages are read, and how many at once


class Bridge:
    """Between a page and its worker; send(event) reaches the page."""

    def __init__(self, send):
        self.send = send
        self.life, self.process, self.spare = 0, None, None
        self.keepsakes = {}  # with which all of them start sooner
        self.clock = None
        self.on_read = create_proxy(self.read)
        self.on_tick = create_proxy(self.tick)

    def keep(self, wanted):
        """Makes it so: another life, more that is told, a clock, a spare."""
        if wanted.life != self.life:
            self.another(wanted)
        if self.process is not None:
            self.process.tell(wanted.told)
        if wanted.spare and self.spare is None and wanted.told:
            self.spare = self.made(wanted)
        if wanted.ticking and self.clock is None:
            self.clock = js.setInterval(self.on_tick, 1000)
        elif not wanted.ticking and self.clock is not None:
            js.clearInterval(self.clock)
            self.clock = None

    def another(self, wanted):
        """Ends the worker, at once, and takes the spare, if it was told the same start, or makes a new one."""
        if self.process is not None:
            self.process.stop()
            self.process = None
        self.life = wanted.life
        if not wanted.told:
            return
        if self.spare is not None and self.spare.told == wanted.told[:1]:
            self.process, self.spare = self.spare, None
        else:
            self.process = self.made(wanted)
        self.process.woken = self.wake
        if self.process.unread:
            self.wake()

    def made(self, wanted):
        """A new worker, which has been told how to start and no more."""
        process = Process(wanted.script, wanted.folder, self.keepsakes)
        process.tell(wanted.told[:1])
        return process

    def wake(self):
        js.setTimeout(self.on_read, READ_MS)

    def read(self):
        """Hands on what has come since the last time, so that a flood of small messages is not a flood of new pictures."""
        process, life = self.process, self.life
        if process is None:
            return
        some, process.unread = process.unread[:READ_MOST], process.unread[READ_MOST:]
        if some:
            self.send({"type": "worker", "life": life, "kind": "said", "texts": some})
        if process is self.process and process.unread:
            self.wake()
        elif process is self.process and process.broken:
            broken, process.broken = process.broken, None
            self.send({"type": "worker", "life": life, "kind": "died", "text": broken})

    def tick(self):
        for process in (self.process, self.spare):
            if process is not None:
                process.messages = process.characters = 0
        self.send({"type": "worker", "life": self.life, "kind": "tick", "text": ""})
