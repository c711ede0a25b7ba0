"""02 The Unit: a neuron is a dot product plus a bias, bent.

An exhibit (pages/exhibit) of one neuron and its loss. What is this section's alone: the neuron (neuron.py), its
sliders, the update of its parameters as motion (descent.py), the ways to wake a dead ReLU (revive.py), its plots
(plots.py), and its address.
"""

from .neuron import LEARNED
from .revive import WAYS, ways_for
from .state import RANGES, State, kept
from .update import moving, start, update
from .view import view

NAME = "unit"

__all__ = ["LEARNED", "NAME", "RANGES", "WAYS", "State", "kept", "moving", "start", "update", "view", "ways_for"]
