"""What is said of the edge or the neuron that the reader points at, or did last."""

from micrograd.draw import names
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, tag

from ..exhibit.inspector import fact_list
from ..targets import Target
from .run import Passes, Place
from .state import State, reached


def facts(state: State) -> str:
    """What is pointed at, in words; nothing, where it is not in this network (any more)."""
    match state.look or state.inspected:
        case None:
            return tag(
                "p",
                "Point at an edge for its weight and gradient, at a neuron for what goes in and out.",
                class_="hint",
            )
        case Target("edge", (int(layer), int(neuron), int() | None as source)):
            place = layer, neuron, source
            return edge_facts(state, place) if place in state.run.parameters else ""
        case Target("neuron", (int(layer), int(place))) if layer < len(state.sizes) and place < state.sizes[layer]:
            return neuron_facts(state, layer, place)
    return ""


def edge_facts(state: State, place: Place) -> Markup:
    layer, (weight, grad) = place[0], state.run.parameters[place]
    _, graded = reached(state)
    reached_it = graded is not None and layer >= graded
    return fact_list(
        [
            ("parameter", names.parameter(*place), ""),
            ("data", short(weight, 6), "data"),
            ("grad", short(grad, 6) if reached_it else "not reached yet", "grad"),
        ]
    )


def neuron_facts(state: State, layer: int, i: int) -> Markup:
    valued, graded = reached(state)
    value, grad = state.run.outputs[layer][i], state.run.grads[layer][i]
    rows = [
        ("input" if layer == 0 else "neuron", f"x{i + 1}" if layer == 0 else names.neuron(layer - 1, i), ""),
        ("data", short(value, 6) if layer <= valued else "not computed yet", "data"),
        ("grad", short(grad, 6) if graded is not None and layer >= graded else "not reached yet", "grad"),
    ]
    if layer and layer <= valued:
        bias = state.run.parameters[layer - 1, i, None][0]
        pairs = incoming(state.run, layer, i)
        terms = [f"{signed(w)} × {signed(x)}" for w, x in pairs]
        total = bias + sum(w * x for w, x in pairs)
        rows.append(("sum", f"{' + '.join([signed(bias), *terms])} = {short(total)}", "data"))
        if graded is not None and layer > graded:
            slopes = [state.run.parameters[layer - 1, i, k][1] for k in range(len(pairs))]
            rows.append(("grad of its weights", ", ".join(short(slope) for slope in slopes), "grad"))
    if (layer, i) in state.run.dead and layer <= valued:
        rows.append(("ReLU", "closed: the sum is not above 0, so no gradient passes", "wrong"))
    return fact_list(rows)


def incoming(run: Passes, layer: int, i: int) -> list[tuple[float, float]]:
    """(weight, input) for each input of a neuron."""
    return [(run.parameters[layer - 1, i, k][0], run.outputs[layer - 1][k]) for k in range(run.sizes[layer - 1])]
