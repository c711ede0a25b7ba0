"""04 The Loop: what each event makes of its state. Offers `handle`."""

from dataclasses import replace
from math import isfinite

from micrograd.draw.charts import step_at

from ..environment import Environment
from .crosshair import keyed
from .entries import PAUSE, chosen, typed, waited
from .points import PENS, drawn
from .program import VIEWS, neuron_of
from .settings import CHOICES, FIELDS, SPEEDS
from .training import again, edited, frame, revisited, slowly, trained


def handle(state, event):
    if event["type"] == "press":
        state = waited(state, PAUSE)  # a press comes after what was typed before it
    match event:
        case {"type": "frame", "ms": ms}:
            return frame(waited(state, ms), ms, event.get("elapsed", ms))
        case {"type": "runtime", "runtime": runtime}:
            return again(replace(state, runtime=runtime), state.settings, state.data)
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "track", "do": "chart", "x": x}:
            return replace(state, look=None if x is None else step_at(x, state.run.steps, state.sheet))
        case {"type": "draw"}:
            return edited(state, *drawn(state.data, state.held, state.pen, event))
        case {"type": "look", "look": name}:
            return looked(state, name)
        case {"type": "key", "on": "plane", "key": key, "shift": shift}:
            return by_key(state, keyed(state.crosshair, state.data, key, shift))
        case {"do": "start"}:
            return replace(state, playing=not state.playing and isfinite(state.moment.loss), speed=0.0)
        case {"do": "step"}:
            return trained(replace(state, playing=False), 1)
        case {"do": "slowly"}:
            return slowly(state)
        case {"do": "reset"}:
            return again(replace(state, texts=()), state.settings, state.data)
        case {"do": "weights"}:
            return again(state, replace(state.settings, seed=(state.settings.seed + 1) % 1000000), state.data)
        case {"do": "history", "value": value}:
            return revisited(state, min(max(int(float(value)), 0), state.last))
        case {"do": "pace", "value": value}:
            return replace(state, pace=min(max(int(float(value)), 0), len(SPEEDS) - 1))
        case {"do": "pen", "value": value}:
            return replace(state, pen=value) if value in PENS else state
        case {"type": "press", "do": do} if do.removeprefix("program-") in VIEWS:
            view = do.removeprefix("program-")
            return replace(state, program="" if state.program == view else view)
        case {"type": "press", "do": do} if do.startswith("set-") and do[4:] in CHOICES["data"]:
            return chosen(state, "data", do[4:])
        case {"do": name, "value": value} if name in CHOICES:
            return chosen(state, name, value) if value in CHOICES[name] else state
        case {"do": name, "value": text} if name in FIELDS:
            return typed(state, name, text, done=event["type"] == "change")
    return state


def looked(state, name):
    """The reader points at something: a neuron's map, the plane, or (None) at nothing that matters here."""
    seen = replace(state.crosshair, seen=state.crosshair.seen and name == "loop.plane")
    match name.split(".") if name else ():
        case "loop", "map", layer, index:
            neuron = int(layer), int(index)
        case "loop", line if line.startswith("line-"):
            neuron = neuron_of(state, int(line[5:]))
        case _:
            neuron = None
    return replace(state, neuron=neuron, crosshair=seen)


def by_key(state, done):
    if done is None:
        return state
    crosshair, data = done
    return replace(edited(state, data, None), crosshair=crosshair)
