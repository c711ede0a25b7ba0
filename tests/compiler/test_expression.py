"""The program of an expression computes what its tape holds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import Value
from micrograd.compiler import UnknownOp
from micrograd.compiler.expression import tape_listing
from micrograd.ops import OPS, activations
from micrograd.tape import record

FUNCTIONS = {op.word: op.function for op in OPS.values()}


def run(lines, given):
    """What the lines compute, run as Python: {name: number}."""
    scope = dict(given)
    exec("\n".join(line.text for line in lines), dict(FUNCTIONS), scope)
    return scope


@st.composite
def roots(draw):
    values = [Value(draw(st.floats(-2, 2)), label=name) for name in "abc"]
    for k in range(draw(st.integers(1, 8))):
        x, y = (draw(st.sampled_from(values)) for _ in range(2))
        op = draw(st.sampled_from(["+", "*", "-", "exp", "sin", "**2", "+3", *activations()]))
        made = {
            "+": lambda: x + y,
            "*": lambda: x * y,
            "-": lambda: x - y,
            **{name: getattr(x, row.method) for name, row in activations().items()},
            "sin": x.sin,
            "exp": lambda: x.tanh().exp(),
            "**2": lambda: x.tanh() ** 2,
            "+3": lambda: x + 3,
        }[op]()
        if draw(st.booleans()):
            made.label = f"n{k}"
        values.append(made)
    return values[-1]


@settings(max_examples=80, deadline=None)
@given(roots())
def test_run_as_python_the_lines_give_the_tape_s_numbers_and_gradients(root):
    tape = record(root)
    lines = tape_listing(tape)
    data, grads = tape.data_at(len(tape.steps)), tape.grad_at(len(tape.steps))
    found = run(lines, {n.name: n.data for n in tape.nodes if not n.op and n.name in "abc"})
    by_name = {n.name: n.index for n in tape.nodes}
    for line in lines:
        name = line.text.split(" ")[0]
        if line.part == "forward":
            for own in line.of:
                assert found[name] == pytest.approx(data[by_name[own]], rel=1e-9, abs=1e-12)
    for name in set("abc") & by_name.keys():
        wanted = grads.get(by_name[name], 0.0)
        assert found.get(f"grad_{name}", 0.0) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def test_nothing_varies_so_there_is_no_loop_and_no_update():
    a = Value(2.0, label="a")
    lines = tape_listing(record(a * a + 1))
    assert [line.part for line in lines] == ["forward"] * 2 + ["backward"] * 4
    assert lines[2].source == "self.grad = 1.0"
    assert all(line.wat for line in lines[:2])


def test_numbers_without_a_name_are_constants_and_have_no_gradient():
    a = Value(2.0, label="a")
    lines = tape_listing(record(a * 0.5 + Value(7.0)))
    assert [line.text for line in lines] == [
        "v2 = a * 0.5",
        "v4 = v2 + 7.0",
        "grad_v4 = 1.0",
        "grad_v2 = grad_v4",
        "grad_a = 0.5 * grad_v2",
    ]


def test_an_expression_of_numbers_alone_is_worked_out_beforehand():
    assert [(line.text, line.of) for line in tape_listing(record(Value(2.0) * 3))] == [("v2 = 6.0", ("2.0 * 3",))]


def test_a_leaf_alone_is_its_own_gradient_s_end():
    assert [line.text for line in tape_listing(record(Value(2.0, label="a")))] == ["grad_a = 1.0"]


def test_an_op_of_the_reader_s_own_is_named():
    a = Value(2.0, label="a")
    tape = record(a * a)
    strange = replace(tape, nodes=(*tape.nodes[:-1], replace(tape.nodes[-1], op="twist", name="t")))
    with pytest.raises(UnknownOp, match="'twist' that makes t"):
        tape_listing(strange)
