"""A picture that is larger than its place: moved by the mouse, zoomed by the wheel. See listeners.py for the attribute."""

from collections.abc import Callable
from math import exp
from typing import Any

import js
from pyodide.ffi import create_proxy

from ..events import Event, Zoom
from .dom import closest, js_object


class Panning:
    """What is larger than its place and has data-zoom='page': the mouse takes hold of it and moves it, Ctrl and the
    wheel (or a pinch on a touchpad, which browsers tell as that) make it larger, and what is under the pointer stays
    there. A finger needs no help."""

    def __init__(self, send: Callable[[str, Event], bool]) -> None:
        self.send = send
        self.grip: Any = None  # the element, and where it was scrolled to and the pointer was when it was taken

    def listen(self) -> None:
        active = js_object({"passive": False})
        for node in js.document.querySelectorAll("[data-zoom]"):
            node.addEventListener("wheel", create_proxy(self.zoom), active)
            node.addEventListener("pointerdown", create_proxy(self.grasp))
        for kind in ("pointermove", "pointerup", "pointercancel"):
            js.document.addEventListener(kind, create_proxy(self.move))

    def zoom(self, event: Any) -> None:
        if not event.ctrlKey:
            return
        event.preventDefault()
        node = event.currentTarget
        before = node.firstElementChild.getBoundingClientRect()
        part = [(event.clientX - before.left) / before.width, (event.clientY - before.top) / before.height]
        self.send(node.dataset.zoom, Zoom(exp(-max(min(event.deltaY, 60), -60) / 200)))
        after = node.firstElementChild.getBoundingClientRect()
        node.scrollLeft += after.left + part[0] * after.width - event.clientX
        node.scrollTop += after.top + part[1] * after.height - event.clientY

    def grasp(self, event: Any) -> None:
        node = event.currentTarget
        if event.pointerType == "mouse" and not event.button and closest(event.target, "[data-drag]") is None:
            self.grip = node, node.scrollLeft + event.clientX, node.scrollTop + event.clientY

    def move(self, event: Any) -> None:
        if self.grip is None:
            return
        node, x, y = self.grip
        if event.type == "pointermove":
            node.scrollLeft, node.scrollTop = x - event.clientX, y - event.clientY
        else:
            self.grip = None
