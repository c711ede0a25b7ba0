"""Neurons, layers, networks: what they compute, how large they are, what they refuse."""

import random

import pytest

from micrograd import MLP, Layer, Neuron, Value
from micrograd.engine import topological
from micrograd.nn import ACTIVATIONS


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_neuron_is_a_dot_product_squashed(activation):
    neuron = Neuron(2, activation=activation)
    for p, x in zip(neuron.parameters(), (0.5, -2.0, 0.25)):
        p.data = x
    out = neuron([Value(3.0), 1.0])
    bend = ACTIVATIONS[activation] or (lambda v: v)
    assert out.data == pytest.approx(bend(Value(0.5 * 3 - 2.0 + 0.25)).data)
    assert [p.label for p in neuron.parameters()] == ["w1", "w2", "b"]


def test_the_mlp_of_the_page_has_37_parameters_and_103_values():
    model = MLP(2, [4, 4, 1])
    assert len(model.parameters()) == 37
    assert len(topological(model([Value(1.0), Value(-0.5)]))) == 103
    plain = topological(model([1.0, -0.5]))  # plain numbers become one value each
    assert len(plain) == 103
    assert [(v.label, v.data) for v in plain if v.label.startswith("x")] == [("x1", 1.0), ("x2", -0.5)]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_last_layer_is_linear_and_the_others_are_as_chosen(activation):
    model = MLP(2, [3, 1], activation=activation)
    assert {n.activation for n in model.layers[0].neurons} == {activation}
    assert {n.activation for n in model.layers[1].neurons} == {"linear"}


def test_a_layer_of_one_in_the_middle_works():
    assert isinstance(MLP(2, [1, 3, 1])([1.0, 2.0]), Value)


def test_zero_grad_zeroes_every_parameter():
    random.seed(0)
    model = MLP(2, [4, 1])
    model([1.0, 2.0]).backward()
    assert any(p.grad for p in model.parameters())
    model.zero_grad()
    assert not any(p.grad for p in model.parameters())


@pytest.mark.parametrize(
    "make, error, says",
    [
        (lambda: Neuron(2)([1.0, 2.0, 3.0]), ValueError, ["2 inputs", "given 3"]),
        (lambda: MLP(1, [1])([]), ValueError, ["1 input,", "given 0"]),
        (lambda: MLP(3, [4, 1])([1.0, 2.0]), ValueError, ["this network", "3 inputs", "given 2"]),
        (lambda: Neuron(2)(1.0), TypeError, ["a list of 2 numbers", "float"]),
        (lambda: MLP(2, [1])(["1", 2]), TypeError, ["str '1'"]),
        (lambda: Neuron(0), ValueError, ["1 up", "0"]),
        (lambda: Neuron(2.0), ValueError, ["2.0"]),
        (lambda: Layer(2, 0), ValueError, ["neurons"]),
        (lambda: MLP(2, []), ValueError, ["at least one layer"]),
        (lambda: MLP(2, 4), TypeError, ["a list of layer sizes", "MLP(2, [4, 1])", "4"]),
        (lambda: MLP(2, {4, 1}), TypeError, ["a list of layer sizes"]),
        (lambda: MLP(2, [1])({1.0, 2.0}), TypeError, ["a list of 2 numbers", "set"]),
        (lambda: MLP(2, [1])({"x": 1.0, "y": 2.0}), TypeError, ["a list of 2 numbers", "dict"]),
        (lambda: MLP(2, [4, 1], activation=["tanh", "relu"]), TypeError, ["a name", "one by one: Layer(4, 3,"]),
        (lambda: MLP(2, [4, 1], activation=None), TypeError, ["a name, one of relu"]),
        (lambda: Neuron(2, activation="ReLU"), ValueError, ["'ReLU'", "did you mean relu"]),
        (lambda: Neuron(2, activation="relo"), ValueError, ["'relo'", ", ".join(ACTIVATIONS)]),
    ],
)
def test_an_error_says_what_was_given_and_what_is_expected(make, error, says):
    with pytest.raises(error) as caught:
        make()
    for text in says:
        assert text in str(caught.value)
