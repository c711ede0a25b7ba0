"""A picture that is larger than its place: moved by the mouse, zoomed by the wheel. See ears.py for the attribute."""

from math import exp

import js
from pyodide.ffi import create_proxy

from .tools import closest, plain


class Ground:
    """What is larger than its place and has data-zoom='page': the mouse takes hold of it and moves it, Ctrl and the
    wheel (or a pinch on a touchpad, which browsers tell as that) make it larger, and what is under the pointer stays
    there. A finger needs no help."""

    def __init__(self, send):
        self.send = send
        self.held = None  # the element, and where it was scrolled to and the pointer was when it was taken

    def listen(self):
        still = plain({"passive": False})
        for node in js.document.querySelectorAll("[data-zoom]"):
            node.addEventListener("wheel", create_proxy(self.wheel), still)
            node.addEventListener("pointerdown", create_proxy(self.take))
        for kind in ("pointermove", "pointerup", "pointercancel"):
            js.document.addEventListener(kind, create_proxy(self.move))

    def wheel(self, event):
        if not event.ctrlKey:
            return
        event.preventDefault()
        node = event.currentTarget
        before = node.firstElementChild.getBoundingClientRect()
        part = [(event.clientX - before.left) / before.width, (event.clientY - before.top) / before.height]
        self.send(node.dataset.zoom, {"type": "zoom", "by": exp(-max(min(event.deltaY, 60), -60) / 200)})
        after = node.firstElementChild.getBoundingClientRect()
        node.scrollLeft += after.left + part[0] * after.width - event.clientX
        node.scrollTop += after.top + part[1] * after.height - event.clientY

    def take(self, event):
        node = event.currentTarget
        if event.pointerType == "mouse" and not event.button and closest(event.target, "[data-drag]") is None:
            self.held = node, node.scrollLeft + event.clientX, node.scrollTop + event.clientY

    def move(self, event):
        if self.held is None:
            return
        node, x, y = self.held
        if event.type == "pointermove":
            node.scrollLeft, node.scrollTop = x - event.clientX, y - event.clientY
        else:
            self.held = None
