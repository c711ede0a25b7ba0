"""What The Network shows: the picture, its numbers, the controls, and words for what is happening."""

from collections.abc import Mapping
from functools import lru_cache

from micrograd.draw.networks import LEAST, Edge, Neuron, extent, network
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag

from ..content import Content, Moving
from ..controls import button, slider
from ..exhibit import player
from ..exhibit.bar import bar
from ..targets import format_target
from .facts import facts
from .state import MOST_LAYERS, State, reached, under_way


def view(state: State) -> Mapping[str, Content]:
    slots, drawing = still(state.moment)
    return {
        **slots,
        "network.picture": Moving(drawing, {**state.time.variables(state.env.still), **size(state)}, in_sight(state)),
    }


def in_sight(state: State) -> str | None:
    """The id of a neuron in the layer that the signal has come to, or is on its way to."""
    if state.time.current is None:
        return None
    step, (valued, graded) = under_way(state), reached(state)
    layer = step[1] if step else valued if graded is None else graded
    return f"network-neuron-{layer}-0"


def size(state: State) -> dict[str, str]:
    """The CSS variables of how wide and how high the picture is at least."""
    width, height = extent(state.sizes, state.env.narrow)
    return {"--wide": f"{width * LEAST:.0f}px", "--high": f"{height * LEAST:.0f}px"}


@lru_cache(maxsize=64)
def still(state: State) -> tuple[Mapping[str, Content], Markup]:
    """(all slots but the picture's, the picture): what does not change while only time moves."""
    slots = {
        "network.transport": bar("network", player.controls("network", state.time, state.phases, hints={})),
        "network.controls": controls(state),
        "network.caption": caption(state),
        "network.look": facts(state),
    }
    return slots, picture(state)


def picture(state: State) -> Markup:
    run = state.run
    valued, graded = reached(state)
    neurons = []
    for layer, size in enumerate(run.sizes):
        for i in range(size):
            grad = run.grads[layer][i] if graded is not None and layer >= graded else None
            value = run.outputs[layer][i] if layer <= valued else None
            neurons.append(Neuron(layer, i, value, grad, value is not None and (layer, i) in run.dead))
    edges = []
    for (layer, i, source), (weight, grad) in run.parameters.items():
        known = graded is not None and layer >= graded
        edges.append(Edge(layer + 1, i, source, weight, grad if known else None))
    label = "A network of " + " → ".join(str(size) for size in run.sizes) + " neurons"
    return network(
        run.sizes,
        neurons,
        edges,
        prefix="network",
        step=under_way(state),
        look=None if state.look is None else f"network.{format_target(state.look)}",
        label=label,
        down=state.env.narrow,
    )


def controls(state: State) -> Markup:
    """The inputs, the weights, the layers; and how large the network is by now."""
    return group(
        tag(
            "div",
            [
                slider(name, f"network.{name}", number, -2, 2, 0.05, text=short(number), kind="data")
                for name, number in zip(("x1", "x2"), state.x)
            ],
            class_="sliders",
        ),
        tag(
            "div",
            button("New weights", "network.weights", hint="Draw other weights, from the next seed"),
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


def stats(state: State) -> Markup:
    count = len(state.run.parameters)
    return tag(
        "p",
        tag("span", " → ".join(str(size) for size in state.sizes), class_="sizes"),
        tag("span", tag("b", count), " parameters", data_stat="parameters", data_value=count),
        tag("span", tag("b", state.run.values), " values", data_stat="values", data_value=state.run.values),
        tag("span", "seed ", tag("output", state.seed, data_stat="seed", data_value=state.seed), class_="seed"),
        class_="stats",
    )


def caption(state: State) -> Markup:
    k, layers = state.time.step, state.layers
    step = under_way(state)
    if step and step[0] == "forward":
        bends = "bends the sum" if step[1] < layers else "leaves the sum as it is"
        words, kind = f"Forward into layer {step[1]}: every neuron adds up its weighted inputs and {bends}.", "forward"
    elif step:
        words, kind = (
            f"Backward out of layer {step[1]}: each weight gets its gradient; each neuron before it gets its own.",
            "backward",
        )
    elif k == 0:
        return tag("p", "Two inputs are waiting. Press Forward and follow the thick edges.", class_="hint")
    elif k <= layers:
        words, kind = f"Forward: layer {k} of {layers} has its values.", "forward"
        if k == layers:
            words = (
                f"One number comes out: {short(state.run.outputs[-1][0])}. Press Backward to see what it depends on."
            )
    elif k < state.length:
        words, kind = "Backward begins at the output: its own gradient is 1.", "backward"
    else:
        count = len(state.run.parameters)
        none = sum(1 for _, grad in state.run.parameters.values() if grad == 0)
        words = f"Every one of the {count} parameters has its gradient, in gold beside its weight"
        words += f"; {none} are 0: the neuron they lead into is off, or what they multiply is 0." if none else "."
        kind = "backward"
    return tag("p", words, class_=f"where {kind}")
