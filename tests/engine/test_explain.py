"""Paths, faults, measured slopes, and the tape as JSON."""

import math
import random
import re
from dataclasses import replace

import pytest

from micrograd import MLP, Value
from micrograd.tape import check_gradients, first_fault, paths, record


def diamond():
    a = Value(2.0, label="a")
    b, c = a * 3.0, a + 1.0
    b.label, c.label = "b", "c"
    L = b * c
    L.label = "L"
    return L


def node(tape, name):
    return next(n.index for n in tape.nodes if n.name == name)


# Paths


def test_the_paths_of_a_diamond_add_up_to_the_gradient():
    tape = record(diamond())
    a, b, c, L = (node(tape, name) for name in "abcL")
    found = paths(tape, a)
    assert {(p.nodes, p.slopes, p.product) for p in found.listed} == {
        ((a, b, L), (3.0, 3.0), 9.0),
        ((a, c, L), (1.0, 6.0), 6.0),
    }
    assert (found.count, found.complete, found.gradient) == (2, True, 15.0)


def test_both_links_of_x_times_x_are_paths():
    found = paths(record((lambda x: x * x)(Value(3.0))), 0)
    assert [p.product for p in found.listed] == [3.0, 3.0] and found.gradient == 6.0


def test_the_root_has_one_path_of_no_links():
    tape = record(diamond())
    found = paths(tape, tape.root)
    assert found.listed[0].nodes == (tape.root,) and found.listed[0].product == 1.0


@pytest.mark.parametrize("doublings", [1, 5, 9, 40, 3000])
def test_paths_that_double_are_counted_and_listed_up_to_the_limit(doublings):
    v = Value(1.0)
    for _ in range(doublings):
        v = (v + v) * 0.5
    found = paths(record(v), 0, limit=600)
    assert found.count == min(2**doublings, 10**15)
    assert found.complete == (doublings <= 9)
    assert len(found.listed) == min(2**doublings, 600)
    assert len({p.nodes for p in found.listed}) == 1
    assert found.gradient == 1.0


def test_the_sum_over_paths_is_asserted():
    tape = record(diamond())
    steps = list(tape.steps)
    steps[-1] = replace(steps[-1], locals=(7.0, 1.0))
    with pytest.raises(AssertionError):
        paths(replace(tape, steps=tuple(steps)), node(tape, "a"))


def test_the_paths_of_a_network_add_up():
    random.seed(2)
    tape = record(MLP(2, [4, 4, 1], activation="tanh")([1.0, -0.5]))
    for i in range(len(tape.nodes)):
        assert paths(tape, i).complete


def test_infinite_slopes_do_not_break_the_sum():
    x = Value(0.0)
    y = x**0.5
    tape = record(y - y)
    assert paths(tape, 0).count == 2


# Faults


def test_a_finite_tape_has_no_fault():
    assert first_fault(record(diamond())) is None


def test_the_first_op_that_made_a_nan_is_found_and_not_those_after_it():
    x = Value(400.0, label="x")
    a = x.exp()
    b = a * a
    tape = record((b - b) * 2.0 + 1.0)
    fault = first_fault(tape)
    assert (tape.steps[fault.step].op, fault.node, fault.field, fault.number) == ("*", fault.node, "data", math.inf)
    assert tape.nodes[fault.node].operands == (1, 1)


def test_a_leaf_that_was_given_as_nan_is_the_fault():
    fault = first_fault(record(Value(math.nan) * 2.0))
    assert (fault.node, fault.step) == (0, None)


def test_a_gradient_can_be_the_fault():
    tape = record(Value(0.0, label="x") ** 0.5)
    fault = first_fault(tape)
    assert (fault.node, fault.field, fault.number) == (0, "grad", math.inf)
    assert tape.steps[fault.step].phase == "backward"


# Measured slopes


def test_every_gradient_of_a_network_agrees_with_its_slope():
    random.seed(3)
    root = MLP(2, [4, 4, 1], activation="tanh")([1.0, -0.5])
    root.backward()
    before = [v.grad for v in root._prev]
    slopes = check_gradients(root)
    assert len(slopes) == 103 and all(s.ok and not s.kink for s in slopes)
    assert [v.grad for v in root._prev] == before


