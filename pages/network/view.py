"""What The Network shows: the picture, its numbers, the controls, and words for what is happening."""

from collections.abc import Mapping
from functools import lru_cache

from micrograd.draw.networks import LEAST, Edge, Neuron, Outcome, extent, network
from micrograd.draw.svg import Markup

from ..content import Content, Moving
from ..targets import format_target
from .caption import caption
from .controls import dials, transport
from .facts import facts
from .legend import legend
from .state import Reached, State, reached, under_way


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
    step, now = under_way(state), reached(state)
    layer = step[1] if step else now.valued if now.graded is None else now.graded
    return f"network-neuron-{layer}-0" if layer <= state.layers else "network-loss"


def size(state: State) -> dict[str, str]:
    """The CSS variables of how wide and how high the picture is at least."""
    width, height = extent(state.sizes, state.env.narrow, loss=True)
    return {"--wide": f"{width * LEAST:.0f}px", "--high": f"{height * LEAST:.0f}px"}


@lru_cache(maxsize=64)
def still(state: State) -> tuple[Mapping[str, Content], Markup]:
    """(all slots but the picture's, the picture): what does not change while only time moves."""
    slots = {
        "network.transport": transport(state),
        "network.controls": dials(state),
        "network.caption": caption(state),
        "network.look": facts(state),
        "network.legend": legend(state),
    }
    return slots, picture(state)


def picture(state: State) -> Markup:
    now = reached(state)
    label = "A network of " + " → ".join(str(size) for size in state.run.sizes) + " neurons, and its loss"
    return network(
        state.run.sizes,
        neurons(state, now),
        edges(state, now),
        prefix="network",
        step=under_way(state),
        look=None if state.look is None else f"network.{format_target(state.look)}",
        label=label,
        down=state.env.narrow,
        outcome=Outcome(state.target, state.run.loss if now.loss else None, 1.0 if now.graded is not None else None),
        show=state.show,
    )


def neurons(state: State, now: Reached) -> list[Neuron]:
    """What is known of each neuron."""
    run, found = state.run, []
    for layer, count in enumerate(run.sizes):
        for i in range(count):
            value = run.outputs[layer][i] if layer <= now.valued else None
            grad = run.grads[layer][i] if now.has_grad(layer) else None
            passed = run.inside[layer, i].passed if layer and now.has_grad(layer - 1) else None
            found.append(Neuron(layer, i, value, grad, value is not None and (layer, i) in run.dead, passed))
    return found


def edges(state: State, now: Reached) -> list[Edge]:
    """What is known of each parameter; its step is what an update would add, or what the last one has."""
    found = []
    done = state.updated.steps if state.updated else None
    for n, ((layer, i, source), (weight, grad)) in enumerate(state.run.parameters.items()):
        known = now.has_grad(layer)
        step = -state.rate * grad if known else done[n] if done else None
        found.append(Edge(layer + 1, i, source, weight, grad if known else None, step))
    return found
