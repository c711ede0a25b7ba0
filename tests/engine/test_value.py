"""What a Value is, what it says, and what it does not accept."""

import math
from fractions import Fraction

import numpy as np
import pytest

from micrograd import Value


def test_the_readme_s_two_input_expression_has_the_readme_s_figures():
    a = Value(-4.0)
    b = Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    assert f"{g.data:.4f}" == "24.7041"
    g.backward()
    assert f"{a.grad:.4f}" == "138.8338"
    assert f"{b.grad:.4f}" == "645.5773"


def test_ints_stay_ints_as_far_as_floats_hold_them():
    for v, data in ((Value(2) ** 3, 8), (Value(3) * 4 + 1, 13), (Value(-2) ** 3, -8), (Value(2**53), 2**53)):
        assert v.data == data and type(v.data) is int
    for v, data in (
        (Value(2) ** -1, 0.5),
        (Value(2**53 + 1), 2.0**53),
        (Value(10) ** 20, 1e20),
        (Value(2) ** 3.0, 8.0),
    ):
        assert v.data == data and type(v.data) is float


def test_the_lecture_s_example_has_the_lecture_s_numbers():
    a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(4.0, label="c")
    L = (a + b) * c
    L.backward()
    assert (L.data, a.grad, b.grad, c.grad) == (-4.0, 4.0, 4.0, -1.0)


def test_a_value_used_twice_is_there_twice_and_gets_both_contributions():
    x = Value(3.0)
    for y, grad in ((x * x, 6.0), (x + x, 2.0), (x - x, 0.0), (x / x, 0.0)):
        x.grad = 0.0
        y.backward()
        assert x.grad == pytest.approx(grad)
    assert (x * x)._prev == (x, x)


def test_operands_keep_their_order():
    a, b = Value(1.0), Value(2.0)
    assert (a * b)._prev == (a, b) and (b * a)._prev == (b, a)
    assert (3 * a)._prev[0] is a


def test_gradients_add_up_over_calls_until_they_are_zeroed():
    x = Value(3.0)
    y = x * 2.0
    y.backward()
    y.backward()
    assert (x.grad, y.grad) == (4.0, 1.0)


@pytest.mark.parametrize(
    "make, op",
    [
        (lambda a: a + 1, "+"),
        (lambda a: a * 2, "*"),
        (lambda a: a**2, "**2"),
        (lambda a: a**-0.5, "**-0.5"),
        (lambda a: a.relu(), "ReLU"),
        (lambda a: a.tanh(), "tanh"),
        (lambda a: a.exp(), "exp"),
        (lambda a: a.log(), "log"),
        (lambda a: a.sigmoid(), "sigmoid"),
        (lambda a: a.sqrt(), "sqrt"),
        (lambda a: abs(a), "abs"),
        (lambda a: a.abs(), "abs"),
        (lambda a: a.sin(), "sin"),
        (lambda a: a.cos(), "cos"),
        (lambda a: a.softplus(), "softplus"),
        (lambda a: a.leaky_relu(), "leaky ReLU"),
        (lambda a: a.gelu(), "GELU"),
        (lambda a: -a, "*"),
        (lambda a: a - 1, "+"),
        (lambda a: 1 / a, "*"),
    ],
)
def test_an_op_leaves_its_name(make, op):
    assert make(Value(2.0))._op == op


def test_a_leaf_has_no_op_and_no_operands():
    assert (Value(1.0)._op, Value(1.0)._prev, Value(1.0).label) == ("", (), "")


def test_repr_is_short_and_shows_one_value_only():
    a = Value(2.0, label="a")
    assert repr(a * 3.0) == "Value(data=6.0, grad=0.0)"


def test_sum_works():
    values = [Value(1), Value(2.5)]
    total = sum(values)
    total.backward()
    assert total.data == 3.5 and [v.grad for v in values] == [1.0, 1.0]
    assert sum(values, Value(1.0)).data == 4.5


def test_two_values_are_equal_only_if_they_are_one():
    a = Value(1.0)
    assert a == a and a != Value(1.0)


@pytest.mark.parametrize(
    "given, kept, kind",
    [
        (2, 2, int),
        (2.5, 2.5, float),
        (True, 1.0, float),
        (Fraction(1, 4), 0.25, float),
        (np.float64(1.5), 1.5, float),
        (np.float32(0.5), 0.5, float),
        (np.int64(3), 3.0, float),
    ],
)
def test_a_number_of_any_kind_will_do(given, kept, kind):
    v = Value(given)
    assert v.data == kept and type(v.data) is kind
    assert (Value(1.0) + given).data == 1 + kept
    assert (given * Value(2.0)).data == 2 * kept


@pytest.mark.parametrize(
    "make, error, says",
    [
        (lambda: Value("2"), TypeError, ["str '2'", "quotes"]),
        (lambda: Value(None), TypeError, ["NoneType"]),
        (lambda: Value(1j), TypeError, ["complex"]),
        (lambda: Value([1.0]), TypeError, ["list [1.0]"]),
        (lambda: Value(np.array([1.0, 2.0])), TypeError, ["ndarray"]),
        (lambda: Value(Value(1.0)), TypeError, ["Value(data=1.0"]),
        (lambda: Value("x" * 10_000), TypeError, ["..."]),
        (lambda: Value(2.0, label="a") + "3", TypeError, ["'+'", "a (a Value of 2.0)", "str '3'"]),
        (lambda: "3" * Value(2.0), TypeError, ["'*'", "a Value of 2.0", "str '3'"]),
        (lambda: Value(2.0) - None, TypeError, ["'-'", "NoneType"]),
        (lambda: [] / Value(2.0), TypeError, ["'/'", "list []"]),
        (lambda: Value(2.0) ** "2", TypeError, ["exponent of a Value of 2.0", "str '2'"]),
        (lambda: Value(-8.0, label="a") ** (1 / 3), ValueError, ["a (a Value of -8.0)", "negative number"]),
        (lambda: Value(0.0, label="a") ** -1, ZeroDivisionError, ["a (a Value of 0.0) ** -1"]),
        (
            lambda: Value(1.0, label="a") / Value(0.0, label="b"),
            ZeroDivisionError,
            ["a / b divides by zero, because b is 0.0. Change b"],
        ),
        (lambda: 1 / Value(0.0, label="b"), ZeroDivisionError, ["1 / b divides by zero, because b is 0.0. Change b"]),
        (lambda: Value(1.0) / 0, ZeroDivisionError, ["1.0 / 0 divides by zero"]),
        (lambda: Value(-1.0, label="a").log(), ValueError, ["log of a (a Value of -1.0)"]),
        (lambda: Value(0.0).log(), ValueError, ["log of a Value of 0.0"]),
        (lambda: Value(-1.0, label="a").sqrt(), ValueError, ["sqrt of a (a Value of -1.0)", "no real root"]),
    ],
)
def test_an_error_names_the_value_and_the_operand(make, error, says):
    with pytest.raises(error) as caught:
        make()
    message = str(caught.value)
    assert len(message) < 250
    for text in says:
        assert text in message


def test_a_power_that_is_a_value_can_be_written_as_the_error_says():
    x, p = Value(2.0), Value(3.0)
    y = (p * x.log()).exp()
    y.backward()
    assert y.data == pytest.approx(8.0)
    assert x.grad == pytest.approx(12.0) and p.grad == pytest.approx(8 * math.log(2))
