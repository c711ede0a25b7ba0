"""04 The Loop: what each event makes of its state. Offers `handle`."""

from dataclasses import replace
from math import isfinite

from micrograd.draw.charts import step_at

from ..environment import Environment
from .crosshair import keyed
from .points import PENS, drawn
from .program import VIEWS, neuron_of
from .settings import CHOICES, FIELDS, LIVE, SPEEDS, data_of, rules
from .slowly import STAGES, begun
from .state import build

WORK = 4e6  # samples * parameters * steps in one frame: about 4 ms of it, where they are compiled
DRAWS = 20  # steps in one frame at most, if each of them draws its samples
PAUSE = 700.0  # ms without a keystroke, after which a field that starts a new run is taken at its word
SLOW = 1.5e5  # the same as WORK, where there is no WebAssembly


def handle(state, event):
    if event["type"] == "press":
        state = waited(state, PAUSE)  # a press comes after what was typed before it
    match event:
        case {"type": "frame", "ms": ms}:
            return frame(waited(state, ms), ms, event.get("elapsed", ms))
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


def slowly(state):
    """One stage further in the step that is told slowly; the last of them is the step."""
    slow = state.slow
    if not isfinite(state.moment.loss):
        return state
    if slow is None or slow.stage == len(STAGES):
        return replace(state, playing=False, slow=begun(state))
    if slow.stage < len(STAGES) - 1:
        return replace(state, slow=replace(slow, stage=slow.stage + 1))
    state = trained(state, 1)
    return replace(state, slow=replace(slow, stage=len(STAGES), after=state.moment))


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


def again(state, settings, data):
    """A new run; what the reader set up around it stays."""
    kept = {name: getattr(state, name) for name in ("env", "texts", "pace", "pen", "crosshair", "program")}
    return build(settings, state.runtime, data=data, **kept)


def typed(state, name, text, done):
    """A field's new text: a valid one is applied; another is kept as it is, with its error beside it.

    What starts a new run waits until the reader is `done` or pauses: on the way to 12 nobody means 1.
    """
    texts = {key: old for key, old in state.texts if key != name}
    _, read, _ = FIELDS[name]
    try:
        value = read(text)
    except (ValueError, OverflowError):
        return replace(state, texts=(*texts.items(), (name, text)))
    state = replace(state, texts=tuple(texts.items()), waiting=None)
    if value == getattr(state.settings, name):
        return state
    return chosen(state, name, value) if done or name in LIVE else replace(state, waiting=(name, value, PAUSE))


def waited(state, ms):
    """`ms` later: a typed setting is applied when its time has come."""
    if state.waiting is None:
        return state
    name, value, left = state.waiting
    if left > ms:
        return replace(state, waiting=(name, value, left - ms))
    return chosen(replace(state, waiting=None), name, value)


def chosen(state, name, value):
    """One setting changed: the optimiser's act from the next step on, the others start a new run."""
    settings = replace(state.settings, **{name: value})
    if name in LIVE:
        return replace(state, settings=settings, slow=None)
    return again(state, settings, data_of(settings) if name in ("data", "noise") else state.data)


def frame(state, ms, elapsed):
    """One animation frame of training: as many steps as were asked for, if they fit into it.

    elapsed: the true time since the last frame, where `ms` has a limit.
    """
    if not state.playing:
        return state
    run, rows = state.run, len(state.data)
    budget = WORK if run.program.backend.startswith("WebAssembly") else SLOW
    most = int(budget / (min(rows, state.settings.batch) * len(state.moment.parameters)))
    if state.settings.batch < rows:
        most = min(most, DRAWS)
    steps = max(1, min(SPEEDS[state.pace], most))
    now = 1000.0 * steps / elapsed if elapsed > 0 else 0.0
    return trained(replace(state, speed=state.speed + (now - state.speed) * min(ms / 500, 1.0)), steps)


def trained(state, steps):
    """So many steps further. From a moment in the past, the history after it is given up: a branch."""
    if not isfinite(state.moment.loss):
        return replace(state, playing=False)
    run = state.run if state.at == state.last else state.run.branch(state.at)
    moment = run.advance(state.moment, rules(state.settings, state.data), steps)
    return replace(state, run=run, moment=moment, playing=state.playing and isfinite(moment.loss), slow=None)


def revisited(state, at):
    """The run as it was after `at` steps, with the data of that time."""
    return replace(state, moment=state.run.moment(at), data=state.run.rules_at(at).data, playing=False, look=None, slow=None)


def edited(state, data, held):
    """Other points. Training goes on with them, from the weights that there are; a full batch stays a full batch."""
    if data is state.data:
        return replace(state, held=held)
    settings = state.settings
    if settings.batch == len(state.data):
        settings = replace(settings, batch=len(data))
    run = state.run if state.at == state.last else state.run.branch(state.at)
    run.change(state.at, rules(settings, data))
    return replace(state, settings=settings, run=run, data=data, held=held, moment=run.moment(state.at), slow=None)
