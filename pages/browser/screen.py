"""Brings every kind of content (see pages/content.py) into the page."""

from zlib import crc32

import js

from ..content import Address, Editor, Kept, Marked, Moving, Pictures, Raster, Task, Worker, escaped
from .canvases import Canvases
from .editors import Editors
from .patch import change, morph
from .tools import bring_into_sight, keep_in_sight, root, store
from .workers import Bridge

NOTHING = Moving(None, {})  # what a slot shows of a moving picture before it has shown one


class Screen:
    """The slots of the page. `send(page, event)` is told what editors and workers say; `changed()`, that the page's
    looks did.
    """

    def __init__(self, send, changed):
        self.send, self.changed = send, changed
        self.slots = {node.dataset.slot: node for node in js.document.querySelectorAll("[data-slot]")}
        self.first = {name: node.dataset.first for name, node in self.slots.items() if hasattr(node.dataset, "first")}
        canvases = Canvases(self.slots)
        self.editors = Editors(self.slots, send)
        self.workers, self.moved, self.marked = {}, {}, {}
        self.shows = {
            Moving: self.move, Marked: self.mark, Address: self.address, Task: self.do, Worker: self.work, Kept: self.keep,
            Editor: self.editors.edit, Raster: canvases.paint, Pictures: canvases.show,
        }  # fmt: skip

    def fill(self, slots):
        """Shows new content. A name with @ is no slot but a choice that outlives the visit."""
        for name, content in slots.items():
            show = self.shows.get(type(content))
            if show is not None:
                show(name, content)
            elif name.startswith("@"):
                self.choose(name[1:], content)
            else:
                self.put(name, escaped(content))

    def put(self, name, markup):
        """Markup in its slot, unless it is what the page was delivered with: the sum of that stands at the slot."""
        first = self.first.pop(name, None)
        if first is None or int(first, 16) != crc32(markup.encode()):
            morph(self.slots[name], markup)

    def move(self, name, content):
        """Markup that only sometimes changes, and variables that change with every frame."""
        node = self.slots[name]
        before, styles = self.moved.get(name, (NOTHING, {}))
        old = before.variables
        if before is NOTHING:
            self.put(name, content.markup)
        elif before.picture != content.picture:
            change(node, before.picture, content.picture)
            old, styles = {}, {}  # what was changed has lost its variables, and may be another element
        styles.setdefault("", node.style)
        for variable, value in content.variables.items():
            if old.get(variable) != value:
                key, _, variable = variable.rpartition(" ")
                if key not in styles:
                    styles[key] = js.document.getElementById(key).style
                styles[key].setProperty(variable, value)
        if content.show and content.show != before.show:
            keep_in_sight(js.document.getElementById(content.show), node)
        self.moved[name] = content, styles

    def mark(self, name, content):
        """Markup that stays, and attributes that come and go."""
        markup, marks, shown = self.marked.get(name, (None, {}, None))
        if markup != content.markup:
            self.put(name, content.markup)
            marks = {}
        for key in marks.keys() | content.marks.keys():
            before, now = marks.get(key, {}), content.marks.get(key, {})
            if before != now:
                element = js.document.getElementById(key)
                for attribute in before.keys() - now.keys():
                    element.removeAttribute(attribute)
                for attribute, value in now.items():
                    element.setAttribute(attribute, value)
        self.marked[name] = (content.markup, content.marks, content.show)
        if content.show and (content.show != shown or markup != content.markup):
            bring_into_sight(js.document.getElementById(content.show))

    def address(self, name, content):
        """The state in the page's address; the browser's history does not grow by it."""
        js.microgradBoot.address(f"#{name.split('.')[0]}:{content.fragment}")

    def do(self, name, task):
        """Something that happens once."""
        match task.what:
            case "focus":
                js.document.getElementById(task.text).focus()
            case "open":
                js.document.getElementById(task.text).showModal()
            case "copy":
                js.microgradBoot.copy(js.location.href.split("#")[0] + task.text)
            case "save":
                js.microgradBoot.save(task.text, task.name)

    def work(self, name, content):
        """A worker that is as the page wants it."""
        if name not in self.workers:
            page = name.split(".")[0]
            self.workers[name] = Bridge(lambda event: self.send(page, event))
        self.workers[name].keep(content)

    def keep(self, name, content):
        store(content.name, content.text)

    def choose(self, name, value):
        """A data attribute of the page, and an entry in local storage."""
        root.setAttribute(f"data-{name}", value)
        store(name, value)
        self.changed()
