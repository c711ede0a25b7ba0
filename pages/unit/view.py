"""What The Unit shows: the graph, the curve, the sliders, and words for what is happening."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from micrograd import Value
from micrograd.draw.charts import activation_curve
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, group, tag
from micrograd.nn import ACTIVATIONS
from micrograd.ops import activation_title

from ..breakpoints import BESIDE
from ..content import Content
from ..controls import button, select, slider
from ..exhibit import keys, player
from ..exhibit.bar import bar, links
from ..exhibit.view import View, in_motion, tools
from ..exhibit.view import view as view_exhibit
from .neuron import LEARNED
from .state import OFFERS, RANGES, State, Update

# The curve's sheets, on which its numbers stay readable: on a phone it stands below the sliders, else beside them.
LOW, SMALL, MIDDLE = (356.0, 150.0), (296.0, 170.0), (372.0, 170.0)
HELP = keys.dialog("unit")
HINTS = {"forward": "Compute the output and the loss", "backward": "Find the gradients"}


def view(state: State) -> Mapping[str, Content]:
    seen = view_exhibit(state.exhibit, state.draggable)
    return {**slots(replace(state, exhibit=state.exhibit.moment)), "unit.graph": in_motion(state.exhibit, seen)}


@lru_cache(maxsize=64)
def slots(state: State) -> Mapping[str, Content]:
    """All but the graph: it does not change while only time moves."""
    seen = view_exhibit(state.exhibit, state.draggable)
    return {
        "unit.controls": controls(state),
        "unit.buttons": buttons(state, seen.controls["zoom"]),
        "unit.tools": tools(state.exhibit, {tab: PANELS[tab](state) for tab in OFFERS.tabs}),
        "unit.engine": seen.listing or "",
        "unit.caption": caption(state, seen),
        "unit.look": seen.facts,
        "unit.said": state.report or seen.sentence,
        "unit.help": HELP,
    }


def curve(state: State) -> Markup:
    activation = ACTIVATIONS[state.activation] or (lambda v: v)
    known = state.neuron.out in state.exhibit.tape.data_at(state.exhibit.time.step)
    slope = local_slope(state) if known else None
    point = (state.neuron.sum, state.neuron.output) if known else None
    env = state.exhibit.env
    sheet = LOW if env.narrow else SMALL if env.width < BESIDE else MIDDLE
    name = activation_title(state.activation)
    return activation_curve(
        lambda x: float(activation(Value(x)).data), name, point, slope, sheet=sheet, prefix="unit-curve"
    )


def local_slope(state: State) -> float:
    """The derivative of the activation where the neuron is, as its own backward step found it."""
    if state.activation == "linear":
        return 1.0
    steps = state.exhibit.origin.tape.steps
    return next(s.locals[0] for s in steps if s.phase == "backward" and s.node == state.neuron.out)


def controls(state: State) -> Markup:
    def of(name: str, kind: str) -> Markup:
        low, high = RANGES[name]
        return slider(name, f"unit.{name}", state[name], low, high, 0.01, text=short(state[name]), kind=kind)

    options = [(a, activation_title(a)) for a in ACTIVATIONS]
    return group(
        tag("fieldset", tag("legend", "Inputs"), of("x1", "data"), of("x2", "data")),
        tag("fieldset", tag("legend", "Parameters"), of("w1", "leaf"), of("w2", "leaf"), of("b", "leaf")),
        tag(
            "fieldset",
            tag("legend", "Learning"),
            of("target", "data"),
            of("rate", "grad"),
            select("Activation", "unit.activation", state.activation, options),
        ),
    )


def buttons(state: State, zoom: Markup) -> Markup:
    found = player.controls("unit", state.exhibit.time, state.exhibit.run.phases, hints=HINTS)
    own = (
        button("Update", "unit.update", kind="leaf", hint="Move w1, w2 and b against their gradients"),
        button("Kill the ReLU", "unit.kill", kind="wrong", hint="Push the sum below zero"),
    )
    return bar("unit", {**found, "zoom": zoom}, links("unit", state.copied), own=own)


def caption(state: State, seen: View) -> Markup:
    """What the reader should see now: an update under way, a dead ReLU, or the step of the tape."""
    if state.update and (state.updating or state.report):
        return update_caption(state, state.update)
    time, total = state.exhibit.time, state.neuron.sum
    finished = not time.moving and time.at >= state.exhibit.length
    if finished and state.activation == "relu" and total <= 0:
        return tag(
            "p",
            tag("strong", "The gradient stops here.", class_="wrong"),
            f" The sum n is {short(total)}, so ReLU gives 0 and its slope is 0: whatever comes back from the loss is "
            "multiplied by 0. w1, w2 and b get gradient 0, and Update moves nothing: for this input, the neuron is dead. ",
            tag("strong", "To revive it:"),
            f" raise b above {short(state['b'] - total)}, try other inputs, or take an activation that is never quite flat, "
            "such as leaky ReLU. In a real network, other samples may still wake it.",
            class_="stop",
        )
    return seen.caption


WHY_MINUS = (
    "Why subtract? The gradient points where the loss grows. zero_grad() clears it before the next pass adds to it."
)


def update_caption(state: State, update: Update) -> Markup:
    rows = [
        tag(
            "p",
            tag("code", f"{name} −= rate × {name}.grad", class_="names"),
            tag("code", f"{short(old)} − {short(state['rate'])} × {signed(grad)} = {short(new)}", class_="numbers"),
        )
        for name, old, new, grad in zip(LEARNED, update.old, update.new, update.grads)
    ]
    kind = "told" if state.neuron.loss <= update.before else "stop"
    return group(
        tag("p", "Update · every parameter takes a step against its gradient", class_="where leaf"),
        tag("p", state.report, class_=kind) if state.report else None,
        tag("div", *rows, class_="formulas update"),
        tag("p", WHY_MINUS, class_="hint"),
    )


# What a tab shows. The code has a slot of its own, which lies over its panel.
PANELS: Mapping[str, Callable[[State], Markup]] = {
    "curve": lambda state: tag("div", curve(state), class_="plots"),
    "code": lambda state: tag("div", class_="room"),
}
