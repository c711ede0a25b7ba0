"""The data sets: seeded, balanced, shuffled, and within the picture."""

import itertools
import math
from collections import Counter

import pytest

from micrograd.data import DATASETS, Data, rings

NAMES = sorted(DATASETS)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(name):
    make = DATASETS[name]
    assert make(50, 0.1, 3) == make(n=50, noise=0.1, seed=3)
    assert make(50, 0.1, 3).points != make(50, 0.1, 4).points


@pytest.mark.parametrize("name", NAMES)
def test_the_global_generator_is_left_alone(name):
    import random

    random.seed(5)
    state = random.getstate()
    DATASETS[name](30)
    assert random.getstate() == state


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("n", [0, 1, 2, 7, 100, 101])
def test_the_classes_are_equally_large_within_one(name, n):
    data = DATASETS[name](n)
    assert isinstance(data, Data) and data.name == name
    assert len(data) == len(data.points) == len(data.labels) == n
    count = Counter(data.labels)
    assert set(count) <= {-1, 1} and abs(count[1] - count[-1]) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_points_are_pairs_of_floats_within_the_picture(name):
    for seed in range(20):
        for point in DATASETS[name](200, seed=seed).points:
            assert isinstance(point, tuple) and len(point) == 2
            assert all(type(c) is float and math.isfinite(c) and abs(c) <= 2.5 for c in point)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_is_shuffled(name):
    labels = DATASETS[name](100).labels
    changes = sum(a != b for a, b in itertools.pairwise(labels))
    assert 30 < changes < 70  # in turn it would be 99, sorted 1


@pytest.mark.parametrize("name", NAMES)
def test_noise_moves_points_and_none_leaves_the_shape(name):
    still = DATASETS[name](100, noise=0)
    assert still.points != DATASETS[name](100, noise=0.5).points
    for point, label in zip(still.points, still.labels):
        assert SHAPES[name](*point, label)


def on_spiral(x, y, label):
    along = math.hypot(x, y) / 2
    turned = math.cos(1.5 * math.tau * along), math.sin(1.5 * math.tau * along)
    return 0.15 <= along <= 1 and math.dist((x, y), [2 * label * along * c for c in turned]) < 1e-9


SHAPES = {
    "rings": lambda x, y, label: math.isclose(math.hypot(x, y), 1.8 if label > 0 else 0.8),
    "moons": lambda x, y, label: (
        math.isclose(math.dist((x / 1.4 + 0.5, y / 1.4 + 0.25), (1, 0.5) if label > 0 else (0, 0)), 1)
        and (y / 1.4 + 0.25 - 0.25) * label <= 0.25
    ),
    "xor": lambda x, y, label: x * y * label > 0 and all(0.2 <= abs(c) <= 2 for c in (x, y)),
    "blobs": lambda x, y, label: math.dist((x, y), (label, label)) <= 0.9,
    "spirals": on_spiral,
}


@pytest.mark.parametrize("name", ["blobs", "moons", "xor"])
def test_shapes_are_filled_evenly_enough_to_reach_their_ends(name):
    """Of 2,000 points some come within 0.1 of each side of the shape's box."""
    box = {"blobs": (-1.9, 1.9, -1.9, 1.9), "xor": (-2, 2, -2, 2), "moons": (-2.1, 2.1, -1.05, 1.05)}[name]
    xs, ys = zip(*DATASETS[name](2000, noise=0).points)
    assert [min(xs), max(xs), min(ys), max(ys)] == pytest.approx(box, abs=0.1)


def test_data_is_frozen_and_bad_arguments_are_refused():
    with pytest.raises(AttributeError):
        rings(4).name = "x"
    with pytest.raises(ValueError, match="n=-1"):
        rings(-1)
    with pytest.raises(ValueError, match="noise=-1"):
        rings(4, noise=-1)
