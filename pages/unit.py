"""02 The Unit: a neuron is a dot product, squashed."""

from dataclasses import dataclass, field, replace

from micrograd import Neuron, Value
from micrograd.draw import graphs as drawn
from micrograd.draw.charts import NARROW, WIDE, activation_curve
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import group, tag
from micrograd.nn import ACTIVATIONS
from micrograd.tape import Tape, record

from . import words
from .content import Moving
from .controls import button, select, slider
from .environment import Environment
from .transport import STEP_MS, Transport

NAME = "unit"
START = (("x1", 1.0), ("x2", -1.5), ("w1", 0.8), ("w2", -0.6), ("b", -0.4), ("target", 0.5), ("rate", 0.1))
RANGES = {"x1": (-2, 2), "x2": (-2, 2), "w1": (-2, 2), "w2": (-2, 2), "b": (-10, 10), "target": (-2, 2), "rate": (0, 0.5)}
WIDE_ENOUGH = 1240  # CSS pixels: the graph has seven layers
RIGHT, DOWN = replace(drawn.RIGHT, across=184.0), drawn.DOWN
LEARNT = ("w1", "w2", "b")
UPDATE_MS = 1.5 * STEP_MS  # all three parameters move together, slowly enough to follow
NAMES = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "linear"}


@dataclass(frozen=True)
class Neuroned:
    """One run of the neuron: its tape, and what the curve needs."""

    tape: Tape
    sum: float  # n, what goes into the activation
    output: float
    out: int  # the index of the output's node
    loss: float


def neuron_with(numbers, activation):
    """The package's own neuron, with these weights: squared error of its output against the target, recorded."""
    neuron = Neuron(2, activation=activation)
    for parameter, name in zip(neuron.parameters(), LEARNT):
        parameter.data, parameter.label = numbers[name], name
    x = [Value(numbers["x1"], label="x1"), Value(numbers["x2"], label="x2")]
    out = neuron(x)
    total = out._prev[0] if neuron.nonlin else out
    partial, second = total._prev
    second.label, partial._prev[1].label, partial.label = "w2·x2", "w1·x1", "b + w1·x1"
    total.label = "n"
    out.label = "out"
    error = out + Value(-numbers["target"], label="−target")
    error.label = "error"
    loss = error**2
    loss.label = "L"
    tape = record(loss)
    place = next(n.index for n in tape.nodes if n.name == "out")
    return Neuroned(tape, float(total.data), float(out.data), place, float(loss.data))


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
        time = time.jump((0, run.tape.forward, len(run.tape.steps))[phases.index(time.step)] if time.step in phases else 0)
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
    between = {name: a + (b - a) * smooth for name, a, b in zip(LEARNT, update.old, update.new)}
    return replace(with_numbers(state, **between), update=replace(update, part=part))


def settled(state):
    """The state with an update under way brought to its end, and the gradients (of the old weights) put away."""
    if not updating(state):
        return state
    update = state.update
    state = with_numbers(state, **dict(zip(LEARNT, update.new)))
    told = f"The loss was {short(update.before)}; with the new weights it is {short(state.run.loss)}."
    if not state.run.loss <= update.before:
        told += " It rose: the step was so large that it jumped over the valley. A smaller rate would not; Reset brings the first weights back."
    return replace(state, update=replace(update, part=1.0), time=state.time.jump(state.run.tape.forward), told=told)


def begin_update(state):
    """p -= rate * p.grad, for both weights and the bias, starting from a finished backward pass."""
    grads = gradients(state)
    old = tuple(state[name] for name in LEARNT)
    new = tuple(state[name] - state["rate"] * grads[name] for name in LEARNT)
    return replace(state, update=Update(old, new, state.run.loss, grads=tuple(grads[name] for name in LEARNT)), wanted=False, told="")


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


