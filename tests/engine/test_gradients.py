"""Every op's gradient against finite differences, alone and in random expressions.

The ops are found on Value itself, so that a new one is checked without a new test.
"""

import inspect
import math
import operator

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from micrograd import Value
from micrograd.engine import topological
from micrograd.ops import methods


def unary_ops():
    """The methods of Value that take nothing and give a Value."""
    found = {"neg": operator.neg}
    for name, method in inspect.getmembers(Value, inspect.isfunction):
        if (
            not name.startswith("_")
            and name not in ("backward", "as_integer_ratio")
            and len(inspect.signature(method).parameters) == 1
        ):
            found[name] = method
    for power in (2, 3, -1, 0, 0.5, -1.5, 1):
        found[f"power {power}"] = lambda v, power=power: v**power
    for number in (2, -0.5):
        found[f"{number} +"] = lambda v, number=number: number + v
        found[f"{number} -"] = lambda v, number=number: number - v
        found[f"{number} *"] = lambda v, number=number: number * v
        found[f"{number} /"] = lambda v, number=number: number / v
        found[f"- {number}"] = lambda v, number=number: v - number
        found[f"/ {number}"] = lambda v, number=number: v / number
    return found


UNARY = unary_ops()
BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
NUMPY = {  # independent of the engine's own functions; a test below holds that none is missing
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sin": np.sin,
    "cos": np.cos,
    "softplus": lambda x: np.logaddexp(x, 0),
    "leaky_relu": lambda x: np.where(x < 0, x / 100, x),
    "gelu": lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "relu": lambda x: np.maximum(x, 0),
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sigmoid": lambda x: np.where(
        x < 0, np.exp(np.minimum(x, 0)) / (1 + np.exp(np.minimum(x, 0))), 1 / (1 + np.exp(-np.maximum(x, 0)))
    ),
}


def computed(f, *numbers):
    """f of Values of these numbers; None where it has no (finite, real) value there."""
    try:
        out = f(*map(Value, numbers))
    except (ValueError, ZeroDivisionError):
        return None
    return out if math.isfinite(out.data) else None


def slopes(f, numbers, i, h):
    """The slopes of f in its i-th number to the left and to the right; None at an edge."""
    left, here, right = (computed(f, *numbers[:i], numbers[i] + by, *numbers[i + 1 :]) for by in (-h, 0, h))
    return None if left is None or right is None else ((here.data - left.data) / h, (right.data - here.data) / h)


def assert_gradients(f, numbers):
    """The gradients of f are the slopes, where those can be measured. Returns how many could be."""
    values = [Value(x) for x in numbers]
    out = f(*values)
    out.backward()
    if not all(math.isfinite(v.grad) for v in topological(out)):  # infinitely steep somewhere: the root of 0
        return 0
    measured = 0
    for i, v in enumerate(values):
        sides = slopes(f, numbers, i, 1e-5 * max(1, abs(numbers[i])))
        if sides is None:
            continue
        slope = sum(sides) / 2
        scale = max(1, abs(slope))
        if abs(sides[0] - sides[1]) > 1e-3 * scale:  # a kink, or too bent to measure
            continue
        measured += 1
        assert v.grad == pytest.approx(slope, rel=1e-4, abs=1e-4 * scale)
    return measured


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("x", [-3.7, -1.0, -0.31, 0.2, 1.0, 2.9, 11.0])
def test_the_gradient_of_each_unary_op_is_its_slope(name, x):
    if computed(UNARY[name], x) is not None:
        assert assert_gradients(UNARY[name], (x,)) == 1


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("x, y", [(2.0, -3.0), (-0.5, 0.25), (7.5, 4.0), (-1.0, -1.0)])
def test_the_gradient_of_each_binary_op_is_its_slope(name, x, y):
    assert assert_gradients(BINARY[name], (x, y)) == 2
    assert assert_gradients(lambda v: BINARY[name](v, v), (x,)) == 1


def program():
    """A list of instructions: the i-th makes value number 3 + i from earlier ones; the last value is the result."""
    here = st.integers(0, 10**6)
    return st.lists(
        st.one_of(
            st.tuples(st.sampled_from(sorted(UNARY)), here), st.tuples(st.sampled_from(sorted(BINARY)), here, here)
        ),
        min_size=1,
        max_size=12,
    )


def run(instructions, *leaves):
    values = list(leaves)
    for op, *places in instructions:
        operands = [values[-1 - place % len(values)] for place in places]
        values.append(UNARY[op](*operands) if op in UNARY else BINARY[op](*operands))
    return values[-1]


numbers = st.floats(-2, 2).map(lambda x: round(x, 3))


@settings(max_examples=400, deadline=None)
@given(program(), numbers, numbers, numbers)
def test_the_gradients_of_random_expressions_are_their_slopes(instructions, x, y, z):
    out = computed(lambda *leaves: run(instructions, *leaves), x, y, z)
    assume(out is not None and abs(out.data) < 1e3)
    assert_gradients(lambda *leaves: run(instructions, *leaves), (x, y, z))


@settings(max_examples=100, deadline=None)
@given(program(), numbers, numbers, numbers)
def test_operands_stand_before_results_each_value_once_and_the_root_last(instructions, x, y, z):
    out = computed(lambda *leaves: run(instructions, *leaves), x, y, z)
    assume(out is not None)
    order = topological(out)
    place = {v: i for i, v in enumerate(order)}
    assert len(place) == len(order) and order[-1] is out
    assert all(place[o] < place[v] for v in order for o in v._prev)

    recursive, seen = [], set()

    def visit(v):
        if v not in seen:
            seen.add(v)
            for o in v._prev:
                visit(o)
            recursive.append(v)

    visit(out)
    assert order == recursive


