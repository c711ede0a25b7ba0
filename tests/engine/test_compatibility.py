"""Code in the manner of karpathy/micrograd's users and of the lecture runs as it is."""

import math
import random

import numpy as np
import pytest

from micrograd import MLP, Layer, Module, Neuron, Value


def drawn(root):
    """The walk of a drawing function: nodes and edges by identity, and each node's label, number and op."""
    nodes, edges = set(), set()

    def build(v):
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(root)
    return nodes, edges


def test_a_drawing_function_can_walk_the_graph():
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    e = a * b
    e.label = "e"
    L = e.tanh()
    nodes, edges = drawn(L)
    assert nodes == {a, b, e, L} and edges == {(a, e), (b, e), (e, L)}
    texts = {f"{n.label} | data {n.data:.4f} | grad {n.grad:.4f} | {n._op}" for n in nodes}
    assert "e | data -6.0000 | grad 0.0000 | *" in texts
    assert set(L._prev) == {e}


def test_a_walk_by_hand_calls_backward_node_by_node():
    a, b = Value(2.0), Value(-3.0)
    e = a * b
    o = e + a
    o.grad = 1.0
    o._backward()
    e._backward()
    a._backward()
    assert (a.grad, b.grad) == (-2.0, 2.0)


def softsign(self):
    """An op of the reader's: the number, an operand, a name, and the chain rule."""
    x = self.data
    t = x / (1 + abs(x))
    out = Value(t, (self,), "softsign")

    def _backward():
        self.grad += (1 - abs(t)) ** 2 * out.grad

    out._backward = _backward
    return out


def test_a_function_can_be_an_op():
    x = Value(-0.5)
    y = softsign(x * 3.0)
    y.backward()
    assert y.data == pytest.approx(-0.6)
    assert x.grad == pytest.approx(3 * 0.4**2)


def test_an_op_can_be_added_to_the_class(monkeypatch):
    monkeypatch.setattr(Value, "softsign", softsign, raising=False)
    x = Value(1.0)
    (x.softsign() + x.softsign()).backward()
    assert x.grad == pytest.approx(0.5)


def test_a_subclass_can_add_ops_and_attributes():
    class Named(Value):
        def __init__(self, data, _children=(), _op="", label="", unit="m"):
            super().__init__(data, _children, _op, label)
            self.unit = unit

        def sin(self):
            out = Named(math.sin(self.data), (self,), "sin")

            def _backward():
                self.grad += math.cos(self.data) * out.grad

            out._backward = _backward
            return out

    x = Named(0.7, unit="rad")
    y = x.sin() * 2 + x
    y.backward()
    assert x.unit == "rad" and x.grad == pytest.approx(2 * math.cos(0.7) + 1)


def test_an_op_that_holds_its_operands_in_a_list_works():
    def mean(values):
        out = Value(sum(v.data for v in values) / len(values), tuple(values), "mean")

        def _backward():
            for v in values:
                v.grad += out.grad / len(values)

        out._backward = _backward
        return out

    a, b = Value(1.0), Value(5.0)
    (mean([a, b, a]) * 3).backward()
    assert (a.grad, b.grad) == (2.0, 1.0)


def test_a_lambda_can_be_the_backward_rule():
    x = Value(2.0)
    out = Value(x.data * 10, (x,), "x10")
    out._backward = lambda: setattr(x, "grad", x.grad + 10 * out.grad)
    out.backward()
    assert x.grad == 10.0


def test_gradients_equal_those_of_the_same_formula_in_numpy():
    """One long formula, with every op that karpathy/micrograd has, forward and backward."""

    def formula(a, b, relu):
        c = a + b
        d = a * b + b**3
        c = c + (c + 1)
        c = c + (1 + c + (-a))
        d = d + (d * 2 + relu(b + a))
        d = d + (3 * d + relu(b - a))
        e = c - d
        f = e**2
        return f / 2.0 + 10.0 / f

    numbers = -1.7, 2.2
    values = [Value(x) for x in numbers]
    out = formula(*values, Value.relu)
    out.backward()
    relu = lambda x: np.maximum(x, 0)  # noqa: E731
    assert out.data == formula(*numbers, relu)
    h = 1e-6
    for i, v in enumerate(values):
        up, down = ([x + s * h * (j == i) for j, x in enumerate(numbers)] for s in (1, -1))
        assert v.grad == pytest.approx((formula(*up, relu) - formula(*down, relu)) / (2 * h), rel=1e-6)


