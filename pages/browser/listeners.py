"""What happens to the document, as typed events for the page that it is meant for.

One listener per type of event sits on the document and finds by data attributes what an event is for:

    data-do='page.action'     a control; its `value` (a button's) or data-of (a field's) says which of several it is
    data-look='page.target'   something to read more about when it is pointed at
    data-drag='page.target'   something that is dragged
    data-draw='page.action'   something that is drawn on
    data-track='page.action'  something under which the pointer's place matters
    data-keys='page'          where the page's keys hold
    data-enter='page.action'  where Shift or Ctrl with Enter does that
    data-near='page'          what the page wants to hear of when it comes into sight
    data-zoom='page'          a picture that is moved and zoomed

Offers `Listeners`.
"""

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import js
from pyodide.ffi import create_proxy

from ..events import Change, Event, Input, Key, Near, Press
from ..targets import Target, parse_target
from .dom import closest, js_object
from .panning import Panning
from .patch import TYPED
from .pointer import Pointer, keep_from_scrolling

FIELDS = ("INPUT", "SELECT", "TEXTAREA")
WRITING = "input:not([type=range]), select, textarea, [contenteditable=true], dialog"  # here a key is the reader's own
NOTCHES = {"ArrowRight": 1, "ArrowUp": 1, "ArrowLeft": -1, "ArrowDown": -1}
TYPING = "input:is([type=text], [type=number]), textarea, [contenteditable=true], dialog"  # here undo is the field's
PRESSED = "button, a, summary, input"  # here Space and the arrows mean something already


