"""Brings every kind of content (see pages/content.py) into the slots of the page.

Offers `Slots`.
"""

from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import js
from pyodide.ffi import create_proxy

from ..content import Content, Editor, Marked, Moving, Pictures, Raster, escaped
from ..events import Event
from .canvases import Canvases
from .dom import bring_into_sight, keep_in_sight
from .editors import Editors
from .patch import change, morph

NOTHING = Moving(None, {})  # what a slot shows of a moving picture before it has shown one
UNMARKED = Marked("")


class Slots:
    """The slots of the page. `send(page, event)` hears what is typed into the editors."""

    def __init__(self, send: Callable[[str, Event], bool]) -> None:
        self.nodes = {node.dataset.slot: node for node in js.document.querySelectorAll("[data-slot]")}
        self.first = {name: node.dataset.first for name, node in self.nodes.items() if hasattr(node.dataset, "first")}
        canvases = Canvases(self.nodes)
        self.editors = Editors(self.nodes, send)
        self.moving: dict[str, tuple[Moving, dict[str, Any]]] = {}
        self.marked: dict[str, Marked] = {}
        js.document.addEventListener("toggle", create_proxy(self.unfold), True)  # it does not bubble
        self.kinds: dict[type, Callable[[str, Any], None]] = {
            Moving: self.move, Marked: self.mark, Editor: self.editors.edit, Raster: canvases.paint, Pictures: canvases.show,
        }  # fmt: skip

    def fill(self, contents: Mapping[str, Content]) -> None:
        """Shows new content."""
        for name, content in contents.items():
            show = self.kinds.get(type(content))
            if show is not None:
                show(name, content)
            elif isinstance(content, str):
                self.put(name, escaped(content))
            else:
                raise TypeError(f"slot {name}: a view returned a {type(content).__name__}, which is no content")

    def put(self, name: str, markup: str) -> None:
        """Markup in its slot, unless it is what the page was delivered with: the sum of that stands at the slot."""
        first = self.first.pop(name, None)
        if first is None or int(first, 16) != crc32(markup.encode()):
            morph(self.nodes[name], markup)

    def move(self, name: str, content: Moving) -> None:
        """Markup that only sometimes changes, and variables that change with every frame."""
        node = self.nodes[name]
        before, styles = self.moving.get(name, (NOTHING, {}))
        old = before.variables
        if before is NOTHING:
            self.put(name, content.markup)
        elif before.picture != content.picture:
            change(node, before.picture, content.picture)
            old, styles = {}, {}  # what was changed has lost its variables, and may be another element
        styles.setdefault("", node.style)
        for variable, value in content.variables.items():
            if old.get(variable) != value:
                key, _, property_ = variable.rpartition(" ")
                if key not in styles:
                    styles[key] = js.document.getElementById(key).style
                styles[key].setProperty(property_, value)
        if content.show and content.show != before.show:
            keep_in_sight(js.document.getElementById(content.show), node)
        self.moving[name] = content, styles

    def mark(self, name: str, content: Marked) -> None:
        """Markup that stays, and attributes that come and go."""
        before = self.marked.get(name)
        if before is None or before.markup != content.markup:
            self.put(name, content.markup)
            before = UNMARKED
        for key in before.marks.keys() | content.marks.keys():
            old, new = before.marks.get(key, {}), content.marks.get(key, {})
            if old != new:
                element = js.document.getElementById(key)
                for attribute in old.keys() - new.keys():
                    element.removeAttribute(attribute)
                for attribute, value in new.items():
                    element.setAttribute(attribute, value)
        self.marked[name] = content
        if content.show and (content.show, content.since) != (before.show, before.since):
            bring_into_sight(js.document.getElementById(content.show))

    def unfold(self, event: Any) -> None:
        """Something was unfolded: what is to be in sight there could not be brought there before."""
        for content in self.marked.values():
            element = js.document.getElementById(content.show) if content.show else None
            if element and event.target.contains(element):
                bring_into_sight(element)