def test_at_a_kink_both_sides_are_told_and_any_gradient_between_is_right():
    leaf, out = check_gradients(Value(0.0).relu())
    assert leaf.kink and leaf.ok
    assert (leaf.left, leaf.right, leaf.gradient) == (0.0, 1.0, 0.0)
    assert out.ok and not out.kink


@pytest.mark.parametrize("x", [-1.0, 1.0, 1e-3])
def test_beside_a_kink_there_is_none(x):
    assert not check_gradients(Value(x).relu())[0].kink


def test_a_strong_bend_is_no_kink():
    leaf = check_gradients((Value(1.0) * 200.0).tanh() + (Value(0.001) * 300.0).sigmoid())[0]
    assert not leaf.kink and leaf.ok


def mistaken_square(v):
    """An op whose rule is wrong: 3 * x for 2 * x."""
    out = Value(v.data**2, (v,), "square")

    def _backward():
        v.grad += 3 * v.data * out.grad

    out._backward = _backward
    return out


def test_the_answer_is_true_if_all_agree_and_prints_as_a_table_of_the_leaves():
    a, b = Value(2.0, label="a"), Value(-3.0)
    slopes = check_gradients(a * b + 1.0, names={"b": b})
    assert slopes and slopes.verdict == "all 5 gradients agree with the slopes"
    rows = [line.split() for line in repr(slopes).split("\n")]
    assert rows[0] == slopes.verdict.split() and rows[1] == ["gradient", "measured"]
    assert sorted(rows[2:]) == [["1.0", "1", "1", "agrees"], ["a", "-3", "-3", "agrees"], ["b", "2", "2", "agrees"]]
    assert [s.name for s in slopes if s.leaf] == [row[0] for row in rows[2:]]


def test_what_does_not_agree_is_named_and_makes_the_answer_false():
    wrong = check_gradients(mistaken_square(Value(2.0, label="x")) * 1.0)
    assert not wrong and wrong.verdict == "1 of 4 gradients differ from the slopes: x"
    assert "x" in repr(wrong).split("\n")[2] and repr(wrong).split("\n")[2].endswith("differs")
    unknown = check_gradients(Value(0.0, label="x") ** 0.5)
    assert not unknown and unknown.verdict == "1 of 2 gradients could not be measured: x"
    kink = check_gradients(Value(0.0, label="x").relu())
    assert kink and "agrees (a kink: 0 to the left, 1 to the right)" in repr(kink)


def test_a_table_of_many_leaves_is_cut():
    random.seed(3)
    text = repr(check_gradients(MLP(2, [8, 8, 1])([1.0, -0.5])))
    assert text.count("\n") < 35 and re.search(r"\.\.\. and \d+ more", text)


def test_a_wrong_rule_is_found():
    slopes = check_gradients(mistaken_square(Value(2.0)) * 1.0)
    assert slopes[0].ok is False and slopes[0].gradient == 6.0
    assert slopes[0].central == pytest.approx(4.0)
    assert slopes[-1].ok


def test_a_large_result_does_not_look_wrong_for_rounding():
    x = Value(1.0)
    assert all(s.ok for s in check_gradients(x * 3.0 + 1e9))


def test_at_an_edge_nothing_is_claimed():
    leaf = check_gradients(Value(0.0) ** 0.5)[0]
    assert leaf.ok is None


def test_an_op_that_cannot_be_run_again_is_named():
    def hidden(v):
        out = Value(v.data, (v,), "hidden")

        def _backward():
            v.grad += out.grad

        out._backward = _backward
        return out

    with pytest.raises(ValueError, match="'hidden' cannot be run again: its function"):
        check_gradients(hidden(Value(1.0)))
    a = Value(2.0)
    b = a * 3.0
    a.data = 5.0
    with pytest.raises(ValueError, match="another number"):
        check_gradients(b)
