"""Every backend finds the engine's losses and gradients, for any graph."""

import math
import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.compiler import compile_graph, compile_model
from micrograd.engine import topological
from micrograd.losses import LOSSES
from micrograd.nn import ACTIVATIONS
from micrograd.ops import methods

UNARY = {op.name: getattr(Value, op.method) for op in methods().values() if not op.domain} | {
    "exp": lambda v: v.tanh().exp(),
    "log": lambda v: (v * v + 0.5).log(),
    "square root": lambda v: (v * v + 0.5).sqrt(),
    "neg": lambda v: -v,
    "square": lambda v: v**2,
    "cube": lambda v: v**3.0,
    "zeroth": lambda v: v**0,
    "first": lambda v: v**1,
    "inverse": lambda v: (v.exp() + 1) ** -1,
    "root": lambda v: (v * v + 0.1) ** 0.5,
    "power": lambda v: (v * v + 0.25) ** -1.7,
    "shift": lambda v: 0 + 1 * v + 3,
    "large power": lambda v: v.tanh() ** 70,
    "odd power": lambda v: v.sigmoid() ** 65,
    "halves": lambda v: v / 2,
    "inverse root": lambda v: (v * v + 1) ** -0.5,
}
BINARY = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / (b * b + 1)}
SMALL = st.floats(-2, 2, allow_subnormal=False)


@st.composite
def graphs(draw):
    """(op, operand, operand) rows; an operand is one of 3 parameters, 2 inputs, a constant, or an earlier row."""
    rows = []
    for n in range(draw(st.integers(1, 14))):
        at = st.integers(0, 5 + n)
        rows.append((draw(st.sampled_from([*UNARY, *BINARY, *BINARY])), draw(at), draw(at)))
    return rows


def built(rows):
    """The function (parameters, inputs) -> cost that the rows of `graphs` stand for."""

    def cost(parameters, inputs):
        values = [*parameters, *inputs, Value(0.75)]
        for op, a, b in rows:
            values.append(UNARY[op](values[a]) if op in UNARY else BINARY[op](values[a], values[b]))
        return values[-1] + values[-2] * 0.5

    return cost


def compiled(function, parameters, rows, backend):
    p, x = [Value(v) for v in parameters], [Value(v) for v in rows[0]]
    program = compile_graph(function(p, x), p, x, rows=len(rows), backend=backend)
    assert program.backend == backend
    program.load(*zip(*rows))
    return program


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs(), st.lists(SMALL, min_size=3, max_size=3), st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=5))
def test_gradients_of_random_graphs_are_the_engines(backend, engine, rows, parameters, samples):
    function = built(rows)
    loss, gradients, size = engine(function, parameters, samples)
    root = function([Value(p) for p in parameters], [Value(x) for x in samples[0]])
    root.backward()
    size = max([size, *(max(abs(v.data), abs(v.grad)) for v in topological(root))])
    assume(size < 1e6)
    got, got_gradients = compiled(function, parameters, samples, backend).gradient()
    assert got == pytest.approx(loss, rel=1e-9, abs=1e-9 * size)
    assert list(got_gradients) == pytest.approx(gradients, rel=1e-9, abs=1e-10 * size)


