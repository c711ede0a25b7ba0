"""The optimizers against the published formulas, worked out by NumPy, and their memory."""

import inspect
import math

import numpy as np
import pytest

from micrograd import Value
from micrograd.optim import OPTIMIZERS, SGD, Adam, AdamW, Momentum, Optimizer

GRADIENTS = (0.5, -2.0, 1e-3, 40.0, 0.0, -0.25)


# The papers' (and PyTorch's) formulas, in their own notation: (theta, gradients) -> theta after every step.


def sgd(theta, gradients, gamma):
    for g in gradients:
        theta = theta - gamma * g
        yield theta


def momentum(theta, gradients, gamma, mu=0.9):
    b = np.float64(0)
    for g in gradients:
        b = mu * b + g
        theta = theta - gamma * b
        yield theta


def rmsprop(theta, gradients, gamma, alpha=0.9, eps=1e-8):
    mean_square = np.float64(0)
    for g in gradients:
        mean_square = alpha * mean_square + (1 - alpha) * np.square(g)
        theta = theta - gamma * np.divide(g, np.sqrt(mean_square) + eps)
        yield theta


def adam(theta, gradients, alpha, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.0):
    m = v = np.float64(0)
    for t, g in enumerate(gradients, 1):
        theta = theta - alpha * decay * theta
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * np.square(g)
        m_hat = m / (1 - np.power(beta1, t))
        v_hat = v / (1 - np.power(beta2, t))
        theta = theta - alpha * m_hat / (np.sqrt(v_hat) + eps)
        yield theta


def adamw(theta, gradients, alpha):
    return adam(theta, gradients, alpha, decay=0.01)


PUBLISHED = {"SGD": sgd, "SGD with momentum": momentum, "RMSProp": rmsprop, "Adam": adam, "AdamW": adamw}


def test_every_optimizer_has_its_published_formula():
    assert PUBLISHED.keys() == OPTIMIZERS.keys()


@pytest.mark.parametrize("lr", [0.1, 0.003])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_takes_the_steps_of_its_published_formula(name, lr):
    p = Value(1.5)
    optimizer = OPTIMIZERS[name]([p], lr)
    for g, expected in zip(GRADIENTS, PUBLISHED[name](np.float64(1.5), GRADIENTS, lr), strict=True):
        p.grad = g
        optimizer.step()
        assert p.data == pytest.approx(float(expected), rel=1e-13)


def bowl(parameters):
    """A loss with its bottom at (3, -1); sets the gradients."""
    x, y = parameters
    loss = (x - 3) ** 2 + 4 * (y + 1) ** 2
    loss.backward()
    return loss


def test_adam_s_first_step_is_as_large_as_the_rate_whatever_the_scale():
    for g in (1e-4, 1.0, 1e6):
        p = Value(0.0)
        p.grad = g
        Adam([p], lr=0.1).step()
        assert p.data == pytest.approx(-0.1, rel=1e-3)


def test_decay_pulls_towards_0_where_there_is_no_gradient():
    p = Value(2.0)
    AdamW([p], lr=0.1, weight_decay=0.5).step()
    assert p.data == 2.0 * (1 - 0.1 * 0.5)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_finds_the_bottom_of_a_bowl(name):
    parameters = [Value(-2.0), Value(2.0)]
    optimizer = OPTIMIZERS[name](parameters, lr=0.05)
    for _ in range(400):
        optimizer.zero_grad()
        bowl(parameters)
        optimizer.step()
    assert [p.data for p in parameters] == pytest.approx([3, -1], abs=0.1)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_state_put_back_leads_to_the_same_steps(name):
    parameters = [Value(-2.0), Value(2.0)]
    optimizer = OPTIMIZERS[name](parameters, 0.05)

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
    optimizer.lr = 0.025
    optimizer.load(None)
    assert optimizer.state()[0] == 0 and not any(map(any, optimizer.state()[1:])) and optimizer.lr == 0.025


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_state_is_how_many_steps_and_plain_numbers_and_must_fit(name):
    one, two = OPTIMIZERS[name]([Value(1.0)]), OPTIMIZERS[name]([Value(1.0), Value(2.0)])
    one.step()
    state = one.state()
    hash(state)
    assert state[0] == 1 and len(state) == 1 + len(one.memory)
    if one.memory:
        with pytest.raises(ValueError, match="1 parameters, but there are 2"):
            two.load(state)
    with pytest.raises(ValueError, match=f"remembers {len(one.memory)} numbers a parameter, not {len(state)}"):
        one.load((*state, (0.0,)))


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("grad", [math.inf, -math.inf, math.nan, 1e300])
def test_a_gradient_that_is_no_number_does_not_raise(name, grad):
    p = Value(1.0)
    p.grad = grad
    optimizer = OPTIMIZERS[name]([p], 1e10)
    optimizer.step()
    optimizer.step()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_hyperparameters_are_the_rule_s_and_may_change_between_steps(name):
    kind = OPTIMIZERS[name]
    assert list(inspect.signature(kind).parameters) == ["parameters", *kind.defaults]
    optimizer = kind([Value(1.0)], **{key: default / 2 for key, default in kind.defaults.items()})
    assert {key: getattr(optimizer, key) for key in kind.defaults} == {
        key: default / 2 for key, default in kind.defaults.items()
    }
    optimizer.rate = 0.25
    assert optimizer.lr == optimizer.rate == 0.25 == kind([Value(1.0)], rate=0.25).lr
    with pytest.raises(TypeError, match=f"{kind.__name__} has no hyperparameter 'beta': it has lr"):
        kind([Value(1.0)], beta=0.9)


@pytest.mark.parametrize("key, wrong", [("beta1", 1.0), ("beta2", -0.1), ("beta2", math.nan), ("eps", 0.0)])
def test_what_would_divide_by_zero_is_an_error_that_says_what_would_be_right(key, wrong):
    optimizer = Adam([Value(1.0)])
    setattr(optimizer, key, wrong)
    with pytest.raises(ValueError, match=f"Adam: {key} must be .*; it is {wrong}"):
        optimizer.step()


def test_momentum_0_is_sgd():
    one, two = Value(1.0), Value(1.0)
    plain, heavy = SGD([one], 0.1), Momentum([two], 0.1, momentum=0.0)
    for g in GRADIENTS:
        one.grad = two.grad = g
        plain.step(), heavy.step()
        assert one.data == two.data


def test_a_rule_that_returns_too_little_is_an_error():
    class Forgetful(Optimizer):
        @staticmethod
        def rule(p, g, t, v, *, lr=0.1):
            return p - lr * (v + g)

    with pytest.raises(ValueError, match=r"zip\(\)"):
        Forgetful([Value(1.0)]).step()


def test_other_libraries_ways_to_say_momentum_and_betas_work():
    p = Value(1.0)
    sgd, heavy = SGD([p], lr=0.1, momentum=0), SGD([p], lr=0.1, momentum=0.9)
    assert type(sgd) is SGD and type(heavy) is Momentum and (heavy.lr, heavy.momentum) == (0.1, 0.9)
    adam = Adam([p], betas=(0.8, 0.99))
    assert (adam.beta1, adam.beta2) == (0.8, 0.99)
    with pytest.raises(TypeError, match="SGD has no hyperparameter 'betas'"):
        SGD([p], betas=(0.8, 0.99))