def test_numpy_s_scalars_and_vectors_of_values_work():
    w = [Value(2.0), Value(-1.0)]
    x = np.array([3.0, 4.0])
    assert sum(wi * xi for wi, xi in zip(w, x)).data == 2.0
    assert sum(xi * wi for wi, xi in zip(w, x)).data == 2.0
    assert np.dot(np.array(w, dtype=object), x).data == 2.0


def weights(seed, nin, nouts):
    """What MLP(nin, nouts) draws after random.seed(seed): by neuron, nin weights, and a bias of 0."""
    rng = random.Random(seed)
    drawn = []
    for inputs, outputs in zip([nin, *nouts], nouts):
        for _ in range(outputs):
            drawn += [rng.uniform(-1, 1) for _ in range(inputs)] + [0]
    return drawn


@pytest.mark.parametrize("seed, nouts", [(1337, [16, 16, 1]), (1, [4, 4, 1]), (7, [1]), (2, [3, 2])])
def test_a_seed_settles_the_weights_in_the_lecture_s_order(seed, nouts):
    random.seed(seed)
    model = MLP(2, nouts)
    assert [p.data for p in model.parameters()] == weights(seed, 2, nouts)


def test_seed_1337_begins_with_these_weights():
    random.seed(1337)
    model = MLP(2, [16, 16, 1])
    assert len(model.parameters()) == 337
    assert [p.data for p in model.parameters()[:3]] == FIRST_1337


FIRST_1337 = [0.23550571390294128, 0.06653114721000164, 0]


def test_the_moons_notebook_s_training_step_runs():
    """A full-batch step as that notebook writes it, on points of our own."""
    random.seed(1337)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20, 2))
    y = np.where(X[:, 0] > X[:, 1], 1, -1)
    model = MLP(2, [8, 1])

    def loss():
        inputs = [list(map(Value, row)) for row in X]
        scores = list(map(model, inputs))
        losses = [(1 + -yi * scorei).relu() for yi, scorei in zip(y, scores)]
        data_loss = sum(losses) * (1.0 / len(losses))
        reg_loss = 1e-4 * sum(p * p for p in model.parameters())
        accuracy = [(yi > 0) == (scorei.data > 0) for yi, scorei in zip(y, scores)]
        return data_loss + reg_loss, sum(accuracy) / len(accuracy)

    first, _ = loss()
    for k in range(15):
        total, acc = loss()
        model.zero_grad()
        total.backward()
        learning_rate = 1.0 - 0.9 * k / 100
        for p in model.parameters():
            p.data -= learning_rate * p.grad
    assert total.data < first.data and acc > 0.8
    assert f"loss {total.data}, accuracy {acc * 100}%"


def test_the_modules_have_the_interface_that_is_known():
    random.seed(3)
    neuron, layer, model = Neuron(3, nonlin=False), Layer(3, 2, nonlin=True), MLP(3, [4, 2])
    assert repr(neuron) == "LinearNeuron(3)"
    assert repr(layer) == "Layer of [ReLUNeuron(3), ReLUNeuron(3)]"
    assert repr(model).startswith("MLP of [Layer of [ReLUNeuron(3), ")
    assert len(neuron.w) == 3 and isinstance(neuron.b, Value) and neuron.nonlin is False
    assert len(layer.neurons) == 2 and len(model.layers) == 2
    assert isinstance(layer([1.0, 2.0, 3.0]), list) and isinstance(neuron([1.0, 2.0, 3.0]), Value)
    assert len(model([1.0, 2.0, 3.0])) == 2

    class Scale(Module):
        def __init__(self):
            self.s = Value(2.0)

        def parameters(self):
            return [self.s]

    scale = Scale()
    (scale.s * 3).backward()
    scale.zero_grad()
    assert scale.s.grad == 0 and Module().parameters() == []
