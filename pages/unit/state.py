"""What The Unit remembers, and what every event makes of it."""

from dataclasses import dataclass, field, replace

from micrograd.draw.scale import short
from micrograd.nn import ACTIVATIONS

from ..environment import Environment
from ..transport import STEP_MS, Transport
from .neuron import LEARNED, Neuroned, neuron_with

START = (("x1", 1.0), ("x2", -1.5), ("w1", 0.8), ("w2", -0.6), ("b", -0.4), ("target", 0.5), ("rate", 0.1))
RANGES = {
    "x1": (-2, 2),
    "x2": (-2, 2),
    "w1": (-2, 2),
    "w2": (-2, 2),
    "b": (-10, 10),
    "target": (-2, 2),
    "rate": (0, 0.5),
}
UPDATE_MS = 1.5 * STEP_MS  # all three parameters move together, slowly enough to follow


@dataclass(frozen=True)
class Update:
    """Parameters on their way from `old` to `new`; part: how far they are, from 0 to 1."""

    old: tuple
    new: tuple
    before: float  # the loss at `old`
    grads: tuple
    part: float = 0.0


@dataclass(frozen=True)
class State:
    numbers: tuple = START
    activation: str = "relu"
    run: Neuroned = field(default_factory=lambda: neuron_with(dict(START), "relu"))
    time: Transport = Transport(speed=2.0)  # the steps are many, and known from The Idea
    update: Update | None = None
    wanted: bool = False  # an update that waits for the backward pass to be shown
    told: str = ""
    look: int | None = None
    env: Environment = Environment()

    def __getitem__(self, name):
        return dict(self.numbers)[name]

    @property
    def length(self):
        return len(self.run.tape.steps)


def start():
    return State()


def moving(state):
    return state.time.moving or updating(state)


def updating(state):
    return state.update is not None and state.update.part < 1


def with_numbers(state, activation=None, **numbers):
    """The neuron computed anew with some numbers changed; time stays, so that what was shown is shown anew."""
    merged = dict(state.numbers) | numbers
    activation = activation or state.activation
    run = neuron_with(merged, activation)
    time = state.time
    if len(run.tape.steps) != state.length:  # another activation has more or fewer steps
        phases = (0, state.run.tape.forward, state.length)
        time = time.jump(
            (0, run.tape.forward, len(run.tape.steps))[phases.index(time.step)] if time.step in phases else 0
        )
    return replace(state, numbers=tuple(merged.items()), activation=activation, run=run, time=time)


def handle(state, event):
    match event:
        case {"type": "frame", "ms": ms}:
            return advance(state, ms)
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "look", "look": look}:
            return replace(state, look=None if look is None else int(look.split(".")[1]))
        case {"do": "activation", "value": value} if value in ACTIVATIONS:
            return replace(with_numbers(settled(state), activation=value), wanted=False, told="")
        case {"do": name, "value": value} if name in RANGES:
            low, high = RANGES[name]
            return replace(with_numbers(settled(state), **{name: min(max(float(value), low), high)}), told="")
        case {"do": "forward"}:
            state = settled(state)
            return replace(state, time=state.time.play(0, state.run.tape.forward), wanted=False, told="")
        case {"do": "backward"}:
            return play_backward(settled(state))
        case {"do": "update"}:
            state = settled(state)
            return begin_update(state) if state.time.at >= state.length else replace(play_backward(state), wanted=True)
        case {"do": "reset"}:
            return replace(start(), env=state.env)
        case {"do": "kill"}:
            return kill(settled(state))
    return state


def play_backward(state):
    time = state.time.play(state.run.tape.forward, state.length)
    return replace(state, time=time, wanted=False, told="")


def advance(state, ms):
    """`ms` later: the tape runs on, or the parameters move on; every number between is computed by the engine."""
    if not updating(state):
        state = replace(state, time=state.time.advance(ms))
        return begin_update(state) if state.wanted and not state.time.moving else state
    update = state.update
    part = min(update.part + ms / UPDATE_MS, 1.0)
    if part == 1:
        return settled(state)
    if state.env.still:
        return replace(state, update=replace(update, part=part))
    smooth = part * part * (3 - 2 * part)
    between = {name: a + (b - a) * smooth for name, a, b in zip(LEARNED, update.old, update.new)}
    return replace(with_numbers(state, **between), update=replace(update, part=part))


def settled(state):
    """The state with an update under way brought to its end, and the gradients (of the old weights) put away."""
    if not updating(state):
        return state
    update = state.update
    state = with_numbers(state, **dict(zip(LEARNED, update.new)))
    told = f"The loss was {short(update.before)}; with the new weights it is {short(state.run.loss)}."
    if not state.run.loss <= update.before:
        told += " It rose: the step was so large that it jumped over the valley. A smaller rate would not; Reset brings the first weights back."
    return replace(state, update=replace(update, part=1.0), time=state.time.jump(state.run.tape.forward), told=told)


def begin_update(state):
    """p -= rate * p.grad, for both weights and the bias, starting from a finished backward pass."""
    grads = gradients(state)
    old = tuple(state[name] for name in LEARNED)
    new = tuple(state[name] - state["rate"] * grads[name] for name in LEARNED)
    return replace(
        state,
        update=Update(old, new, state.run.loss, grads=tuple(grads[name] for name in LEARNED)),
        wanted=False,
        told="",
    )


def gradients(state):
    """{'w1': dL/dw1, ...} of the whole backward pass."""
    tape = state.run.tape
    grads = tape.grad_at(len(tape.steps))
    return {node.name: grads[node.index] for node in tape.nodes}


def kill(state):
    """A bias so low that the neuron's sum is negative for these inputs, with ReLU; then the whole tape is played."""
    low = abs(state["w1"] * state["x1"]) + abs(state["w2"] * state["x2"])
    state = with_numbers(state, activation="relu", b=-round(low + 1.0, 1))
    return replace(state, time=state.time.jump(0).play(0, state.length), told="")
