"""From a model, or from any expression, to a Program.

Offers `compile_model`, `compile_graph`, and `named`, which names a model's values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..engine import Value, release
from ..losses import LOSSES
from ..nn import MLP
from .backends.wasm.runtime import Runtime
from .plan import plan
from .program import Program


def compile_model(
    model: MLP,
    loss: str | Callable[[Value, Any], Value] = "hinge",
    *,
    rows: int,
    points: int = 0,
    runtime: Runtime | None = None,
    backend: str | None = None,
) -> Program:
    """A Program for an MLP whose last layer has one neuron, and data with labels -1 and +1.

    loss        a name in LOSSES, or a function (score, label) -> Value
    rows        samples of data at most (a program cannot take more later; leave room, it costs nothing)
    points      points at most for `forward`
    runtime     what runs WebAssembly (see runtime.py); None: wasmtime if it is installed
    backend     one of BACKENDS; None: the first of them that works here
    Its outputs are the activations of all neurons, layer by layer; the last is the score.
    UnknownOp if the model or the loss has an operation of its own that the compiler does not know.
    """
    inputs, outputs, names = named(model)
    label = Value(1.0, label="y")
    cost = (LOSSES[loss] if isinstance(loss, str) else loss)(outputs[-1], label)
    program = compile_graph(
        cost,
        model.parameters(),
        [*inputs, label],
        outputs,
        label=label,
        names=names,
        rows=rows,
        points=points,
        runtime=runtime,
        backend=backend,
    )
    release(cost)
    return program


def compile_graph(
    cost: Value,
    parameters: Sequence[Value],
    inputs: Sequence[Value],
    outputs: Iterable[Value] = (),
    *,
    label: Value | None = None,
    names: Mapping[Value, str] | None = None,
    rows: int,
    points: int = 0,
    runtime: Runtime | None = None,
    backend: str | None = None,
) -> Program:
    """A Program for the graph of one sample: any expression. For the arguments see plan.plan and compile_model."""
    planned = plan(cost, parameters, inputs, outputs, label=label, names=names)
    program = Program(planned, rows, points, runtime, backend)
    program.parameters = [float(p.data) for p in parameters]
    return program


def named(model: MLP, point: Sequence[float] | None = None) -> tuple[list[Value], list[Value], dict[Value, str]]:
    """(inputs, outputs, names): a sample's Values, every neuron's, and names such as l1n2w3 for layer 1, neuron 2."""
    point = point or [0.5] * len(model.layers[0].neurons[0].w)
    inputs = [Value(x, label=f"x{i + 1}") for i, x in enumerate(point)]
    names, outputs, x = {}, [], inputs
    for n, layer in enumerate(model.layers):
        for m, neuron in enumerate(layer.neurons):
            names[neuron.b] = f"l{n + 1}n{m + 1}b"
            for i, w in enumerate(neuron.w):
                names[w] = f"l{n + 1}n{m + 1}w{i + 1}"
        x = layer(x)
        x = x if isinstance(x, list) else [x]
        names.update((v, f"l{n + 1}n{m + 1}") for m, v in enumerate(x))
        outputs += x
    return inputs, outputs, names
