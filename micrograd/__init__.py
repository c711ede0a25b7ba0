"""A small autograd engine and the neural networks on top of it: see engine.py, then nn.py.

`show`, `display` and `train` (show.py) draw what a program computes, in a notebook and in the page's cell.
"""

__version__ = "0.2.0"

from typing import TYPE_CHECKING as _TYPE_CHECKING

from . import installation as _installation  # noqa: F401  (it looks whether another distribution is mixed in)
from .engine import Value
from .nn import MLP, Layer, Module, Neuron
from .show import display, show, train
from .spelling import missing_names as _missing_names

__all__ = ["MLP", "Layer", "Module", "Neuron", "Value", "display", "show", "train"]

if not _TYPE_CHECKING:
    __getattr__ = _missing_names(
        __name__,
        {
            **dict.fromkeys(("SGD", "Momentum", "RMSProp", "Adam", "AdamW"), "optimizers are in micrograd.optim"),
            **dict.fromkeys(("moons", "rings", "xor", "blobs", "spirals", "Data"), "data sets are in micrograd.data"),
            **dict.fromkeys(("make_moons", "make_circles", "make_blobs"), "data sets are in micrograd.data"),
            **dict.fromkeys(("hinge", "logistic", "squared_error", "cross_entropy"), "losses are in micrograd.losses"),
            "Trainer": "it is in micrograd.training.trainer",
            "Tensor": "numbers are Values, one at a time: Value(2.0)",
            "tensor": "numbers are Values, one at a time: Value(2.0)",
            "Linear": "Layer(2, 3, nonlin=False) is 3 sums of 2 inputs, each with a bias",
        },
    )
