"""Three-address code: small, shared, in order, and in few registers."""

import pytest

from micrograd import MLP, Value
from micrograd.compiler.code import Code
from micrograd.compiler.compiled import named
from micrograd.compiler.plan import plan
from micrograd.compiler.registers import registers, statements
from micrograd.compiler.trace import trace
from micrograd.losses import hinge


def traced(function):
    """The operations in the code of function(w, x): [(op, a, b)] without leaves."""
    w, x = Value(0.5), Value(2.0)
    code, _ = trace([function(w, x)], [w], [x])
    return [node for node in code.nodes if node[0] not in ("parameter", "input", "const")]


@pytest.mark.parametrize(
    "function, operations",
    [
        (lambda w, x: 0 + w, []),
        (lambda w, x: sum([w, x]), ["+"]),
        (lambda w, x: 1 * w * 1, []),
        (lambda w, x: w**1, []),
        (lambda w, x: w**0 * x, []),
        (lambda w, x: Value(2) * 3 + w, ["+"]),
        (lambda w, x: Value(2).tanh().exp() * w, ["*"]),
        (lambda w, x: w * 0, ["*"]),  # it is nan where w is inf
        (lambda w, x: w * x + w * x, ["*", "+"]),
        (lambda w, x: w * x + x * w, ["*", "+"]),
        (lambda w, x: (w + x) * (x + w), ["+", "*"]),
        (lambda w, x: w.tanh() + w.tanh(), ["tanh", "+"]),
        (lambda w, x: (w - x) + (w - x), ["*", "+", "+"]),
        (lambda w, x: w**2 + w**2.0, ["**2.0", "+"]),
        (lambda w, x: w**2 + w**3, ["**2.0", "**3.0", "+"]),
    ],
)
def test_what_needs_no_computing_is_not_computed(function, operations):
    assert [op for op, *_ in traced(function)] == operations


def test_operands_keep_their_order():
    assert traced(lambda w, x: (x + w) * w) == [("+", 1, 0), ("*", 2, 0)]


def test_constants_are_told_apart_by_their_bits():
    assert len(traced(lambda w, x: w * float("nan") + w * float("nan"))) == 2
    assert len(traced(lambda w, x: (w * 0.0) * (w * -0.0))) == 3


def test_nothing_is_computed_that_no_result_needs():
    """The gradients of inputs and constants are not; nor is what two parts share computed twice."""
    w, v, x = Value(0.5), Value(0.25), Value(2.0)
    made = plan((w * x).tanh() * 3 + v * v, [w, v], [x])
    read = {o for part in (made.once, made.body, made.after) for i in part for o in made.code.operands(i)}
    results = set(made.gradients)
    for i in (*made.once, *made.body, *made.after):
        assert i in read or i in results or made.code.nodes[i][0] == "sum"
    assert [made.code.nodes[i][0] for i in made.once] == ["*"]  # v * v, once
    assert not any(made.code.varying[i] for i in (*made.once, *made.after))
    assert all(made.code.varying[i] for i in made.body)


def test_checking_answers_does_not_compute_them_again():
    made = network([4, 3, 1])
    assert len(made.maps) > 50 and len(made.check) < 12


def network(sizes):
    model = MLP(2, sizes)
    inputs, outputs, names = named(model)
    label = Value(1.0)
    return plan(hinge(outputs[-1], label), model.parameters(), [*inputs, label], outputs, label=label, names=names)


def test_operands_come_before_results():
    made = network([4, 3, 1])
    for part in made.once, made.body, made.after, made.maps, made.check:
        assert list(part) == sorted(part)
    assert all(o < i for i in made.body for o in made.code.operands(i))


def test_large_networks_need_few_registers():
    made = network([40, 40, 1])
    _, count = registers(statements(made.code, made.body))
    assert count < 3 * 81  # some per neuron, not some per weight
    assert len(made.body) > 6000


SQUARE_THEN_ANOTHER = [("set", 1, [0]), ("set", 2, [1, 1, "*"]), ("set", 3, [0]), ("sum", "cost", [2, 3, "*"])]


@pytest.mark.parametrize("body", [SQUARE_THEN_ANOTHER, None])
def test_a_register_is_not_taken_while_it_is_needed(body):
    made = network([5, 4, 1])
    body = body or statements(made.code, made.body)
    place, count = registers(body)
    holds = [None] * count
    for kind, target, items in body:
        for item in items:
            assert item not in place or holds[place[item]] == item
        if kind == "set":
            holds[place[target]] = target


def test_only_sums_and_products_are_the_same_the_other_way_round():
    code = Code()
    a, b = code.leaf("parameter", 0), code.leaf("input", 0)
    assert code.add("+", a, b) == code.add("+", b, a) and code.add("*", a, b) == code.add("*", b, a)
    assert code.add("-", a, b) != code.add("-", b, a)
