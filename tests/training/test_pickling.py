"""Programs and trainers that were pickled or copied go on with the very same numbers; what cannot be says why."""

import copy
import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Module, Neuron, Value
from micrograd.compiler import BACKENDS, compile_graph, compile_model
from micrograd.compiler.backends import default_runtime
from micrograd.data import Data, moons
from micrograd.losses import hinge
from micrograd.optim import OPTIMIZERS, SGD
from micrograd.schedules import Schedule
from micrograd.training.trainer import Trainer

DATA = moons(n=11)
THREE = Data("three", ((-1.0, 0.0), (1.0, 0.2), (0.3, 1.5), (-1.2, 0.3)), (0, 1, 2, 0))


def through_pickle(thing):
    return pickle.loads(pickle.dumps(thing))


AGAIN = {"pickle": through_pickle, "deepcopy": copy.deepcopy}


class Skip(MLP):
    def __call__(self, x):
        return super().__call__(x) + 2 * x[0]


class Odd(Module):
    """Branches on a number, and shares a parameter."""

    def __init__(self):
        self.one = self.two = Neuron(2)
        self.scale = Value(1.5, label="scale")

    def __call__(self, x):
        return self.one(x) * self.scale if x[0] > 0.3 else -self.two(x)

    def parameters(self):
        return [*self.one.parameters(), self.scale]


def own_loss(score, label):
    return (score - label) ** 4


def model(kind=MLP, nouts=(3, 1)):
    random.seed(6)
    return Odd() if kind is Odd else kind(2, list(nouts), activation="tanh")


@pytest.mark.parametrize("again", AGAIN)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_program_goes_on_with_the_very_same_numbers(backend, optimizer, again):
    program = compile_model(model(), "logistic", rows=20, points=6, backend=backend)
    program.load_data(DATA)
    program.load_points((0.5, -1.0, 2.0), (0.25, 1.0, -3.0))
    program.optimizer, program.lr, program.l2 = optimizer, Schedule(0.05, "cosine", steps=20), 0.01
    program.step(4, batch_size=4)
    twin = AGAIN[again](program)
    assert twin is not program and (twin.backend, repr(twin)) == (program.backend, repr(program))
    for steps in (2, 5):
        assert twin.step(steps, batch_size=4) == program.step(steps, batch_size=4)
    assert (twin.parameters, twin.state(), twin.evaluate()) == (program.parameters, program.state(), program.evaluate())
    assert list(map(list, twin.forward())) == list(map(list, program.forward()))
    program.step()
    assert twin.parameters != program.parameters and twin.state_dict().keys() == program.state_dict().keys()


def test_a_program_of_several_classes_goes_on_and_takes_other_data():
    program = compile_model(model(nouts=[3]), "cross-entropy", rows=5, backend="Python")
    twin = through_pickle(program)
    for one in (program, twin):
        one.load_data(THREE)
    assert (twin.classes, twin.step(3), twin.evaluate()) == (3, program.step(3), program.evaluate())


def test_a_program_without_data_or_model_can_be_pickled():
    a, x = Value(2.0, label="a"), Value(3.0, label="x")
    program = through_pickle(compile_graph((a * x - 1) ** 2, [a], [x], rows=2, backend="NumPy"))
    program.load([1.0])
    assert program.gradient() == (1.0, (2.0,)) and program.state_dict() == {"a": 2.0}


def test_a_program_whose_backend_is_not_there_goes_on_with_the_next_and_says_so(monkeypatch):
    program = compile_model(model(), rows=11, backend="NumPy")
    program.load_data(DATA)
    dump = pickle.dumps(program)

    def missing(plan, capacity, runtime):
        raise ImportError("no numpy here")

    monkeypatch.setitem(BACKENDS, "NumPy", missing)
    twin = pickle.loads(dump)
    assert twin.backend != "NumPy" and twin.declined["NumPy"] == "ImportError: no numpy here"
    assert twin.step(3) == pytest.approx(program.step(3), rel=1e-9)


def test_a_copy_runs_where_the_program_does():
    class Counting:
        loaded, simd, real = 0, False, default_runtime()

        def load(self, binary):
            Counting.loaded += 1
            return self.real.load(binary)

    program = compile_model(model(), rows=11, runtime=Counting(), backend="WebAssembly")
    assert Counting.loaded == 1
    copy.copy(program)
    assert Counting.loaded == 2


# --- the numbers of a program, in the model ---


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kind", [MLP, Skip])
def test_what_a_program_has_learned_is_in_its_model_afterwards(backend, kind):
    net = model(kind)
    program = compile_model(net, rows=11, backend=backend)
    program.load_data(DATA)
    assert program.state_dict() == net.state_dict()
    program.step(3)
    other = model(kind)
    program.write_to(net)
    other.load_state_dict(program.state_dict())
    assert tuple(p.data for p in net.parameters()) == tuple(p.data for p in other.parameters()) == program.parameters
    loss, _ = program.evaluate()
    assert loss == pytest.approx(sum(hinge(net(x), y).data for x, y in DATA) / len(DATA), rel=1e-9)
    program.load_state_dict(model(kind).state_dict())
    assert program.state_dict() == model(kind).state_dict()


