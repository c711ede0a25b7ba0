"""What is told of the edge or the neuron that the reader points at."""

from micrograd.draw import names
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import tag

from .state import reached


def facts(state):
    """What is pointed at, in words."""
    look = state.look
    if look is None:
        return tag(
            "p", "Point at an edge for its weight and gradient, at a neuron for what goes in and out.", class_="hint"
        )
    what, key = look.split(".")[1], look.split(".", 2)[2]
    valued, graded = reached(state)
    if what == "edge":
        if key not in state.run.parameters:
            return ""
        weight, grad = state.run.parameters[key]
        known = graded is not None and int(key.split(".")[0]) >= graded
        return _facts(
            ("parameter", parameter_name(key), None),
            ("data", short(weight, 6), "data"),
            ("grad", short(grad, 6) if known else "not reached yet", "grad"),
        )
    layer, i = (int(part) for part in key.split("."))
    if layer >= len(state.sizes) or i >= state.sizes[layer]:
        return ""
    value, grad = state.run.outputs[layer][i], state.run.grads[layer][i]
    rows = [
        ("input" if layer == 0 else "neuron", f"x{i + 1}" if layer == 0 else names.neuron(layer - 1, i), None),
        ("data", short(value, 6) if layer <= valued else "not computed yet", "data"),
        ("grad", short(grad, 6) if graded is not None and layer >= graded else "not reached yet", "grad"),
    ]
    if layer and layer <= valued:
        bias = state.run.parameters[f"{layer - 1}.{i}.b"][0]
        pairs = _incoming(state.run, layer, i)
        terms = [f"{signed(w)}·{signed(x)}" for w, x in pairs]
        total = bias + sum(w * x for w, x in pairs)
        rows.append(("sum", f"{' + '.join([signed(bias), *terms])} = {short(total)}", "data"))
        if graded is not None and layer > graded:
            slopes = [state.run.parameters[f"{layer - 1}.{i}.{k}"][1] for k in range(len(pairs))]
            rows.append(("grad of its weights", ", ".join(short(slope) for slope in slopes), "grad"))
    if (layer, i) in state.run.dead and layer <= valued:
        rows.append(("ReLU", "closed: the sum is not above 0, so no gradient passes", "wrong"))
    return _facts(*rows)


def parameter_name(key):
    layer, place, source = key.split(".")
    return names.parameter(int(layer), int(place), None if source == "b" else int(source))


def _incoming(run, layer, i):
    return [(run.parameters[f"{layer - 1}.{i}.{k}"][0], run.outputs[layer - 1][k]) for k in range(run.sizes[layer - 1])]


def _facts(*rows):
    return tag(
        "dl", [tag("div", tag("dt", what), tag("dd", text, class_=kind)) for what, text, kind in rows], class_="facts"
    )
