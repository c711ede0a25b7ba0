"""Nothing is trained in vain without a word: what a step could not change is refused, with what would be right."""

import random

import numpy as np
import pytest

from micrograd import MLP, Module, Value, train
from micrograd.data import moons
from micrograd.losses import squared_error
from micrograd.training.trainer import Trainer

DATA = moons(10)


class Line(Module):
    def __init__(self):
        self.a, self.b = Value(0.5), Value(-0.25)

    def __call__(self, x):
        return self.a * x[0] + self.b * x[1]

    def parameters(self):
        return [self.a, self.b]


def line_that(**methods):
    return type("Line", (Line,), methods)()


def fresh(self):
    return [Value(p.data) for p in Line.parameters(self)]


def put_anew(self, x):
    self.a = Value(self.a.data)
    return Line.__call__(self, x)


FUTILE = {
    "no parameters": (lambda: line_that(parameters=lambda self: []), "gives none.*write a parameters"),
    "other Values each time": (lambda: line_that(parameters=fresh), "other Values.*once, in __init__"),
    "Values put in their place": (lambda: line_that(__call__=put_anew), "other Values.*once, in __init__"),
    "data": (
        lambda: line_that(__call__=lambda self, x: Line.__call__(self, x).data),
        r"none of the parameters.*v\.data",
    ),
    "a Value of data": (
        lambda: line_that(__call__=lambda self, x: Value(Line.__call__(self, x).data)),
        r"none of the parameters.*v\.data",
    ),
    "a constant": (lambda: line_that(__call__=lambda self, x: 0.5), "none of the parameters"),
    "a dict": (lambda: line_that(__call__=lambda self, x: {"y": self.a}), "returns a Value, or a list of them.*dict"),
    "a text": (lambda: line_that(__call__=lambda self, x: "yes"), "returns a Value, or a list of them.*'yes'"),
    "nothing": (lambda: line_that(__call__=lambda self, x: None), "returns a Value, or a list of them.*None"),
    "an empty list": (lambda: line_that(__call__=lambda self, x: []), "returns a Value, or a list of them"),
    "a frozen MLP": (lambda: type("Frozen", (MLP,), {"parameters": lambda self: []})(2, [2, 1]), "gives none"),
}


@pytest.mark.parametrize("way", [train, Trainer])
@pytest.mark.parametrize("name", FUTILE)
def test_a_model_that_no_step_could_change_is_refused_with_what_would_be_right(way, name):
    make, says = FUTILE[name]
    with pytest.raises((TypeError, ValueError), match=says):
        way(make(), DATA)


@pytest.mark.parametrize("way", [train, Trainer])
@pytest.mark.parametrize(
    "loss, says",
    [
        (lambda score, y: (score.data - y) ** 2, "a loss returns a Value.*float.*not with its data"),
        (lambda score, y: [score - y], "a loss returns a Value.*list"),
        (lambda score, y: Value((score.data - y) ** 2), "none of the parameters"),
        (lambda score, y: Value(1.0), "none of the parameters"),
    ],
)
def test_a_loss_without_a_graph_is_refused_with_what_would_be_right(way, loss, says):
    with pytest.raises(TypeError, match=says):
        way(MLP(2, [2, 1]), DATA, loss=loss)


SAME = {
    "a list of one": lambda v: [v],
    "a tuple of one": lambda v: (v,),
    "an array of one": lambda v: np.array([v]),
    "an array of no dimensions": lambda v: np.array(v, dtype=object),
    "a generator": lambda v: (w for w in [v]),
}


@pytest.mark.parametrize("name", SAME)
def test_one_output_is_the_same_however_it_is_wrapped(name):
    losses = train(Line(), DATA, steps=5)
    assert train(line_that(__call__=lambda self, x: SAME[name](Line.__call__(self, x))), DATA, steps=5) == losses


