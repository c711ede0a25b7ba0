"""What a wrong score costs: functions of a score (a Value) and a label (-1 or +1) that return a Value.

With the margin m = label * score (positive when the sign of the score is right):

    hinge           max(0, 1 - m)          nothing to gain beyond a margin of 1
    squared_error   (score - label)**2     = (1 - m)**2
    logistic        log(1 + e**-m)         the negative log-likelihood of the label under sigmoid(score)

Offers these, and `LOSSES` that lists them by name.
"""

from collections.abc import Callable

from .engine import Value


def hinge(score: Value, label: Value | float) -> Value:
    return (1 + -label * score).relu()


def squared_error(score: Value, label: Value | float) -> Value:
    return (score - label) ** 2


def logistic(score: Value, label: Value | float) -> Value:
    """log(1 + e**-m) as (|m| - m) / 2 + log(1 + e**-|m|).

    The exponential of a negative number does not overflow. |m| = relu(m) + relu(-m) has slope 0 at m = 0 here, so
    that the slope of the whole is exactly -1/2 there, as it must be.
    """
    m = label * score
    size = m.relu() + (-m).relu()
    return (size - m) * 0.5 + (1 + (-size).exp()).log()


LOSSES: dict[str, Callable[[Value, Value | float], Value]] = {
    "hinge": hinge,
    "squared error": squared_error,
    "logistic": logistic,
}
