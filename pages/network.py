"""03 The Network: layers of neurons, and nothing else."""

import random
from dataclasses import dataclass, field, replace

from micrograd import MLP, Value
from micrograd.draw.networks import Edge, Neuron, network
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import group, tag
from micrograd.engine import topological

from .content import Moving
from .controls import button, slider
from .environment import Environment
from .transport import Transport

NAME = "network"
SIZES = (2, 4, 4, 1)
SEED = 33
MOST_LAYERS = 6  # of neurons, the output's among them


@dataclass(frozen=True)
class Run:
    """One forward and backward pass of an MLP, as plain numbers.

    outputs[l][i], grads[l][i]: neuron i of layer l, layer 0 being the inputs; parameters: {'layer.neuron.input':
    (weight, gradient)} with layer 0 the first layer of neurons; values: how many Values the graph has.
    """

    sizes: tuple
    outputs: tuple
    grads: tuple
    parameters: dict
    dead: frozenset
    values: int


def run_network(sizes, seed, x):
    """Builds the MLP whose weights this seed draws, runs it on x, and takes the gradient of its output."""
    random.seed(seed)
    model = MLP(sizes[0], list(sizes[1:]))
    inputs = [Value(number, label=f"x{i + 1}") for i, number in enumerate(x)]
    columns, signal = [inputs], inputs
    for layer in model.layers:
        signal = [neuron(signal) for neuron in layer.neurons]
        columns.append(signal)
    root = columns[-1][0]
    root.backward()
    parameters = {}
    for l, layer in enumerate(model.layers):
        for i, neuron in enumerate(layer.neurons):
            for k, w in enumerate(neuron.w):
                parameters[f"{l}.{i}.{k}"] = (w.data, w.grad)
            parameters[f"{l}.{i}.b"] = (neuron.b.data, neuron.b.grad)
    dead = {
        (l + 1, i)
        for l, layer in enumerate(model.layers)
        for i, neuron in enumerate(layer.neurons)
        if neuron.activation == "relu" and columns[l + 1][i].data == 0
    }
    numbers = [tuple(float(v.data) for v in column) for column in columns]
    grads = [tuple(float(v.grad) for v in column) for column in columns]
    return Run(tuple(sizes), tuple(numbers), tuple(grads), parameters, frozenset(dead), len(topological(root)))


@dataclass(frozen=True)
class State:
    sizes: tuple = SIZES
    seed: int = SEED
    x: tuple = (1.0, -0.5)
    run: Run = field(default_factory=lambda: run_network(SIZES, SEED, (1.0, -0.5)))
    time: Transport = Transport(speed=0.8)
    look: str | None = None
    env: Environment = Environment()

    @property
    def layers(self):
        """How many layers of neurons: as many forward steps, one step that seeds the output's gradient, as many back."""
        return len(self.sizes) - 1

    @property
    def length(self):
        return 2 * self.layers + 1


def start():
    return State()


def moving(state):
    return state.time.moving


def handle(state, event):
    time = state.time
    match event:
        case {"type": "frame", "ms": ms}:
            return replace(state, time=time.advance(ms))
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "look", "look": look}:
            return replace(state, look=look)
        case {"do": "x1" | "x2" as name, "value": value}:
            number = min(max(float(value), -2.0), 2.0)
            return changed(state, x=(number, state.x[1]) if name == "x1" else (state.x[0], number))
        case {"do": "forward"}:
            return replace(state, time=time.play(0, state.layers))
        case {"do": "backward"}:
            return replace(state, time=time.play(state.layers, state.length))
        case {"do": "weights"}:
            return changed(state, seed=state.seed + 1)
        case {"do": "reset"}:
            return replace(start(), env=state.env)
        case {"do": "add"} if state.layers < MOST_LAYERS:
            return rebuilt(state, (*state.sizes[:-1], 4, state.sizes[-1]))
        case {"do": "remove"} if state.layers > 1:
            return rebuilt(state, (*state.sizes[:-2], state.sizes[-1]))
    return state


def changed(state, **what):
    """Other inputs or weights: the passes that were shown are shown with the new numbers."""
    state = replace(state, **what)
    return replace(state, run=run_network(state.sizes, state.seed, state.x))


def rebuilt(state, sizes):
    """Another architecture starts from the beginning."""
    return changed(state, sizes=sizes, time=state.time.jump(0), look=None)


def reached(state):
    """(how many layers have their value, the lowest layer whose neurons have a gradient or None)."""
    k = state.time.step
    if k <= state.layers:
        return k, None
    return state.layers, state.layers - (k - state.layers - 1)


def under_way(state):
    """('forward' | 'backward', layer) that the signal is entering or leaving, or None."""
    k = state.time.step
    if not state.time.under_way or k >= state.length or k == state.layers:
        return None
    return ("forward", k + 1) if k < state.layers else ("backward", state.length - k)


