"""A Value stands where a number stands, and no gradient is lost without a word."""

import cmath
import copy
import math
import pickle
import random
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import MLP, Value

FUNCTIONS = sorted(name for name, f in vars(math).items() if callable(f) and not name.startswith("_"))
FLAT = {"ceil", "floor", "trunc"}
numbers = st.floats(0.1, 4.0)


def call(name, v):
    """math.name of v, with as many further arguments as it wants; None for one that takes no numbers."""
    f = getattr(math, name)
    for arguments in ((v,), (v, 2.0), ([v, v],), ([v], [2.0]), (v, 2.0, 3.0), (2, v)):
        try:
            return f(*arguments)
        except TypeError as error:
            if "would become a plain number" in str(error):
                raise
    return None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_of_math_gives_a_silent_constant(name):
    v = Value(0.5, label="a")
    try:
        found = call(name, v)
    except TypeError as error:
        assert "a (a Value of 0.5)" in str(error) or "a Value of" in str(error)
        assert "a.data" in str(error)
        if callable(getattr(Value, name, None)):
            assert f"a.{name}()" in str(error)
    else:
        assert found is None or isinstance(found, (Value, bool))  # prod goes on with the graph; isclose is no number


@pytest.mark.parametrize(
    "lose",
    [float, int, round, complex, math.floor, statistics.fmean, range, chr, cmath.exp, lambda v: v // 2, lambda v: 7 % v,
     lambda v: divmod(v, 2), lambda v: statistics.mean([v, v]), math.trunc, lambda v: [1, 2][v], lambda v: np.array([v], dtype=float), lambda v: bytes([v])],
)  # fmt: skip
def test_what_would_lose_the_gradient_says_how_to_write_it(lose):
    with pytest.raises(TypeError, match=r"v\.data|not supported|not iterable|real number|fmean|iterable"):
        lose(Value(2.0))


def test_formatting_and_comparing_look_at_the_data():
    a, b = Value(2.0), Value(-1.5)
    assert f"{a:.3f} {b:+.1e} {a}" == "2.000 -1.5e+00 Value(data=2.0, grad=0.0)"
    assert f"{a:8.2f}" == "    2.00"
    assert a > b and b <= -1.5 and a < 3 and max(a, b) is a and sorted([a, b]) == [b, a]
    assert a and not Value(0.0)
    with pytest.raises(TypeError):
        assert a < "3"


@given(numbers, numbers)
def test_a_value_equals_the_number_that_it_holds_and_no_other_value(x, y):
    a, same = Value(x), Value(x)
    for kind in (float, np.float64):
        assert a == kind(x) and kind(x) == a and (a == kind(y)) == (x == y) and (a != kind(y)) == (x != y)
    assert list(np.array([x, y, x]) == a) == [True, x == y, True]
    assert a != same and a in {a} and same not in {a} and same not in [a]  # a graph may be searched with sets and lists
    assert a != "x" and a != None and Value(math.nan) != math.nan  # noqa: E711


@given(st.lists(numbers, min_size=2, max_size=5))
def test_numpy_s_statistics_have_their_gradients(xs):
    for statistic in (np.mean, np.var, np.sum):
        values = [Value(x) for x in xs]
        out = statistic(np.array(values))
        assert out.data == pytest.approx(statistic(xs))
        out.backward()
        for k, v in enumerate(values):
            up, down = ([x + h * (i == k) for i, x in enumerate(xs)] for h in (1e-5, -1e-5))
            assert v.grad == pytest.approx((statistic(up) - statistic(down)) / 2e-5, abs=1e-6)


def test_a_plus_sign_changes_nothing():
    a = Value(2.0)
    assert +a is a


@given(numbers, numbers)
def test_a_power_whose_exponent_is_a_value_has_both_slopes(x, y):
    for base, exponent in ((Value(x), Value(y)), (x, Value(y)), (Value(x), y)):
        out = base**exponent
        out.backward()
        assert out.data == pytest.approx(x**y)
        if isinstance(base, Value):
            assert base.grad == pytest.approx(y * x ** (y - 1), rel=1e-9)
        if isinstance(exponent, Value):
            assert exponent.grad == pytest.approx(x**y * math.log(x), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("base", [0.0, -2.0])
def test_a_base_that_has_no_such_power_is_named(base):
    with pytest.raises(ValueError, match=r"w \(a Value of .*above 0.*p\.data"):
        Value(base, label="w") ** Value(2.0, label="p")


OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
}


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, np.array, np.bool_])
def test_numpy_s_scalars_work_on_either_side(op, kind):
    f, x = OPERATORS[op], 1 if kind is np.bool_ else 3
    for left, right in ((Value(2.0), kind(x)), (kind(x), Value(2.0))):
        out = f(left, right)
        assert isinstance(out, Value)
        assert out.data == pytest.approx(f(2.0, x) if isinstance(left, Value) else f(x, 2.0))


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize(
    "array", [np.array([1.0, 2.0, 3.0]), np.array([[1, 2], [3, 4]]), np.array([Value(1.5), Value(2.0)])]
)
def test_arrays_work_on_either_side_element_by_element(op, array):
    f, a = OPERATORS[op], Value(2.0)
    for out, flat in ((f(a, array), [f(a, x) for x in array.flat]), (f(array, a), [f(x, a) for x in array.flat])):
        assert out.shape == array.shape and all(isinstance(v, Value) for v in out.flat)
        assert [v.data for v in out.flat] == pytest.approx([v.data for v in flat])
    total = (a * array).sum()
    total.backward()
    assert a.grad == pytest.approx(sum(x.data if isinstance(x, Value) else x for x in array.flat))


