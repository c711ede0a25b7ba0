"""A program trains as Trainer does, and answers as the engine does."""

import math
import random

import pytest

from micrograd import MLP, Value
from micrograd.compiler import compile_graph, compile_model
from micrograd.data import rings
from micrograd.losses import LOSSES
from micrograd.nn import ACTIVATIONS
from micrograd.optim import OPTIMIZERS
from micrograd.training.outputs import outputs
from micrograd.training.trainer import Trainer


def pair(backend, seed=1, activation="tanh", loss="hinge", optimizer="SGD", batch_size=7, n=31):
    """(trainer, program) with the same model and settings."""
    random.seed(seed)
    model, data = MLP(2, [4, 3, 1], activation=activation), rings(n=n)
    trainer = Trainer(model, data, loss=loss, rate=0.2, l2=1e-3, batch_size=batch_size, optimizer=optimizer)
    program = compile_model(model, loss, rows=n, points=n, backend=backend)
    program.load_data(data)
    program.optimizer, program.rate, program.l2 = optimizer, 0.2, 1e-3
    return trainer, program


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_steps_with_drawn_batches_are_the_trainers(backend, loss, optimizer):
    trainer, program = pair(backend, loss=loss, optimizer=optimizer)
    for _ in range(5):
        batch = trainer.batch()
        checkpoint = trainer.step()
        (batch_loss,) = program.step(batches=[batch])
        loss_now, accuracy = program.evaluate()
        assert batch_loss == pytest.approx(trainer.batch_loss, rel=digits(optimizer))
        assert (loss_now, accuracy) == pytest.approx((checkpoint.loss, checkpoint.accuracy), rel=digits(optimizer))
        assert list(program.parameters) == pytest.approx(checkpoint.parameters, rel=digits(optimizer))
    assert flat(program.state()) == pytest.approx(flat(checkpoint.memory), rel=digits(optimizer), abs=1e-15)


def digits(optimizer):
    """How well many steps agree: to divide by a root near eps makes much of the last bit of a gradient."""
    return 1e-6 if "eps" in OPTIMIZERS[optimizer].defaults else 1e-9


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_update_is_the_rule_s(backend, name):
    """Of the same gradients, to the last digits; the machine's own gradients are put in by a cost that has them."""
    parameters = [1.5, -0.25, 3.0]
    ps, xs = [Value(p) for p in parameters], [Value(1.0) for _ in parameters]
    program = compile_graph(ps[0] * xs[0] + ps[1] * xs[1] + ps[2] * xs[2], ps, xs, rows=1, backend=backend)
    program.optimizer = name
    optimizer = OPTIMIZERS[name](ps, lr=program.lr)
    for gradients in (0.5, -2.0, 1e-3), (40.0, 0.0, -1e-9), (1e-12, 7.0, 1e9):
        program.load(*([g] for g in gradients))
        program.step()
        for p, g in zip(ps, gradients):
            p.grad = g
        optimizer.step()
        assert list(program.parameters) == pytest.approx([p.data for p in ps], rel=1e-13)
    assert flat(program.state()) == pytest.approx(flat(optimizer.state()), rel=1e-13)
    assert program.state()[0] == 3


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_several_steps_in_one_call_are_as_many_calls(backend, optimizer):
    trainer, program = pair(backend, optimizer=optimizer, batch_size=100)
    program.machine.most_steps = 4  # so that it takes two calls of the machine
    losses, expected = list(program.step(6)), []
    for _ in range(6):
        trainer.step()
        expected.append(trainer.batch_loss)
    assert losses == pytest.approx(expected, rel=digits(optimizer))
    assert list(program.parameters) == pytest.approx(trainer.checkpoint.parameters, rel=digits(optimizer))
    assert list(program.step(2, rows=(3, 10))) != losses[:2]


def test_batches_in_one_call_are_taken_in_order(backend):
    trainer, program = pair(backend)
    drawn, expected = [], []
    for _ in range(6):
        drawn.append(trainer.batch())
        trainer.step()
        expected.append(trainer.batch_loss)
    program.machine.most_indices = 7 * 4  # so that it takes two calls of the machine
    assert list(program.step(batches=drawn)) == pytest.approx(expected, rel=1e-9)


