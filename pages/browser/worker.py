"""One worker: its program runs from a blob:, which works from file:// as well as served, and its files are brought to
it.

What it sends is not believed here, only counted and kept until somebody reads it.

Offers `Worker`.
"""

import re
from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import JsException, create_proxy, to_js

from .dom import js_object
from .tasks import start_task

MOST_MESSAGES, MOST_CHARACTERS = 20_000, 64 * 2**20  # from one worker between two ticks of a second: more is an attack
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
PARTS = ("runtime", "packing", "program", "snapshot")
sources: dict[str, str] = {}  # of workers, by address


def ignore() -> None:
    """Nobody reads it yet."""


class Worker:
    """script: the address of its program; folder: of the files that it may ask for; parts: what the page gives to
    its workers, which the first one fetches (assets/interpreter.mjs: how to start Python, Pyodide compiled, its
    snapshot).

    messages  the texts it has been sent, or will be when it has started
    unread    the texts it has sent, the oldest first; on_unread() is called when there are some where there were none
    broken    why it cannot go on, or None
    """

    def __init__(self, script: str, folder: str, parts: dict[str, Any]) -> None:
        self.script, self.folder, self.parts = script, folder, parts
        self.messages: tuple[str, ...] = ()
        self.posted = 0
        self.unread: list[str] = []
        self.broken: str | None = None
        self.on_unread: Callable[[], None] = ignore
        self.message_count = self.character_count = 0
        self.worker: Any = None
        self.ended = False
        start_task(self.begin)

    async def begin(self) -> None:
        try:
            address = js.URL.new(self.script, js.document.baseURI).href
            if address not in sources:
                sources[address] = await (await js.fetch(address)).text()
            if not self.parts:
                left = await js.microgradPython.partsForWorker()
                self.parts |= {name: getattr(left, name) for name in PARTS if hasattr(left, name)}
        except JsException as error:
            self.fail(f"its program could not be loaded: {error}")
            return
        if self.ended:
            return
        blob = js.Blob.new(to_js([sources[address]]), js_object({"type": "text/javascript"}))
        place = js.URL.createObjectURL(blob)
        self.worker = js.Worker.new(place)
        js.URL.revokeObjectURL(place)
        self.worker.onmessage = create_proxy(lambda event: self.receive(event.data))
        self.worker.onerror = create_proxy(self.on_error)
        self.worker.onmessageerror = create_proxy(lambda event: self.fail("it sent something unreadable"))
        self.post(self.messages)

    def stop(self) -> None:
        self.ended = True
        self.unread, self.broken = [], None
        if self.worker is not None:
            self.worker.terminate()
            self.worker = None

    def post(self, messages: tuple[str, ...]) -> None:
        """All texts that it is to have; those that it has not been sent yet are sent."""
        self.messages = messages
        if self.worker is None:
            return
        for text in messages[self.posted :]:
            self.worker.postMessage(js_object({"text": text, **({} if self.posted else self.parts)}))
            self.posted += 1

    def receive(self, data: Any) -> None:
        """A text is for the page; anything else is a question for a file."""
        if self.ended:
            return
        self.message_count += 1
        if isinstance(data, str):
            self.character_count += len(data)
        if self.message_count > MOST_MESSAGES or self.character_count > MOST_CHARACTERS:
            self.stop()
            self.fail("it sent more than anyone could read")
        elif isinstance(data, str):
            self.unread.append(data)
            if len(self.unread) == 1:
                self.on_unread()
        elif hasattr(data, "ask"):
            start_task(self.answer, data.ask, str(data.file))

    def on_error(self, event: Any) -> None:
        event.preventDefault()
        self.fail(str(event.message))

    def fail(self, why: str) -> None:
        self.broken = why
        self.on_unread()

    async def answer(self, number: int, name: str) -> None:
        """A file of the one folder from which it may have some."""
        blob = None
        if FILE_NAME.fullmatch(name):
            try:
                found = await js.fetch(js.URL.new(self.folder + name, js.document.baseURI).href)
                blob = await found.blob() if found.ok else None
            except JsException:
                pass
        if self.worker is not None:
            self.worker.postMessage(js_object({"answer": number, "blob": blob}))
