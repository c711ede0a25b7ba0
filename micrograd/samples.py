"""Data sets by the names, with the arguments and in the form that scikit-learn gives them.

    X, y = make_moons(n_samples=100, noise=0.1, random_state=1)
    train(model, (X, y))

X holds a row for each point, y its label, 0 or 1 (or more): NumPy arrays where NumPy is installed, else lists. The
shapes are scikit-learn's; the points are other ones, since another generator draws them. The package's own data sets
(data.py) are moons(), rings(), xor(), blobs(), spirals(): values, with labels -1 and +1.

Offers `make_moons`, `make_circles`, `make_blobs`.
"""

import random
from collections.abc import Sequence
from math import cos, pi, sin, tau
from typing import Any

Row = tuple[float, ...]


def make_moons(
    n_samples: int = 100, *, shuffle: bool = True, noise: float | None = None, random_state: int | None = None
) -> tuple[Any, Any]:
    """Two half circles of radius 1: around (0, 0), open below, label 0; and around (1, 0.5), open above, label 1.

    shuffle     whether their order is at random
    """
    outer, inner = shares(n_samples)
    rows = [((cos(a), sin(a)), 0) for a in spread(outer, pi)]
    rows += [((1 - cos(a), 0.5 - sin(a)), 1) for a in spread(inner, pi)]
    return arrays(rows, shuffle, noise, random_state)


def make_circles(
    n_samples: int = 100,
    *,
    shuffle: bool = True,
    noise: float | None = None,
    random_state: int | None = None,
    factor: float = 0.8,
) -> tuple[Any, Any]:
    """Two circles around (0, 0): of radius 1, label 0, and of radius `factor`, label 1.

    shuffle     whether their order is at random
    """
    outer, inner = shares(n_samples)
    rows = [((cos(tau * k / outer), sin(tau * k / outer)), 0) for k in range(outer)]
    rows += [((factor * cos(tau * k / inner), factor * sin(tau * k / inner)), 1) for k in range(inner)]
    return arrays(rows, shuffle, noise, random_state)


def make_blobs(
    n_samples: int = 100,
    n_features: int = 2,
    *,
    centers: int | Sequence[Sequence[float]] = 3,
    cluster_std: float = 1.0,
    center_box: tuple[float, float] = (-10.0, 10.0),
    shuffle: bool = True,
    random_state: int | None = None,
) -> tuple[Any, Any]:
    """Normally distributed points around centers: those that are given, or so many, drawn from the box.

    n_features  how many numbers a point has
    centers     the centers, or how many; cluster_std: how far points lie from theirs; center_box: from where to where
    shuffle     whether their order is at random
    """
    rng = random.Random(random_state)
    if isinstance(centers, int):
        centers = [tuple(rng.uniform(*center_box) for _ in range(n_features)) for _ in range(centers)]
    rows = [(tuple(centers[i % len(centers)]), i % len(centers)) for i in range(n_samples)]
    return arrays(rows, shuffle, cluster_std, rng.random())


def shares(n_samples: int) -> tuple[int, int]:
    return n_samples // 2, n_samples - n_samples // 2


def spread(count: int, until: float) -> list[float]:
    """`count` numbers from 0 to `until`, both included."""
    return [until * k / max(count - 1, 1) for k in range(count)]


def arrays(given: Sequence[tuple[Row, int]], shuffle: bool, noise: float | None, seed: float | None) -> tuple[Any, Any]:
    """(X, y): shuffled, each coordinate with Gaussian noise of this standard deviation."""
    rng, rows = random.Random(seed), list(given)
    if shuffle:
        rng.shuffle(rows)
    xs = [[x + rng.gauss(0, noise) if noise else x for x in point] for point, _ in rows]
    ys = [label for _, label in rows]
    try:
        import numpy
    except ImportError:
        return xs, ys
    return numpy.array(xs), numpy.array(ys)
