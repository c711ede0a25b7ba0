"""The pointer: what it is on, what it drags, what it draws on. See listeners.py for the attributes that say what for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ..events import Drag, Draw, Event, Look, Track
from ..targets import Target, parse_target
from .dom import closest, root


class Pointer:
    """Hears the document's pointer events and focus, and tells `send(page, event)`."""

    def __init__(self, send: Callable[[str, Event], bool]) -> None:
        self.send = send
        self.look_name: str | None = None  # the data-look of what the pointer is on
        self.track_name: str | None = None  # and its data-track
        self.dragging: Dragging | None = None
        self.canvas: Any = None  # the element that is being drawn on
        self.listeners: dict[str, list[Callable[[Any], None]]] = {
            "pointerover": [self.look], "focusin": [self.look], "pointerdown": [self.look, self.draw, self.drag],
            "pointermove": [self.track, self.draw, self.drag], "pointerup": [self.draw, self.drag],
            "pointercancel": [self.draw, self.drag], "contextmenu": [self.suppress_menu],
        }  # fmt: skip

    def look(self, event: Any) -> None:
        """Pointing at something, or moving the focus to it."""
        node = closest(event.target, "[data-look]")
        name = node.dataset.look if node is not None else None
        if name == self.look_name:
            return
        before, self.look_name = self.look_name, name
        page, _, target = (name or "").partition(".")
        page_before = (before or "").partition(".")[0]
        if page_before and page_before != page:
            self.send(page_before, Look(None))
        if page:
            self.send(page, Look(parse_target(target)))

    def track(self, event: Any) -> None:
        """The pointer over something whose inside matters: its place as fractions of width and height."""
        node = closest(event.target, "[data-track]")
        name = node.dataset.track if node is not None else None
        if self.track_name and name != self.track_name:
            page, do = self.track_name.split(".", 1)
            self.send(page, Track(do, None, None))
        self.track_name = name
        if name:
            page, do = name.split(".", 1)
            self.send(page, Track(do, *place_within(event, node)))

    def drag(self, event: Any) -> None:
        """The pointer goes down on something that can be dragged, moves with it, and lets it go."""
        phases: list[Literal["start", "move", "end"]]
        if event.type == "pointerdown":
            node = closest(event.target, "[data-drag]")
            if node is None or event.button:
                return
            page, target = node.dataset.drag.split(".", 1)
            self.dragging = Dragging(page, parse_target(target), event.clientX, event.clientY)
            root.setAttribute("data-dragging", "")
            phases = ["start"]
        elif self.dragging is None:
            return
        elif event.type == "pointermove":
            phases = ["move"]
        else:  # a finger's last bit of way may come with its end alone; where a cancelled one is says nothing
            phases = ["move", "end"] if event.type == "pointerup" and not self.dragging.is_at(event) else ["end"]
        dragging = self.dragging
        if phases[-1] == "end":
            self.dragging = None
            root.removeAttribute("data-dragging")
        for phase in phases:
            self.send(dragging.page, Drag(dragging.on, phase, *dragging.move_to(event), fine=event.shiftKey))

    def draw(self, event: Any) -> None:
        """Pressing, dragging, letting go: as fractions of what is drawn on."""
        phase: Literal["down", "move", "up"] = "up"
        if event.type == "pointerdown":
            phase, node = "down", closest(event.target, "[data-draw]")
            if node is None:
                return
            self.canvas = node
            if event.pointerType == "mouse":
                event.preventDefault()  # no text is to be selected
        elif self.canvas is None:
            return
        elif event.type == "pointermove":
            phase = "move"
        node = self.canvas
        if phase == "up":
            self.canvas = None
        page, do = node.dataset.draw.split(".", 1)
        self.send(page, Draw(do, phase, *place_within(event, node), other=event.button == 2 or event.shiftKey))

    def suppress_menu(self, event: Any) -> None:
        """The other mouse button draws as well; there it opens no menu."""
        if closest(event.target, "[data-draw]") is not None:
            event.preventDefault()


def keep_from_scrolling(event: Any) -> None:
    """A finger on what is dragged scrolls nothing. (An element of an SVG cannot say so by its touch-action.)"""
    if closest(event.target, "[data-drag]") is not None and event.cancelable:
        event.preventDefault()


@dataclass
class Dragging:
    """What is being dragged, where that began, and how far it is, in pixels."""

    page: str
    on: Target
    x: float
    y: float
    distance: tuple[float, float] = (0, 0)

    def move_to(self, event: Any) -> tuple[float, float]:
        self.distance = (event.clientX - self.x, event.clientY - self.y)
        return self.distance

    def is_at(self, event: Any) -> bool:
        return self.distance == (event.clientX - self.x, event.clientY - self.y)


def place_within(event: Any, node: Any) -> tuple[float, float]:
    """Where the pointer is within `node`: 0 to 1 from left to right and from top to bottom."""
    box = node.getBoundingClientRect()
    return (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height