# --- backward, once more ---


def test_a_second_backward_adds_to_the_leaves_what_the_first_did():
    x = Value(3.0)
    y = x * x * 2
    y.backward()
    y.backward()
    assert (x.grad, y.grad) == (24.0, 1.0)


OPS = [lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a.tanh(), lambda a, b: (a - b).relu(), lambda a, b: a * 0.5]


def grow(seed, size):
    """A random graph with shared values: (leaves, root)."""
    rng = random.Random(seed)
    leaves = [Value(rng.uniform(0.5, 1.5)) for _ in range(3)]
    values = list(leaves)
    for _ in range(size):
        values.append(rng.choice(OPS)(rng.choice(values), rng.choice(values)))
    return leaves, sum(values[-4:], values[-1])


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(2, 4))
def test_n_times_backward_is_n_times_the_gradient(seed, size, times):
    leaves, root = grow(seed, size)
    root.backward()
    once = [v.grad for v in leaves]
    for _ in range(times - 1):
        root.backward()
    assert [v.grad for v in leaves] == pytest.approx([times * g for g in once])


@given(st.integers(0, 10_000), st.integers(1, 12))
def test_two_roots_of_one_graph_add_up_in_its_leaves(seed, size):
    leaves, root = grow(seed, size)
    other = root * root + leaves[0]
    separate = []
    for r in (root, other):
        for v in leaves:
            v.grad = 0.0
        r.backward()
        separate.append([v.grad for v in leaves])
    for v in leaves:
        v.grad = 0.0
    root.backward()
    other.backward()
    assert [v.grad for v in leaves] == pytest.approx([a + b for a, b in zip(*separate)])


def test_zeroing_and_going_back_over_a_kept_graph_gives_the_same_again():
    random.seed(3)
    model = MLP(2, [4, 1], activation="tanh")
    loss = (model([1.0, -2.0]) - 1) ** 2
    found = []
    for _ in range(3):
        model.zero_grad()
        loss.backward()
        found.append([p.grad for p in model.parameters()])
    assert found[0] == found[1] == found[2] and any(found[0])


# --- copies ---

COPIES = {"deepcopy": copy.deepcopy, "pickle": lambda thing: pickle.loads(pickle.dumps(thing))}


@pytest.mark.parametrize("how", COPIES)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 12))
def test_a_copy_is_a_whole_graph_with_gradients_of_its_own(how, seed, size):
    leaves, root = grow(seed, size)
    copied_leaves, copied = COPIES[how]((leaves, root))
    copied.backward()
    assert all(v.grad == 0.0 for v in leaves) and copied.data == root.data
    root.backward()
    assert [v.grad for v in copied_leaves] == [v.grad for v in leaves]


@pytest.mark.parametrize("how", COPIES)
def test_a_model_and_its_loss_stay_tied_in_a_copy(how):
    random.seed(1)
    model = MLP(2, [3, 1], activation="tanh")
    loss = (model([1.0, 2.0]) - 1) ** 2
    loss.backward()
    other, same = COPIES[how]((model, loss))
    assert [p.grad for p in other.parameters()] == [p.grad for p in model.parameters()]
    other.zero_grad()
    same.backward()
    assert [p.grad for p in other.parameters()] == [p.grad for p in model.parameters()]
    assert all(p is not q for p, q in zip(other.parameters(), model.parameters()))


@pytest.mark.parametrize("how", COPIES)
def test_a_long_chain_is_copied_without_recursion(how):
    x = Value(1.0)
    y = x
    for _ in range(20_000):
        y = y + 0.5
    leaf, copied = COPIES[how]((x, y))
    copied.backward()
    assert (copied.data, leaf.grad, x.grad) == (10_001.0, 1.0, 0.0)


def cube(v):
    out = Value(v.data**3, (v,), "cube")

    def _backward():
        v.grad += 3 * v.data**2 * out.grad

    out._backward = _backward
    return out


@pytest.mark.parametrize("how", COPIES)
def test_an_op_of_one_s_own_is_copied(how):
    x = Value(2.0)
    leaf, copied = COPIES[how]((x, cube(x) * 2))
    copied.backward()
    assert (leaf.grad, x.grad) == (24.0, 0.0)


def test_a_shallow_copy_has_the_same_operands_and_a_gradient_of_its_own():
    a = Value(2.0)
    b = a * 3
    c = copy.copy(b)
    c.backward()
    assert (a.grad, b.grad, c.grad) == (3.0, 0.0, 1.0)


def test_what_cannot_be_copied_says_so():
    def square(v):
        out = Value(v.data**2, (v,), "sq")

        def _backward():
            v.grad += 2 * v.data * out.grad

        out._backward = _backward
        return out

    with pytest.raises(TypeError, match="op 'sq' is not found by its name"):
        pickle.dumps(square(Value(2.0)))
    odd = square(Value(2.0))
    odd._backward = print
    with pytest.raises(TypeError, match="'sq' is no plain function"):
        copy.deepcopy(odd)
