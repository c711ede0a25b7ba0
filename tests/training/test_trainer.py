"""Training: the fast evaluator, the history, going back, diverging."""

import gc
import math
import random

import pytest

from micrograd import MLP, Value
from micrograd.data import DATASETS, Data, rings
from micrograd.losses import LOSSES
from micrograd.nn import ACTIVATIONS
from micrograd.optim import OPTIMIZERS
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.outputs import outputs
from micrograd.training.trainer import Trainer


def mlp(seed=0, nouts=(8, 8, 1), **how):
    random.seed(seed)
    return MLP(2, list(nouts), **how)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("nouts", [[1], [4, 4, 1], [3, 1, 2]])
def test_outputs_are_the_engine_s_numbers_bit_for_bit(activation, nouts):
    model = mlp(5, nouts, activation=activation)
    for p in model.parameters():
        p.data += 0.1
    points = [*rings(20).points, (0.0, 0.0), (-0.0, 1e-300), (1e200, -1e308), (math.inf, 1), (3, 4)]
    columns = outputs(model, points)
    for k, point in enumerate(points):
        signal = list(point)
        for layer, column in zip(model.layers, columns, strict=True):
            values = [neuron(signal) for neuron in layer.neurons]
            assert [repr(float(v.data)) for v in values] == [repr(neuron[k]) for neuron in column]
            signal = values
        whole = model(point)
        assert repr([v.data for v in (whole if isinstance(whole, list) else [whole])]) == repr(
            [neuron[k] for neuron in columns[-1]]
        )


def test_outputs_of_no_points_are_empty_and_of_wrong_points_an_error():
    assert outputs(mlp(nouts=[2, 1]), []) == [[[], []], [[]]]
    with pytest.raises(ValueError, match="2 inputs, but was given 3"):
        outputs(mlp(), [(1.0, 2.0, 3.0)])


def test_a_trainer_s_history_begins_before_training_and_has_every_step():
    trainer = Trainer(mlp(), rings())
    start = trainer.checkpoint
    assert (start.step, trainer.batch_loss, len(start.parameters)) == (0, None, 105)
    first = trainer.step()
    assert first is trainer.checkpoint and first.step == 1 == trainer.history.last
    assert list(trainer.history.losses) == [start.loss, first.loss]
    assert first.parameters == tuple(p.data for p in trainer.model.parameters()) != start.parameters


@pytest.mark.parametrize("loss", LOSSES)
def test_loss_and_accuracy_are_those_of_the_whole_data_set(loss):
    model, data = mlp(2), rings(30)
    trainer = Trainer(model, data, loss=loss, l2=0.01)
    checkpoint = trainer.step()
    scores = [model(p) for p in data.points]
    costs = [LOSSES[loss](s, y).data for s, y in zip(scores, data.labels)]
    penalty = 0.01 * sum(p.data**2 for p in model.parameters())
    assert checkpoint.loss == pytest.approx(sum(costs) / 30 + penalty, rel=1e-12)
    assert checkpoint.accuracy == sum((s.data > 0) == (y > 0) for s, y in zip(scores, data.labels)) / 30


def test_a_step_is_one_step_of_gradient_descent_on_its_batch():
    trainer, twin = Trainer(mlp(1), rings(), lr=0.3, l2=0.02), mlp(1)
    batch = trainer.batch()
    assert len(set(batch)) == 10
    loss = sum((1 - trainer.data.labels[i] * twin(trainer.data.points[i])).relu() for i in batch) / 10
    loss = loss + 0.02 * sum(p * p for p in twin.parameters())
    loss.backward()
    expected = [p.data - 0.3 * p.grad for p in twin.parameters()]
    checkpoint = trainer.step()
    assert trainer.batch_loss == pytest.approx(loss.data, rel=1e-12)
    assert checkpoint.parameters == pytest.approx(expected, rel=1e-12)


def test_batches_follow_from_seed_and_step_and_cover_small_data_wholly():
    one, two = Trainer(mlp(), rings(), seed=1), Trainer(mlp(), rings(), seed=2)
    assert one.batch() == one.batch() != two.batch()
    before = one.batch()
    one.step()
    assert one.batch() != before
    for size in (100, 1000):
        one.batch_size = size
        assert one.batch() == list(range(100))
    one.batch_size = 30
    assert sorted(one.batch()) != one.batch() and len(set(one.batch())) == 30


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("k", [0, 3, 6])
def test_restored_training_runs_the_same_again_bit_for_bit(optimizer, k):
    trainer = Trainer(mlp(), rings(), optimizer=optimizer, lr=0.05)
    seen = [trainer.checkpoint, *(trainer.step() for _ in range(6))]
    assert trainer.restore(k) == trainer.checkpoint == seen[k]
    assert trainer.history.last == k and tuple(p.data for p in trainer.model.parameters()) == seen[k].parameters
    assert [trainer.step() for _ in range(6 - k)] == seen[k + 1 :]


