"""Whatever a model computes, training tells what the model itself says: the same as a loop by hand."""

import math
import random
import re
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from micrograd import MLP, Module, Neuron, Value, draw, train
from micrograd.compiler import CannotCompile, UnknownOp, compile_model
from micrograd.compiler.agreement import Agreement
from micrograd.data import moons
from micrograd.losses import hinge
from micrograd.models import is_standard
from micrograd.show import use_sink
from micrograd.training import compiled
from micrograd.training.outputs import outputs
from micrograd.training.request import read_request
from micrograd.training.trainer import Trainer

DATA = moons(12)


class Notes:
    """A sink that keeps sentences."""

    moves = False

    def __init__(self):
        self.notes = []

    def note(self, text):
        self.notes.append(text)


class Leaky(MLP):
    def __call__(self, x):
        for layer in self.layers[:-1]:
            sums = [sum((w * v for w, v in zip(n.w, x)), n.b) for n in layer.neurons]
            x = [s if s.data > 0 else s * 0.1 for s in sums]
        return self.layers[-1](x)


class Skip(MLP):
    def __call__(self, x):
        return super().__call__(x) + 2 * x[0] - x[1]


class Dropout(MLP):
    def __call__(self, x):
        hidden = self.layers[0](x)
        return self.layers[1]([h * (random.random() > 0.5) for h in hidden])


def own_sine(v):
    out = Value(math.sin(v.data), (v,), "sin")

    def _backward():
        v.grad += math.cos(v.data) * out.grad

    out._backward = _backward
    return out


class Sine(MLP):
    def __call__(self, x):
        hidden = [own_sine(sum((w * v for w, v in zip(n.w, x)), n.b)) for n in self.layers[0].neurons]
        return self.layers[1](hidden)


class SineNeurons(MLP):
    """The MLP's own forward pass, and neurons with another."""

    def __init__(self, nin, nouts):
        super().__init__(nin, nouts)
        for n in self.layers[0].neurons:
            n.__class__ = SineNeuron


class SineNeuron(Neuron):
    def __call__(self, x):
        return own_sine(sum((w * v for w, v in zip(self.w, x)), self.b))


class NoLayers(Module):
    def __init__(self, nin=2, nouts=()):
        self.one, self.two = Neuron(2), Neuron(2)

    def __call__(self, x):
        return self.one(x) - self.two(x) * x[0] + 0.1

    def parameters(self):
        return [*self.one.parameters(), *self.two.parameters()]


def function_with_parameters(nin, nouts):
    w, v, b = Value(random.uniform(-1, 1)), Value(random.uniform(-1, 1)), Value(0.1)

    def model(x):
        return (w * x[0] + v * x[1] + b).tanh()

    model.parameters = lambda: (w, v, b)
    return model


class LooksAtItsInputs(MLP):
    def __call__(self, x):
        return super().__call__(x) if x[0] > 0.3 else -super().__call__(x)


class MathOnItsInputs(MLP):
    def __call__(self, x):
        return super().__call__([math.sin(x[0]), x[1]])


class OwnGenerator(MLP):
    """Dropout that is rare, from a generator of its own."""

    def __init__(self, nin, nouts):
        super().__init__(nin, nouts)
        self.chance = random.Random(5)

    def __call__(self, x):
        return self.layers[1]([h * (self.chance.random() > 0.01) for h in self.layers[0](x)])


CHANCE = random.Random(3)


class DropsByAMethod(MLP):
    def __call__(self, x):
        return self.layers[1]([self.drop(h) for h in self.layers[0](x)])

    def drop(self, h):
        return h * (CHANCE.random() > 0.01)


class InheritsDropping(DropsByAMethod):
    pass


class KeepsValues(MLP):
    """Its first weight is of a parameter that was used once and for all."""

    def __init__(self, nin, nouts):
        super().__init__(nin, nouts)
        self.root = Value(0.6)
        self.square = self.root * self.root

    def __call__(self, x):
        return super().__call__(x) + self.square * x[0]

    def parameters(self):
        return [*super().parameters(), self.root]


class ThreeOfTwo(MLP):
    """It makes a third input itself."""

    def __init__(self, nin, nouts):
        super().__init__(3, nouts)

    def __call__(self, x):
        return super().__call__([x[0], x[1], x[0] * x[1]])


