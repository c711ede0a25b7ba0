"""Folding: each neuron of a graph is one box, which takes what the neuron takes; what is no neuron stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.draw.folding import SIGN, fold, neurons_in
from micrograd.engine import topological
from micrograd.tape.records import Node


def nodes_of(root, model=None):
    """(nodes, indices of the model's parameters or None) of the graph behind a Value."""
    order = topological(root)
    index = {v: i for i, v in enumerate(order)}
    nodes = [Node(i, f"v{i}", v._op, tuple(index[o] for o in v._prev), float(v.data)) for v, i in index.items()]
    return nodes, {index[p] for p in model.parameters() if p in index} if model else None


def folded(root, model=None):
    nodes, parameters = nodes_of(root, model)
    return fold(nodes, neurons_in(nodes, parameters))[0]


@settings(max_examples=40)
@given(
    st.lists(st.integers(2, 5), min_size=2, max_size=4),
    st.sampled_from(["relu", "tanh", "sigmoid", "linear"]),
    st.booleans(),
    st.integers(1, 3),
)
def test_each_neuron_takes_what_the_layer_before_it_gives(sizes, activation, known, samples):
    model = MLP(sizes[0], sizes[1:], activation=activation)
    for k, p in enumerate(model.parameters()):
        p.data += 0.001 * (k + 1)  # no two biases are the same, none is 0
    outs = []
    for sample in range(samples):
        out = model([float(i + sample) for i in range(sizes[0])])
        outs += out if isinstance(out, list) else [out]
    root = outs[0].exp()
    for out in outs[1:]:
        root = root * out.exp()  # so that no sum of the loss is among the neurons
    boxes = folded(root, model if known else None)
    neurons = [box for box in boxes if box.op == SIGN]
    assert len(neurons) == samples * sum(sizes[1:])
    inputs = [box for box in boxes if not box.op]
    assert len(inputs) == samples * sizes[0]
    for box in neurons:
        layer = int(box.name[1 : box.name.index("n")])
        assert len(box.operands) == sizes[layer - 1]
        before = [boxes[j] for j in box.operands]
        assert all(b.name.startswith(f"l{layer - 1}n") if layer > 1 else not b.op for b in before)


@pytest.mark.parametrize(
    "make",
    [
        lambda a, b, c: (1 - a * b).relu(),  # a hinge
        lambda a, b, c: (a - b) ** 2 + (b - c) ** 2,  # squared errors
        lambda a, b, c: a * a + b * b + c * c,  # a penalty on weights
        lambda a, b, c: (a + b) * c,
        lambda a, b, c: a + b + c,
        lambda a, b, c: a.exp() + b.exp() * c.tanh(),
        lambda a, b, c: (a / b) - c,
    ],
)
def test_what_is_no_neuron_stays_as_it_is(make):
    root = make(*(Value(x).tanh() for x in (1.0, 2.0, 3.0)))
    nodes, _ = nodes_of(root)
    assert fold(nodes, neurons_in(nodes)) == (nodes, [node.index for node in nodes])


def test_with_a_known_model_only_its_own_parameters_make_a_neuron():
    model = MLP(2, [2, 2])
    outs = model([1.0, 2.0])
    score = Value(0.3) * outs[0] + Value(0.7) * outs[1] + 1.0
    assert len([box for box in folded(score, model) if box.op == SIGN]) == 4
    assert len([box for box in folded(score) if box.op == SIGN]) == 5