@pytest.mark.parametrize("op", UNARY)
@pytest.mark.parametrize("varying", [True, False])
def test_every_operation_is_differentiated(backend, engine, op, varying):
    """On what depends on the sample, and on what is computed once for all samples."""

    def function(p, x):
        return UNARY[op](p[0] * x[0]) * p[1] if varying else UNARY[op](p[0] * p[1]) * x[0] + p[1]

    parameters, rows = [0.7, -1.3], [(0.5,), (1.25,), (-0.9,)]
    loss, gradients, _ = engine(function, parameters, rows)
    got, got_gradients = compiled(function, parameters, rows, backend).gradient()
    assert got == pytest.approx(loss, rel=1e-12)
    assert list(got_gradients) == pytest.approx(gradients, rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("count", [1, 2, 3, 100, 1001])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_of_a_network_are_the_engines_for_any_batch(backend, activation, count):
    random.seed(count)
    model = MLP(2, [3, 2, 1], activation=activation)
    rows = [(random.uniform(-2, 2), random.uniform(-2, 2), random.choice((-1, 1))) for _ in range(count)]
    loss = LOSSES[("hinge", "squared error", "logistic")[count % 3]]
    program = compile_model(model, loss, rows=count, backend=backend)
    program.load(*zip(*rows))
    program.l2 = 0.01
    model.zero_grad()
    total = sum((loss(model(row[:2]), row[2]) for row in rows), Value(0)) * (1 / count)
    total += 0.01 * sum(p * p for p in model.parameters())
    total.backward()
    got, gradients = program.gradient()
    assert got == pytest.approx(total.data, rel=1e-11)
    assert list(gradients) == pytest.approx([p.grad for p in model.parameters()], rel=1e-9, abs=1e-13)


def test_a_range_of_rows_is_the_batch(backend, engine):
    def function(p, x):
        return (p[0] * x[0] + p[1]).tanh()

    rows = [(k / 7,) for k in range(11)]
    program = compiled(function, [0.3, 0.1], rows, backend)
    for first, stop in (0, 1), (3, 4), (2, 5), (4, 11), (0, 11):
        loss, gradients, _ = engine(function, [0.3, 0.1], rows[first:stop])
        got, got_gradients = program.gradient((first, stop))
        assert got == pytest.approx(loss, rel=1e-12)
        assert list(got_gradients) == pytest.approx(gradients, rel=1e-12)


SPECIAL = [0.0, -0.0, 1e-310, 1e200, -1e200, math.inf, -math.inf, math.nan]
TOUGH = {op.name: getattr(Value, op.method) for op in methods().values() if not op.domain} | {
    "square": lambda v: v**2,
    "cube": lambda v: v**3,
    "times": lambda v: v * 0,
    "zeroth": lambda v: v**0,
    "fourth": lambda v: v**64,
    "plus": lambda v: v + math.inf,
    "of its own": lambda v: v * v,
    "infinite power": lambda v: v**math.inf,
}


@pytest.mark.parametrize("name", TOUGH)
def test_nan_and_infinity_behave_as_in_the_engine(backend, engine, name):
    """In the value and, with inf and nan in the gradient that comes back too, in the gradients."""
    op = TOUGH[name]

    def function(p, x):
        return (op(p[0] * x[0]) * p[1]) ** 2 + op(p[0])

    for number in SPECIAL:
        for scale in (1.5, 0.0, math.inf):
            loss, gradients, _ = engine(function, [number, scale], [(1.0,)])
            got, got_gradients = compiled(function, [number, scale], [(1.0,)], backend).gradient()
            expected = [loss, *gradients]
            for a, b in zip([got, *got_gradients], expected):
                assert a == pytest.approx(b, rel=1e-12, abs=1e-300, nan_ok=True), (number, scale, expected)


@pytest.mark.parametrize(
    "name, expected",
    [
        ("log", [math.nan, -math.inf, 0.0]),
        ("sqrt", [math.nan, 0.0, 1.0]),
        ("root", [math.nan, 0.0, 1.0]),
        ("inverse", [-1.0, math.inf, 1.0]),
    ],
)
def test_where_the_engine_raises_the_program_has_what_ieee_754_says(backend, name, expected):
    op = {"log": Value.log, "sqrt": Value.sqrt, "root": lambda v: v**0.5, "inverse": lambda v: v**-1}[name]
    x = Value(1.0)
    program = compile_graph(op(x), [], [x], [op(x)], rows=1, points=3, backend=backend)
    program.load_points([-1.0, 0.0, 1.0])
    assert list(program.forward()[0]) == pytest.approx(expected, nan_ok=True)


def test_long_chains_compile(backend):
    """Deeper than any recursion limit, in sums, products, functions and squares."""
    w, x = Value(0.9), Value(0.5)
    v = w
    for _ in range(300):
        v = (((v + x) * 0.5).tanh() + w) * w + 0.25
    for _ in range(1200):
        v = (v * 0.999).tanh()
    for _ in range(800):
        v = v.sigmoid()
    program = compile_graph(v, [w], [x], rows=2, backend=backend)
    program.load([0.5, 0.5])
    v.backward()
    loss, gradients = program.gradient()
    assert loss == pytest.approx(v.data, rel=1e-9) and gradients[0] == pytest.approx(w.grad, rel=1e-9, abs=1e-300)


def test_values_shared_by_several_uses_are_added_up(backend, engine):
    def function(p, x):
        diamond = p[0] * x[0]
        return diamond * diamond + diamond + (p[0] + p[0]) * p[0] * x[0] + p[0] ** 2

    loss, gradients, _ = engine(function, [1.5], [(2.0,), (-1.0,), (0.5,)])
    got, got_gradients = compiled(function, [1.5], [(2.0,), (-1.0,), (0.5,)], backend).gradient()
    assert (got, *got_gradients) == pytest.approx((loss, *gradients), rel=1e-14)


def test_costs_without_samples_or_parameters_are_no_special_case(backend):
    w, x = Value(3.0), Value(1.0)
    once = compile_graph(w * w, [w], [x], rows=3, backend=backend)
    once.load([1.0, 2.0, 5.0])
    assert (once.gradient()[0], *once.gradient()[1]) == pytest.approx((9.0, 6.0))
    none = compile_graph(x * x, [w], [x], rows=3, backend=backend)
    none.load([1.0, 2.0, 5.0])
    assert (none.gradient()[0], *none.gradient()[1]) == pytest.approx((10.0, 0.0))
