"""The losses: their numbers, their slopes, and stability."""

import math

import pytest

from micrograd import Value
from micrograd.losses import LOSSES, cross_entropy, hinge, logistic, resolve_loss, squared_error

SCORES = [-1000.0, -30.0, -1.0, -0.3, 0.0, 0.4, 1.0, 2.5, 30.0, 1000.0]


def softplus(x):
    return max(x, 0) + math.log1p(math.exp(-abs(x)))


PLAIN = {
    "hinge": lambda s, y: max(0, 1 - y * s),
    "squared error": lambda s, y: (s - y) ** 2,
    "logistic": lambda s, y: softplus(-y * s),
    "cross-entropy": lambda s, y: softplus(-y * s),
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


@pytest.mark.parametrize(
    "scores", [[0.0, 0.0], [1.0, -2.0, 3.0], [1000.0, -1000.0, 0.5, 0.5], [-800.0, -800.0, -801.0]]
)
def test_cross_entropy_is_the_log_of_the_softmax_and_its_slope_softmax_minus_the_class(scores):
    highest = max(scores)
    total = sum(math.exp(s - highest) for s in scores)
    softmax = [math.exp(s - highest) / total for s in scores]
    for right in range(len(scores)):
        values = [Value(s) for s in scores]
        loss = cross_entropy(values, right)
        loss.backward()
        assert loss.data == pytest.approx(highest + math.log(total) - scores[right], rel=1e-12, abs=1e-12)
        slopes = [p - (k == right) for k, p in enumerate(softmax)]
        assert [v.grad for v in values] == pytest.approx(slopes, rel=1e-9, abs=1e-12)
        shares = [float(k == right) for k in range(len(scores))]
        assert cross_entropy([Value(s) for s in scores], shares).data == loss.data


@pytest.mark.parametrize("target", [3, -1, 0.5, [1.0, 0.0]])
def test_cross_entropy_refuses_a_class_that_there_is_not(target):
    with pytest.raises(ValueError, match=r"classes are 0 to 2|one for each class"):
        cross_entropy([Value(0.0)] * 3, target)


def test_a_loss_is_a_name_or_a_function():
    assert resolve_loss("hinge") is hinge and resolve_loss(softplus) is softplus
    with pytest.raises(ValueError, match="no loss 'mee': choose one of hinge, squared error, logistic, cross-entropy"):
        resolve_loss("mee")
    with pytest.raises(TypeError, match=r"a name .* or a function"):
        resolve_loss(3)