def test_restoring_puts_hyperparameters_back_and_what_follows_may_differ():
    trainer = Trainer(mlp(), rings())
    for _ in range(3):
        trainer.step()
    trainer.lr, trainer.l2, trainer.batch_size, trainer.optimizer = 0.01, 0.1, 20, "Adam"
    branch = trainer.step()
    assert trainer.hyperparameters == Hyperparameters(0.01, 0.1, 20, "Adam")
    trainer.restore(3)
    assert trainer.hyperparameters == Hyperparameters(0.1, 1e-4, 10, "SGD")
    assert trainer.step().parameters != branch.parameters


def test_rate_is_another_name_for_lr():
    trainer = Trainer(mlp(), rings(), rate=0.3)
    assert trainer.lr == trainer.rate == 0.3
    trainer.rate = 0.2
    assert trainer.lr == 0.2


def test_parameters_that_are_set_by_hand_are_trained_from_and_come_back():
    """Before and after them, every step can be restored."""
    trainer = Trainer(mlp(nouts=[3, 1]), rings(20))
    seen = [trainer.checkpoint, trainer.step(), trainer.step()]
    for p in trainer.model.parameters():
        p.data = 0.5
    third = trainer.step()
    assert third.parameters != seen[2].parameters and max(abs(p - 0.5) for p in third.parameters) < 0.5
    assert trainer.restore(3) == third
    assert trainer.restore(2).parameters == (0.5,) * len(third.parameters)
    assert trainer.step() == third
    assert trainer.restore(1) == seen[1]


def test_changing_the_rate_does_not_reset_an_optimizer():
    trainer = Trainer(mlp(), rings(), optimizer="Adam", lr=0.01)
    trainer.step()
    trainer.lr = 0.02
    trainer.optimizer = "Adam"
    assert trainer.step().memory[0] == 2


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_divergence_is_recorded_and_no_exception(loss, activation, optimizer):
    trainer = Trainer(mlp(activation=activation, nouts=[3, 1]), rings(20), loss=loss, optimizer=optimizer, lr=1e200)
    for _ in range(8):
        trainer.step()
    assert trainer.history.last == 8
    if loss == "squared error" and activation != "sigmoid":
        assert not math.isfinite(trainer.checkpoint.loss)


def test_the_defaults_learn_rings_in_300_steps():
    trainer = Trainer(mlp(), rings(100))
    while trainer.checkpoint.accuracy <= 0.9:
        assert trainer.step().step < 300
    assert trainer.checkpoint.loss < trainer.history.losses[0]


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_can_be_trained_on(name):
    trainer = Trainer(mlp(), DATASETS[name](40))
    for _ in range(3):
        assert math.isfinite(trainer.step().loss)


def test_a_step_leaves_no_graph_behind():
    trainer = Trainer(mlp(nouts=[2, 1]), rings(20))
    trainer.step()
    gc.collect()
    before = sum(isinstance(o, Value) for o in gc.get_objects())
    gc.disable()
    try:
        for _ in range(3):
            trainer.step()
        after = sum(isinstance(o, Value) for o in gc.get_objects())
    finally:
        gc.enable()
    assert after - before < 20


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: Trainer(mlp(), Data("none", (), ())), "no points"),
        (lambda: Trainer(mlp(), rings(), loss="hing"), "no loss 'hing': choose one of hinge"),
        (lambda: Trainer(mlp(), rings(), optimizer="SDG"), "no optimizer 'SDG': choose one of SGD"),
        (lambda: Trainer(mlp(), rings(), batch_size=0).step(), "at least one sample"),
    ],
)
def test_bad_settings_are_refused_by_name(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_another_optimizer_takes_its_first_step_with_the_lr_that_was_chosen():
    trainer = Trainer(mlp(), rings(), optimizer="SGD", lr=0.003)
    trainer.step()
    trainer.optimizer = "Adam"
    before = trainer.checkpoint.parameters
    after = trainer.step().parameters
    assert max(abs(a - b) for a, b in zip(after, before)) == pytest.approx(0.003, rel=1e-3)


def test_a_step_pauses_the_collector_and_leaves_it_as_it_was():
    seen = []

    class Watching(MLP):
        def __call__(self, x):
            seen.append(gc.isenabled())
            return super().__call__(x)

    trainer = Trainer(Watching(2, [2, 1]), rings(n=8))
    seen.clear()
    trainer.program.update(range(4))
    assert seen == [False] * 4 and gc.isenabled()
    trainer.program.loss = lambda score, label: 1 / 0
    with pytest.raises(ZeroDivisionError):
        trainer.program.update(range(4))
    assert gc.isenabled()
