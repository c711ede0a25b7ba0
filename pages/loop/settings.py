"""04 The Loop: what the reader can set, how it is read from text, and the network and program that it makes.

Offers `Settings`, `FIELDS`, `CHOICES`, `LIVE`, `data_of`, `make_data`, `hyperparameters_of`, `model_of`, `program_of`.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from micrograd import MLP
from micrograd.compiler import UnknownOp, compile_model
from micrograd.data import DATASETS, Data
from micrograd.nn import ACTIVATIONS
from micrograd.optim import OPTIMIZERS
from micrograd.training.calculator import Calculator
from micrograd.training.hyperparameters import Hyperparameters
from micrograd.training.interpreted import Interpreted

SAMPLES, MOST = 100, 500  # points at first, and at most
DATA_SEED = 1
FINE, COARSE = 100, 40  # points of the maps on a side, where WebAssembly computes them and where it does not
SPEEDS = (1, 2, 5, 10, 20, 50, 100)  # steps a frame

OWN = "your own"
TWO = Data(OWN, ((-1.0, -1.0), (1.0, 1.0)), (-1, 1))  # what the reader's own data begin with


Reader = tuple[Callable[[str], Any], str]  # how a text is read, and what it must be


@dataclass(frozen=True)
class Settings:
    """What the reader chose. data, noise, seed, hidden and activation make another network; the rest acts at once."""

    data: str = "rings"
    noise: float = 0.1
    seed: int = 1
    hidden: tuple[int, ...] = (8, 8)
    activation: str = "relu"
    rate: float = 0.1
    batch: int = SAMPLES
    l2: float = 1e-4
    optimizer: str = "SGD"

    @property
    def sizes(self) -> tuple[int, ...]:
        return (2, *self.hidden, 1)


def whole(low: int, high: int) -> Reader:
    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError
        return number

    return read, f"a whole number from {low} to {high}"


def real(low: float, high: float, above: bool = False) -> Reader:
    def read(text: str) -> float:
        number = float(text)
        if not low <= number <= high or (above and number == low):
            raise ValueError
        return number

    return read, f"a number {'above' if above else 'from'} {low:g} {'and up ' if above else ''}to {high:g}"


def read_hidden(text: str) -> tuple[int, ...]:
    sizes = tuple(int(part) for part in text.replace(",", " ").split())
    if not 1 <= len(sizes) <= 4 or not all(1 <= size <= 16 for size in sizes):
        raise ValueError
    return sizes


# setting -> (accessible name, how its text is read, what the text must be)
FIELDS = {
    "rate": ("Learning rate", *real(0, 10, above=True)),
    "batch": ("Batch size", *whole(1, MOST)),
    "l2": ("L2", *real(0, 1)),
    "noise": ("Noise", *real(0, 0.5)),
    "seed": ("Seed", *whole(0, 999999)),
    "hidden": ("Hidden layers", read_hidden, "one to four sizes from 1 to 16, such as 8 8"),
}
CHOICES = {"data": (*DATASETS, OWN), "activation": ACTIVATIONS, "optimizer": OPTIMIZERS}
LIVE = ("rate", "batch", "l2", "optimizer")


def data_of(settings: Settings) -> Data:
    return make_data(settings.data, settings.noise)


def make_data(name: str, noise: float) -> Data:
    """The data set of this name with that noise: the same points wherever it is asked for."""
    return TWO if name == OWN else DATASETS[name](n=SAMPLES, noise=noise, seed=DATA_SEED)


def hyperparameters_of(settings: Settings) -> Hyperparameters:
    return Hyperparameters(settings.rate, settings.l2, settings.batch, settings.optimizer, seed=settings.seed)


def model_of(settings: Settings, parameters: Sequence[float] = ()) -> MLP:
    """The network with these parameters, or else untrained: then the seed draws them."""
    before = random.getstate()
    random.seed(settings.seed)
    model = MLP(2, [*settings.hidden, 1], activation=settings.activation)
    random.setstate(before)  # whoever else draws numbers at random draws the same as without this
    if parameters:
        for p, number in zip(model.parameters(), parameters, strict=True):
            p.data = number
    return model


def program_of(settings: Settings, runtime: Any = None, backend: str | None = None) -> Calculator:
    """What trains the network: a program on the best there is here; the object graph, if the compiler does not know an
    op.
    """
    model = model_of(settings)
    try:
        return compile_model(model, "hinge", rows=MOST, points=FINE * FINE, runtime=runtime, backend=backend)
    except UnknownOp as error:
        program = Interpreted(model, "hinge")
        program.declined["the compiler"] = str(error)
        return program


def is_fast(program: Calculator) -> bool:
    """Does WebAssembly do the work?"""
    return program.backend.startswith("WebAssembly")


def side_of(program: Calculator) -> int:
    """How many points the maps have on a side."""
    return FINE if is_fast(program) else COARSE