def test_hyperparameters_are_those_of_optim(backend):
    trainer, program = pair(backend, batch_size=100, optimizer="AdamW")
    changed = {"beta1": 0.5, "beta2": 0.8, "eps": 0.1, "weight_decay": 0.3}
    trainer.options = tuple(changed.items())
    program.hyperparameters.update(changed)
    for _ in range(4):
        trainer.step()
        program.step()
    assert list(program.parameters) == pytest.approx(trainer.checkpoint.parameters, rel=1e-9)
    assert flat(program.state()) == pytest.approx(flat(trainer.checkpoint.memory), rel=1e-9)


def test_another_optimizer_begins_with_its_defaults_but_this_rate_and_without_memory(backend):
    _, program = pair(backend, optimizer="SGD with momentum")
    program.step(2)
    program.lr = 0.125
    program.optimizer = "RMSProp"
    assert program.hyperparameters == {**OPTIMIZERS["RMSProp"].defaults, "lr": 0.125} and program.rate == 0.125
    assert not any(flat(program.state()))


def test_a_hyperparameter_that_is_none_or_makes_no_sense_is_told(backend):
    _, program = pair(backend, optimizer="Adam")
    program.hyperparameters["beta1"] = 1.0
    with pytest.raises(ValueError, match="Adam: beta1 must be"):
        program.step()
    program.hyperparameters = {"lr": 0.1, "momentum": 0.9}
    with pytest.raises(ValueError, match=r"Adam (has no hyperparameter 'momentum'|needs a)"):
        program.step()
    with pytest.raises(ValueError, match="none of Adam's, which remembers 2 numbers a parameter"):
        program.restore((3,))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_restored_moment_continues_as_it_did(backend, optimizer):
    _, program = pair(backend, optimizer=optimizer)
    program.step(3)
    parameters, state = list(program.parameters), program.state()
    expected = list(program.step(3))
    program.parameters = parameters
    program.restore(state)
    assert list(program.step(3)) == expected
    program.restore()
    assert not any(flat(program.state()))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_forward_gives_every_neuron_at_every_point(backend, activation):
    trainer, program = pair(backend, activation=activation)
    for points in trainer.data.points, trainer.data.points[:1], trainer.data.points[:2]:
        program.load_points(*zip(*points))
        expected = [column for layer in outputs(trainer.model, points) for column in layer]
        got = program.forward()
        assert len(got) == len(expected) == 8
        for a, b in zip(got, expected):
            assert list(a) == pytest.approx(b, rel=1e-12)


@pytest.mark.parametrize("rate", [1e155, math.inf])
def test_divergence_is_the_trainers(backend, rate):
    trainer, program = pair(backend, activation="relu", batch_size=100, loss="squared error")
    trainer.rate = program.rate = rate
    for _ in range(3):
        trainer.step()
        program.step()
        for a, b in zip(program.parameters, trainer.checkpoint.parameters):
            assert a == pytest.approx(b, rel=1e-9, nan_ok=True)
        assert program.evaluate() == pytest.approx(
            (trainer.checkpoint.loss, trainer.checkpoint.accuracy), rel=1e-9, nan_ok=True
        )


def test_nothing_is_left_of_a_divergence(backend):
    """Parameters and optimizer put back, all is as if it had not been: in the padding of odd counts, too."""
    for optimizer in OPTIMIZERS:
        _, program = pair(backend, optimizer=optimizer)
        assert len(program.parameters) % 2 == 1
        parameters, expected = list(program.parameters), program.evaluate()
        program.rate = math.inf
        program.step(2)
        assert not math.isfinite(program.evaluate()[0])
        program.parameters = parameters
        program.restore()
        program.rate = 0.2
        assert program.evaluate() == expected
        assert all(map(math.isfinite, program.step(2)))


def flat(state):
    return [x for part in state for x in (part if isinstance(part, tuple) else [part])]
