"""Small two-class data sets in the plane, each made from a seed.

    data = rings(n=100, noise=0.1, seed=0)
    data.points[0], data.labels[0]      # ((x, y), -1 or +1)

The same arguments give the same points, on every machine. The two classes are equally large (within one), in
shuffled order. `noise` is the standard deviation of the Gaussian jitter on each coordinate; at the default noise every
point lies within -2.5 ... 2.5.

The arguments may also have the names of other libraries: n_samples, random_state. A Data can be gone through, in pairs
of a point and its label.

Offers `Data`, `rings`, `moons`, `xor`, `blobs`, `spirals`, and `DATASETS` that lists them by name; and, for those who
know them from scikit-learn, `make_moons`, `make_circles`, `make_blobs` (samples.py).
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from math import cos, pi, sin, tau
from typing import TYPE_CHECKING, Any

from .arguments import read_arguments
from .samples import make_blobs, make_circles, make_moons
from .scalar import short
from .spelling import missing_names

__all__ = [
    "DATASETS",
    "Data",
    "blobs",
    "make_blobs",
    "make_circles",
    "make_moons",
    "moons",
    "rings",
    "spirals",
    "xor",
]

Point = tuple[float, ...]


@dataclass(frozen=True)
class Data:
    """points: ((x, y), ...); labels: (-1 or +1, ...), as many."""

    name: str
    points: tuple[Point, ...]
    labels: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.points)

    def __getitem__(self, i: int) -> tuple[Point, Any]:
        """(point, label) number i."""
        return self.points[i], self.labels[i]

    def __iter__(self) -> Iterator[tuple[Point, Any]]:
        return iter(zip(self.points, self.labels))

    def __repr__(self) -> str:
        kinds = sorted({f"{label:g}" if isinstance(label, (int, float)) else short(label) for label in self.labels})
        some = ", ".join(kinds[:5]) + (", ..." if len(kinds) > 5 else "")
        wide = len(self.points[0]) if self.points else 0
        return f"Data({self.name!r}, {len(self)} points of {wide} numbers, labels {some or 'none'})"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            words = HABITS.get(name, "it has name, points and labels")
            raise AttributeError(f"Data has no {name}: {words}")


HABITS = {
    "X": "the inputs are its points",
    "y": "they are its labels",
    "data": "the inputs are its points",
    "target": "they are its labels",
    "targets": "they are its labels",
    "shape": "len(data) is how many points there are",
}


def other_names(make: Callable[..., Data]) -> Callable[..., Data]:
    """A data set's function that takes its arguments by the names of other libraries as well."""

    @wraps(make)
    def made(*args: Any, **kwargs: Any) -> Data:
        given = read_arguments(make.__name__, kwargs, ("n", "noise", "seed"), {"shuffle": "the points are shuffled"})
        if given.get("noise", 0.0) is None:  # elsewhere a way to say that there is none
            given["noise"] = 0.0
        return make(*args, **given)

    return made


@other_names
def rings(n: int = 100, noise: float = 0.1, seed: int = 0) -> Data:
    """A disc's edge inside a larger one: radius 0.8 (label -1) and 1.8 (label +1)."""

    def place(rng: random.Random, label: int) -> Point:
        radius, angle = (1.8 if label > 0 else 0.8), rng.uniform(0, tau)
        return radius * cos(angle), radius * sin(angle)

    return scatter("rings", place, n, noise, seed)


@other_names
def moons(n: int = 100, noise: float = 0.1, seed: int = 0) -> Data:
    """Two half circles that reach into each other, the lower one labeled +1."""

    def place(rng: random.Random, label: int) -> Point:
        angle = rng.uniform(0, pi)
        x, y = (1 - cos(angle), 0.5 - sin(angle)) if label > 0 else (cos(angle), sin(angle))
        return 1.4 * (x - 0.5), 1.4 * (y - 0.25)

    return scatter("moons", place, n, noise, seed)


@other_names
def xor(n: int = 100, noise: float = 0.1, seed: int = 0) -> Data:
    """Four squares around the origin; +1 where x and y have the same sign."""

    def place(rng: random.Random, label: int) -> Point:
        x, y = rng.uniform(0.2, 2), rng.uniform(0.2, 2)
        side = rng.choice((-1, 1))
        return side * x, side * label * y

    return scatter("xor", place, n, noise, seed)


@other_names
def blobs(n: int = 100, noise: float = 0.1, seed: int = 0) -> Data:
    """Two discs, centered at (-1, -1) and (1, 1): a straight line can part them."""

    def place(rng: random.Random, label: int) -> Point:
        radius, angle = 0.9 * rng.random() ** 0.5, rng.uniform(0, tau)  # the root spreads them evenly over the disc
        return label + radius * cos(angle), label + radius * sin(angle)

    return scatter("blobs", place, n, noise, seed)


@other_names
def spirals(n: int = 100, noise: float = 0.1, seed: int = 0) -> Data:
    """Two arms, each three quarters of a turn times two around the origin, one the other's mirror image."""

    def place(rng: random.Random, label: int) -> Point:
        along = rng.uniform(0.15, 1)
        radius, angle = 2 * along, 1.5 * tau * along
        return label * radius * cos(angle), label * radius * sin(angle)

    return scatter("spirals", place, n, 0.5 * noise, seed)


# {name: function}: the data sets above.
DATASETS: dict[str, Callable[..., Data]] = {
    "rings": rings,
    "moons": moons,
    "xor": xor,
    "blobs": blobs,
    "spirals": spirals,
}


def scatter(name: str, place: Callable[[random.Random, int], Point], n: int, noise: float, seed: int) -> Data:
    """n points at place(rng, label), labels in turn, with Gaussian jitter, in shuffled order."""
    if n < 0 or noise < 0:
        raise ValueError(f"a data set needs n >= 0 and noise >= 0, not n={n}, noise={noise}")
    rng = random.Random(seed)
    rows: list[tuple[Point, int]] = []
    for i in range(n):
        label = 1 if i % 2 else -1
        x, y = place(rng, label)
        rows.append(((x + rng.gauss(0, noise), y + rng.gauss(0, noise)), label))
    rng.shuffle(rows)
    return Data(name, tuple(point for point, _ in rows), tuple(label for _, label in rows))


if not TYPE_CHECKING:
    __getattr__ = missing_names(__name__, {})
