"""What the keyboard does where this page's keys hold. The graph is one stop of the Tab key, the code another; inside,
arrows walk.

Offers `keyed`, and PRESSES: keys that do what a button does.
"""

from dataclasses import replace

from .code import known
from .drag import handle_key
from .relatives import neighbor
from .state import asked

ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
PRESSES = {" ": "play", ".": "step", ",": "back"}


def keyed(state, key, event):
    on = event["on"] or ""
    if key == "?":
        return asked(state, "open", "idea-keys-dialog")
    lines = list(known(state))
    if on in lines:
        return on_line(state, key, on, lines)
    if on.isdigit() and int(on) < len(state.tape.nodes):
        return on_box(state, key, int(on), event["shift"])
    return replace(state, picked=None) if key == "Escape" and state.picked is not None else state


def on_box(state, key, index, coarse):
    if key == "Escape":
        return left(state)
    if key in ("ArrowUp", "ArrowDown", "PageUp", "PageDown"):
        changed = handle_key(state, index, key, coarse)
        if changed is not None:
            return changed
    to = neighbor(state.run, index, key) if key in ARROWS else ends(state, key)
    return state if to is None else asked(state, "focus", f"idea-box-{to}")


def ends(state, key):
    """The first leaf, or the root."""
    return {"Home": 0, "End": state.tape.root}.get(key)


def on_line(state, key, line, lines):
    """Up and down among the lines that this graph ran; Enter lights all that this one made, and keeps it lit."""
    if key == "Escape":
        return left(state)
    if key == "Enter":
        return replace(state, picked=None if state.picked == line else line)
    at = lines.index(line)
    to = {"ArrowDown": at + 1, "ArrowUp": at - 1, "Home": 0, "End": len(lines) - 1}.get(key)
    return state if to is None else asked(state, "focus", f"idea-{lines[min(max(to, 0), len(lines) - 1)]}")


def left(state):
    """Out of the graph, or of the code, to the buttons; nothing stays lit."""
    return asked(replace(state, look=None, line=None, picked=None), "focus", "idea-play")
