"""02 The Unit: a neuron is a dot product, squashed."""

from .neuron import LEARNED
from .state import RANGES, handle, moving, start
from .view import view

NAME = "unit"

__all__ = ["LEARNED", "NAME", "RANGES", "handle", "moving", "start", "view"]
