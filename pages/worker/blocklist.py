"""What the reader's programs may not import: the browser behind Python, and packages that are not here.

Each refusal says why.
This is for clear answers. What keeps the page safe is elsewhere: assets/sandbox.js takes away all that reaches out of
the worker, and the page takes nothing from it but data, which it checks.

Offers `install` (once, before the reader's first line). What a run breaks is put back by baseline.py.
"""

import builtins
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import NoReturn

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


class Refusal(MetaPathFinder):
    """Stands before all other finders of modules, and raises for what is on the list."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        first = name.partition(".")[0]
        if first in BRIDGES:
            raise ImportError(
                f"{first} is not there: the cell has no way to the page or the network, only Python", name=name
            )
        if first in ABSENT:
            raise ModuleNotFoundError(f"{first} is not part of this page: {ABSENT[first]}", name=name)


def install() -> None:
    """Takes the bridges away, this package's own name among them, and the keyboard, which a page does not have."""
    sys.meta_path[:] = [Refusal(), *(finder for finder in sys.meta_path if type(finder).__name__ != "JsFinder")]
    for name in list(sys.modules):
        if name.partition(".")[0] in BRIDGES:
            del sys.modules[name]
    builtins.input = no_input
    sys.addaudithook = no_hook


def no_input(prompt: object = "") -> NoReturn:
    raise RuntimeError("input() has nobody to ask: write the answer into the program")


def no_hook(hook: object) -> NoReturn:
    raise RuntimeError("an audit hook stays for ever: the cell has none")
