"""What every event makes of The Network: numbers, weights and layers here, time in its player.

Offers `update`.
"""

from dataclasses import replace

from ..effects import Effect
from ..events import Change, Event, Frame, Input, Look, Press, Restored, Screen
from ..exhibit import player
from ..exhibit.player import bounded
from . import hand
from .run import updated
from .state import MOST_LAYERS, RANGES, State, Updated, start, with_order, with_passes, with_sizes

MOST_SEED = 99_999


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    by_hand = hand.update(state, event)
    return (after(state, player.as_press(event)), ()) if by_hand is None else by_hand


def after(state: State, event: Event) -> State:
    """The state after an event that asks nothing of the browser."""
    match event:
        case Screen(environment):
            return replace(state, env=environment)
        case Look(at):
            return replace(state, look=at, inspected=at or state.inspected)
        case Input(name, value) | Change(name, value) if name in RANGES:
            number = bounded(value, *RANGES[name])
            return state if number is None else with_number(state, name, number)
        case Change("seed", value) if (number := bounded(value, 0, MOST_SEED)) is not None:
            return with_passes(state, seed=int(number), weights=None)
        case Restored(State() as old):
            state = state if old.sizes == state.sizes else with_sizes(state, old.sizes)
            return with_passes(state, seed=old.seed, weights=old.weights, x=old.x, target=old.target, rate=old.rate)
        case Press("weights"):
            return with_passes(state, seed=state.seed + 1, weights=None)
        case Press("show", "weights" | "gradients" | "updates" as show):
            return replace(state, show=show)
        case Press("by"):
            return with_order(state, "layer" if state.by == "neuron" else "neuron")
        case Press("update"):
            return update_parameters(state) if state.time.at >= state.length else want_update(state)
        case Press("reset"):
            return replace(start(), env=state.env)
        case Press("add") if state.layers < MOST_LAYERS:
            return with_sizes(state, (*state.sizes[:-1], 4, state.sizes[-1]))
        case Press("remove") if state.layers > 1:
            return with_sizes(state, (*state.sizes[:-2], state.sizes[-1]))
    return in_time(state, event)


def with_number(state: State, name: str, number: float) -> State:
    """After a slider."""
    match name:
        case "x1":
            return with_passes(state, x=(number, state.x[1]))
        case "x2":
            return with_passes(state, x=(state.x[0], number))
        case "target":
            return with_passes(state, target=number)
    return replace(state, rate=number)


def in_time(state: State, event: Event) -> State:
    """After what moves the player; an update that waited for the backward pass follows its end."""
    time = player.update(state.time, event, state.phases)
    if time is state.time:
        return state
    state = replace(state, time=time)
    if not isinstance(event, Frame):
        return replace(state, wanted=False, updated=None)
    return update_parameters(state) if state.wanted and not time.moving else state


def want_update(state: State) -> State:
    """The backward pass is shown first: an update needs its gradients."""
    return replace(in_time(state, Press("backward")), wanted=True)


def update_parameters(state: State) -> State:
    """p -= rate * p.grad for every parameter; the new numbers are shown as far as the new loss, their gradients are not
    known yet."""
    weights = updated(state.run, state.rate)
    steps = tuple(new - old for new, (old, _) in zip(weights, state.run.parameters.values()))
    done = Updated(state.run.loss, steps)
    return with_passes(state, weights=weights, time=state.time.jump(state.phases.forward), updated=done)