def test_every_op_has_its_reference():
    assert NUMPY.keys() == methods().keys()


@pytest.mark.parametrize("name", NUMPY)
@pytest.mark.parametrize(
    "x", [-1000.0, -745.0, -40.0, -1.0, -1e-9, -0.0, 0.0, 1e-300, 1e-9, 0.5, 1.0, 37.0, 709.0, 1000.0]
)
def test_an_op_gives_numpy_s_number_and_never_overflows(name, x):
    domain = methods()[name].domain
    if domain and domain.excludes(x):
        with pytest.raises(ValueError, match=f"{name} of a Value of .*: {domain.words}"):
            UNARY[name](Value(x))
        return
    with np.errstate(over="ignore"):
        expected = float(NUMPY[name](np.float64(x)))
    v = Value(x)
    out = UNARY[name](v)
    out.backward()
    lost = 1e-15 if name == "gelu" else 0.0  # in the reference: 1 + tanh of a number near -1
    assert out.data == pytest.approx(expected, rel=1e-15, abs=lost)
    assert not math.isnan(v.grad)


ANALYTIC = {
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "gelu": NUMPY["gelu"],
}


@pytest.mark.parametrize("name", ANALYTIC)
@pytest.mark.parametrize("x", [1e-8, 0.01, 0.5, 1.0, 3.0, 20.0])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_derivative_equals_the_complex_step(name, x, sign):
    """The imaginary part of f(x + ih) / h is f'(x) to the last digits, without a difference of near numbers."""
    x *= sign
    domain = methods()[name].domain
    if domain and domain.excludes(x):
        return
    v = Value(x)
    UNARY[name](v).backward()
    exact = ANALYTIC[name](np.complex128(complex(x, 1e-200))).imag / 1e-200
    assert v.grad == pytest.approx(exact, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("base", [1e-9, 0.3, 1.0, 2.5, 40.0, -1e-9, -0.3, -1.0, -2.5, -40.0])
@pytest.mark.parametrize("power", [2, 3, -1, -2, 1, 0, 2.0, -3.0, 0.5, -0.5, 1.7, -2.3, 10])
def test_a_power_equals_numpy_s_and_its_derivative(base, power):
    if base < 0 and power % 1:
        with pytest.raises(ValueError, match="negative number"):
            Value(base) ** power
        return
    v = Value(base)
    out = v**power
    out.backward()
    assert out.data == pytest.approx(float(np.float64(base) ** power), rel=1e-15)
    assert v.grad == pytest.approx(power * float(np.float64(base) ** (power - 1)), rel=1e-15)


@pytest.mark.parametrize(
    "make, expected",
    [
        (lambda: Value(1e200) * 1e200, math.inf),
        (lambda: Value(-1e200) * 1e200, -math.inf),
        (lambda: Value(710.0).exp(), math.inf),
        (lambda: Value(1e200) ** 2, math.inf),
        (lambda: Value(-1e200) ** 3, -math.inf),
        (lambda: Value(-1e200) ** 2, math.inf),
        (lambda: Value(5e-324) ** -1, math.inf),
        (lambda: 1 / Value(5e-324), math.inf),
        (lambda: Value(10) ** 400, math.inf),
        (lambda: Value(0.5) ** 10**400, 0.0),
        (lambda: Value(10**400), math.inf),
        (lambda: Value(-(10**400)), -math.inf),
        (lambda: Value(math.inf) - math.inf, math.nan),
        (lambda: Value(math.nan).relu(), math.nan),
        (lambda: Value(math.nan).sigmoid(), math.nan),
        (lambda: Value(math.nan).log(), math.nan),
        (lambda: Value(math.inf).log(), math.inf),
        (lambda: Value(-math.inf).sigmoid(), 0.0),
        (lambda: Value(-math.inf).exp(), 0.0),
        (lambda: Value(math.inf).sin(), math.nan),
        (lambda: Value(-math.inf).cos(), math.nan),
        (lambda: Value(math.nan).abs(), math.nan),
        (lambda: Value(math.inf).sqrt(), math.inf),
        (lambda: Value(-math.inf).softplus(), 0.0),
        (lambda: Value(math.nan).softplus(), math.nan),
        (lambda: Value(math.nan).leaky_relu(), math.nan),
        (lambda: Value(-math.inf).leaky_relu(), -math.inf),
        (lambda: Value(1e200).gelu(), 1e200),
    ],
)
def test_what_is_too_large_is_inf_and_what_is_undefined_nan(make, expected):
    assert make().data == pytest.approx(expected, nan_ok=True)


def test_squaring_an_int_again_and_again_ends_at_inf():
    v = Value(3)
    for _ in range(60):
        v = v * v
    assert v.data == math.inf


def test_relu_is_flat_at_zero_and_stops_the_gradient_below():
    for x, expected in ((-1.0, 0.0), (0.0, 0.0), (1e-300, 1.0)):
        v = Value(x)
        v.relu().backward()
        assert v.grad == expected


def test_a_root_at_zero_is_infinitely_steep_and_a_power_of_zero_is_flat():
    root, flat = Value(0.0), Value(0.0)
    (root**0.5).backward()
    (flat**0).backward()
    assert root.grad == math.inf and flat.grad == 0.0
