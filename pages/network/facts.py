"""What is said of the edge or the neuron that the reader points at, or did last."""

from micrograd.draw import names
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, group, tag

from ..controls import field
from ..exhibit.inspector import fact_list
from ..targets import Target
from .run import Passes, Place
from .state import MOST_NEURONS, State, reached


def facts(state: State) -> str:
    """What is pointed at, in words; nothing, where it is not in this network (any more)."""
    match state.look or state.picked or state.inspected:
        case None:
            return tag(
                "p",
                "Point at an edge for its weight and gradient; pull it to change the weight. Point at a neuron for what goes in and out.",
                class_="hint",
            )
        case Target("edge", (int(layer), int(neuron), int() | None as source)):
            place = layer, neuron, source
            return edge_facts(state, place) if place in state.run.parameters else ""
        case Target("neuron", (int(layer), int(place))) if layer < len(state.sizes) and place < state.sizes[layer]:
            return neuron_facts(state, layer, place)
        case Target("more" | "fewer", (int(layer),)) if 0 < layer < state.layers:
            count = state.sizes[layer]
            return fact_list(
                [("layer", f"{layer} of {state.layers}", ""), ("neurons", f"{count}, 1 to {MOST_NEURONS}", "")]
            )
        case Target("loss"):
            return loss_facts(state)
    return ""


def edge_facts(state: State, place: Place) -> Markup:
    weight, grad = state.run.parameters[place]
    rows = [("parameter", names.parameter(*place), "leaf")]
    if not reached(state).is_through(place[0] + 1, place[1]):
        return group(weight_field(place, weight), fact_list([*rows, ("grad", "not reached yet", "grad")]))
    rows.append(("grad", short(grad, 6), "grad"))
    if grad == 0:
        rows.append(("why 0", why_zero(state.run, place), "wrong"))
    new = weight - state.rate * grad
    rows.append(("update", f"{signed(weight)} − {short(state.rate)} × {signed(grad)} = {short(new)}", "leaf"))
    return group(weight_field(place, weight), fact_list(rows))


def weight_field(place: Place, weight: float) -> Markup:
    """The number itself, to be typed."""
    name = "Bias" if place[2] is None else "Weight"
    hint = "Type a number; or pull the edge, or use the arrow keys on it"
    return field(name, "network.weight", f"{weight:.6g}", of=names.key(*place), hint=hint)


def why_zero(run: Passes, place: Place) -> str:
    """Why a parameter's gradient is 0."""
    layer, neuron, source = place
    if run.inside[layer + 1, neuron].passed == 0:
        return "the neuron it leads into " + ("is off" if (layer + 1, neuron) in run.dead else "gets no gradient")
    return "what it multiplies is 0" if source is not None and run.outputs[layer][source] == 0 else "rounding"


def neuron_facts(state: State, layer: int, i: int) -> Markup:
    now = reached(state)
    value, grad = state.run.outputs[layer][i], state.run.grads[layer][i]
    rows = [
        ("input" if layer == 0 else "neuron", f"x{i + 1}" if layer == 0 else names.neuron(layer - 1, i), ""),
        ("data", short(value, 6) if now.has_value(layer, i) else "not computed yet", "data"),
        ("grad", short(grad, 6) if now.has_grad(layer) else "not reached yet", "grad"),
    ]
    if layer and now.has_grad(layer) and grad:
        way = "up" if grad < 0 else "down"
        rows.append(("should go", f"{way}: then the loss falls", "grad"))
    if (layer, i) in state.run.dead and now.has_value(layer, i):
        rows.append(("ReLU", off(state, layer, i), "wrong"))
    if layer and now.has_value(layer, i):
        inside = state.run.inside[layer, i]
        bias = state.run.parameters[layer - 1, i, None][0]
        pairs = incoming(state.run, layer, i)
        terms = [f"{signed(w)} × {signed(x)}" for w, x in pairs]
        rows.append(("sum", f"{' + '.join([signed(bias), *terms])} = {short(inside.total)}", "data"))
        if now.is_through(layer, i):
            slopes = [state.run.parameters[layer - 1, i, k][1] for k in range(len(pairs))]
            rows.append(("grad of its weights", ", ".join(short(slope) for slope in slopes), "grad"))
    return fact_list(rows)


def off(state: State, layer: int, i: int) -> str:
    """What a closed ReLU does, as far as the passes have come."""
    arrives = state.run.grads[layer][i]
    if not reached(state).has_grad(layer):
        return "off: the sum is not above 0, so 0 goes on"
    return f"off: the sum is not above 0; {short(arrives, 3)} arrives, 0 goes on"


def incoming(run: Passes, layer: int, i: int) -> list[tuple[float, float]]:
    """(weight, input) for each input of a neuron."""
    return [(run.parameters[layer - 1, i, k][0], run.outputs[layer - 1][k]) for k in range(run.sizes[layer - 1])]


def loss_facts(state: State) -> Markup:
    """The squared error, written out."""
    run, now = state.run, reached(state)
    out, target = run.outputs[-1][0], state.target
    rows = [("loss", "squared error", "")]
    if now.loss:
        rows.append(("data", f"({short(out)} − {signed(target)})² = {short(run.loss, 6)}", "data"))
    else:
        rows.append(("data", "not computed yet", "data"))
    if now.back:
        rows.append(
            ("grad of the output", f"2 × ({short(out)} − {signed(target)}) = {short(run.grads[-1][0], 6)}", "grad")
        )
    return fact_list(rows)