def test_a_plain_number_now_and_then_is_an_output_without_a_graph():
    def sometimes(self, x):
        return Line.__call__(self, x) if x[0] > 0.5 else 1.0

    model, hand = line_that(__call__=sometimes), Line()
    losses = train(model, DATA, steps=4, lr=0.1, loss="squared error", l2=0.0)
    for told in losses[:-1]:
        costs = [squared_error(hand(x) if x[0] > 0.5 else Value(1.0), y) for x, y in DATA]
        loss = sum(costs) / len(DATA)
        assert told == pytest.approx(loss.data, abs=1e-12)
        hand.zero_grad()
        loss.backward()
        for p in hand.parameters():
            p.data -= 0.1 * p.grad


def test_a_branch_that_asks_whether_an_input_is_a_number_is_found():
    """No sample at random meets it: that the model asks is what gives it away."""

    class Odd(Line):
        def __call__(self, x):
            return 5 * super().__call__(x) if x[0] == 3.0 else super().__call__(x)

    xs, ys = [(k / 10, 0.2) for k in range(40)], [(-1) ** k for k in range(40)]
    losses = train(Odd(), (xs, ys), steps=6, lr=0.05)
    trainer = Trainer(Odd(), (xs, ys), lr=0.05, batch_size=40)
    trainer.train(6)
    assert losses == pytest.approx(list(trainer.history.losses), abs=1e-12)


@pytest.mark.parametrize("way", [train, Trainer])
@pytest.mark.parametrize("key", ["lr", "l2", "momentum"])
@pytest.mark.parametrize("wrong", [-0.1, float("nan"), -float("inf"), "0.1", [0.1], 1j])
def test_a_hyperparameter_is_a_number_from_0_up(way, key, wrong):
    with pytest.raises((TypeError, ValueError), match=f"{key}.*(from 0 up|needs a number)"):
        way(MLP(2, [2, 1]), DATA, **{key: wrong})


@pytest.mark.parametrize("wrong", [True, 0, -1, 2.5, "4"])
def test_a_batch_is_a_whole_number_of_samples(wrong):
    with pytest.raises((TypeError, ValueError), match="sample"):
        train(MLP(2, [2, 1]), DATA, batch_size=wrong)


def test_whole_numbers_of_numpy_are_whole_numbers():
    def losses(count):
        random.seed(1)
        return train(MLP(2, [2, 1]), DATA, steps=count(5), batch_size=count(4))

    assert losses(np.int64) == losses(int)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
@pytest.mark.parametrize("way", [train, Trainer])
def test_what_is_not_known_is_named_before_it_makes_every_loss_nan(way, wrong):
    with pytest.raises(ValueError, match="point 1 is"):
        way(MLP(2, [2, 1]), [((0.0, 1.0), 1), ((wrong, 1.0), -1)])
    with pytest.raises(ValueError, match="label 1 is"):
        way(MLP(2, [2, 1]), [((0.0, 1.0), 1.5), ((0.5, 1.0), wrong)], loss="squared error")


@pytest.mark.parametrize("labels", [{0: 1, 1: -1}, {1, -1}, 1, None, "ab"])
def test_labels_stand_in_a_row(labels):
    with pytest.raises(TypeError, match="labels are a list or an array"):
        train(MLP(2, [2, 1]), ([(0.0, 1.0), (1.0, 0.0)], labels))


POINTS = [(k / 50, 0.2 - k / 300) for k in range(120)]
SINGLE = {
    "equal": lambda x: tuple(x) == POINTS[101],
    "in a set": lambda x: tuple(x) in {POINTS[101]},
    "in a dict": lambda x: {POINTS[101][0]: True}.get(x[0], False),
    "a tuple itself": lambda x: x == POINTS[101],
    "in a list": lambda x: x[0] in [POINTS[101][0]],
}


@pytest.mark.parametrize("name", SINGLE)
def test_a_model_that_treats_a_single_sample_in_its_own_way_is_trained_as_it_is(name):
    class Odd(Line):
        def __call__(self, x):
            return super().__call__(x) * 5 + 1 if SINGLE[name](x) else super().__call__(x)

    ys = [(-1) ** k for k in range(120)]
    trainer = Trainer(Odd(), (POINTS, ys), lr=0.05, batch_size=120, loss="squared error")
    trainer.train(3)
    told = train(Odd(), (POINTS, ys), steps=3, lr=0.05, loss="squared error")
    assert told == pytest.approx(list(trainer.history.losses), abs=1e-12)
