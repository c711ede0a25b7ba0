"""The losses: their numbers, their slopes, and stability."""

import math

import pytest

from micrograd import Value
from micrograd.losses import LOSSES, hinge, logistic, squared_error

SCORES = [-1000.0, -30.0, -1.0, -0.3, 0.0, 0.4, 1.0, 2.5, 30.0, 1000.0]


def softplus(x):
    return max(x, 0) + math.log1p(math.exp(-abs(x)))


PLAIN = {
    "hinge": lambda s, y: max(0, 1 - y * s),
    "squared error": lambda s, y: (s - y) ** 2,
    "logistic": lambda s, y: softplus(-y * s),
}


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("label", [-1, 1])
def test_a_loss_has_its_formula_s_number_at_any_score(name, score, label):
    loss = LOSSES[name](Value(score), label)
    assert isinstance(loss, Value)
    assert loss.data == pytest.approx(PLAIN[name](score, label), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("label", [-1, 1])
def test_the_slope_of_the_logistic_loss_is_that_of_the_formula_even_at_zero(score, label):
    s = Value(score)
    logistic(s, label).backward()
    assert s.grad == pytest.approx(-label * math.exp(-softplus(label * score)), rel=1e-12, abs=1e-15)


def test_slopes_of_hinge_and_squared_error():
    for label in (-1, 1):
        s = Value(0.25)
        (hinge(s, label) + squared_error(s, label)).backward()
        assert s.grad == pytest.approx(-label + 2 * (0.25 - label))
        right = Value(3.0 * label)
        hinge(right, label).backward()
        assert right.grad == 0
