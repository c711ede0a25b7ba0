"""A small autograd engine and the neural networks on top of it: see engine.py, then nn.py."""

from .engine import Value
from .nn import MLP, Layer, Module, Neuron

__all__ = ["MLP", "Layer", "Module", "Neuron", "Value"]
