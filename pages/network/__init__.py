"""03 The Network: layers of neurons, and nothing else."""

from .run import run_network
from .state import MOST_LAYERS, RANGES, SEED, SIZES, TARGET, State, kept, moving, reached, start
from .update import update
from .view import view

NAME = "network"

__all__ = [
    "MOST_LAYERS",
    "NAME",
    "RANGES",
    "SEED",
    "SIZES",
    "TARGET",
    "State",
    "kept",
    "moving",
    "reached",
    "run_network",
    "start",
    "update",
    "view",
]
