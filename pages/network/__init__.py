"""03 The Network: layers of neurons, and nothing else."""

from .run import run_network
from .state import MOST_LAYERS, SEED, handle, moving, start
from .view import view

NAME = "network"

__all__ = ["MOST_LAYERS", "NAME", "SEED", "handle", "moving", "run_network", "start", "view"]
