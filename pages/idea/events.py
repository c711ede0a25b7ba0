"""What happens to The Idea's state."""

from dataclasses import replace

from micrograd.draw.drawing import Drawing

from ..environment import Environment
from .address import arrived, fragment
from .code import VIEWS, known
from .drag import handle_drag
from .examples import BY_KEY
from .faults import BY_KEY as FAULTS
from .keys import PRESSES, keyed
from .nudge import advanced
from .player import LEAST, MOST
from .pointing import box_at, looked
from .scene import still
from .state import asked, asking, with_text
from .tries import nudged, predicted, until_question, with_fault


def handle(state, event):
    time, length = state.time, state.length
    match event:
        case {"type": "frame", "ms": ms}:
            if time.moving or state.wave is None:
                return replace(state, time=time.advance(ms), wave=None)
            return replace(state, wave=advanced(state.wave, ms * time.speed, state.made, state.nudge))
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "look", "look": look}:
            return looked(state, look.split(".")[1] if look else None)
        case {"type": "point", "at": at}:
            return replace(state, look=box_at(state, at), line=None)
        case {"type": "key", "key": key}:
            if key in PRESSES:
                return handle(state, {"type": "press", "do": PRESSES[key]})
            return keyed(state, key, event)
        case {"type": "drag", "do": index}:
            return handle_drag(state, int(index), event)
        case {"type": "input", "do": "text", "value": text}:
            return with_text(replace(state, pull=None), text)
        case {"type": "change" | "input", "do": "example", "value": key} if key in BY_KEY:
            return chosen(state, BY_KEY[key])
        case {"type": "address", "fragment": text}:
            return arrived(state, text)
        case {"do": "link"}:
            return replace(asked(state, "copy", f"#idea:{fragment(state)}"), told="")
        case {"do": "save"}:
            return asked(state, "save", saved(state), "graph.svg")
        case {"do": "nudge" | "h"}:
            return nudged(state, event)
        case {"do": "fix"}:
            return with_fault(state, "")
        case {"do": "show"} if state.fault:
            return handle(chosen(state, BY_KEY[FAULTS[state.fault].example]), {"type": "press", "do": "backward"})
        case {"do": name} if name.removeprefix("fault-") in FAULTS:
            key = name.removeprefix("fault-")
            return with_fault(state, "" if state.fault == key else key)
        case {"do": "predict" | "guess" | "check" | "reveal"}:
            return predicted(state, event)
        case {"do": "backward" | "play" | "step"} if asking(state):
            return replace(state, told="First your number; or Show me.")
        case {"do": "backward" | "play"} if state.predicting and not time.moving:
            return until_question(state, state.tape.forward if event["do"] == "backward" else 0)
        case {"do": "forward"}:
            return replace(state, time=time.play(0, state.tape.forward))
        case {"do": "backward"}:
            return replace(state, time=time.play(state.tape.forward, length))
        case {"do": "play"}:
            return replace(state, time=time.pause() if time.moving else time.play(0, length))
        case {"do": "step"}:
            return replace(state, time=time.forward(length))
        case {"do": "back"}:
            return replace(state, time=time.back())
        case {"do": "reset"}:
            return replace(state, time=time.jump(0), picked=None, told="", guess="")
        case {"do": "timeline", "value": value}:
            return replace(state, time=time.jump(min(max(float(value), 0), length)))
        case {"do": "zoom", "value": value}:
            return replace(state, zoom=min(max(float(value), LEAST), MOST))
        case {"type": "zoom", "by": by}:
            return replace(state, zoom=min(max(state.zoom * by, LEAST), MOST))
        case {"do": "speed", "value": value}:
            return replace(state, time=replace(time, speed=float(value)))
        case {"do": "keys"}:
            return asked(state, "open", "idea-keys-dialog")
        case {"type": "press", "do": name} if name in known(state):
            return replace(state, picked=None if state.picked == name else name)
        case {"do": name} if name.removeprefix("view-") in dict(VIEWS):
            return replace(state, view=name.removeprefix("view-"), line=None, picked=None)
    return state


def saved(state):
    """The graph as it is now, as the text of an SVG file."""
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(Drawing(still(state), state.env.theme))


def chosen(state, example):
    """Another example begins at its beginning."""
    state = with_text(state, example.text)
    return replace(state, time=state.time.jump(0), look=None, line=None, picked=None, pull=None)
