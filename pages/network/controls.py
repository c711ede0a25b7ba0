"""The Network's controls: the inputs, the target and the rate; the weights, the layers; what the edges stand for."""

from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag

from ..controls import button, field, slider
from ..exhibit import player
from ..exhibit.bar import bar
from .state import MOST_LAYERS, RANGES, State, reached


def transport(state: State) -> Markup:
    """The player, with Update among its buttons."""
    own = (button("Update", "network.update", kind="leaf", hint="Move every parameter a little against its gradient"),)
    by = button(
        "Neuron by neuron",
        "network.by",
        kind="quiet",
        pressed=state.by == "neuron",
        hint="Play one neuron after the other, with all of its numbers; or else a layer at once",
    )
    return bar("network", player.controls("network", state.time, state.phases, hints={}), (by,), own)


def dials(state: State) -> Markup:
    """Sliders, and what makes another network; and how large it is by now."""
    numbers = {"x1": state.x[0], "x2": state.x[1], "target": state.target, "rate": state.rate}
    return group(
        tag("div", [dial(name, number) for name, number in numbers.items()], class_="sliders"),
        tag(
            "div",
            button("New weights", "network.weights", hint="Draw other weights, from the next seed"),
            field("Seed", "network.seed", str(state.seed), step="1", low=0, hint="The weights are drawn from it"),
            button(
                "Add layer",
                "network.add",
                disabled=state.layers >= MOST_LAYERS,
                hint="Four more neurons before the output",
            ),
            button("Remove layer", "network.remove", disabled=state.layers <= 1),
            class_="buttons",
        ),
        stats(state),
    )


def dial(name: str, number: float) -> Markup:
    low, high = RANGES[name]
    step, kind = (0.005, "grad") if name == "rate" else (0.05, "data")
    return slider(name, f"network.{name}", number, low, high, step, text=short(number), kind=kind)


def stats(state: State) -> Markup:
    count, loss = len(state.run.parameters), reached(state).loss
    return tag(
        "p",
        tag("span", " → ".join(str(size) for size in state.sizes), class_="sizes"),
        tag("span", tag("b", count), " parameters", data_stat="parameters", data_value=count),
        tag("span", tag("b", state.run.values), " values", data_stat="values", data_value=state.run.values),
        tag(
            "span",
            "loss ",
            tag("b", short(state.run.loss) if loss else "·"),
            data_stat="loss",
            data_value=repr(state.run.loss) if loss else None,
        ),
        class_="stats",
    )
