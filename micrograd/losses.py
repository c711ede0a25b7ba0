"""What a wrong score costs: functions of a score (a Value) and a label (-1 or +1) that return a Value.

With the margin m = label * score (positive when the sign of the score is right):

    hinge           max(0, 1 - m)          nothing to gain beyond a margin of 1
    squared_error   (score - label)**2     = (1 - m)**2; the label may be any number to come near to
    logistic        log(1 + e**-m)         the negative log-likelihood of the label under sigmoid(score)

and of several scores, one for each class, and the class:

    cross_entropy   the negative log-likelihood of the class under softmax(scores)

Offers these, `LOSSES` that lists them by name, and `resolve_loss`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from .engine import Value
from .spelling import did_you_mean

__all__ = ["LOSSES", "cross_entropy", "hinge", "logistic", "one_hot", "resolve_loss", "squared_error"]

Loss = Callable[[Any, Any], Value]


def hinge(score: Value, label: Value | float) -> Value:
    """max(0, 1 - label * score), for the label -1 or +1: 0 as soon as the score is on the right side by 1 or more."""
    return (1 + -label * score).relu()


def squared_error(score: Value, label: Value | float) -> Value:
    """(score - label)**2, for any number as label: the loss of regression."""
    return (score - label) ** 2


def logistic(score: Value, label: Value | float) -> Value:
    """log(1 + e**-m) as (|m| - m) / 2 + log(1 + e**-|m|).

    The exponential of a negative number does not overflow. |m| = relu(m) + relu(-m) has slope 0 at m = 0 here, so
    that the slope of the whole is exactly -1/2 there, as it must be.
    """
    m = label * score
    size = m.relu() + (-m).relu()
    return (size - m) * 0.5 + (1 + (-size).exp()).log()


def cross_entropy(scores: Value | Sequence[Value], target: Any) -> Value:
    """log(e**s1 + ... + e**sk) - s_target.

    target  the class, 0 ... k-1, or a list with a number for each class: its share, 1 for the one that is right
    A single score stands for two classes, with the label -1 or +1: that is the logistic loss. ValueError for a class
    that is not there, or shares that are not as many as the scores.
    The logarithm is folded up: log(e**a + e**b) = a + softplus(b - a), and nothing overflows.
    """
    if isinstance(scores, Value):
        return logistic(scores, target)
    shares = target if isinstance(target, (list, tuple)) else one_hot(target, len(scores))
    if len(shares) != len(scores):
        raise ValueError(f"{len(scores)} scores, but {len(shares)} shares: one for each class is needed")
    whole = scores[0]
    for score in scores[1:]:
        whole = whole + (score - whole).softplus()
    right = sum(
        (share * score for share, score in zip(shares, scores) if isinstance(share, Value) or share), Value(0.0)
    )
    return whole - right


def one_hot(target: Any, count: int) -> list[float]:
    """[0, ..., 1, ..., 0]: the class `target` of `count` as shares. ValueError for other classes than 0 ... count-1."""
    if target != int(target) or not 0 <= target < count:
        raise ValueError(f"class {target} of {count}: with {count} scores, the classes are 0 to {count - 1}")
    return [float(k == target) for k in range(count)]


# {name: function}: what `loss="…"` may be, wherever a loss is asked for.
LOSSES: dict[str, Loss] = {
    "hinge": hinge,
    "squared error": squared_error,
    "logistic": logistic,
    "cross-entropy": cross_entropy,
}
OWN = frozenset(LOSSES.values())  # the package's, whatever else the table lists later


# What other libraries call them, without case, spaces and signs, and without "loss" at the end.
ALSO = {
    "hinge": ("svm", "margin", "maxmargin"),
    "squared error": ("mse", "meansquarederror", "l2", "regression"),
    "logistic": ("bce", "binarycrossentropy", "bcewithlogits", "log", "logloss"),
    "cross-entropy": ("ce", "nll", "negativeloglikelihood", "softmax", "softmaxcrossentropy", "categoricalcrossentropy",
                      "sparsecategoricalcrossentropy"),
}  # fmt: skip


def bare(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum()).removesuffix("loss")


def resolve_loss(loss: str | Loss) -> Loss:
    """The loss function of this name, or the function itself. ValueError, with the names, for an unknown one.

    A name may also be one that other libraries use: 'mse', 'bce', 'nll', 'svm'. TypeError for what is neither name nor
    function.
    """
    if isinstance(loss, str):
        known = {other: name for name, others in ALSO.items() for other in others}
        known |= {bare(name): name for name in LOSSES}
        name = loss if loss in LOSSES else known.get(bare(loss), loss)
        if name not in LOSSES:
            raise ValueError(
                f"no loss {loss!r}: choose one of {', '.join(LOSSES)}, or give a function of score and label"
                f"{did_you_mean(loss, LOSSES)}"
            )
        return LOSSES[name]
    if isinstance(loss, type) or not callable(loss):
        raise TypeError(f"a loss is a name ({', '.join(LOSSES)}) or a function of score and label, not {loss!r}")
    return loss


def check_cost(cost: Any, loss: Loss) -> Value:
    """The cost of a sample, if it is a Value; TypeError, with what would be right, if not."""
    if isinstance(cost, Value):
        return cost
    raise TypeError(
        f"a loss returns a Value, and {getattr(loss, '__name__', 'this one')} returns {type(cost).__name__} "
        f"{cost!r:.40}: write it with the score itself, and not with its data"
    )
