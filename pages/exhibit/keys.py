"""What the keyboard does where a section's keys hold. The figure is one stop of the Tab key, the code another; inside,
arrows walk.

Offers `update`, and `dialog`, the list of the keys.
"""

from dataclasses import replace

from micrograd.draw.svg import Markup, tag

from ..effects import Effect, Focus, OpenDialog
from ..events import Key
from ..targets import Target
from .kin import neighbor
from .listing import lines_with_boxes
from .run import element_id
from .state import Exhibit

ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
KEYS = (
    ("Space", "play, pause"),
    (". and ,", "one step forward, one back"),
    ("Tab", "to the graph, to the code, and on; Escape leaves them"),
    ("← →", "in the graph: along a wire, to what a box is made of, to what is made of it"),
    ("↑ ↓", "on a leaf: its number, by 0.1 (with Shift by 1); else to the other operand"),
    ("PgUp PgDn", "on a leaf: its number, by 1"),
    ("Home End", "the first leaf, the root"),
    ("↑ ↓ Enter", "in the code: from line to line; all boxes that it made"),
    ("← → Home End", "on the timeline: scrub"),
    ("Ctrl Z", "undo the last change; with Shift, do it again"),
    ("?", "this list"),
)


def update(exhibit: Exhibit, event: Key) -> tuple[Exhibit, tuple[Effect, ...]]:
    """The exhibit after a key that no button has, and where the focus goes."""
    if event.key == "?":
        return exhibit, (open_dialog(exhibit.offers.page),)
    lines = list(lines_with_boxes(exhibit.run, exhibit.listing.view)) if exhibit.offers.views else []
    if event.on in lines:
        return on_line(exhibit, event.key, event.on, lines)
    match event.on:
        case Target("box", (int(index),)) if index < len(exhibit.tape.nodes):
            return on_box(exhibit, event.key, index)
    if event.key == "Escape" and exhibit.listing.picked is not None:
        return replace(exhibit, listing=replace(exhibit.listing, picked=None)), ()
    return exhibit, ()


def on_box(exhibit: Exhibit, key: str, index: int) -> tuple[Exhibit, tuple[Effect, ...]]:
    """Along the wires, to the first leaf, to the root, or out of the figure."""
    if key == "Escape":
        return leave(exhibit)
    ends = {"Home": 0, "End": exhibit.tape.root}
    to = neighbor(exhibit.run, index, key) if key in ARROWS else ends.get(key)
    return exhibit, () if to is None else (focus(exhibit, Target("box", to)),)


def on_line(exhibit: Exhibit, key: str, line: Target, lines: list[Target]) -> tuple[Exhibit, tuple[Effect, ...]]:
    """Up and down among the lines that this graph ran; Enter lights all that this one made, and keeps it lit."""
    if key == "Escape":
        return leave(exhibit)
    if key == "Enter":
        picked = None if exhibit.listing.picked == line else line
        return replace(exhibit, listing=replace(exhibit.listing, picked=picked)), ()
    at = lines.index(line)
    to = {"ArrowDown": at + 1, "ArrowUp": at - 1, "Home": 0, "End": len(lines) - 1}.get(key)
    return exhibit, () if to is None else (focus(exhibit, lines[min(max(to, 0), len(lines) - 1)]),)


def leave(exhibit: Exhibit) -> tuple[Exhibit, tuple[Effect, ...]]:
    """Out of the figure, or of the code, to the buttons; nothing stays lit."""
    listing = replace(exhibit.listing, picked=None)
    return replace(exhibit, look=None, inspected=None, listing=listing), (Focus(f"{exhibit.offers.page}-play"),)


def focus(exhibit: Exhibit, target: Target) -> Focus:
    return Focus(element_id(exhibit.offers.page, target))


def open_dialog(page: str) -> OpenDialog:
    return OpenDialog(f"{page}-keys-dialog")


def dialog(page: str) -> Markup:
    """The list of the keys."""
    rows = [tag("div", tag("dt", tag("kbd", keys)), tag("dd", what)) for keys, what in KEYS]
    return tag(
        "dialog",
        tag(
            "form",
            tag("h3", "Keys", id=f"{page}-keys-title"),
            tag("dl", rows, class_="keys"),
            tag("button", "Close", type="submit"),
            method="dialog",
        ),
        id=f"{page}-keys-dialog",
        aria_labelledby=f"{page}-keys-title",
    )
