"""Hears what happens to the document, and tells the page that it is meant for.

One listener per event type sits on the document and finds by data attributes what an event is for:
data-do='page.action' (a control), data-look='page.what' (something to read more about when it is pointed at),
data-track='page.action' (something under which the pointer's place matters), data-draw='page.action' (something that is
drawn on), data-drag='page.action' (something that is pulled), data-keys='page' (where the page's keys hold),
data-enter='page.action' (where Shift or Ctrl with Enter does that), data-near='page' (what the page wants to hear of
when it comes into sight), data-zoom='page' (a picture that is moved and zoomed).
"""

import js
from pyodide.ffi import create_proxy

from .ground import Ground
from .patch import TYPED
from .pointer import Pointer, hold
from .tools import closest, plain

FIELDS = ("INPUT", "SELECT", "TEXTAREA")
WRITING = "input:not([type=range]), select, textarea, [contenteditable=true], dialog"  # here a key is the reader's own
PRESSED = "button, a, summary, input"  # here Space and the arrows mean something already


class Ears:
    """Tells `send(page, event)`, which answers whether anything changed.

    `flush(page)` first hears what editors still hold.
    """

    def __init__(self, send, flush):
        self.send, self.flush = send, flush

    def listen(self):
        """One listener for each type of event, on the document."""
        listeners = {
            "click": [lambda event: self.control("press", event)],
            "input": [lambda event: self.control("input", event)],
            "change": [lambda event: self.control("change", event)],
            "keydown": [self.key],
            **Pointer(self.send).listeners,
        }
        for kind, heard in listeners.items():
            for listener in heard:
                js.document.addEventListener(kind, create_proxy(listener))
        js.document.addEventListener("keydown", create_proxy(self.enter), True)
        js.document.addEventListener("touchstart", create_proxy(hold), plain({"passive": False}))
        Ground(self.send).listen()
        self.watch_for_near()

    def control(self, kind, event):
        """press, input and change: what a control's data-do says."""
        node = closest(event.target, "[data-do]")
        if node is None:
            return
        is_field = node.tagName in FIELDS
        if is_field == (kind == "press") or node.getAttribute("aria-disabled") == "true":
            return
        page, do = node.dataset.do.split(".", 1)
        self.flush(page)
        value = None if not is_field else node.checked if node.type == "checkbox" else node.value
        self.send(page, {"type": kind, "do": do, "value": value})

    def enter(self, event):
        """Enter with Shift or Ctrl, before an editor takes it."""
        if event.key != "Enter" or not (event.shiftKey or event.ctrlKey or event.metaKey) or event.isComposing:
            return
        place = closest(event.target, "[data-enter]")
        if place is not None:
            event.preventDefault()
            event.stopPropagation()
            page, do = place.dataset.enter.split(".", 1)
            self.flush(page)
            self.send(page, {"type": "press", "do": do, "value": None})

    def key(self, event):
        """Enter in a field means what was typed, now. Any other key goes to the page whose keys hold where it is
        pressed; the browser does nothing more with it if the page did something."""
        target = event.target
        if event.key == "Enter" and getattr(target, "type", None) in TYPED:
            self.control("change", event)
        if event.ctrlKey or event.metaKey or event.altKey or event.isComposing or closest(target, WRITING) is not None:
            return
        if closest(target, PRESSED) is not None and event.key != "?":
            return
        place = closest(target, "[data-keys]")
        if place is None and target.tagName == "BODY":
            place = closest(js.document.elementFromPoint(js.innerWidth / 2, js.innerHeight / 2), "[data-keys]")
        if place is None:
            return
        node = closest(target, "[data-look]")
        look = node.dataset.look.split(".", 1)[1] if node is not None else None
        if self.send(place.dataset.keys, {"type": "key", "key": event.key, "on": look, "shift": event.shiftKey}):
            event.preventDefault()

    def watch_for_near(self):
        """Tells a page, once, that its section is no further than a screen away."""

        def seen(entries, observer):
            for entry in entries:
                if entry.isIntersecting:
                    observer.unobserve(entry.target)
                    self.send(entry.target.dataset.near, {"type": "near"})

        observer = js.IntersectionObserver.new(create_proxy(seen), plain({"rootMargin": "300px"}))
        for node in js.document.querySelectorAll("[data-near]"):
            observer.observe(node)
