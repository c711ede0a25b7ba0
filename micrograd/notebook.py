"""Pictures of values, neurons, networks and training for a notebook: one call, one `Drawing`.

    draw.graph(L)                   # the graph behind a value, with its numbers and gradients as they are now
    draw.neuron(n, [1.0, -2.0])     # a neuron with its weights, inputs and activation
    draw.network(model, [1.0, 2.0]) # layers, weights, what every neuron says
    draw.boundary(model, data)      # what the model says over the range of its inputs, under the samples of a data set
    draw.points(data)               # a data set
    draw.loss(history)              # a list of losses, or a Trainer
    draw.accuracy(history)          # the part of the samples that is on the right side

Each takes theme= ('auto', 'light' or 'dark') and width= (in pixels, at most the column's; the height follows).

These are the names that micrograd.draw offers. The page draws with the same functions (draw/graphs.py, networks.py,
charts.py, plots.py); this is the bridge from Values and Modules to their plain numbers (plotting.py: to what has axes).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .draw import charts, graphs, names, networks
from .draw.drawing import Drawing, side_by_side
from .draw.moment import Still
from .engine import Value, topological
from .nn import ACTIVATIONS, Layer, Module
from .nn import Neuron as NeuronModule
from .number_like import plain_number
from .ops import activation_title
from .plotting import accuracy, boundary, loss, points
from .tape.names import unique_names
from .tape.records import Node

__all__ = ["accuracy", "boundary", "graph", "loss", "network", "neuron", "points"]

MOST = 2000  # values: a larger graph is no picture any more


def graph(
    root: Value,
    names: Mapping[str, object] | None = None,
    *,
    model: Module | None = None,
    theme: str = "auto",
    width: float | None = None,
    down: bool = False,
) -> Drawing:
    """The graph behind a Value: a box for every value, an op for every operation, two wires for x * x.

    names   a namespace such as globals(), to name values that have no label
    model   a Module: the values of each of its neurons are framed together; in a graph of more than 2,000 values each
            neuron becomes one box
    down    from top to bottom instead of from left to right
    """
    if not isinstance(root, Value):
        raise TypeError(f"draw.graph needs a Value, not {type(root).__name__}" + _hint(root))
    order = topological(root)
    called = unique_names(order, names or {})
    index = {v: i for i, v in enumerate(order)}
    frames = list(_groups(order, model)) if model else []
    nodes = [Node(i, called[v], v._op, tuple(index[o] for o in v._prev), float(v.data)) for v, i in index.items()]
    grads = [float(v.grad) for v in order]
    if len(order) > MOST:
        nodes, grads = _folded(nodes, grads, [[index[v] for v in group] for _, group in frames])
        frames = []
        if len(nodes) > MOST:
            more = "" if model else "; with model=..., every neuron is drawn as one box"
            raise ValueError(
                f"this graph has {len(order):,} values, and a picture has room for {MOST:,}: draw a part of it{more}"
            )
    still = Still(tuple(nodes), {n.index: n.data for n in nodes}, dict(enumerate(grads)))
    flow = graphs.DOWN if down else graphs.RIGHT
    groups = [(name, [index[v] for v in group]) for name, group in frames]
    return Drawing(graphs.graph(still, 0, flow=flow, groups=groups, label=f"The graph of {called[root]}"), theme, width)


def _hint(thing: object) -> str:
    if isinstance(thing, Module):
        return ": call it with inputs first, draw.graph(model(x)), or use draw.network(model)"
    if isinstance(thing, (list, tuple)):
        return ": add its values up, draw.graph(sum(values)), or take one of them"
    return ""


def _groups(order: Sequence[Value], model: Module) -> Iterator[tuple[str, list[Value]]]:
    """(name, [values]) for each neuron of a model: its parameters, products and sums, and its activation."""
    users: dict[Value, set[Value]] = {v: set() for v in order}
    for v in order:
        for operand in v._prev:
            users[operand].add(v)
    for name, neuron in _neurons(model):
        parameters = set(neuron.parameters())
        group = parameters & users.keys()
        group |= {v for v in order if v._op == "*" and parameters & set(v._prev)}
        for v in order:
            if v._op == "+" and group.issuperset(v._prev):
                group.add(v)
        if neuron.nonlin:
            sums = [v for v in group if v._op and not users[v] & group]
            group |= {user for v in sums for user in users[v] if len(user._prev) == 1}
        if len(group) > 1:
            yield name, [v for v in order if v in group]


def _neurons(model: Any) -> list[tuple[str, NeuronModule]]:
    """(name, Neuron) for every neuron of a Neuron, a Layer or an MLP."""
    if isinstance(model, NeuronModule):
        return [("neuron", model)]
    layers = [model] if isinstance(model, Layer) else model.layers
    return [(names.neuron(l, i), neuron) for l, layer in enumerate(layers) for i, neuron in enumerate(layer.neurons)]


def _folded(
    nodes: Sequence[Node], grads: Sequence[float], groups: Sequence[Sequence[int]]
) -> tuple[list[Node], list[float]]:
    """The nodes and gradients with each group as one node: its last value, made of what the group took from outside."""
    into = {i: max(group) for group in groups for i in group}
    kept = [n.index for n in nodes if into.get(n.index, n.index) == n.index]
    place = {i: n for n, i in enumerate(kept)}
    members = {max(group): group for group in groups}
    folded = []
    for i in kept:
        inside = members.get(i, [i])
        operands = dict.fromkeys(
            place[into.get(j, j)] for m in inside for j in nodes[m].operands if into.get(j, j) != i
        )
        op = "neuron" if i in members else nodes[i].op
        folded.append(Node(place[i], nodes[i].name, op, tuple(operands), nodes[i].data))
    return folded, [grads[i] for i in kept]


def network(
    model: Any, x: Iterable[float] | None = None, *, theme: str = "auto", width: float | None = None, down: bool = False
) -> Drawing:
    """An MLP (or a Layer, or a Neuron) as columns of neurons: edge thickness for |weight|, color and dash for its
    sign.

    x: inputs, to show what every neuron says. Gradients that the parameters hold are drawn in gold beside the weights.
    """
    layers = _layers(model)
    sizes = (len(layers[0][0].w), *(len(layer) for layer in layers))
    columns: list[list[float | None]] = [[None] * size for size in sizes]
    if x is not None:
        signal = [plain_number(v) for v in x]
        columns[0] = list(signal)
        for n, layer in enumerate(layers, start=1):
            signal = [float(neuron(signal).data) for neuron in layer]
            columns[n] = list(signal)
    neurons = [
        networks.Neuron(l, i, value, dead=l > 0 and value == 0 and layers[l - 1][i].activation == "relu")
        for l, column in enumerate(columns)
        for i, value in enumerate(column)
    ]
    known = any(p.grad for p in model.parameters())
    edges = [
        networks.Edge(l, i, source, float(p.data), float(p.grad) if known else None)
        for l, layer in enumerate(layers, start=1)
        for i, neuron in enumerate(layer)
        for source, p in zip([*range(len(neuron.w)), None], neuron.parameters())
    ]
    return Drawing(networks.network(sizes, neurons, edges, down=down), theme, width)


def _layers(model: Any) -> list[list[NeuronModule]]:
    """The neurons layer by layer; TypeError for a model that does not consist of them."""
    if isinstance(model, (NeuronModule, Layer)):
        return [[neuron for _, neuron in _neurons(model)]]
    layers = getattr(model, "layers", None)
    try:
        found = [list(layer.neurons) for layer in layers or ()]
        if found and all(layer and all(len(n.w) and isinstance(n.b, Value) for n in layer) for layer in found):
            return found
    except (AttributeError, TypeError):
        pass
    raise TypeError(
        f"draw.network needs a Neuron, a Layer, or a model with layers: model.layers, each with its neurons, each with "
        f"weights w and a bias b. {type(model).__name__} has none; draw.graph(model(x)) draws what it computes"
    )


def neuron(
    unit: NeuronModule, x: Sequence[float] | None = None, *, theme: str = "auto", width: float | None = None
) -> Drawing:
    """A Neuron: its weights and bias as edges, beside its activation; with inputs x, also its sum, output and slope."""
    if not isinstance(unit, NeuronModule):
        raise TypeError(
            f"draw.neuron needs a Neuron, not {type(unit).__name__}; draw.network draws layers and networks"
        )
    squash = ACTIVATIONS[unit.activation] or (lambda v: v)
    point = slope = None
    if x is not None:
        total = Value(float(sum((w.data * plain_number(xi) for w, xi in zip(unit.w, x, strict=True)), unit.b.data)))
        out = squash(total)
        if out is not total:
            out.backward()
        point, slope = (float(total.data), float(out.data)), float(total.grad) if out is not total else 1.0
    name = activation_title(unit.activation)
    curve = charts.activation_curve(lambda v: float(squash(Value(v)).data), name, point, slope, sheet=charts.NARROW)
    return Drawing(side_by_side(network(unit, x).svg, curve), theme, width)
