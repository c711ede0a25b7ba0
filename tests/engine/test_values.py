"""A tape turned back into Values is the graph that it was recorded of."""

from dataclasses import replace

import pytest

from micrograd import Value
from micrograd.engine import topological
from micrograd.tape import record
from micrograd.tape.values import ForeignOp, values_of
from pages.expression import read
from pages.idea.examples import EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_values_of_a_tape_are_its_nodes_and_give_its_gradients(example):
    tape = read(example.text).tape
    values = values_of(tape)
    assert topological(values[tape.root]) == values
    assert [(v._op, float(v.data)) for v in values] == [(node.op, node.data) for node in tape.nodes]
    values[tape.root].backward()
    assert {i: v.grad for i, v in enumerate(values)} == tape.grad_at(len(tape.steps))
    names = {node.name: v for node, v in zip(tape.nodes, values)}
    assert record(values[tape.root], names) == tape


def test_values_may_be_of_a_class_whose_operations_run_instead():
    class Doubled(Value):
        def __mul__(self, other):
            return Value.__mul__(Value.__mul__(self, other), 2.0)

    x = Value(3.0)
    assert values_of(record(x * x), Doubled)[-1].data == 18.0


def test_an_op_that_is_not_the_engine_s_is_named():
    tape = record(Value(2.0, label="a") * 3)
    strange = replace(tape, nodes=(*tape.nodes[:-1], replace(tape.nodes[-1], op="twist", name="t")))
    with pytest.raises(ForeignOp, match="'twist' that makes t"):
        values_of(strange)
    ternary = replace(tape, nodes=(*tape.nodes[:-1], replace(tape.nodes[-1], operands=(0, 1, 1))))
    with pytest.raises(ForeignOp, match="'\\*'"):
        values_of(ternary)
