"""From a model, or from any expression, to a Program.

Offers `compile_model`, `compile_graph`, and `named`, which names a model's values.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..chance import draws_kept
from ..engine import Value, release
from ..losses import OWN, Loss, check_cost, cross_entropy, resolve_loss
from ..models import answers, check_model, count_inputs, is_layered, is_standard, keeps_values, parameters_of
from ..saving import named_parameters
from .agreement import Agreement
from .backends.wasm.runtime import Runtime
from .plan import Right, plan
from .program import Program
from .trace import CannotCompile, trace
from .watching import watch

TRIED = 3  # samples at random on which a graph is built again, and the program compared with the model


def compile_model(
    model: Any,
    loss: str | Callable[..., Value] = "hinge",
    *,
    rows: int,
    points: int = 0,
    inputs: int | None = None,
    runtime: Runtime | None = None,
    backend: str | None = None,
) -> Program:
    """A Program for a model: anything that is called with inputs and has parameters().

    loss        a name in LOSSES, or a function (score, label) -> Value
    rows        samples of data at most (a program cannot take more later; leave room, it costs nothing)
    points      points at most for `forward`
    inputs      how many inputs the model has, for one without layers to tell; 2, as points in the plane, if left out
    runtime     what runs WebAssembly (see runtime.py); None: JavaScript under Pyodide, else wasmtime if it is installed
    backend     one of BACKENDS; None: the first of them that works here

    Its outputs are what the model says: the last is the score, or the last k are those of k classes. For an MLP they
    are the activations of all neurons, layer by layer.
    The program is compared with the model at some samples first. CannotCompile if they differ, or if the model has
    more than one graph: it branches on a number, or draws at random. UnknownOp (one kind of it) if model or loss have
    an operation of their own.
    """
    check_model(model)
    cost_of, parameters = resolve_loss(loss), parameters_of(model)
    if len(set(parameters)) < len(parameters):
        raise CannotCompile("parameters() lists a Value twice, which is then changed twice at each step")
    trusted = is_standard(model) and cost_of in OWN
    known = count_inputs(model)
    guesses = [inputs] if inputs else [known] if known and is_layered(model) else list(dict.fromkeys([2, known or 2]))
    with draws_kept(model, cost_of):
        sample = first_sample(model, cost_of, guesses, trusted)
        program = compile_graph(
            sample.cost,
            parameters,
            [*sample.inputs, *sample.labels],
            sample.outputs,
            label=sample.labels[0] if len(sample.labels) == 1 else None,
            right=(sample.scores, sample.labels) if len(sample.labels) > 1 else None,
            names=sample.names,
            rows=rows,
            points=points,
            runtime=runtime,
            backend=backend,
        )
        program.loss, program.classes = cost_of, len(sample.scores)
        program.names = tuple(named_parameters(model))
        if not trusted:
            try_out(program, model, cost_of, sample, parameters)
    release(sample.cost)
    for v in sample.outputs:
        release(v)
    return program


def first_sample(model: Any, loss: Loss, guesses: Sequence[int], trusted: bool) -> Sampled:
    """The graph of one sample, with the first number of inputs that the model takes."""
    for count in guesses[:-1]:
        try:
            return Sampled(model, loss, [0.5] * count, trusted)
        except CannotCompile as why:
            if why.__cause__ is None:  # it took them
                raise
    return Sampled(model, loss, [0.5] * guesses[-1], trusted)


class Sampled:
    """The graph of one sample: its `inputs`, `labels` and `names`, what comes of them (`outputs`, the last of them
    `scores`), and the `cost`.
    """

    def __init__(self, model: Any, loss: Loss, point: Sequence[float], trusted: bool = False) -> None:
        self.names: dict[Value, str] = {}
        if trusted:
            self.build(model, loss, point)
            return
        try:
            if keeps_values(model, point):
                raise CannotCompile("the model keeps Values that it made before, and uses them again")
            with watch(model, loss) as looks:
                self.build(model, loss, point)
        except CannotCompile:
            raise
        except Exception as why:
            raise CannotCompile(
                f"called with Values, {type(model).__name__} or its loss ends in {type(why).__name__}: {why}"
            ) from why
        if looks:
            raise CannotCompile(f"{looks[0]}, so that another sample may have another graph")

    def build(self, model: Any, loss: Loss, point: Sequence[float]) -> None:
        if is_layered(model):
            self.inputs, self.outputs, self.names = named(model, point)
            last = model.layers[-1]
            self.scores = self.outputs[-len(last.neurons) :] if hasattr(last, "neurons") else self.outputs[-1:]
        else:
            self.inputs = [Value(x, label=f"x{i + 1}") for i, x in enumerate(point)]
            self.outputs = self.scores = answers(model, tuple(self.inputs))  # as a data set has points
        if len(self.scores) == 1:
            self.labels = [Value(1.0, label="y")]
            self.cost = check_cost(loss(self.scores[0], self.labels[0]), loss)
        elif loss is cross_entropy:
            self.labels = [Value(float(k == 0), label=f"y{k}") for k in range(len(self.scores))]
            self.cost = loss(self.scores, self.labels)
        elif loss in OWN:
            raise ValueError(
                f"{loss.__name__} compares one score with a label, and this model has {len(self.scores)} outputs: "
                "'cross-entropy' is the loss for a class each"
            )
        else:
            raise CannotCompile("a loss of one's own for several outputs is not compiled: it may look classes up")


def try_out(program: Program, model: Any, loss: Loss, first: Sampled, parameters: Sequence[Value]) -> None:
    """CannotCompile unless other samples have the same graph, and the program says what the model says of them."""
    rng = random.Random(0)
    wanted = nodes_of(first, parameters)
    samples = []
    for k in range(TRIED):
        point = [rng.uniform(-2.5, 2.5) for _ in first.inputs]
        other = Sampled(model, loss, point)
        if nodes_of(other, parameters) != wanted:
            raise CannotCompile("the model builds another graph when it is called again")
        release(other.cost)
        samples.append((point, k % len(first.scores) if len(first.scores) > 1 else 1.0 if k % 2 else -1.0))
    words = Agreement(program, model, loss).difference(samples)
    program.rows = 0
    if words:
        raise CannotCompile(words)


def nodes_of(sample: Sampled, parameters: Sequence[Value]) -> list[Any]:
    code, entries = trace([sample.cost, *sample.outputs], parameters, [*sample.inputs, *sample.labels])
    return [*code.nodes, *entries]


def compile_graph(
    cost: Value,
    parameters: Sequence[Value],
    inputs: Sequence[Value],
    outputs: Iterable[Value] = (),
    *,
    label: Value | None = None,
    right: Right | None = None,
    names: Mapping[Value, str] | None = None,
    rows: int,
    points: int = 0,
    runtime: Runtime | None = None,
    backend: str | None = None,
) -> Program:
    """A Program for the graph of one sample: any expression.

    cost        a Value: what training makes small, on average over the samples
    parameters  Values to train
    inputs      Values, one for each column of the data, labels among them
    outputs     Values that `forward` gives for each point; the last is the score
    label       the input whose sign the score's should have; None: there is no accuracy
    right       instead, for several scores: (scores, shares), the inputs that are 1 for the right class, else 0
    names       {Value: name}, for the listing
    rows, points, runtime, backend      as in compile_model
    UnknownOp if the graph has an operation that the compiler does not know.
    """
    planned = plan(cost, parameters, inputs, outputs, label=label, right=right, names=names)
    program = Program(planned, rows, points, runtime, backend)
    program.parameters = [float(p.data) for p in parameters]
    return program


def named(model: Any, point: Sequence[float] | None = None) -> tuple[list[Value], list[Value], dict[Value, str]]:
    """(inputs, outputs, names): a sample's Values, every neuron's, and names such as l1n2w3 for layer 1, neuron 2."""
    point = point or [0.5] * len(model.layers[0].neurons[0].w)
    inputs = [Value(x, label=f"x{i + 1}") for i, x in enumerate(point)]
    names, outputs, x = {}, [], inputs
    for n, layer in enumerate(model.layers):
        for m, neuron in enumerate(getattr(layer, "neurons", ())):
            names[neuron.b] = f"l{n + 1}n{m + 1}b"
            for i, w in enumerate(neuron.w):
                names[w] = f"l{n + 1}n{m + 1}w{i + 1}"
        x = layer(x)
        x = x if isinstance(x, list) else [x]
        names.update((v, f"l{n + 1}n{m + 1}") for m, v in enumerate(x))
        outputs += x
    return inputs, outputs, names