class Listeners:
    """Tells `send(page, event)`, which answers whether the page did anything.

    `flush(page)` first hears what editors still hold.
    """

    def __init__(self, send: Callable[[str, Event], bool], flush: Callable[[str], None]) -> None:
        self.send, self.flush = send, flush

    def listen(self) -> None:
        """One listener for each type of event, on the document."""
        listeners: dict[str, list[Callable[[Any], None]]] = {
            "click": [self.press],
            "input": [lambda event: self.change(event, Input)],
            "change": [lambda event: self.change(event, Change)],
            "keydown": [self.key, walk_along_tabs],
            **Pointer(self.send).listeners,
        }
        for kind, several in listeners.items():
            for listener in several:
                js.document.addEventListener(kind, create_proxy(listener))
        js.document.addEventListener("keydown", create_proxy(self.enter), True)
        js.document.addEventListener("touchstart", create_proxy(keep_from_scrolling), js_object({"passive": False}))
        Panning(self.send).listen()
        self.watch_for_near()

    def press(self, event: Any) -> None:
        """A button, or something else that can be pressed and that is no field."""
        node = closest(event.target, "[data-do]")
        if node is None or node.tagName in FIELDS or node.getAttribute("aria-disabled") == "true":
            return
        page, do = node.dataset.do.split(".", 1)
        self.flush(page)
        self.send(page, Press(do, value_of(node)))

    def change(self, event: Any, kind: type[Input] | type[Change]) -> None:
        """A field."""
        node = closest(event.target, "[data-do]")
        if node is None or node.tagName not in FIELDS or node.getAttribute("aria-disabled") == "true":
            return
        page, do = node.dataset.do.split(".", 1)
        self.flush(page)
        self.send(page, kind(do, node.value, getattr(node.dataset, "of", "")))

    def enter(self, event: Any) -> None:
        """Enter with Shift or Ctrl, before an editor takes it."""
        if event.key != "Enter" or not (event.shiftKey or event.ctrlKey or event.metaKey) or event.isComposing:
            return
        place = closest(event.target, "[data-enter]")
        if place is not None:
            event.preventDefault()
            event.stopPropagation()
            page, do = place.dataset.enter.split(".", 1)
            self.flush(page)
            self.send(page, Press(do))

    def key(self, event: Any) -> None:
        """Enter in a field means what was typed, now. Any other key goes to the page whose keys hold where it is
        pressed; the browser does nothing more with it if the page did something."""
        target = event.target
        if self.undo(event):
            return
        if event.key == "Enter" and getattr(target, "type", None) in TYPED:
            self.change(event, Change)
        if event.ctrlKey or event.metaKey or event.altKey or event.isComposing or closest(target, WRITING) is not None:
            return
        if getattr(target.dataset, "notch", None) and event.key in NOTCHES:
            self.to_notch(event)
            return
        if closest(target, PRESSED) is not None and event.key != "?":
            return
        place = closest(target, "[data-keys]")
        if place is None and target.tagName == "BODY":
            place = closest(js.document.elementFromPoint(js.innerWidth / 2, js.innerHeight / 2), "[data-keys]")
        if place is None:
            return
        if self.send(place.dataset.keys, Key(event.key, target_of(target), event.shiftKey)):
            event.preventDefault()

    def to_notch(self, event: Any) -> None:
        """An arrow key on a slider with notches: on to the next one, where the browser would go by its fine step."""
        field = event.target
        notch, value = float(field.dataset.notch), float(field.value)
        by = NOTCHES[event.key]
        at = (floor(value / notch + 1e-6) + 1 if by > 0 else ceil(value / notch - 1e-6) - 1) * notch
        field.value = str(at)  # the field keeps it within its bounds
        event.preventDefault()
        self.change(event, Input)

    def undo(self, event: Any) -> bool:
        """Ctrl and Z, with Shift or as Ctrl and Y for redo, but for where one types: there it is the browser's own. It
        is meant for the section that has the focus, else for the one in the middle of the window.
        """
        if not (event.ctrlKey or event.metaKey) or event.altKey or event.key.lower() not in ("z", "y"):
            return False
        if closest(event.target, TYPING) is not None:
            return False
        place = closest(event.target, "section[id]")
        if place is None:
            middle = js.document.elementFromPoint(js.innerWidth / 2, js.innerHeight / 2)
            place = closest(middle, "section[id]")
        if place is None:
            return False
        event.preventDefault()
        self.flush(place.id)
        self.send(place.id, Press("redo" if event.shiftKey or event.key.lower() == "y" else "undo"))
        return True

    def watch_for_near(self) -> None:
        """Tells a page, once, that its section is no further than a screen away."""

        def intersect(entries: Any, observer: Any) -> None:
            for entry in entries:
                if entry.isIntersecting:
                    observer.unobserve(entry.target)
                    self.send(entry.target.dataset.near, Near())

        observer = js.IntersectionObserver.new(create_proxy(intersect), js_object({"rootMargin": "300px"}))
        for node in js.document.querySelectorAll("[data-near]"):
            observer.observe(node)


def walk_along_tabs(event: Any) -> None:
    """Arrows, Home and End in a row of tabs: another one has the focus, and is open."""
    tab = closest(event.target, "[role=tab]")
    if tab is None or event.ctrlKey or event.metaKey or event.altKey or event.shiftKey:
        return
    tabs = list(tab.parentElement.querySelectorAll("[role=tab]"))
    at = next(k for k, other in enumerate(tabs) if other.isSameNode(tab))
    to = {"ArrowLeft": at - 1, "ArrowRight": at + 1, "Home": 0, "End": -1}.get(event.key)
    if to is None:
        return
    event.preventDefault()
    other = tabs[to % len(tabs)]
    other.focus()
    other.click()


def value_of(node: Any) -> str:
    """Which of several a pressed element is: a button's own value, or the Target of what can be pointed at as well."""
    if node.tagName == "BUTTON":
        return str(node.value)
    look = getattr(node.dataset, "look", "")
    return str(look.split(".", 1)[1]) if look else ""


def target_of(element: Any) -> Target | None:
    """What can be pointed at, at or around an element."""
    node = closest(element, "[data-look]")
    return parse_target(node.dataset.look.split(".", 1)[1]) if node is not None else None