class Twice(MLP):
    """A parameter that is listed twice: the loop by hand changes it twice, and counts it twice in the penalty."""

    def parameters(self):
        return [*super().parameters(), self.layers[0].neurons[0].w[0]]


# model -> (how it is made, a part of the sentence that train says; "" where it is compiled)
MODELS = {
    "leaky ReLU by if": (Leaky, r"Leaky.__call__.*, line \d+, looks at the number of a Value: x = \[s if s.data"),
    "skip connection": (Skip, ""),
    "dropout": (Dropout, "the model draws numbers at random"),
    "own op": (Sine, "looks at the number of a Value: out = Value"),
    "own neurons": (SineNeurons, "looks at the number of a Value: out = Value"),
    "no layers": (NoLayers, ""),
    "function": (function_with_parameters, ""),
    "branch on an input": (LooksAtItsInputs, r"looks at the number of a Value: return super"),
    "dropout of its own": (OwnGenerator, "the model draws numbers at random"),
    "dropout of the program": (InheritsDropping, "the model draws numbers at random"),
    "a value kept": (KeepsValues, "the model keeps Values that it made before"),
    "a parameter twice": (Twice, r"parameters\(\) lists a Value twice"),
    "three inputs of two": (ThreeOfTwo, ""),
    "math on an input": (MathOnItsInputs, "called with Values, MathOnItsInputs or its loss ends in TypeError"),
}


def fresh(name):
    CHANCE.seed(11)
    random.seed(7)
    return MODELS[name][0](2, [4, 1])


def by_hand(model, data, steps, rate=0.1, l2=1e-4, loss=hinge):
    """([loss before each step, and after the last], the last accuracy): the loop that everybody writes."""
    losses = []
    for step in range(steps + 1):
        scores = [model(x) for x in data.points]
        total = sum(loss(s, y) for s, y in zip(scores, data.labels)) * (1 / len(data))
        total = total + l2 * sum(p * p for p in model.parameters())
        losses.append(total.data)
        for p in model.parameters():
            p.grad = 0.0
        if step < steps:
            total.backward()
            for p in model.parameters():
                p.data -= rate * p.grad
    return losses, sum((s.data > 0) == (y > 0) for s, y in zip(scores, data.labels)) / len(data)


def numbers(model):
    return [p.data for p in model.parameters()]


@pytest.mark.parametrize("name", MODELS)
def test_train_tells_what_a_loop_by_hand_tells(name):
    model, other, sink = fresh(name), fresh(name), Notes()
    random.seed(1), CHANCE.seed(11)
    with use_sink(sink):
        losses = train(model, DATA, steps=9)
    random.seed(1), CHANCE.seed(11)
    expected, _ = by_hand(other, DATA, 9)
    assert losses == pytest.approx(expected, rel=1e-9)
    assert numbers(model) == pytest.approx(numbers(other), rel=1e-9)
    words = MODELS[name][1]
    assert len(sink.notes) == bool(words)
    if words:
        assert re.search(words, sink.notes[0]), sink.notes


@pytest.mark.parametrize("name", MODELS)
def test_a_trainer_tells_what_a_loop_by_hand_tells(name):
    model, other = fresh(name), fresh(name)
    random.seed(1), CHANCE.seed(11)
    trainer = Trainer(model, DATA, batch_size=len(DATA))
    for _ in range(5):
        trainer.step()
    random.seed(1), CHANCE.seed(11)
    expected, accuracy = by_hand(other, DATA, 5)
    assert list(trainer.history.losses) == pytest.approx(expected, rel=1e-9)
    assert trainer.checkpoint.accuracy == accuracy
    assert numbers(model) == pytest.approx(numbers(other), rel=1e-9)


@pytest.mark.parametrize("name", MODELS)
def test_outputs_and_pictures_are_what_the_model_says(name):
    model, other = fresh(name), fresh(name)
    random.seed(1), CHANCE.seed(11)
    found = outputs(model, DATA.points)[-1]
    random.seed(1), CHANCE.seed(11)
    assert found == [[other(x).data for x in DATA.points]]
    random.seed(1), CHANCE.seed(11)
    before = random.getstate()
    assert "image" in str(draw.boundary(model, DATA))
    assert random.getstate() == before


@pytest.mark.parametrize("make", [ThreeOfTwo, Skip, NoLayers, function_with_parameters])
def test_how_many_inputs_there_are_is_found_out(make):
    program = compile_model(make(2, [3, 1]), rows=12)
    program.load_data(DATA)
    assert 0 <= program.evaluate()[1] <= 1
    assert len(compile_model(MLP(5, [1]), rows=1).plan.inputs) == 6