def view(state):
    return {
        "network.picture": Moving(picture(state), state.time.variables(state.env.still)),
        "network.controls": controls(state),
        "network.stats": stats(state),
        "network.caption": caption(state),
        "network.look": facts(state),
    }


def picture(state):
    run = state.run
    valued, graded = reached(state)
    neurons = []
    for layer, size in enumerate(run.sizes):
        for i in range(size):
            grad = run.grads[layer][i] if graded is not None and layer >= graded else None
            title = f"input x{i + 1}" if layer == 0 else f"neuron {layer - 1}.{i}"
            value = run.outputs[layer][i] if layer <= valued else None
            neurons.append(Neuron(layer, i, value, grad, value is not None and (layer, i) in run.dead, title))
    edges = []
    for key, (weight, grad) in run.parameters.items():
        layer, i, source = key.split(".")
        known = graded is not None and int(layer) >= graded
        edges.append(Edge(int(layer) + 1, int(i), None if source == "b" else int(source), weight, grad if known else None))
    label = "A network of " + " → ".join(str(size) for size in run.sizes) + " neurons"
    return network(
        run.sizes, neurons, edges, prefix=NAME, step=under_way(state), look=state.look, label=label, down=state.env.narrow
    )


def controls(state):
    return group(
        tag(
            "div",
            button("Forward", "network.forward", kind="data"),
            button("Backward", "network.backward", kind="grad"),
            button("New weights", "network.weights", hint="Draw other weights, from the next seed"),
            button("Reset", "network.reset"),
            class_="buttons",
        ),
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
            button("Add layer", "network.add", disabled=state.layers >= MOST_LAYERS, hint="Four more neurons before the output"),
            button("Remove layer", "network.remove", disabled=state.layers <= 1),
            tag("span", "seed ", tag("output", state.seed, data_stat="seed", data_value=state.seed), class_="seed"),
            class_="buttons",
        ),
    )


def stats(state):
    count = len(state.run.parameters)
    return tag(
        "p",
        tag("span", " → ".join(str(size) for size in state.sizes), class_="sizes"),
        tag("span", tag("b", count), " parameters", data_stat="parameters", data_value=count),
        tag("span", tag("b", state.run.values), " values", data_stat="values", data_value=state.run.values),
        tag("span", tag("b", state.run.sizes[-1]), " output"),
        class_="stats",
    )


def caption(state):
    k, layers = state.time.step, state.layers
    step = under_way(state)
    if step and step[0] == "forward":
        bends = "bends the sum" if step[1] < layers else "leaves the sum as it is"
        words, kind = f"Forward into layer {step[1]}: every neuron adds up its weighted inputs and {bends}.", "forward"
    elif step:
        words, kind = f"Backward out of layer {step[1]}: each weight learns its share, and what is left goes on.", "backward"
    elif k == 0:
        return tag("p", "Two inputs are waiting. Press Forward, and follow the thick edges.", class_="hint")
    elif k <= layers:
        words, kind = f"Forward: layer {k} of {layers} has its values.", "forward"
        if k == layers:
            words = f"One number comes out: {short(state.run.outputs[-1][0])}. Now ask, with Backward, what it depends on."
    elif k < state.length:
        words, kind = "Backward begins at the output: its own gradient is 1.", "backward"
    else:
        count = len(state.run.parameters)
        none = sum(1 for _, grad in state.run.parameters.values() if grad == 0)
        words = f"Every one of the {count} parameters has its gradient, in gold beside its weight"
        words += f"; {none} of them are 0, because a neuron or an input beside them gave 0." if none else "."
        kind = "backward"
    return tag("p", words, class_=f"where {kind}")


def facts(state):
    """What is pointed at, in words."""
    look = state.look
    if look is None:
        return tag("p", "Point at an edge for its weight and gradient, at a neuron for what goes in and out.", class_="hint")
    what, key = look.split(".")[1], look.split(".", 2)[2]
    valued, graded = reached(state)
    if what == "edge":
        if key not in state.run.parameters:
            return ""
        weight, grad = state.run.parameters[key]
        known = graded is not None and int(key.split(".")[0]) >= graded
        return _facts(
            ("bias" if key.endswith(".b") else "weight", key, None),
            ("data", short(weight, 6), "data"),
            ("grad", short(grad, 6) if known else "not reached yet", "grad"),
        )
    layer, i = (int(part) for part in key.split("."))
    if layer >= len(state.sizes) or i >= state.sizes[layer]:
        return ""
    value, grad = state.run.outputs[layer][i], state.run.grads[layer][i]
    rows = [
        ("input" if layer == 0 else "neuron", f"x{i + 1}" if layer == 0 else f"{layer - 1}.{i}", None),
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


def _incoming(run, layer, i):
    return [(run.parameters[f"{layer - 1}.{i}.{k}"][0], run.outputs[layer - 1][k]) for k in range(run.sizes[layer - 1])]


def _facts(*rows):
    return tag("dl", [tag("div", tag("dt", what), tag("dd", text, class_=kind)) for what, text, kind in rows], class_="facts")
