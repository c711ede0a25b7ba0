"""Programs that run beside the page, in workers of their own: started, told, heard and stopped as a page's Worker says."""

import re

import js
from pyodide.ffi import JsException, create_proxy, to_js

from .tools import make, plain

MOST_MESSAGES, MOST_CHARACTERS = 20_000, 64 * 2**20  # from one worker between two ticks of a second: more is an attack
READ_MS, READ_MOST = 16, 40  # how often its messages are read, and how many at once
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")


class Bridge:
    """Keeps the worker that a page wants. It runs from a blob:, which works from file:// as well as served."""

    def __init__(self, send):
        self.send = send  # what it says, as events
        self.wanted = None
        self.life, self.worker, self.sent = 0, None, 0
        self.keepsake = None  # what a worker left to those after it, before it was told anything but its start
        self.messages = self.characters = 0
        self.clock = None
        self.unread = []
        self.on_read = create_proxy(self.read)
        self.on_tick = create_proxy(self.tick)

    def keep(self, wanted):
        """Makes it so: another life, more that is told, a clock."""
        self.wanted = wanted
        if wanted.life != self.life:
            self.stop()
            self.life, self.sent = wanted.life, 0
            self.messages = self.characters = 0
            if wanted.told:
                make(self.begin, wanted.life)
        self.tell()
        if wanted.ticking and self.clock is None:
            self.clock = js.setInterval(self.on_tick, 1000)
        elif not wanted.ticking and self.clock is not None:
            js.clearInterval(self.clock)
            self.clock = None

    def stop(self):
        self.unread = []
        if self.worker is not None:
            self.worker.terminate()
            self.worker = None

    async def begin(self, life):
        """Starts the worker of this life, unless another one is wanted by then."""
        try:
            address = js.URL.new(self.wanted.script, js.document.baseURI).href
            source = await (await js.fetch(address)).text()
        except JsException as error:
            return self.event(life, "died", f"its program could not be loaded: {error}")
        if life != self.life:
            return
        blob = js.Blob.new(to_js([source]), plain({"type": "text/javascript"}))
        place = js.URL.createObjectURL(blob)
        worker = js.Worker.new(place)
        js.URL.revokeObjectURL(place)
        worker.onmessage = create_proxy(lambda event: self.heard(life, event.data))
        worker.onerror = create_proxy(lambda event: (event.preventDefault(), self.event(life, "died", str(event.message))))
        worker.onmessageerror = create_proxy(lambda event: self.event(life, "died", "it sent something unreadable"))
        self.worker = worker
        self.tell()

    def tell(self):
        if self.worker is None:
            return
        for text in self.wanted.told[self.sent :]:
            self.worker.postMessage(plain({"told": text, "keepsake": self.keepsake if not self.sent else None}))
            self.sent += 1

    def heard(self, life, data):
        """A text is for the page; anything else is a question for a file, or something to keep."""
        if life != self.life:
            return
        self.messages += 1
        if isinstance(data, str):
            self.characters += len(data)
        if self.messages > MOST_MESSAGES or self.characters > MOST_CHARACTERS:
            self.stop()
            self.event(life, "died", "it sent more than anyone could read")
        elif isinstance(data, str):
            self.unread.append(data)
            if len(self.unread) == 1:
                js.setTimeout(self.on_read, READ_MS)
        elif hasattr(data, "ask"):
            make(self.answer, life, data.ask, str(data.file))
        elif hasattr(data, "keepsake") and self.sent == 1 and self.keepsake is None:
            self.keepsake = data.keepsake

    async def answer(self, life, number, name):
        """A file of the one folder from which the worker may have some."""
        blob = None
        if FILE_NAME.fullmatch(name):
            try:
                found = await js.fetch(js.URL.new(self.wanted.folder + name, js.document.baseURI).href)
                blob = await found.blob() if found.ok else None
            except JsException:
                pass
        if life == self.life and self.worker is not None:
            self.worker.postMessage(plain({"answer": number, "blob": blob}))

    def read(self):
        """Hands on what has come since the last time, so that a flood of small messages is not a flood of new pictures."""
        some, self.unread = self.unread[:READ_MOST], self.unread[READ_MOST:]
        if self.unread:
            js.setTimeout(self.on_read, READ_MS)
        if some:
            self.send({"type": "worker", "life": self.life, "kind": "said", "texts": some})

    def tick(self):
        self.messages = self.characters = 0
        self.event(self.life, "tick", "")

    def event(self, life, kind, text):
        if life == self.life:
            self.send({"type": "worker", "life": life, "kind": kind, "text": text})
