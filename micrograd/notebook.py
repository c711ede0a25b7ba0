"""Pictures of values, neurons, networks and training for a notebook: one call, one `Drawing`.

    draw.graph(L)                   # the graph behind a value, with its numbers and gradients as they are now
    draw.graph(record(L), step=3)   # the same after three steps of its tape
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

from .draw import charts, folding, graphs, names, networks
from .draw.drawing import Drawing, side_by_side
from .draw.moment import Still
from .engine import Value, topological
from .nn import ACTIVATIONS, Layer, Module
from .nn import Neuron as NeuronModule
from .number_like import plain_number
from .ops import activation_title
from .plotting import accuracy, boundary, loss, points
from .tape import Tape, record
from .tape.names import unique_names
from .tape.records import Node

__all__ = ["accuracy", "boundary", "graph", "loss", "network", "neuron", "points"]

FOLDED = 300  # values: from here on, a neuron is one box
MOST = 2000  # boxes: a larger graph is no picture any more
DENSE = 120  # edges: from here on they are drawn finer


def graph(
    root: Value | Tape,
    names: Mapping[str, object] | None = None,
    *,
    model: Module | None = None,
    theme: str = "auto",
    width: float | None = None,
    down: bool = False,
    step: int | None = None,
) -> Drawing:
    """The graph behind a Value: a box for every value, an op for every operation, two wires for x * x.

    root    the Value whose graph it is, or its Tape: record(L)
    names   a namespace such as globals(), to name values that have no label
    model   a Module: the values of each of its neurons are framed together
    down    from top to bottom instead of from left to right
    step    the graph as it is on its tape after so many steps, from 0, where only the leaves are known; of a Value, its
            graph is recorded. None: a Value as it is now, a Tape at its end

    From 300 values on, each neuron is one box, and a line below the picture says so. With model=, its parameters tell
    what is a neuron; without, whatever is computed as one does.
    TypeError if root is neither, and ValueError for a graph too large for a picture, say what to draw instead;
    ValueError for a step that the tape does not have.
    """
    if step is not None or isinstance(root, Tape):
        return at_step(root, step, names, model, down=down, theme=theme, width=width)
    if not isinstance(root, Value):
        raise TypeError(f"draw.graph needs a Value, not {type(root).__name__}" + _hint(root))
    order = topological(root)
    called = unique_names(order, names or {})
    index = {v: i for i, v in enumerate(order)}
    frames = list(_groups(order, model)) if model and len(order) < FOLDED else []
    nodes = [Node(i, called[v], v._op, tuple(index[o] for o in v._prev), float(v.data)) for v, i in index.items()]
    grads = [float(v.grad) for v in order]
    caption = ""
    if len(order) >= FOLDED:
        parameters = {index[p] for p in model.parameters() if p in index} if model else None
        found = folding.neurons_in(nodes, parameters)
        nodes, places = folding.fold(nodes, found)
        grads = [grads[i] for i in places]
        if found:
            caption = f"{len(order):,} values, folded into {len(nodes):,} boxes: each neuron is one (Σ)"
    if len(nodes) > MOST:
        raise ValueError(
            f"this graph has {len(order):,} values, and a picture has room for {MOST:,}"
            f"{' (with one box for each neuron)' if caption else ''}: draw a part of it"
        )
    still = Still(tuple(nodes), {n.index: n.data for n in nodes}, dict(enumerate(grads)))
    flow = graphs.DOWN if down else graphs.RIGHT
    groups = [(name, [index[v] for v in group]) for name, group in frames]
    label = f"The graph of {called[root]}" + ("" if caption else f": {len(order):,} value{'s' * (len(order) > 1)}")
    return Drawing(graphs.graph(still, 0, flow=flow, groups=groups, label=label), theme, width, caption)


def at_step(
    root: Value | Tape,
    step: int | None,
    names: Mapping[str, object] | None,
    model: Module | None,
    *,
    down: bool,
    theme: str,
    width: float | None,
) -> Drawing:
    """The picture of a tape after so many steps, as the page has it."""
    if model is not None:
        raise TypeError(
            "model= frames the neurons of a Value's graph as it is now: it does not go with a Tape or a step"
        )
    if isinstance(root, Value):
        root = record(root, names)
    if not isinstance(root, Tape):
        raise TypeError(f"draw.graph needs a Value or a Tape, not {type(root).__name__}" + _hint(root))
    last = len(root.steps)
    k = last if step is None else step
    if isinstance(k, bool) or not isinstance(k, int) or not 0 <= k <= last:
        raise ValueError(f"this tape has the steps 0 to {last} ({root.forward} of them forward), and no step {step!r}")
    if len(root.nodes) > MOST:
        raise ValueError(f"this tape has {len(root.nodes):,} values, and a picture has room for {MOST:,}")
    label = f"The graph of {root.nodes[root.root].name} after step {k} of {last}"
    flow = graphs.DOWN if down else graphs.RIGHT
    return Drawing(graphs.graph(root, k, flow=flow, label=label), theme, width)


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
    """(name, Neuron) for every neuron of a Neuron, a Layer, or a model with layers."""
    if isinstance(model, NeuronModule):
        return [("neuron", model)]
    try:
        layers = _layers(model)
    except TypeError:  # a model of another build: nothing of it is framed
        return []
    return [(names.neuron(l, i), neuron) for l, layer in enumerate(layers) for i, neuron in enumerate(layer)]


def network(
    model: Any, x: Iterable[float] | None = None, *, theme: str = "auto", width: float | None = None, down: bool = False
) -> Drawing:
    """A model, an MLP (or a Layer, or a Neuron), as columns of neurons: edge thickness for |weight|, color and dash for
    its sign.

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
    label = f"{_sizes_in_words(sizes)}, {len(edges):,} parameters"
    drawn = networks.network(sizes, neurons, edges, label=label, down=down, dense=len(edges) > DENSE)
    return Drawing(drawn, theme, width)


def _sizes_in_words(sizes: Sequence[int]) -> str:
    """'A network: 2 inputs, layers of 16, 16 and 1 neurons'"""
    inputs = f"{sizes[0]} input{'s' * (sizes[0] > 1)}"
    if len(sizes) == 2:
        return f"A neuron: {inputs}" if sizes[1] == 1 else f"A layer: {inputs}, {sizes[1]} neurons"
    return f"A network: {inputs}, layers of {', '.join(map(str, sizes[1:-1]))} and {sizes[-1]} neurons"


def _layers(model: Any) -> list[list[NeuronModule]]:
    """The neurons layer by layer; TypeError for a model that does not consist of them."""
    if isinstance(model, (NeuronModule, Layer)):
        return [[model] if isinstance(model, NeuronModule) else list(model.neurons)]
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
    """A Neuron (`unit`): weights and bias as edges beside its activation; with inputs x, also sum, output and slope.

    TypeError for anything else than a Neuron.
    """
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
