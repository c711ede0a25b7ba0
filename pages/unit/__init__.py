"""02 The Unit: a neuron is a dot product plus a bias, bent.

An exhibit (pages/exhibit) of one neuron and its loss. What is this section's alone: the neuron (neuron.py), its
sliders, the update of its parameters, and the curve of its activation.
"""

from .neuron import LEARNED
from .state import RANGES, State, kept
from .update import moving, start, update
from .view import view

NAME = "unit"

__all__ = ["LEARNED", "NAME", "RANGES", "State", "kept", "moving", "start", "update", "view"]
