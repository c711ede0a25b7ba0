"""What The Unit shows: the graph, the curve, the sliders, and words for what is happening."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from micrograd.draw.charts import FAR
from micrograd.draw.parts import Pieces
from micrograd.draw.scale import fit, short, signed
from micrograd.draw.svg import Markup, group, tag
from micrograd.nn import ACTIVATIONS
from micrograd.ops import activation_title

from ..content import Content, Moving
from ..controls import button, select, slider
from ..exhibit import figure, keys, player
from ..exhibit.bar import bar, links
from ..exhibit.view import View, in_motion, tools
from ..exhibit.view import view as view_exhibit
from . import plots
from .descent import Update, with_motion
from .neuron import LEARNED
from .revive import WAYS, is_dead, ways_for
from .state import OFFERS, RANGES, State

HELP = keys.dialog("unit")
HINTS = {"forward": "Compute the output and the loss", "backward": "Find the gradients"}


def view(state: State) -> Mapping[str, Content]:
    moment = replace(state, exhibit=state.exhibit.moment, update=state.update and state.update.moment)
    return {**slots(moment), "unit.graph": graph(state, moment)}


def graph(state: State, moment: State) -> Moving:
    """The figure, with what an update moves in it; and how far the tangent of the curve has tipped."""
    variables = {}
    if state.updating and state.update:
        variables["--t"] = "1" if state.exhibit.env.still else f"{state.update.stage_part:.3f}"
    tip = plots.tip(state)
    if tip is not None and state.exhibit.open_tool == "curve" and abs(state.neuron.sum) < FAR:
        variables["unit-curve-tangent --tip"] = f"{tip:.3f}"
    moving = in_motion(state.exhibit, view_exhibit(state.exhibit, state.draggable), variables)
    w1 = next(node.index for node in state.exhibit.tape.nodes if node.name == "w1")
    return replace(
        moving, picture=picture(moment), show=f"unit-box-{w1}" if state.updating and moving.show else moving.show
    )


@lru_cache(maxsize=64)
def picture(state: State) -> Pieces:
    seen = view_exhibit(state.exhibit, state.draggable)
    exhibit = state.exhibit
    return with_motion(seen.picture, state.update, exhibit.run, figure.flow(exhibit))


@lru_cache(maxsize=64)
def slots(state: State) -> Mapping[str, Content]:
    """All but the graph: it does not change while only time moves."""
    seen = view_exhibit(state.exhibit, state.draggable)
    return {
        "unit.controls": controls(state),
        "unit.buttons": buttons(state, seen.controls["zoom"]),
        "unit.tools": tools(state.exhibit, panels(state)),
        "unit.engine": seen.listing or "",
        "unit.caption": caption(state, seen),
        "unit.look": seen.facts,
        "unit.said": state.report or seen.sentence,
        "unit.help": HELP,
    }


def controls(state: State) -> Markup:
    def of(name: str, kind: str) -> Markup:
        low, high = RANGES[name]
        return slider(name, f"unit.{name}", state[name], low, high, 0.01, text=fit(state[name], 6), kind=kind)

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
    if finished and is_dead(state):
        ways = ways_for(state.numbers)
        buttons = [button(WAYS[key], "unit.revive", key, kind="leaf") for key in ways]
        none = "" if "input" in ways else " No input within the sliders’ range would open it."
        return group(
            tag(
                "p",
                tag("strong", "The gradient stops here.", class_="wrong"),
                f" n is {short(total)}, where ReLU is flat: its slope is 0, and whatever comes back is multiplied by 0. "
                f"Update moves nothing.{none}",
                class_="stop",
            ),
            tag("div", *buttons, class_="buttons revive") if buttons else None,
        )
    return seen.caption


WHY_MINUS = (
    "Why subtract? The gradient points where the loss grows. zero_grad() clears it before the next pass adds to it."
)


def update_caption(state: State, update: Update) -> Markup:
    rows = [
        tag(
            "p",
            tag(
                "code", f"{name}: {short(old)} − {short(update.rate)} × {signed(grad)} = {short(new)}", class_="numbers"
            ),
        )
        for name, old, new, grad in zip(LEARNED, update.old, update.new, update.grads)
    ]
    kind = "told" if state.neuron.loss <= update.before else "stop"
    return group(
        tag("p", "Update · p −= rate × p.grad", class_="where leaf"),
        tag("p", state.report, class_=kind) if state.report else None,
        tag("div", *rows, class_="formulas update"),
        tag("div", button("Ten more updates", "unit.more"), class_="buttons") if state.report else None,
        tag("p", WHY_MINUS, class_="hint"),
    )


def panels(state: State) -> Mapping[str, Markup]:
    """What the section's own tabs show; plots only where they are seen. The code has a slot of its own, over its panel."""
    shown = {"curve": plots.bend, "step": plots.step}
    here = state.exhibit.open_tool
    return {tab: shown[tab](state) if tab in shown and tab == here else tag("div") for tab in OFFERS.tabs}
