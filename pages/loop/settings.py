"""04 The Loop: what the reader can set, how it is read from text, and the training run that it makes.

Offers `Settings`, `FIELDS`, `CHOICES`, `LIVE`, `data_of`, `made`, `rules`, `run_of`.
"""

import random
from dataclasses import dataclass

from micrograd import MLP
from micrograd.compiler import UnknownOp, compile_model
from micrograd.data import DATASETS, Data
from micrograd.draw.plane import grid
from micrograd.nn import ACTIVATIONS
from micrograd.optim import OPTIMIZERS
from micrograd.training.history import Rules, Run
from micrograd.training.interpreted import Interpreted

SAMPLES, MOST = 100, 500  # points at first, and at most
DATA_SEED = 1
FINE, COARSE = 100, 40  # points of the maps on a side, where WebAssembly computes them and where it does not
SPEEDS = (1, 2, 5, 10, 20, 50, 100)  # steps a frame

OWN = "your own"
TWO = Data(OWN, ((-1.0, -1.0), (1.0, 1.0)), (-1, 1))  # what the reader's own data begin with


@dataclass(frozen=True)
class Settings:
    """What the reader chose. data, noise, seed, hidden and activation make another network; the rest acts at once."""

    data: str = "rings"
    noise: float = 0.1
    seed: int = 1
    hidden: tuple = (8, 8)
    activation: str = "relu"
    rate: float = 0.1
    batch: int = SAMPLES
    l2: float = 1e-4
    optimizer: str = "SGD"

    @property
    def sizes(self):
        return (2, *self.hidden, 1)


def whole(low, high):
    def read(text):
        number = int(text)
        if not low <= number <= high:
            raise ValueError
        return number

    return read, f"a whole number from {low} to {high}"


def real(low, high, above=False):
    def read(text):
        number = float(text)
        if not low <= number <= high or (above and number == low):
            raise ValueError
        return number

    return read, f"a number {'above' if above else 'from'} {low:g} {'and up ' if above else ''}to {high:g}"


def read_hidden(text):
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


def data_of(settings):
    return made(settings.data, settings.noise)


def made(name, noise):
    """The data set of this name with that noise: the same points wherever it is asked for."""
    return TWO if name == OWN else DATASETS[name](n=SAMPLES, noise=noise, seed=DATA_SEED)


def rules(settings, data):
    return Rules(data, **{name: getattr(settings, name) for name in LIVE})


def model_of(settings):
    """The untrained network: the seed draws its weights."""
    random.seed(settings.seed)
    return MLP(2, [*settings.hidden, 1], activation=settings.activation)


def program_of(settings, runtime=None, backend=None):
    """The network as a program that runs on the best there is here; uncompiled, if the compiler does not know an op.

    Its points are a grid of `program.side` by `program.side`.
    """
    model = model_of(settings)
    try:
        program = compile_model(model, "hinge", rows=MOST, points=FINE * FINE, runtime=runtime, backend=backend)
    except UnknownOp as error:
        program = Interpreted(model, "hinge")
        program.declined["the compiler"] = str(error)
    program.side = FINE if program.backend.startswith("WebAssembly") else COARSE
    program.load_points(*zip(*grid(program.side)))
    return program


def run_of(settings, data, runtime=None, backend=None):
    """A run at step 0; the seed also settles which samples each step sees."""
    program = program_of(settings, runtime, backend)
    return Run(program, rules(settings, data), program.parameters, settings.seed)