def view(state):
    run, k = state.run, state.time.step
    flow = DOWN if state.env.width < WIDE_ENOUGH else RIGHT
    picture = drawn.graph(
        run.tape,
        k,
        under_way=state.time.under_way and not updating(state),
        prefix=NAME,
        flow=flow,
        look=state.look,
        label="The neuron as a graph of values",
    )
    return {
        "unit.graph": Moving(picture, state.time.variables(state.env.still)),
        "unit.controls": controls(state),
        "unit.buttons": buttons(),
        "unit.curve": curve(state),
        "unit.caption": caption(state),
        "unit.look": words.box_facts(run.tape, k, state.look) if state.look is not None else "",
        "unit.said": state.told or (words.sentence(run.tape, k - 1) if k else ""),
    }


def curve(state):
    squash = ACTIVATIONS[state.activation] or (lambda v: v)
    known = state.run.out in state.run.tape.data_at(state.time.step)
    slope = local_slope(state) if known else None
    point = (state.run.sum, state.run.output) if known else None
    sheet = NARROW if state.env.half else WIDE
    name = NAMES[state.activation]
    return activation_curve(lambda x: float(squash(Value(x))), name, point, slope, sheet=sheet, prefix="unit-curve")


def local_slope(state):
    """The derivative of the activation where the neuron is, as its own backward step found it."""
    tape = state.run.tape
    node = tape.nodes[state.run.out]
    if state.activation == "linear":
        return 1.0
    return next(s.locals[0] for s in tape.steps if s.phase == "backward" and s.node == node.index)


def controls(state):
    def of(name, kind):
        low, high = RANGES[name]
        return slider(name, f"unit.{name}", state[name], low, high, 0.01, text=short(state[name]), kind=kind)

    return group(
        tag("fieldset", tag("legend", "Inputs"), of("x1", "data"), of("x2", "data")),
        tag("fieldset", tag("legend", "Parameters"), of("w1", "leaf"), of("w2", "leaf"), of("b", "leaf")),
        tag(
            "fieldset",
            tag("legend", "Learning"),
            of("target", "data"),
            of("rate", "grad"),
            select("Activation", "unit.activation", state.activation, [(a, NAMES[a]) for a in ACTIVATIONS]),
        ),
    )


def buttons():
    return tag(
        "div",
        button("Forward", "unit.forward", kind="data", hint="Compute the output and the loss"),
        button("Backward", "unit.backward", kind="grad", hint="Find the gradients"),
        button("Update", "unit.update", kind="leaf", hint="Move w1, w2 and b against their gradients"),
        button("Reset", "unit.reset"),
        button("Kill the ReLU", "unit.kill", kind="wrong", hint="Push the sum below zero"),
        class_="buttons",
    )


def caption(state):
    """What the reader should see now: an update under way, a dead ReLU, or the step of the tape."""
    if state.update and (updating(state) or state.told):
        return update_caption(state)
    run = state.run
    finished = not state.time.moving and state.time.at >= state.length
    if finished and state.activation == "relu" and run.sum <= 0:
        return tag(
            "p",
            tag("strong", "The gradient stops here.", class_="wrong"),
            f" The sum n is {short(run.sum)}, so ReLU gives 0 and its slope is 0: whatever comes back from the loss is "
            "multiplied by 0. w1, w2 and b get gradient 0, and Update moves nothing. For this input, the neuron is dead.",
            class_="stop",
        )
    if state.time.told is None:
        return tag("p", "Press Forward: two products, a sum, a bend. Then Backward, then Update.", class_="hint")
    shown = state.time.told
    step = run.tape.steps[shown]
    title = "Forward" if step.phase == "forward" else "Backward"
    return group(tag("p", f"{title} · step {shown + 1} of {state.length}", class_=f"where {step.phase}"), words.caption(step))


def update_caption(state):
    update = state.update
    rows = [
        tag("p", tag("code", f"{name} −= rate · {name}.grad", class_="names"),
            tag("code", f"{short(old)} − {short(state['rate'])} · {signed(grad)} = {short(new)}", class_="numbers"))
        for name, old, new, grad in zip(LEARNT, update.old, update.new, update.grads)
    ]
    return group(
        tag("p", "Update · every parameter takes a step against its gradient", class_="where leaf"),
        tag("div", *rows, class_="formulas update"),
        tag("p", state.told, class_="told" if state.run.loss <= update.before else "stop") if state.told else None,
    )
