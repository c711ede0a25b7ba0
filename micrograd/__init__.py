"""A small autograd engine and the neural networks on top of it: see engine.py, then nn.py.

`show`, `display` and `train` (show.py) draw what a program computes, in a notebook and in the page's cell.
"""

__version__ = "0.2.0"

from . import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
from .engine import Value
from .nn import MLP, Layer, Module, Neuron
from .show import display, show, train

__all__ = ["MLP", "Layer", "Module", "Neuron", "Value", "display", "show", "train"]
