"""The pointer: what it is on, what it pulls, what it draws. See ears.py for the attributes that say what hears of it."""

from dataclasses import dataclass

from .tools import closest, root


class Pointer:
    """Hears the document's pointer events and focus, and tells `send(page, event)`."""

    def __init__(self, send):
        self.send = send
        self.looked = self.tracked = None  # names: 'page.what'
        self.pulled = None  # what is being pulled, a Pull
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
            self.pulled = Pull(*node.dataset.drag.split(".", 1), event.clientX, event.clientY)
            root.setAttribute("data-dragging", "")
            phases = ["start"]
        elif self.pulled is None:
            return
        elif event.type == "pointermove":
            phases = ["move"]
        else:  # a finger's last bit of way may come with its end alone; where a cancelled one is says nothing
            phases = ["move", "end"] if event.type == "pointerup" and not self.pulled.is_at(event) else ["end"]
        pull = self.pulled
        if phases[-1] == "end":
            self.pulled = None
            root.removeAttribute("data-dragging")
        for phase in phases:
            self.send(
                pull.page, {"type": "drag", "do": pull.do, "phase": phase, "fine": event.shiftKey, **pull.by(event)}
            )

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


def hold(event):
    """A finger on what is pulled scrolls nothing. (What is drawn in an SVG says so in vain by its touch-action.)"""
    if closest(event.target, "[data-drag]") is not None and event.cancelable:
        event.preventDefault()


@dataclass
class Pull:
    """What is being pulled, where that began, and how far it is, in pixels."""

    page: str
    do: str
    x: float
    y: float
    far: tuple = (0, 0)

    def by(self, event):
        self.far = (event.clientX - self.x, event.clientY - self.y)
        return dict(zip("xy", self.far))

    def is_at(self, event):
        return self.far == (event.clientX - self.x, event.clientY - self.y)


def place(event, node):
    """Where the pointer is within `node`: 0 to 1 from left to right and from top to bottom."""
    box = node.getBoundingClientRect()
    return {"x": (event.clientX - box.left) / box.width, "y": (event.clientY - box.top) / box.height}