def test_generators_of_numpy_are_noticed_and_put_back():
    numpy = pytest.importorskip("numpy")
    own = numpy.random.default_rng(1)
    for draw_one in (lambda: float(own.random()), lambda: float(numpy.random.random())):

        class Drops(MLP):
            def __call__(self, x, draw_one=draw_one):
                return super().__call__(x) * (draw_one() > 1e-9)

            def __init__(self, *how):
                super().__init__(*how)
                self.draw = draw_one

        before = repr(own.bit_generator.state), numpy.random.get_state()[1].tolist(), numpy.random.get_state()[2]
        with pytest.raises(CannotCompile, match="at random"):
            compile_model(Drops(2, [1]), rows=1)
        after = repr(own.bit_generator.state), numpy.random.get_state()[1].tolist(), numpy.random.get_state()[2]
        assert before == after


def test_a_program_of_a_model_with_a_skip_answers_as_the_model_does():
    model = fresh("skip connection")
    program = compile_model(model, rows=12, points=12)
    program.load_data(DATA)
    program.load_points(*zip(*DATA.points))
    (scores,) = program.forward()
    assert list(scores) == pytest.approx([model(x).data for x in DATA.points], rel=1e-12)


def test_what_cannot_be_compiled_is_an_error_of_its_kind():
    with pytest.raises(CannotCompile, match="looks at the number"):
        compile_model(fresh("leaky ReLU by if"), rows=3)
    with pytest.raises(CannotCompile, match="at random"):
        compile_model(fresh("dropout"), rows=3)
    assert issubclass(UnknownOp, CannotCompile) and issubclass(CannotCompile, ValueError)


@pytest.mark.parametrize("name", ["leaky ReLU by if", "dropout"])
def test_looking_leaves_value_and_random_numbers_as_they_were(name):
    model = fresh(name)
    before = random.getstate(), "data" in vars(Value), [(p.data, p.grad) for p in model.parameters()]
    with pytest.raises(CannotCompile):
        compile_model(model, rows=3)
    assert before == (random.getstate(), "data" in vars(Value), [(p.data, p.grad) for p in model.parameters()])


def test_a_branch_in_the_loss_is_found_as_well():
    def loss(score, label):
        return (1 - score * label).relu() if label > 0 else (score - label) ** 2

    model, other, sink = MLP(2, [3, 1]), MLP(2, [3, 1]), Notes()
    for p, q in zip(model.parameters(), other.parameters()):
        q.data = p.data
    with use_sink(sink):
        losses = train(model, DATA, steps=4, loss=loss)
    assert losses == pytest.approx(by_hand(other, DATA, 4, loss=loss)[0], rel=1e-9) and "looks at" in sink.notes[0]


class Aging(MLP):
    """It changes its mind after a number of calls, which nothing gives away beforehand."""

    def __init__(self, nin, nouts, calls):
        super().__init__(nin, nouts)
        self.left = calls

    def __call__(self, x):
        self.left -= 1
        return super().__call__(x) * (1 if self.left > 0 else 3)


def test_what_differs_only_later_is_found_while_it_trains_and_training_begins_again():
    random.seed(2)
    model, sink = Aging(2, [3, 1], calls=40), Notes()
    random.seed(2)
    other = Aging(2, [3, 1], calls=0)
    with use_sink(sink):
        losses = train(model, DATA, steps=40)
    assert model.left < 0 and "the compiled program and the model differ: at (" in sink.notes[0]
    expected, _ = by_hand(other, DATA, 40)
    assert losses == pytest.approx(expected, rel=1e-9)


def test_a_program_that_says_something_else_is_found_by_loss_and_by_gradient():
    model = MLP(2, [3, 1])
    program = compile_model(model, rows=12)
    samples = [(DATA.points[i], DATA.labels[i]) for i in range(4)]
    assert Agreement(program, model, hinge).difference(samples) is None
    words = Agreement(program, model, lambda s, y: hinge(s, y) + 1e-6).difference(samples)
    assert "the model's loss is" in words

    def flat(s, y):
        cost = hinge(s, y)
        return Value(cost.data, (), "")  # the same number, without its gradient

    random.seed(3)
    for p in model.parameters():
        p.data = random.uniform(-0.1, 0.1)
    program.parameters = numbers(model)
    assert "the gradient of parameter" in Agreement(program, model, flat).difference(samples)


