"""What The Unit shows: the graph, the curve, the sliders, and words for what is happening."""

from dataclasses import replace

from micrograd import Value
from micrograd.draw import graphs as drawn
from micrograd.draw.charts import NARROW, WIDE, activation_curve
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import group, tag
from micrograd.nn import ACTIVATIONS
from micrograd.ops import activation_title

from .. import words
from ..breakpoints import SEVEN_LAYERS
from ..content import Moving
from ..controls import button, select, slider
from .neuron import LEARNED
from .state import RANGES, updating

RIGHT, DOWN = replace(drawn.RIGHT, across=184.0), drawn.DOWN


def view(state):
    run, k = state.run, state.time.step
    flow = DOWN if state.env.width < SEVEN_LAYERS else RIGHT
    picture = drawn.graph(
        run.tape,
        k,
        under_way=state.time.under_way and not updating(state),
        prefix="unit",
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
    name = activation_title(state.activation)
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
            select("Activation", "unit.activation", state.activation, [(a, activation_title(a)) for a in ACTIVATIONS]),
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
    return group(
        tag("p", f"{title} · step {shown + 1} of {state.length}", class_=f"where {step.phase}"),
        words.caption(run.tape, shown),
    )


def update_caption(state):
    update = state.update
    rows = [
        tag(
            "p",
            tag("code", f"{name} −= rate · {name}.grad", class_="names"),
            tag("code", f"{short(old)} − {short(state['rate'])} · {signed(grad)} = {short(new)}", class_="numbers"),
        )
        for name, old, new, grad in zip(LEARNED, update.old, update.new, update.grads)
    ]
    return group(
        tag("p", "Update · every parameter takes a step against its gradient", class_="where leaf"),
        tag("div", *rows, class_="formulas update"),
        tag("p", state.told, class_="told" if state.run.loss <= update.before else "stop") if state.told else None,
    )
