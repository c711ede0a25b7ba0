"""One worker: its program runs from a blob:, which works from file:// as well as served, and its files are brought to
it.

What it says is not believed here, only counted and kept until somebody reads it.

Offers `Process`.
"""

import re

import js
from pyodide.ffi import JsException, create_proxy, to_js

from .tools import make, plain

MOST_MESSAGES, MOST_CHARACTERS = 20_000, 64 * 2**20  # from one worker between two ticks of a second: more is an attack
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
KEEPSAKES = ("runtime", "program", "snapshot")
sources = {}  # of workers, by address


class Process:
    """script: the address of its program; folder: of the files that it may ask for; keepsakes: what the page leaves to
    its workers, which the first one fetches (assets/interpreter.mjs: how to start Python, Pyodide compiled, its
    snapshot).

    told      the texts it has been told
    unread    the texts it has said, the oldest first
    broken    why it cannot go on, or None
    woken     is called when there is something to read where there was nothing
    """

    def __init__(self, script, folder, keepsakes):
        self.script, self.folder, self.keepsakes = script, folder, keepsakes
        self.told, self.sent = (), 0
        self.unread, self.broken = [], None
        self.messages = self.characters = 0
        self.worker, self.ended = None, False
        make(self.begin)

    def woken(self):
        """Nobody reads it yet."""

    async def begin(self):
        try:
            address = js.URL.new(self.script, js.document.baseURI).href
            if address not in sources:
                sources[address] = await (await js.fetch(address)).text()
            if not self.keepsakes:
                left = await js.microgradPython.keepsake()
                self.keepsakes |= {name: getattr(left, name) for name in KEEPSAKES if hasattr(left, name)}
        except JsException as error:
            return self.breaks(f"its program could not be loaded: {error}")
        if self.ended:
            return
        blob = js.Blob.new(to_js([sources[address]]), plain({"type": "text/javascript"}))
        place = js.URL.createObjectURL(blob)
        self.worker = js.Worker.new(place)
        js.URL.revokeObjectURL(place)
        self.worker.onmessage = create_proxy(lambda event: self.heard(event.data))
        self.worker.onerror = create_proxy(lambda event: (event.preventDefault(), self.breaks(str(event.message))))
        self.worker.onmessageerror = create_proxy(lambda event: self.breaks("it sent something unreadable"))
        self.tell(self.told)

    def stop(self):
        self.ended = True
        self.unread, self.broken = [], None
        if self.worker is not None:
            self.worker.terminate()
            self.worker = None

    def tell(self, told):
        """Texts, of which it has been told some."""
        self.told = told
        if self.worker is None:
            return
        for text in told[self.sent :]:
            self.worker.postMessage(plain({"told": text, **({} if self.sent else self.keepsakes)}))
            self.sent += 1

    def heard(self, data):
        """A text is for the page; anything else is a question for a file."""
        if self.ended:
            return
        self.messages += 1
        if isinstance(data, str):
            self.characters += len(data)
        if self.messages > MOST_MESSAGES or self.characters > MOST_CHARACTERS:
            self.stop()
            self.breaks("it sent more than anyone could read")
        elif isinstance(data, str):
            self.unread.append(data)
            if len(self.unread) == 1:
                self.woken()
        elif hasattr(data, "ask"):
            make(self.answer, data.ask, str(data.file))

    def breaks(self, why):
        self.broken = why
        self.woken()

    async def answer(self, number, name):
        """A file of the one folder from which it may have some."""
        blob = None
        if FILE_NAME.fullmatch(name):
            try:
                found = await js.fetch(js.URL.new(self.folder + name, js.document.baseURI).href)
                blob = await found.blob() if found.ok else None
            except JsException:
                pass
        if self.worker is not None:
            self.worker.postMessage(plain({"answer": number, "blob": blob}))
