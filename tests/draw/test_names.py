"""One spelling of neurons and parameters, for people, programs and markup."""

import pytest

from micrograd import MLP
from micrograd.compiler import compile_model
from micrograd.draw import names


def test_each_reader_gets_its_own_spelling():
    assert names.neuron(0, 3) == "layer 1, neuron 4"
    assert names.parameter(0, 3, 1) == "weight 2 of layer 1, neuron 4"
    assert names.parameter(2, 0, None) == "bias of layer 3, neuron 1"
    assert (names.code(0, 3, 1), names.code(0, 3, None)) == ("l1n4w2", "l1n4b")
    assert (names.key(0, 3, 1), names.key(0, 3, None)) == ("0.3.1", "0.3.b")
    assert names.input_name(0) == "input x1"


@pytest.mark.parametrize("sizes", [(2, 8, 8, 1), (3, 1), (1, 12, 1)])
def test_parameters_come_in_the_order_and_under_the_names_of_the_compiled_program(sizes):
    program = compile_model(MLP(sizes[0], list(sizes[1:])), rows=1, backend="Python")
    assert program.plan.parameters == tuple(names.code(*which) for which in names.parameters(sizes))


@pytest.mark.parametrize("name", ["l1n4w2", "l1n4b", "l1n4"])
def test_a_name_in_a_program_leads_to_its_neuron(name):
    assert names.neuron_of(name) == (0, 3)


def test_a_name_of_something_else_leads_to_none():
    assert names.neuron_of("x1") is names.neuron_of("loss") is None
