"""What the cell refuses: the browser behind Python, a keyboard, other people's packages. Each says so in words.

This is the near border, for clear answers. The far one is the page: it takes nothing from the cell but data, and checks
it.

Offers `close` (once, before the reader's first line). What a run breaks is put back by guard.py.
"""

import builtins
import sys
from importlib.abc import MetaPathFinder

BRIDGES = ("js", "pages", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "pyscript", "micropip", "pyodide_http")
ABSENT = {
    "matplotlib": "draw with show(…) instead, as in show(losses)",
    "graphviz": "draw with show(…) instead: show(L) draws the graph behind L",
    "torch": "the cell has this small engine, and NumPy",
    "tensorflow": "the cell has this small engine, and NumPy",
    "sklearn": "for data there are moons(), rings(), blobs(), xor() and spirals() in micrograd.data",
    "pandas": "the cell has Python’s own library, micrograd and NumPy",
    "scipy": "the cell has Python’s own library, micrograd and NumPy",
    "tqdm": "a print or a show in the loop tells how far it is",
    "IPython": "show(…) and display(…) are there without it",
}


class Refusing(MetaPathFinder):
    """Stands before all other finders of modules."""

    def find_spec(self, name, path=None, target=None):
        first = name.partition(".")[0]
        if first in BRIDGES:
            raise ImportError(
                f"{first} is not there: the cell has no way to the page or the network, only Python", name=name
            )
        if first in ABSENT:
            raise ModuleNotFoundError(f"{first} is not part of this page: {ABSENT[first]}", name=name)
        return None


def close():
    """Takes the bridges away, and the keyboard, which a page does not have."""
    sys.meta_path[:] = [Refusing(), *(finder for finder in sys.meta_path if type(finder).__name__ != "JsFinder")]
    for name in list(sys.modules):
        if name.partition(".")[0] in BRIDGES:
            del sys.modules[name]
    builtins.input = no_input
    sys.addaudithook = no_hook


def no_input(prompt=""):
    raise RuntimeError("input() has nobody to ask: write the answer into the program")


def no_hook(hook):
    raise RuntimeError("an audit hook stays for ever: the cell has none")
