"""Labels: what kinds there are, how they train and are scored, and what is said of the rest."""

import math
import random
from dataclasses import replace

import pytest

from micrograd import MLP, draw, train
from micrograd.compiler import BACKENDS, compile_model
from micrograd.data import Data, moons
from micrograd.labels import labels_for, read_labels
from micrograd.losses import LOSSES
from micrograd.training.trainer import Trainer
from tests.webassembly import require_webassembly

SIGNS = moons(20)
ZEROS = replace(SIGNS, labels=tuple(int(y > 0) for y in SIGNS.labels))
THREE = Data("three", ((-1.0, 0.0), (1.0, 0.2), (0.3, 1.5), (-1.2, 0.3), (0.9, -0.1), (0.1, 1.1)), (0, 1, 2, 0, 1, 2))


def mlp(*nouts):
    random.seed(3)
    return MLP(2, list(nouts))


@pytest.mark.parametrize(
    ("labels", "how", "kind", "targets", "classes"),
    [
        ([-1, 1, 1], {}, "binary", (-1.0, 1.0, 1.0), (0, 1, 1)),
        ([0, 1, 1], {}, "binary", (-1.0, 1.0, 1.0), (0, 1, 1)),
        ([False, True], {}, "binary", (-1.0, 1.0), (0, 1)),
        ([0.0, 0.0], {}, "binary", (-1.0, -1.0), (0, 0)),
        ([1, 1], {}, "binary", (1.0, 1.0), (1, 1)),
        ([], {}, "binary", (), ()),
        ([0, 2, 1], {"outputs": 3}, "classes", (0, 2, 1), (0, 2, 1)),
        ([-1, 1], {"outputs": 2}, "classes", (0, 1), (0, 1)),
        ([0.3, 17.0], {"regression": True}, "regression", (0.3, 17.0), ()),
    ],
)
def test_labels_are_read_as_what_they_are(labels, how, kind, targets, classes):
    found = read_labels(labels, len(labels), **how)
    assert (found.kind, found.targets, found.classes) == (kind, targets, classes)


@pytest.mark.parametrize(
    ("labels", "outputs", "words"),
    [
        ([0, 1, 2], 1, r"the labels 0, 1, 2 are classes, and the model has one output: give it 3"),
        ([1, 2], 1, "give it 3"),
        ([-1, 0, 1], 1, "name no classes. Two classes are -1 and .1, or 0 and 1"),
        ([0.5, 1], 1, "name no classes"),
        ([math.nan, 1], 1, "name no classes"),
        ([math.inf], 1, "name no classes"),
        ([0, 3], 3, "label 1 is 3: a model with 3 outputs has the classes 0 to 2"),
        ([0, -1], 3, "label 1 is -1"),
        ([0, 0.5], 2, "label 1 is 0.5"),
    ],
)
def test_other_labels_are_refused_with_words(labels, outputs, words):
    with pytest.raises(ValueError, match=words):
        read_labels(labels, outputs=outputs)


def test_what_is_no_number_is_named_with_its_place():
    with pytest.raises(TypeError, match="label 1 is str 'cat'"):
        read_labels([0, "cat"])


def test_numbers_of_numpy_are_numbers():
    numpy = pytest.importorskip("numpy")
    assert read_labels(numpy.array([0, 1])).targets == (-1.0, 1.0)
    assert read_labels(numpy.array([[0], [1]])).targets == (-1.0, 1.0)
    assert read_labels(numpy.array([2, 1]), outputs=3).classes == (2, 1)


@pytest.mark.parametrize("count", [19, 21])
def test_as_many_labels_as_points_are_wanted_at_every_door(count):
    data = replace(SIGNS, labels=(SIGNS.labels * 2)[:count])
    doors = [
        lambda: Trainer(mlp(3, 1), data),
        lambda: train(mlp(3, 1), data, steps=1),
        lambda: compile_model(mlp(3, 1), rows=30).load_data(data),
        lambda: draw.boundary(mlp(3, 1), data),
        lambda: draw.points(data),
    ]
    for door in doors:
        with pytest.raises(ValueError, match=f"20 points, but {count} labels"):
            door()


@pytest.mark.parametrize("data", [replace(SIGNS, labels=(1, 2) * 10), replace(SIGNS, labels=(-2, 2) * 10)])
def test_bad_labels_are_refused_at_every_door(data):
    for door in (
        lambda: Trainer(mlp(3, 1), data),
        lambda: train(mlp(3, 1), data, steps=1),
        lambda: compile_model(mlp(3, 1), rows=30).load_data(data),
        lambda: draw.boundary(mlp(3, 1), data),
        lambda: draw.points(data),
    ):
        with pytest.raises(ValueError, match="classes"):
            door()


