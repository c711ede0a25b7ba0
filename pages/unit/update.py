"""What happens to The Unit's state: to its numbers, here; to its graph, in its exhibit.

Offers `start`, `moving` and `update`.
"""

from dataclasses import replace

from micrograd.draw.scale import short
from micrograd.nn import ACTIVATIONS

from ..effects import Copy, Effect, SetAddress
from ..events import Arrive, Change, Copied, Drag, Event, Frame, Input, Key, Press, Restored
from ..exhibit import drag
from ..exhibit.player import as_press, bounded
from ..exhibit.update import update as update_exhibit
from ..exhibit.update import with_fault
from ..targets import Target
from .address import arrive, fragment
from .descent import Update
from .neuron import LEARNED, slider_of
from .revive import WAYS, revive
from .state import RANGES, UPDATE_MS, State, gradients, with_numbers

MOST_LOSSES = 200  # that are kept to be shown


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return state.exhibit.moving or state.updating


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """The state after an event, and what is asked of the browser; among it the address that leads to the new state."""
    new, effects = after(state, event)
    if new is not state and new.copied is state.copied is not None and isinstance(event, Press | Input | Change):
        new = replace(new, copied=None)
    if new is state or moving(new) or new.exhibit.pull is not None:
        return new, effects
    address = fragment(new)
    if not address or address == new.address:
        return new, effects
    return replace(new, address=address), (*effects, SetAddress(address))


