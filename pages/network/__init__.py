"""03 The Network: layers of neurons, and nothing else."""

from .run import run_network
from .state import MOST_LAYERS, SEED, State, kept, moving, start, update
from .view import view

NAME = "network"

__all__ = ["MOST_LAYERS", "NAME", "SEED", "State", "kept", "moving", "run_network", "start", "update", "view"]
