"""A small autograd engine and the neural networks on top of it: see engine.py, then nn.py."""

__version__ = "0.2.0"

from . import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
from .engine import Value
from .nn import MLP, Layer, Module, Neuron

__all__ = ["MLP", "Layer", "Module", "Neuron", "Value"]