def after(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """Whatever is pressed or changed brings an update that is under way to its end."""
    event = as_press(event)
    match event:
        case Frame(ms):
            return advance(state, ms), ()
        case Input("activation", value) | Change("activation", value) if value in ACTIVATIONS:
            return replace(with_numbers(settle(state), {}, value), wanted=False, report=""), ()
        case Input(name, value) | Change(name, value) if name in RANGES:
            number = bounded(value, *RANGES[name])
            return (state if number is None else with_slider(settle(state), name, number)), ()
        case Press("update"):
            state = settle(state)
            if state.exhibit.time.at >= state.exhibit.length:
                return begin_update(state), ()
            state, effects = in_exhibit(state, Press("backward"))
            return replace(state, wanted=True), effects
        case Press("reset"):
            first = State(address=state.address)
            env, tool, fault = state.exhibit.env, state.exhibit.tool, state.exhibit.fault
            return replace(first, exhibit=replace(first.exhibit, env=env, tool=tool, fault=fault)), ()
        case Press("kill"):
            return kill(settle(state)), ()
        case Press("revive", way) if way in WAYS:
            return revive(settle(state), way), ()
        case Press("more"):
            return more_updates(settle(state)), ()
        case Restored(State() as old):
            state = with_numbers(settle(state), dict(old.numbers), old.activation)
            exhibit = with_fault(replace(state.exhibit, pull=None), old.exhibit.fault)
            return replace(state, exhibit=exhibit, update=None, report=""), ()
        case Arrive(text):
            return arrive(state, text), ()
        case Press("link"):
            address = fragment(settle(state))
            set_address = (SetAddress(address),) if address != state.address else ()
            return replace(settle(state), address=address), (*set_address, Copy(f"#unit:{address}"))
        case Copied(done):
            return replace(state, copied=done), ()
        case Press("show") if state.exhibit.fault:
            return in_exhibit(with_numbers(settle(state), {}, "tanh"), Press("backward"))
        case Drag() | Key():
            dragged = drag.update(state.exhibit.pull, event, state.exhibit.tape, state.draggable)
            if dragged is not None:
                return with_drag(settle(state), dragged), ()
    return in_exhibit(state, event)


def with_drag(state: State, dragged: drag.Dragged) -> State:
    """The state with the number that a hand has changed in the figure; its slider keeps it within its range."""
    if dragged.pull is not None:
        leaf = dragged.pull.node
        look = state.exhibit.look if dragged.let_go else Target("box", leaf)
        state = replace(state, exhibit=replace(state.exhibit, pull=dragged.pull, look=look))
        if dragged.number is not None:
            name, number = slider_of(state.exhibit.tape.nodes[leaf].name, float(dragged.number))
            low, high = RANGES[name]
            state = replace(with_numbers(state, {name: min(max(number, low), high)}), report="", update=None)
    return replace(state, exhibit=replace(state.exhibit, pull=None)) if dragged.let_go else state


def with_slider(state: State, name: str, number: float) -> State:
    """The state with a number that was set by hand. Another rate changes nothing that was."""
    new = with_numbers(state, {name: number})
    return replace(new, losses=state.losses) if name == "rate" else replace(new, update=None, report="")


def in_exhibit(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """After what happens to the exhibit."""
    if not isinstance(event, Press):
        exhibit, effects = update_exhibit(state.exhibit, event)
        return (state if exhibit is state.exhibit else replace(state, exhibit=exhibit)), effects
    settled = settle(state)
    exhibit, effects = update_exhibit(settled.exhibit, event)
    if exhibit is settled.exhibit:
        return state, effects
    if exhibit.time is settled.exhibit.time:  # another tab, another line of code: what is said stays
        return replace(settled, exhibit=exhibit), effects
    return replace(settled, exhibit=exhibit, wanted=False, report="", update=None), effects


def advance(state: State, ms: float) -> State:
    """`ms` later: the tape runs on, or the parameters move on; every number between is computed by the engine."""
    if state.update is None or not state.updating:
        exhibit, _ = update_exhibit(state.exhibit, Frame(ms, ms))
        state = state if exhibit is state.exhibit else replace(state, exhibit=exhibit)
        return begin_update(state) if state.wanted and not state.exhibit.time.moving else state
    part = min(state.update.part + ms * state.exhibit.time.speed / UPDATE_MS, 1.0)
    if part == 1:
        return settle(state)
    under_way = replace(state.update, part=part)
    if under_way.stage == "scale":
        return replace(state, update=under_way)
    done = under_way.stage_part if under_way.stage == "move" and not state.exhibit.env.still else 1.0
    between = {
        name: a + (b - a) * done * done * (3 - 2 * done) if done < 1 else b
        for name, a, b in zip(LEARNED, under_way.old, under_way.new)
    }
    state = replace(with_numbers(state, between), update=under_way, losses=state.losses)
    return at_forward(state)


def at_forward(state: State) -> State:
    """A new forward pass is done; what lies between has no gradients yet, only the parameters still hold theirs."""
    time = state.exhibit.time.jump(state.exhibit.tape.forward)
    return replace(state, exhibit=replace(state.exhibit, time=time))


def settle(state: State) -> State:
    """The state with an update under way brought to its end, and the gradients (of the old weights) put away."""
    if state.update is None or not state.updating:
        return state
    update, losses = state.update, state.losses or (state.update.before,)
    state = with_numbers(state, dict(zip(LEARNED, update.new)))
    loss = state.neuron.loss
    report = f"The loss was {short(update.before)}; with the new weights it is {short(loss)}."
    if not loss <= update.before:
        report += (
            " It rose: the step was so large that it jumped over the valley. A smaller rate would not; Reset brings "
            "the first weights back."
        )
    losses = (*losses, loss)[-MOST_LOSSES:]
    return at_forward(replace(state, update=replace(update, part=1.0), report=report, losses=losses))


def begin_update(state: State) -> State:
    """p -= rate * p.grad, for both weights and the bias, starting from a finished backward pass."""
    grads = gradients(state)
    old = tuple(state[name] for name in LEARNED)
    new = tuple(state[name] - state["rate"] * grads[name] for name in LEARNED)
    update = Update(old, new, state.neuron.loss, tuple(grads[name] for name in LEARNED), state["rate"])
    exhibit = state.exhibit
    if exhibit.tool in ("", "curve"):  # what it does to the loss is to be seen
        exhibit = replace(exhibit, tool="step")
    return replace(state, update=update, wanted=False, report="", exhibit=exhibit)


def more_updates(state: State, count: int = 10) -> State:
    """Several updates at once, each from gradients of its own, without a picture of each."""
    first, losses = state.neuron.loss, state.losses
    for _ in range(count):
        state = settle(begin_update(at_end(state)))
        losses = (*(losses or (first,)), state.neuron.loss)
    change = f"The loss was {short(first)}; {count} updates later it is {short(state.neuron.loss)}."
    return replace(state, report=change, losses=losses[-MOST_LOSSES:])


def at_end(state: State) -> State:
    return replace(state, exhibit=replace(state.exhibit, time=state.exhibit.time.jump(state.exhibit.length)))


def kill(state: State) -> State:
    """A bias so low that the neuron's sum is negative for these inputs, with ReLU; then the whole tape is played."""
    low = abs(state["w1"] * state["x1"]) + abs(state["w2"] * state["x2"])
    state = with_numbers(state, {"b": -round(low + 0.4, 1)}, "relu")
    time = state.exhibit.time.jump(0).play(0, state.exhibit.length)
    return replace(state, exhibit=replace(state.exhibit, time=time), report="", update=None)
