"""04 The Loop: what each event makes of its state. Offers `update`."""

from dataclasses import replace
from math import isfinite

from micrograd.data import Data
from micrograd.draw.charts import step_at

from ..effects import Effect
from ..events import Change, Draw, Event, Frame, Input, Key, Look, Press, Restored, Runtime, Screen, Track
from ..targets import Target
from .crosshair import Crosshair, press_key
from .fields import PAUSE, after_wait, with_setting, with_text
from .points import PENS, draw_points
from .program import VIEWS, neuron_of
from .settings import CHOICES, FIELDS, SPEEDS
from .state import State
from .training import go_back, restart, tell_slowly, train_frame, train_steps, with_data


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    return after(state, event), ()


def after(state: State, event: Event) -> State:
    """The state after an event: this page asks nothing of the browser."""
    match event:
        case Frame(ms, elapsed):
            return train_frame(after_wait(state, ms), ms, elapsed)
        case Runtime(runtime):
            return restart(replace(state, runtime=runtime), state.settings, state.data)
        case Screen(environment):
            return replace(state, env=environment)
        case Track("chart", x):
            return replace(state, look=None if x is None else step_at(x, state.history.steps, state.sheet))
        case Restored(State() as old):
            return replace(
                old, env=state.env, runtime=state.runtime, playing=False, speed=0.0, waiting=None, texts=(), slow=None,
                look=None, neuron=None, crosshair=state.crosshair, pace=state.pace, pen=state.pen, listing=state.listing,
            )  # fmt: skip
        case Draw():
            return with_data(state, *draw_points(state.data, state.held, state.pen, event))
        case Look(target):
            return with_look(state, target)
        case Key(key, Target("plane"), shift):
            return with_key(state, press_key(state.crosshair, state.data, key, shift))
        case Press(do, value):
            return after_press(after_wait(state, PAUSE), do, value)  # a press comes after what was typed before it
        case Input(do, value):
            return after_input(state, do, value, done=False)
        case Change(do, value):
            return after_input(state, do, value, done=True)
    return state


def after_press(state: State, do: str, value: str) -> State:
    match do:
        case "start":
            return replace(state, playing=not state.playing and isfinite(state.checkpoint.loss), speed=0.0)
        case "step":
            return train_steps(replace(state, playing=False), 1)
        case "slowly":
            return tell_slowly(state)
        case "reset":
            return restart(replace(state, texts=()), state.settings, state.data)
        case "weights":
            return restart(state, replace(state.settings, seed=(state.settings.seed + 1) % 1000000), state.data)
        case "program" if value in VIEWS:
            return replace(state, listing="" if state.listing == value else value)
        case "set" if value in CHOICES["data"]:
            return with_setting(state, "data", value)
    return state


def after_input(state: State, do: str, value: str, done: bool) -> State:
    """A slider, a list or a field; done: it is no longer being changed."""
    match do:
        case "history":
            return go_back(state, min(max(int(float(value)), 0), state.last))
        case "pace":
            return replace(state, pace=min(max(int(float(value)), 0), len(SPEEDS) - 1))
        case "pen" if value in PENS:
            return replace(state, pen=value)
        case _ if do in CHOICES and value in CHOICES[do]:
            return with_setting(state, do, value)
        case _ if do in FIELDS:
            return with_text(state, do, value, done)
    return state


def with_look(state: State, target: Target | None) -> State:
    """The reader points at something: a neuron's map, the plane, or (None) at nothing that matters here."""
    seen = replace(state.crosshair, seen=state.crosshair.seen and target == Target("plane"))
    neuron: tuple[int, int] | None = None
    match target:
        case Target("neuron", (int(layer), int(place))):  # the inputs are layer 0
            neuron = layer - 1, place
        case Target("line", (int(line),)):
            neuron = neuron_of(state, line)
    return replace(state, neuron=neuron, crosshair=seen)


def with_key(state: State, done: tuple[Crosshair, Data] | None) -> State:
    """What a key has made of the crosshair and of the data, if it means anything on the plane."""
    if done is None:
        return state
    crosshair, data = done
    return replace(with_data(state, data, None), crosshair=crosshair)