@pytest.mark.parametrize("loss", LOSSES)
def test_0_and_1_train_and_are_scored_as_minus_1_and_1_are(loss):
    trainers = [Trainer(mlp(4, 1), data, loss=loss) for data in (SIGNS, ZEROS)]
    for trainer in trainers:
        for _ in range(5):
            trainer.step()
    one, two = trainers
    assert list(one.history.losses) == list(two.history.losses)
    assert one.checkpoint.accuracy == two.checkpoint.accuracy and one.checkpoint.parameters == two.checkpoint.parameters
    assert train(mlp(4, 1), SIGNS, steps=5, loss=loss) == train(mlp(4, 1), ZEROS, steps=5, loss=loss)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("loss", LOSSES)
def test_a_program_takes_0_and_1_as_well(backend, loss):
    pytest.importorskip("numpy"), require_webassembly()
    results = []
    for data in SIGNS, ZEROS:
        program = compile_model(mlp(4, 1), loss, rows=20, backend=backend)
        program.load_data(data)
        results.append((*program.evaluate(), *program.step(3)))
    assert results[0] == results[1]


@pytest.mark.parametrize("backend", BACKENDS)
def test_classes_train_with_cross_entropy_and_are_scored_by_the_largest_output(backend):
    pytest.importorskip("numpy"), require_webassembly()
    trainer = Trainer(mlp(6, 3), THREE, loss="cross-entropy", lr=0.3, l2=0.0)
    program = compile_model(mlp(6, 3), "cross-entropy", rows=6, backend=backend)
    program.load_data(THREE)
    program.lr = 0.3
    for _ in range(40):
        said = [[v.data for v in trainer.model(x)] for x in THREE.points]
        right = sum(max(range(3), key=s.__getitem__) == y for s, y in zip(said, THREE.labels)) / 6
        assert program.evaluate() == pytest.approx((trainer.checkpoint.loss, right), rel=1e-9)
        assert trainer.checkpoint.accuracy == pytest.approx(right)
        program.step(1)
        trainer.step()
    assert trainer.checkpoint.accuracy == 1.0


def test_equal_outputs_mean_the_first_class_in_a_program_too():
    model = mlp(3)
    for p in model.parameters():
        p.data = 0.0
    program = compile_model(model, "cross-entropy", rows=6)
    program.load_data(THREE)
    assert program.evaluate() == pytest.approx((math.log(3), 2 / 6))
    assert Trainer(model, THREE, loss="cross-entropy").checkpoint.accuracy == pytest.approx(2 / 6)


@pytest.mark.parametrize("loss", ["hinge", "logistic", "squared error"])
def test_a_loss_of_one_score_says_so_to_a_model_with_several(loss):
    for door in (
        lambda: Trainer(mlp(3), THREE, loss=loss),
        lambda: train(mlp(3), THREE, steps=1, loss=loss),
        lambda: compile_model(mlp(3), loss, rows=6),
    ):
        with pytest.raises(ValueError, match="this model has 3 outputs: 'cross-entropy'"):
            door()


def test_numbers_to_come_near_to_have_no_accuracy():
    data = replace(SIGNS, labels=tuple(0.5 * x - y for x, y in SIGNS.points))
    trainer = Trainer(mlp(1), data, loss="squared error", lr=0.1, l2=0.0, batch_size=20)
    for _ in range(100):
        trainer.step()
    assert trainer.checkpoint.loss < 1e-3 and math.isnan(trainer.checkpoint.accuracy)
    losses = train(mlp(1), data, steps=100, loss="squared error", rate=0.1, l2=0.0)
    assert losses == pytest.approx(list(trainer.history.losses), rel=1e-9)
    program = compile_model(mlp(1), "squared error", rows=20)
    program.load_data(data)
    assert math.isnan(program.evaluate()[1])


def test_a_loss_of_ones_own_is_handed_the_labels_as_they_are():
    def loss(score, label):
        return (score - 3 * label) ** 2

    assert labels_for(loss, ZEROS.labels, 20).targets == ZEROS.labels
    assert labels_for(loss, (1, 2, 5), 3).targets == (1, 2, 5) and labels_for(loss, (1, 2, 5), 3).kind == "regression"
    model = mlp(3, 1)
    by_hand = sum(loss(model(x), y).data for x, y in zip(ZEROS.points, ZEROS.labels)) / 20
    assert train(model, ZEROS, steps=1, loss=loss, l2=0.0)[0] == pytest.approx(by_hand, rel=1e-12)
