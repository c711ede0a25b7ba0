"""What happens to The Idea's state."""

from dataclasses import replace
from math import ceil

from micrograd.draw.drawing import Drawing

from ..environment import Environment
from .drag import handle_drag, handle_key
from .examples import BY_KEY
from .address import arrived, fragment
from .faults import BY_KEY as FAULTS
from .nudge import slopes
from .predict import next_question, verdict
from .relatives import neighbour
from .state import asked, asking, with_text
from .view import still

CLOSE = 2e-3  # how near measurement and gradient are when they have met
ARROWS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")


def handle(state, event):
    time, length = state.time, state.length
    match event:
        case {"type": "frame", "ms": ms}:
            return replace(state, time=time.advance(ms))
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "look", "look": look}:
            return looked(state, look.split(".")[1] if look else None)
        case {"type": "point", "at": at}:
            return replace(state, look=box_at(state, at), line=None)
        case {"type": "key", "key": key}:
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
        case {"do": "speed", "value": value}:
            return replace(state, time=replace(time, speed=float(value)))
        case {"do": "keys"}:
            return asked(state, "open", "idea-keys-dialog")
        case {"type": "press", "do": name} if name.startswith("line-"):
            line = int(name.removeprefix("line-"))
            return replace(state, picked=None if state.picked == line else line)
    return state


def until_question(state, start):
    """Plays as far as the next question, or to the end."""
    time = state.time.play(start, state.length)
    goal = next_question(state.tape, max(ceil(time.at), state.tape.forward), state.length)
    return replace(state, time=replace(time, goal=float(goal)) if goal > time.at else time.jump(time.at), told="")


def predicted(state, event):
    question = asking(state)
    match event:
        case {"type": "press", "do": "predict"}:
            return replace(state, predicting=not state.predicting, guess="", told="", time=state.time.pause())
        case {"type": "input" | "change", "do": "guess", "value": text}:
            state = replace(state, guess=text[:40])
            return state if event["type"] == "input" or not text.strip() else predicted(state, {"type": "press", "do": "check"})
        case {"type": "press", "do": "check" | "reveal"} if question:
            right, said = verdict(state.tape, question, state.guess)
            if event["do"] == "reveal":
                right, said = True, "Watch."
            if not right:
                return replace(state, told=said)
            return replace(state, time=state.time.forward(state.length), guess="", told=said)
    return state


def with_fault(state, key):
    """The same text on another engine, as far along as the tape reaches."""
    state = replace(state, fault=key, picked=None, told="")
    return replace(state, time=state.time.jump(min(state.time.step, state.length)))


def nudged(state, event):
    """Another value to nudge, or another h; where measurement and gradient meet, the gradient is checked."""
    match event:
        case {"do": "nudge", "value": value}:
            index = int(value) if value and value.isdigit() and int(value) < len(state.tape.nodes) else None
            state = replace(state, nudge=index, power=1.0)
        case {"do": "h", "value": value}:
            state = replace(state, power=min(max(float(value), 0.0), 9.0))
    if state.nudge is None:
        return state
    grad = state.tape.grad_at(state.time.step).get(state.nudge)
    found = slopes(state.made, state.nudge, 10.0**-state.power)
    if grad is not None and not found.kink and abs(found.measured - grad) <= CLOSE * max(1.0, abs(grad)):
        return replace(state, checked=state.checked | {state.nudge})
    return state


def saved(state):
    """The graph as it is now, as the text of an SVG file."""
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(Drawing(still(state), state.env.theme))


def chosen(state, example):
    """Another example begins at its beginning."""
    state = with_text(state, example.text)
    return replace(state, time=state.time.jump(0), look=None, line=None, picked=None, pull=None)


def looked(state, what):
    """Pointing at a box, at a line of engine.py, or away."""
    if what is None:
        return replace(state, look=None, line=None)
    if what.startswith("line-"):
        return replace(state, look=None, line=int(what.removeprefix("line-")))
    return replace(state, look=int(what), line=None)


def box_at(state, at):
    """The box of the smallest piece of text around a place in it."""
    if at is None or state.problem:
        return None
    around = [(span.end - span.start, -i) for i, span in enumerate(state.made.spans) if span.start <= at < span.end]
    return -min(around)[1] if around else None


def keyed(state, key, event):
    match key:
        case "?":
            return asked(state, "open", "idea-keys-dialog")
        case " ":
            return handle(state, {"type": "press", "do": "play"})
        case ".":
            return handle(state, {"type": "press", "do": "step"})
        case ",":
            return handle(state, {"type": "press", "do": "back"})
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
