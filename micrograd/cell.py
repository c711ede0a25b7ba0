"""`show`, `display` and `train` by the name that older links and saved programs use. They are in the package itself:

from micrograd import show, train
"""

from .show import display, show, train

__all__ = ["display", "show", "train"]
