"""What happens to the cell's state."""

import json
from dataclasses import replace

from micrograd.cell.records import Graph

from ..environment import Environment
from . import programs, share
from .examples import BY_KEY, BY_TEXT
from .messages import handle_worker
from .state import PATIENCE, fresh


def handle(state, event):
    match event:
        case {"type": "worker"}:
            return handle_worker(state, event)
        case {"type": "frame", "ms": ms}:
            return replace(state, time=state.time.advance(ms))
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "near"}:
            return fresh(state) if state.status == "asleep" else state
        case {"type": "look", "look": look}:
            return replace(state, look=look)
        case {"type": "kept", "text": text}:
            return brought_back(state, text)
        case {"type": "address", "fragment": fragment}:
            return linked(state, fragment)
        case {"type": "input", "do": "text", "value": text}:
            return replace(state, text=text, touched=True, shared=None, unlinkable=False)
        case {"type": "change" | "input", "do": "example", "value": key} if key in BY_KEY:
            return replace(replaced(state, BY_KEY[key].text), origin=key)
        case {"type": "input", "do": do, "value": value}:
            return played(state, *do.split("."), value) if do.count(".") == 1 else state
        case {"type": "press", "do": do}:
            return pressed(state, do)
    return state


def pressed(state, do):
    match do.split("."):
        case ["run"]:
            return programs.asked(state)
        case ["stop"]:
            return programs.stopped(state)
        case ["restart"]:
            return programs.restarted(state)
        case ["reset"]:
            return replaced(state, BY_KEY[state.origin].text)
        case ["on"]:
            return replace(
                state, quiet=0, patience=2 * state.patience if state.patience < 16 * PATIENCE else state.patience
            )
        case ["bring"] if state.before is not None:
            return replace(state, text=state.before, before=None, linked=False, touched=True, shared=None)
        case ["share"]:
            return shared(state)
        case ["save", *_]:
            return state.with_task("save", share.as_file(state.text), "micrograd_cell.py")
        case ["unfold", "all"]:
            return replace(state, unfolded=state.unfolded | {-1})
        case ["unfold", key]:
            return replace(state, unfolded=state.unfolded | {int(key)})
        case ["program", key] if key.isdigit():
            return replace(state, programs=state.programs ^ {int(key)})
        case [action, key] if key.isdigit():
            return played(state, action, key)
    return state


def replaced(state, text):
    """Another text; the reader's own, if that is what stood there, is put aside and can be brought back."""
    if text == state.text:
        return state
    own = state.text.strip() and state.text not in BY_TEXT
    return replace(
        state,
        text=text,
        before=state.text if own else state.before,
        touched=True,
        linked=False,
        shared=None,
        unlinkable=False,
    )


def brought_back(state, text):
    """What the reader had at the last visit."""
    try:
        kept = json.loads(text)
        mine, before, origin = kept["text"], kept["before"], kept.get("origin")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return state
    if not isinstance(mine, str) or not (before is None or isinstance(before, str)):
        return state
    return replace(
        state, text=mine, before=before, origin=origin if isinstance(origin, str) and origin in BY_KEY else state.origin
    )


def linked(state, fragment):
    """A program that came with the link: it is shown, and waits until the reader runs it."""
    text = share.unpacked(fragment)
    if text is None:
        return replace(state, said="The link’s program could not be read: the link is not whole.")
    if text == state.text:
        return state
    return replace(replaced(state, text), linked=True, touched=False)


def shared(state):
    fragment = share.packed(state.text)
    if fragment is None:
        return replace(state, unlinkable=True, said="This program is too long for a link. Save it as a file instead.")
    state = replace(state, shared=fragment, said="The link is in the address bar, and copied.")
    return state.with_task("copy", f"#cell:{fragment}")


def played(state, action, key, value=None):
    """The transport of one drawn graph. value: what a slider says."""
    item = next((item for item in state.items if str(item.key) == key), None)
    if item is None or not isinstance(item.content, Graph) or not item.content.tape:
        return state
    tape = item.content.tape
    length = len(tape.steps)
    time = state.time if state.active == item.key else state.time.jump(0)
    match action:
        case "forward":
            time = time.play(0, tape.forward)
        case "backward":
            time = time.play(tape.forward, length)
        case "play":
            time = time.pause() if time.moving else time.play(0, length)
        case "step":
            time = time.forward(length)
        case "back":
            time = time.back()
        case "timeline":
            time = time.jump(min(max(float(value), 0), length))
        case "speed":
            return replace(state, time=replace(state.time, speed=min(max(float(value), 0.25), 4)))
        case "now":
            return replace(state, active=None, time=time.jump(0))
        case _:
            return state
    return replace(state, active=item.key, time=time)
