"""For a page that still has handle(state, event) with events that are dicts, and effects among its slots: it becomes a
Page. This module goes when the last of them has an `update`, and with it content.Address, content.Task and Environment.of.

Offers `adapt`.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from . import effects as e
from . import events as v
from .content import Address, Content, Task
from .page import Page
from .targets import Target

EFFECTS = (Address, Task)


@cache
def adapt(page: Any) -> Page[Any]:
    """The page itself, if it has an `update`."""
    return page if hasattr(page, "update") else Adapted(page)


class Adapted:
    def __init__(self, page: Any) -> None:
        self.page, self.NAME = page, page.NAME
        self.start, self.moving = page.start, page.moving
        self.last: tuple[Any, Mapping[str, Any]] = (None, {})  # a state and its view: no view is made twice

    def whole_view(self, state: Any) -> Mapping[str, Any]:
        if self.last[0] is not state:
            self.last = state, self.page.view(state)
        return self.last[1]

    def view(self, state: Any) -> Mapping[str, Content]:
        return {slot: content for slot, content in self.whole_view(state).items() if not isinstance(content, EFFECTS)}

    def update(self, state: Any, event: v.Event) -> tuple[Any, tuple[e.Effect, ...]]:
        new = self.page.handle(state, old_event(event, self.NAME))
        if new is state:
            return state, ()
        before = self.whole_view(state)
        return new, tuple(
            effect_of(content)
            for slot, content in self.whole_view(new).items()
            if isinstance(content, EFFECTS) and before.get(slot) != content
        )


def effect_of(content: Any) -> e.Effect:
    match content:
        case Address(fragment):
            return e.SetAddress(fragment)
        case Task("focus", text):
            return e.Focus(text)
        case Task("open", text):
            return e.OpenDialog(text)
        case Task("copy", text):
            return e.Copy(text)
        case Task("save", text, _, name):
            return e.Save(text, name)
    raise TypeError(f"no effect: {content!r}")


def old_name(target: Target | None) -> str | None:
    if target is None:
        return None
    exhibit = "" if target.of is None else f"{target.of}."
    key = ["b" if part is None else str(part) for part in target.key]
    match target.kind:
        case "box":
            return exhibit + ".".join(key)
        case "line" | "program":
            return f"{exhibit}{target.kind}-{key[0]}"
    return exhibit + ".".join([target.kind, *key])


def old_event(event: v.Event, page: str) -> dict[str, Any]:
    match event:
        case v.Press(do, value):
            return {"type": "press", "do": do, "value": value or None}
        case v.Input(do, value):
            return {"type": "input", "do": do, "value": value}
        case v.Change(do, value):
            return {"type": "change", "do": do, "value": value}
        case v.Key(key, on, shift):
            return {"type": "key", "key": key, "on": old_name(on), "shift": shift}
        case v.Look(at):
            return {"type": "look", "look": None if at is None else f"{page}.{old_name(at)}"}
        case v.Point(do, place):
            return {"type": "point", "do": do, "at": place}
        case v.Drag(on, phase, x, y, fine):
            return {"type": "drag", "do": old_name(on), "phase": phase, "x": x, "y": y, "fine": fine}
        case v.Draw(do, phase, x, y, other):
            return {"type": "draw", "do": do, "phase": phase, "x": x, "y": y, "other": other}
        case v.Track(do, left, top):
            return {"type": "track", "do": do, "x": left, "y": top}
        case v.Zoom(by):
            return {"type": "zoom", "by": by}
        case v.Frame(ms, elapsed):
            return {"type": "frame", "ms": ms, "elapsed": elapsed}
        case v.Screen(env):
            return {"type": "environment", "width": env.width, "still": env.still, "theme": env.theme}
        case v.Near():
            return {"type": "near"}
        case v.Arrive(fragment):
            return {"type": "address", "fragment": fragment}
        case v.Restore(text):
            return {"type": "kept", "text": text}
        case v.Runtime(runtime):
            return {"type": "runtime", "runtime": runtime}
        case v.WorkerMessages() | v.WorkerDeath() | v.WorkerTick():
            return {"type": "worker"}  # only the cell has one
