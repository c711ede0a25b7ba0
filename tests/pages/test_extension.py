"""What a new op, activation or optimizer costs: a row each, here added from outside, and it works everywhere."""

from importlib import import_module

import pytest

from micrograd import MLP, Neuron, Value, scalar
from micrograd.compiler import BACKENDS, compile_graph, compile_model, tape_listing
from micrograd.data import moons
from micrograd.draw.marks import sign
from micrograd.nn import ACTIVATIONS
from micrograd.ops import OPS, Op
from micrograd.optim import OPTIMIZERS, Optimizer
from micrograd.scalar import sigmoid
from micrograd.tape import record
from micrograd.training.outputs import outputs
from micrograd.training.trainer import Trainer
from pages import expression, loop, unit, words
from tests.pages.events import press


def swish(self):
    """An op as one would write it in engine.py."""
    out = Value(self.data * sigmoid(self.data), (self,), "Swish")

    def _backward():
        s = sigmoid(self.data)
        self.grad += (s + self.data * s * (1 - s)) * out.grad

    out._backward = _backward
    return out


def swish_slope(out, a, g):
    s = a.apply("sigmoid")
    return (s + a * s * (1 - s)) * g


SWISH = Op(
    "Swish",
    lambda x: x * scalar.sigmoid(x),
    "swish",
    slopes=(swish_slope,),
    symbol="sw",
    spoken="swish",
    formula=lambda x: x * x.apply("sigmoid"),
    activation=True,
)


class Unit(Optimizer):
    """Steps of just lr, in the direction of the gradients so far, and shorter with every step."""

    idea = "of the gradients so far, only the sign counts"

    @staticmethod
    def rule(p, g, t, v, *, lr=0.1, keep=0.5):
        v = keep * v + g
        return p - lr * v / ((v * v) ** 0.5 + 1e-9) / (2 - keep**t), v


@pytest.fixture(autouse=True)
def rows(monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "unit steps", Unit)
    monkeypatch.setattr(Value, "swish", swish, raising=False)
    monkeypatch.setitem(OPS, "Swish", SWISH)


@pytest.fixture(params=BACKENDS)
def backend(request):
    import_module("wasmtime"), import_module("numpy")
    return request.param


def test_a_new_op_is_on_the_tape_and_in_the_expression_editor():
    read = expression.read("a = Value(0.5)\nb = a.swish()")
    assert read.tape.nodes[-1].op == "Swish" and read.root.data == 0.5 * sigmoid(0.5)
    forward, _, backward = record(read.root).steps
    assert forward.formula == ("b.data = a.data * sigmoid(a.data)",) and backward.locals[0] == pytest.approx(0.7399612)
    with pytest.raises(expression.Problem, match=r"and \.swish\(\)\."):
        expression.read("a = [1]")


def test_a_new_op_is_drawn_and_said_as_its_row_says():
    tape = expression.read("a = Value(0.5)\nb = a.swish()").tape
    assert ">sw</text>" in sign("key", "Swish", (0.0, 0.0), "")
    assert words.sentence(tape, 0) == "b is 0.3112: swish of a."


def test_a_new_op_has_its_lines_in_the_program():
    lines = tape_listing(expression.read("a = Value(0.5)\nb = a.swish()").tape)
    assert lines[0].text == "b = swish(a)" and lines[0].source.startswith("out = Value(self.data * sigmoid")
    assert "sigmoid(a)" in lines[-1].text and lines[-1].source.startswith("self.grad +=")


def test_a_new_op_is_compiled_by_every_backend(backend):
    w, x = Value(0.7), Value(0.5)
    cost = (w * x).swish() + w.swish()
    program = compile_graph(cost, [w], [x], [cost], rows=3, points=2, backend=backend)
    program.load([0.5, -2.0, 30.0])
    expected, slope = 0.0, 0.0
    for number in (0.5, -2.0, 30.0):
        w = Value(0.7)
        out = (w * number).swish() + w.swish()
        out.backward()
        expected, slope = expected + out.data / 3, slope + w.grad / 3
    loss, (gradient,) = program.gradient()
    assert (loss, gradient) == pytest.approx((expected, slope), rel=1e-12)
    program.load_points([0.5, -2.0])
    assert next(iter(program.forward()[0])) == pytest.approx(cost.data, rel=1e-12)


def test_a_new_activation_bends_neurons_and_trains_on_every_backend(backend):
    assert "swish" in ACTIVATIONS and repr(Neuron(2, activation="swish")) == "SwishNeuron(2)"
    model, data = MLP(2, [3, 1], activation="swish"), moons(n=10)
    program = compile_model(model, rows=10, backend=backend)
    program.load_data(data)
    program.rate, program.l2 = 0.1, 1e-4
    trainer = Trainer(model, data, batch_size=10)
    for loss in program.step(3):
        trainer.step()
        assert loss == pytest.approx(trainer.batch_loss, rel=1e-9)
    assert outputs(model, data.points[:1])[0][0][0] == pytest.approx(model.layers[0].neurons[0](data.points[0]).data)


def test_a_new_activation_is_offered_by_the_unit_and_the_loop():
    state = press(unit, unit.start(), "activation", "swish")
    assert state.activation == "swish"
    view = unit.view(state)
    assert '<option value="swish" selected="">Swish</option>' in view["unit.controls"]
    state = press(loop, loop.start(), "activation", "swish")
    assert state.settings.activation == "swish" and 'value="swish" selected' in loop.view(state)["loop.settings"]


def test_a_new_optimizer_updates_on_every_backend_as_on_the_object_graph(backend):
    w, x = Value(0.7), Value(1.0)
    program = compile_graph(w * x, [w], [x], rows=1, backend=backend)
    program.optimizer = "unit steps"
    optimizer = Unit([w])
    for g in (3.0, -0.5, -40.0, 0.25):
        program.load([g])
        program.step()
        w.grad = g
        optimizer.step()
        assert list(program.parameters) == pytest.approx([w.data], rel=1e-13)
    assert program.state() == (4, pytest.approx((optimizer.slots[0][0],)))


def test_a_new_optimizer_is_offered_by_the_loop_and_says_what_it_does():
    state = press(loop, loop.start(), "optimizer", "unit steps")
    assert 'value="unit steps" selected' in loop.view(state)["loop.settings"]
    before = state.checkpoint
    for _ in range(4):
        state = press(loop, state, "slowly")
    assert state.checkpoint.step == 1 and state.checkpoint.parameters != before.parameters
    assert Unit.idea in str(loop.view(state))


def test_a_program_from_before_there_was_the_optimizer_says_so(monkeypatch):
    monkeypatch.delitem(OPTIMIZERS, "unit steps")
    import_module("wasmtime")
    program = compile_model(MLP(2, [1]), rows=1)
    program.load([1.0], [1.0], [1.0])
    monkeypatch.setitem(OPTIMIZERS, "unit steps", Unit)
    program.optimizer = "unit steps"
    with pytest.raises(ValueError, match="compiled before there was the optimizer Unit"):
        program.step()
