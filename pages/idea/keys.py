"""What the keyboard does where this page's keys hold.

Offers `keyed`.
"""

from .drag import handle_key
from .relatives import neighbour
from .state import asked

ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
PRESSES = {" ": "play", ".": "step", ",": "back"}


def keyed(state, key, event):
    match key:
        case "?":
            return asked(state, "open", "idea-keys-dialog")
    on = event["on"]
    if on is None or not on.isdigit() or int(on) >= len(state.tape.nodes):
        return state
    index = int(on)
    if key in ("ArrowUp", "ArrowDown", "PageUp", "PageDown"):
        changed = handle_key(state, index, key, event["shift"])
        if changed is not None:
            return changed
    if key in ARROWS:
        to = neighbour(state.run, index, key)
        return state if to is None else asked(state, "focus", f"idea-box-{to}")
    return state
