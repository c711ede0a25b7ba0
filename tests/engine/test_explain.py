"""Paths, faults, measured slopes, and the tape as JSON."""

import copy
import json
import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.tape import TapeError, check_gradients, first_fault, from_json, paths, record, to_json


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


# JSON


def examples():
    random.seed(5)
    x = Value(800.0, label='<script>"😀\n')
    return [
        record(diamond()),
        record(Value(-0.0)),
        record(MLP(2, [3, 1])([1.0, 2.0])),
        record(x.exp() * 0.0),
        record(Value(0.0) ** 0.5),
    ]


@pytest.mark.parametrize("tape", examples(), ids=range(5))
def test_a_tape_comes_back_as_it_went(tape):
    text = to_json(tape)
    assert repr(from_json(text)) == repr(tape)
    assert to_json(from_json(text)) == text
    json.loads(text, parse_constant=lambda name: pytest.fail(name))


RAW = json.loads(to_json(record(diamond())))


def places(thing, path=()):
    """Every place in a nest of lists and dicts."""
    yield path
    items = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def changed(path, value):
    raw = copy.deepcopy(RAW)
    if not path:
        return value
    *before, last = path
    inner = raw
    for key in before:
        inner = inner[key]
    inner[last] = value
    return raw


FREE = {"name", "data", "before", "after", "file", "number", "text", "formula", "numbers", "locals", "op"}


@pytest.mark.parametrize("value", [None, True, "x", -1, 1.5, 10**6, [], {}, [[]], {"a": 1}, "nan"], ids=repr)
def test_anything_that_does_not_fit_is_a_tape_error_or_a_tape(value):
    """Each place of a tape in turn is replaced; where the result is accepted, the place was free to say anything."""
    for path in places(RAW):
        try:
            from_json(json.dumps(changed(path, value)))
        except TapeError as error:
            assert len(str(error)) < 300
        else:
            same = value == RAW if not path else False
            assert same or FREE & {key for key in path if isinstance(key, str)} or value == []


def test_an_error_names_the_place():
    for path, value, says in [
        (("nodes", 2, "operands", 0), 7, r"tape.nodes\[2\].operands: 7 does not come before 2"),
        (("nodes", 2, "operands", 0), 2, "does not come before"),
        (("nodes", 2, "operands", 0), -1, "does not come before"),
        (("nodes", 2, "operands", 0), True, r"tape.nodes\[2\].operands\[0\]: a whole number is needed, not True"),
        (("nodes", 1, "index"), 0, r"nodes\[1\].index: 0 instead of 1"),
        (("nodes", 1, "name"), "a", "nodes.1..name: 'a' is the name of another"),
        (("nodes", 1, "data"), "1.0", r"nodes\[1\].data: a number"),
        (("root",), 0, "root"),
        (("steps", 0, "phase"), "sideways", "steps"),
        (("steps", 0, "changes", 0, "node"), 0, r"steps\[0\].changes\[0\].node: 0 is not changed"),
        (("steps", 0, "changes", 0, "field"), "grad", "not changed in this phase"),
        (("steps", 5, "locals"), [1.0], "local derivatives"),
        (("steps", 5, "numbers"), [], "not as many as formulas"),
        (("steps", 5, "op"), "tanh", "does not fit"),
        (("steps", 5, "lines", 0, "number"), 0, "no line"),
        (("steps", 5, "lines", 0, "text"), "x" * 30_000, "30000 characters"),
        (("steps",), [], "one step forward"),
        (("nodes",), [], "last of 0"),
    ]:
        with pytest.raises(TapeError, match=says):
            from_json(json.dumps(changed(path, value)))


def test_missing_and_unknown_keys_are_named():
    raw = copy.deepcopy(RAW)
    del raw["nodes"][0]["op"]
    with pytest.raises(TapeError, match=r"nodes\[0\]: an object with index, name, op"):
        from_json(json.dumps(raw))
    with pytest.raises(TapeError):
        from_json(json.dumps(RAW | {"extra": 1}))


@pytest.mark.parametrize(
    "text, says",
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "too deep"),
        ('{"a":' * 100_000, "too deep"),
        ("NaN", "NaN is not JSON"),
        ("-Infinity", "not JSON"),
        ('{"a":1,"a":2}', "same key twice"),
        ("null", "an object with nodes"),
        ('"' + '\\"' * 200_000, "not JSON"),
        ("1" * 10_000, "not JSON"),
        ("1e999", "an object"),
        ("\ud800", "not JSON"),
        ("\x00", "not JSON"),
    ],
)
def test_a_text_that_is_no_tape_is_refused_at_once(text, says):
    with pytest.raises(TapeError, match=says):
        from_json(text)


def test_a_number_too_large_is_refused_and_a_text_too_long():
    text = to_json(record(Value(2.5)))
    assert ":2.5" in text
    for huge in ("1e999", "1" + "0" * 400):
        with pytest.raises(TapeError, match="too large"):
            from_json(text.replace(":2.5", f":{huge}", 1))
    with pytest.raises(TapeError, match="characters"):
        from_json(" " * (64 * 2**20 + 1))
    with pytest.raises(TypeError):
        from_json(b"{}")


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_no_json_at_all_gives_another_exception(thing):
    with pytest.raises(TapeError):
        from_json(json.dumps(thing))
