"""What The Network shows: the picture, its numbers, the controls, and words for what is happening."""

from collections.abc import Mapping
from functools import lru_cache

from micrograd.draw.networks import LEAST, Edge, Moment, Neuron, Outcome, extent, network
from micrograd.draw.signals import Signals
from micrograd.draw.svg import Markup

from ..content import Content, Moving
from ..targets import format_target
from .caption import caption
from .controls import dials, transport
from .facts import facts
from .legend import legend
from .schedule import Reached, Step
from .state import MOST_NEURONS, State, reached, stage_in, under_way


def view(state: State) -> Mapping[str, Content]:
    slots, drawing = still(state.moment)
    return {
        **slots,
        "network.picture": Moving(drawing, {**variables(state), **size(state)}, in_sight(state)),
    }


def in_sight(state: State) -> str | None:
    """The id of a neuron in the layer that the signal has come to, or is on its way to."""
    if state.time.current is None:
        return None
    step, now = under_way(state), reached(state)
    layer = step.layer if step else now.layer
    return f"network-neuron-{layer}-0" if layer <= state.layers else "network-loss"


def variables(state: State) -> dict[str, str]:
    """The CSS variable that moves the numbers and the dots: --t; with reduced motion, all is where it goes to."""
    return {"--t": "1" if state.env.still else f"{stage_in(state)[1]:.3f}"}


def size(state: State) -> dict[str, str]:
    """The CSS variables of how wide and how high the picture is at least."""
    width, height = extent(state.sizes, state.env.narrow, loss=True, resize=True)
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
    now, step = reached(state), under_way(state)
    label = "A network of " + " → ".join(str(size) for size in state.run.sizes) + " neurons, and its loss"
    return network(
        state.run.sizes,
        neurons(state, now),
        edges(state, now),
        prefix="network",
        step=(step.phase, step.layer) if step else None,
        moment=moment(state, step) if step else None,
        look=None if state.look is None else f"network.{format_target(state.look)}",
        label=label,
        down=state.env.narrow,
        outcome=Outcome(state.target, state.run.loss if now.loss else None, 1.0 if now.back else None),
        show=state.show,
        drag=True,
        picked=None if state.picked is None else f"network.{format_target(state.picked)}",
        resize=MOST_NEURONS,
    )


def moment(state: State, step: Step) -> Moment:
    """What is on its way."""
    layer = min(step.layer, state.layers)
    through = tuple(signals_through(state, layer, i) for i in range(state.sizes[layer]))
    return Moment(state.schedule.stages(state.time.step)[stage_in(state)[0]], step.neuron, through)


def signals_through(state: State, layer: int, i: int) -> Signals:
    """What goes through a neuron, both ways."""
    run = state.run
    inside = run.inside[layer, i]
    shares = tuple(run.parameters[layer - 1, i, k][0] * inside.passed for k in range(run.sizes[layer - 1]))
    name = "relu" if layer < state.layers else ""
    value, grad = run.outputs[layer][i], run.grads[layer][i]
    return Signals(inside.products, inside.sums, value, grad, inside.passed, shares, name, (layer, i) in run.dead)


def neurons(state: State, now: Reached) -> list[Neuron]:
    """What is known of each neuron."""
    run, found, step = state.run, [], under_way(state)
    for layer, count in enumerate(run.sizes):
        for i in range(count):
            value = run.outputs[layer][i] if now.has_value(layer, i) else None
            grad = run.grads[layer][i] if now.has_grad(layer) else None
            quiet = step is not None and step.layer == layer  # numbers pass here: nothing else is written in their way
            passed = run.inside[layer, i].passed if layer and not quiet and now.is_through(layer, i) else None
            found.append(Neuron(layer, i, value, grad, value is not None and (layer, i) in run.dead, passed))
    return found


def edges(state: State, now: Reached) -> list[Edge]:
    """What is known of each parameter; its step is what an update would add, or what the last one has."""
    found = []
    done = state.updated.steps if state.updated else None
    for n, ((layer, i, source), (weight, grad)) in enumerate(state.run.parameters.items()):
        known = now.is_through(layer + 1, i)
        step = -state.rate * grad if known else done[n] if done else None
        found.append(Edge(layer + 1, i, source, weight, grad if known else None, step))
    return found
