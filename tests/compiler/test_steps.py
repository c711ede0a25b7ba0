"""A program trains as Trainer does, and answers as the engine does."""

import math
import random

import pytest

from micrograd import MLP
from micrograd.compiler import compile_model
from micrograd.data import rings
from micrograd.losses import LOSSES
from micrograd.nn import ACTIVATIONS
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


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize("loss", LOSSES)
def test_steps_with_drawn_batches_are_the_trainers(backend, loss, optimizer):
    trainer, program = pair(backend, loss=loss, optimizer=optimizer)
    for _ in range(5):
        batch = trainer.batch()
        checkpoint = trainer.step()
        (batch_loss,) = program.step(batches=[batch])
        loss_now, accuracy = program.evaluate()
        assert batch_loss == pytest.approx(trainer.batch_loss, rel=1e-9)
        assert (loss_now, accuracy) == pytest.approx((checkpoint.loss, checkpoint.accuracy), rel=1e-9)
        assert list(program.parameters) == pytest.approx(checkpoint.parameters, rel=1e-9)
    assert flat(program.state()) == pytest.approx(flat(checkpoint.memory), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_several_steps_in_one_call_are_as_many_calls(backend, optimizer):
    trainer, program = pair(backend, optimizer=optimizer, batch_size=100)
    program.machine.most_steps = 4  # so that it takes two calls of the machine
    losses, expected = list(program.step(6)), []
    for _ in range(6):
        trainer.step()
        expected.append(trainer.batch_loss)
    assert losses == pytest.approx(expected, rel=1e-9)
    assert list(program.parameters) == pytest.approx(trainer.checkpoint.parameters, rel=1e-9)
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


def test_momentum_is_optims(backend):
    trainer, program = pair(backend, batch_size=100)
    trainer.options = (("momentum", 0.9),)
    program.momentum = 0.9
    for _ in range(4):
        trainer.step()
        program.step()
    assert list(program.parameters) == pytest.approx(trainer.checkpoint.parameters, rel=1e-9)
    assert flat(program.state()) == pytest.approx(flat(trainer.checkpoint.memory), rel=1e-9)


def test_momentum_0_forgets_an_infinite_velocity(backend):
    _, program = pair(backend)
    program.restore(([math.inf] * len(program.parameters),))
    program.step()
    assert all(map(math.isfinite, program.parameters))


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
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
    for optimizer in "SGD", "Adam":
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
