"""The optimizers against their formulas, and their memory."""

import math

import pytest

from micrograd import Value
from micrograd.optim import OPTIMIZERS, SGD, Adam


def bowl(parameters):
    """A loss with its bottom at (3, -1); sets the gradients."""
    x, y = parameters
    loss = (x - 3) ** 2 + 4 * (y + 1) ** 2
    loss.backward()
    return loss


def test_sgd_takes_a_step_against_the_gradient():
    p = Value(2.0)
    p.grad = 4.0
    SGD([p], rate=0.1).step()
    assert p.data == 2.0 - 0.1 * 4.0


def test_momentum_carries_earlier_gradients_along():
    p = Value(1.0)
    sgd = SGD([p], rate=0.1, momentum=0.5)
    expected, v = 1.0, 0.0
    for grad in (2.0, -1.0, 0.0):
        p.grad = grad
        sgd.step()
        v = 0.5 * v + grad
        expected -= 0.1 * v
        assert p.data == expected


def test_adam_follows_the_paper_s_algorithm():
    p = Value(1.0)
    adam = Adam([p], rate=0.1)
    theta, m, s = 1.0, 0.0, 0.0
    for t, g in enumerate((0.5, -2.0, 1e-3, 40.0), 1):
        p.grad = g
        adam.step()
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * g * g
        theta -= 0.1 * (m / (1 - 0.9**t)) / (math.sqrt(s / (1 - 0.999**t)) + 1e-8)
        assert p.data == pytest.approx(theta, rel=1e-12)


def test_adam_s_first_step_is_as_large_as_the_rate_whatever_the_scale():
    for g in (1e-4, 1.0, 1e6):
        p = Value(0.0)
        p.grad = g
        Adam([p], rate=0.1).step()
        assert p.data == pytest.approx(-0.1, rel=1e-3)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_finds_the_bottom_of_a_bowl(name):
    parameters = [Value(-2.0), Value(2.0)]
    optimizer = OPTIMIZERS[name](parameters, rate=0.1)
    for _ in range(300):
        optimizer.zero_grad()
        bowl(parameters)
        optimizer.step()
    assert [p.data for p in parameters] == pytest.approx([3, -1], abs=0.05)


@pytest.mark.parametrize(
    "make", [lambda ps: SGD(ps, 0.05), lambda ps: SGD(ps, 0.05, momentum=0.9), lambda ps: Adam(ps, 0.05)]
)
def test_a_state_put_back_leads_to_the_same_steps(make):
    parameters = [Value(-2.0), Value(2.0)]
    optimizer = make(parameters)

    def steps(n):
        for _ in range(n):
            optimizer.zero_grad()
            bowl(parameters)
            optimizer.step()
        return [p.data for p in parameters]

    middle, state = steps(5), optimizer.state()
    end = steps(5)
    for p, data in zip(parameters, middle):
        p.data = data
    optimizer.load(state)
    assert steps(5) == end


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_state_is_plain_numbers_and_must_fit(name):
    state = OPTIMIZERS[name]([Value(1.0)], 0.1).state()
    hash(state)
    with pytest.raises(ValueError, match="1 parameters, but there are 2"):
        OPTIMIZERS[name]([Value(1.0), Value(2.0)], 0.1).load(state)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("grad", [math.inf, -math.inf, math.nan, 1e300])
def test_a_gradient_that_is_no_number_does_not_raise(name, grad):
    p = Value(1.0)
    p.grad = grad
    optimizer = OPTIMIZERS[name]([p], 1e10)
    optimizer.step()
    optimizer.step()