def test_a_program_s_numbers_do_not_get_into_a_model_of_another_shape():
    program, other = compile_model(model(), rows=2, backend="Python"), model(nouts=[2, 1])
    before = other.state_dict()
    with pytest.raises(ValueError, match="the program has 13 parameters, and this model 9"):
        program.write_to(other)
    with pytest.raises(ValueError, match=r"not one of this program, with its 13 parameters: it lacks layers\.0"):
        program.load_state_dict(before)
    with pytest.raises(ValueError, match="this state is not one of this module"):
        other.load_state_dict(program.state_dict())
    assert other.state_dict() == before


# --- trainers ---


@pytest.mark.parametrize("again", AGAIN)
@pytest.mark.parametrize("kind", [MLP, Skip, Odd])
@given(
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    loss=st.sampled_from(["logistic", own_loss]),
    done=st.integers(0, 4),
    size=st.sampled_from([4, 11]),
)
@settings(max_examples=10)
def test_a_trainer_goes_on_with_the_very_same_numbers(kind, again, optimizer, loss, done, size):
    trainer = Trainer(
        model(kind), DATA, loss=loss, optimizer=optimizer, lr=0.02, batch_size=size, schedule="linear", steps=9
    )
    trainer.train(done)
    twin = AGAIN[again](trainer)
    assert repr(twin) == repr(trainer) and not {*twin.model.parameters()} & {*trainer.model.parameters()}
    for one in (trainer, twin):
        one.train(3)
    assert twin.checkpoint == trainer.checkpoint and list(twin.history.losses) == list(trainer.history.losses)
    assert [p.data for p in twin.model.parameters()] == [p.data for p in trainer.model.parameters()]
    assert twin.restore(done // 2) == trainer.restore(done // 2) and twin.step() == trainer.step()


@pytest.mark.parametrize("again", AGAIN)
def test_a_trainer_and_its_optimizer_stay_together(again):
    net = model()
    trainer = Trainer(net, DATA, optimizer=SGD(net.parameters(), lr=0.1, momentum=0.9))
    trainer.train(2)
    twin = AGAIN[again](trainer)
    twin.given.lr = trainer.given.lr = 0.01
    assert twin.step() == trainer.step() and twin.given.state() == trainer.given.state()
    assert all(a is b for a, b in zip(twin.given.parameters, twin.model.parameters()))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_optimizer_can_be_pickled_with_its_model(optimizer):
    net = model()
    made = OPTIMIZERS[optimizer](net.parameters(), lr=0.1)
    hinge(net([1.0, 2.0]), 1).backward()
    made.step()
    twin, other = through_pickle((net, made))
    assert repr(other) == repr(made) and all(a is b for a, b in zip(twin.parameters(), other.parameters))
    for n, o in ((net, made), (twin, other)):
        o.zero_grad()
        hinge(n([1.0, 2.0]), 1).backward()
        o.step()
    assert twin.state_dict() == net.state_dict()


# --- what cannot be ---


def inner_loss():
    def mine(score, label):
        return (score - label) ** 2

    return mine


@pytest.mark.parametrize(
    "how, says",
    [
        ({"loss": lambda s, y: (s - y) ** 2}, "its loss is a lambda, .* define it with def, at the top level"),
        ({"loss": inner_loss()}, "its loss is the function mine, defined inside of another one"),
        ({"lr": lambda step: 0.1}, "its lr is a lambda"),
        ({"lr": 0.1, "schedule": lambda step: 0.5}, "its schedule is a lambda"),
    ],
)
def test_what_cannot_be_pickled_says_why_and_can_be_copied(how, says):
    trainer = Trainer(model(), DATA, **how)
    with pytest.raises(pickle.PicklingError, match=f"a Trainer cannot be pickled: {says}"):
        pickle.dumps(trainer)
    twin = copy.deepcopy(trainer)
    assert twin.step() == trainer.step()
    if "schedule" not in how:
        program = compile_model(model(), how.get("loss", "hinge"), rows=11, backend="Python")
        program.lr = how.get("lr", 0.1)
        with pytest.raises(pickle.PicklingError, match=f"a program cannot be pickled: {says}"):
            pickle.dumps(program)
        assert copy.deepcopy(program).parameters == program.parameters


def test_a_model_that_cannot_be_copied_says_so():
    w = Value(0.5)

    def line(x):
        return w * x[0]

    line.parameters = lambda: [w]
    trainer = Trainer(line, DATA)
    with pytest.raises(TypeError, match="cannot be copied: its model, function, keeps its Values"):
        copy.deepcopy(trainer)
    with pytest.raises(pickle.PicklingError, match="its model is the function line, defined inside of another one"):
        pickle.dumps(trainer)