def test_the_comparisons_come_at_steps_1_2_4_8_and_at_the_end(monkeypatch):
    at, steps = [], []

    def note(self, everywhere=False):
        at.append((len(steps), everywhere))

    monkeypatch.setattr(compiled.Comparison, "compare", note)
    model = MLP(2, [2, 1])
    asked = read_request("train", model, DATA, {"l2": 0.0}, {}, batch_size=None)
    compiled.train_compiled(model, asked, 11, lambda *told: steps.append(1))
    assert at == [(0, True), (1, False), (2, False), (4, False), (8, False), (11, True)]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (MLP, "MLP is a class"),
        (3, "int cannot be called"),
        (lambda x: x[0], r"function has no parameters\(\)"),
        (SimpleNamespace(parameters=list), "cannot be called"),
    ],
)
def test_what_is_no_model_is_told_what_a_model_is(model, words):
    for door in (lambda: train(model, DATA), lambda: Trainer(model, DATA), lambda: draw.boundary(model, DATA)):
        with pytest.raises(TypeError, match=words):
            door()


def test_a_network_without_layers_has_no_picture_and_the_error_says_what_it_needs():
    with pytest.raises(TypeError, match=r"draw.network needs .* a model with layers.*NoLayers has none"):
        draw.network(NoLayers())


class Another(MLP):
    pass


def test_a_subclass_that_changes_nothing_is_standard_and_one_with_its_own_formulas_is_not(monkeypatch):
    assert is_standard(Another(2, [3, 1])) and is_standard(MLP(2, [3, 2], activation="gelu"))
    assert not any(is_standard(fresh(name)) for name in MODELS if name != "a parameter twice")
    monkeypatch.setattr(Value, "relu", lambda self: self * 1)
    assert not is_standard(MLP(2, [3, 1]))


def test_a_method_of_value_or_a_call_that_was_replaced_is_asked(monkeypatch):
    model = MLP(2, [3, 1])
    monkeypatch.setattr(Neuron, "__call__", lambda self, x: self.b + x[0] * x[0])
    assert outputs(model, [(2.0, 1.0)])[-1] == [[model([2.0, 1.0]).data]]


OPS = {
    "tanh": lambda v: v.tanh(),
    "own sine": own_sine,
    "kink": lambda v: v if v.data > 0.2 else v * -0.3,
    "maximum": lambda v: max(v, 0.1 * v),
    "softplus": lambda v: v.softplus(),
    "square": lambda v: v * v * 0.3,
}


class Built(Module):
    """A module of some steps: ('op', name), ('skip', from), ('mix', which)."""

    def __init__(self, steps, seed):
        rng = random.Random(seed)
        self.steps = steps
        self.w = [[Value(rng.uniform(-1, 1)) for _ in range(3)] for _ in steps]
        self.last = Value(rng.uniform(-1, 1))

    def __call__(self, x):
        seen = [x[0], x[1]]
        for (op, a, b, skip), (u, v, c) in zip(self.steps, self.w):
            h = OPS[op](u * seen[a % len(seen)] + v * seen[b % len(seen)] + c)
            seen.append(h + seen[a % len(seen)] if skip else h)
        return seen[-1] * self.last

    def parameters(self):
        return [p for row in self.w for p in row] + [self.last]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(OPS)), st.integers(0, 5), st.integers(0, 5), st.booleans()),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 1000),
)
def test_any_module_trains_to_the_numbers_of_the_loop_by_hand(steps, seed):
    model, other, third, sink = Built(steps, seed), Built(steps, seed), Built(steps, seed), Notes()
    with use_sink(sink):
        losses = train(model, DATA, steps=4, lr=0.05)
    expected, accuracy = by_hand(other, DATA, 4, rate=0.05)
    assert losses == pytest.approx(expected, rel=1e-7)
    assert numbers(model) == pytest.approx(numbers(other), rel=1e-6, abs=1e-9)
    assert bool(sink.notes) == any(op in ("own sine", "kink", "maximum") for op, *_ in steps)
    trainer = Trainer(third, DATA, batch_size=len(DATA), lr=0.05)
    for _ in range(4):
        trainer.step()
    assert list(trainer.history.losses) == pytest.approx(expected, rel=1e-9)
    assert trainer.checkpoint.accuracy == accuracy
