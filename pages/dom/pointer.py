"""The pointer: what it is on, what it pulls, what it draws. See ears.py for the attributes that say what hears of it."""

from .tools import closest, root


class Pointer:
    """Hears the document's pointer events and focus, and tells `send(page, event)`."""

    def __init__(self, send):
        self.send = send
        self.looked = self.tracked = None  # names: 'page.what'
        self.pulled = None  # what is being pulled: page, action, where it began
        self.drawn = None  # the element that is being drawn on
        self.listeners = {
            "pointerover": [self.look], "focusin": [self.look], "pointerdown": [self.look, self.draw, self.pull],
            "pointermove": [self.track, self.draw, self.pull], "pointerup": [self.draw, self.pull],
            "pointercancel": [self.draw, self.pull], "contextmenu": [self.menu],
        }  # fmt: skip

    def look(self, event):
        """Pointing at something, or moving the focus to it."""
        node = closest(event.target, "[data-look]")
        name = node.dataset.look if node is not None else None
        if name == self.looked:
            return
        before, self.looked = self.looked, name
        if before and (name is None or name.split(".")[0] != before.split(".")[0]):
            self.send(before.split(".")[0], {"type": "look", "look": None})
        if name:
            self.send(name.split(".")[0], {"type": "look", "look": name})

    def track(self, event):
        """The pointer over something whose inside matters: its place as fractions of width and height."""
        node = closest(event.target, "[data-track]")
        name = node.dataset.track if node is not None else None
        if self.tracked and name != self.tracked:
            page, do = self.tracked.split(".", 1)
            self.send(page, {"type": "track", "do": do, "x": None, "y": None})
        self.tracked = name
        if name:
            page, do = name.split(".", 1)
            self.send(page, {"type": "track", "do": do, **place(event, node)})

    def pull(self, event):
        """The pointer goes down on something that can be pulled, moves with it, and lets it go."""
        if event.type == "pointerdown":
            node = closest(event.target, "[data-drag]")
            if node is None or event.button:
                return
            page, do = node.dataset.drag.split(".", 1)
            self.pulled = (page, do, event.clientX, event.clientY)
            root.setAttribute("data-dragging", "")
        elif self.pulled is None:
            return
        page, do, x, y = self.pulled
        phase = {"pointerdown": "start", "pointermove": "move"}.get(event.type, "end")
        if phase == "end":
            self.pulled = None
            root.removeAttribute("data-dragging")
        by = {"x": event.clientX - x, "y": event.clientY - y}
        self.send(page, {"type": "drag", "do": do, "phase": phase, "fine": event.shiftKey, **by})

    def draw(self, event):
        """Pressing, dragging, letting go: as fractions of what is drawn on."""
        phase = {"pointerdown": "down", "pointermove": "move"}.get(event.type, "up")
        if phase == "down":
            node = closest(event.target, "[data-draw]")
            if node is None:
                return
            self.drawn = node
            if event.pointerType == "mouse":
                event.preventDefault()  # no text is to be selected
        elif self.drawn is None:
            return
        node = self.drawn
        if phase == "up":
            self.drawn = None
        page, do = node.dataset.draw.split(".", 1)
        other = event.button == 2 or event.shiftKey
        self.send(page, {"type": "draw", "do": do, "phase": phase, **place(event, node), "other": other})

    def menu(self, event):
        """The other mouse button draws as well; there it opens no menu."""
        if closest(event.target, "[data-draw]") is not None:
            event.preventDefault()


def place(event, node):
    """Where the pointer is within `node`: 0 to 1 from left to right and from top to bottom."""
    box = node.getBoundingClientRect()
    return {"x": (event.clientX - box.left) / box.width, "y": (event.clientY - box.top) / box.height}
