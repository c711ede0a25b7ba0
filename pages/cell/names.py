"""What the editor of the cell completes: the package's own names, read off the package as it is, with their docstrings.

Offers `names()`, tuples of (name, kind, signature, help, of what); the last is empty for a name that stands by itself.
"""

import importlib
import inspect
from functools import cache
from typing import Any, TypeAlias

from micrograd import data, losses, optim

from ..worker.session import GIVEN

Entry: TypeAlias = tuple[str, str, str, str, str]  # name, kind, signature, help, of what

MODULES = ("micrograd", "micrograd.nn", "micrograd.data", "micrograd.optim", "micrograd.losses")
TABLES = (optim.OPTIMIZERS, losses.LOSSES)  # what they offer besides what is given


@cache
def names() -> tuple[Entry, ...]:
    offered = {thing.__name__: thing for table in TABLES for thing in table.values()}
    alone = {**GIVEN, **offered, "Data": data.Data, **{name: importlib.import_module(name) for name in MODULES}}
    behind: dict[tuple[str, str, str, str], list[str]] = {}
    for thing in (GIVEN["Value"](0.0), GIVEN["MLP"](1, [1]), GIVEN["Layer"](1, 1), GIVEN["Neuron"](1), data.moons(2)):
        for name, kind, parameters, words, of in members(thing):
            behind.setdefault((name, kind, parameters, words), []).append(of)
    return (
        *(describe(name, thing) for name, thing in alone.items()),
        *((*entry, ", ".join(of)) for entry, of in behind.items()),
    )


def members(thing: Any) -> list[Entry]:
    """What stands behind a dot."""
    kind = type(thing)
    fields = [name for name in vars(thing) if not name.startswith("_")]
    methods = [name for name in dir(kind) if not name.startswith("_") and name not in fields]
    return [(name, "property", type(vars(thing)[name]).__name__, "", kind.__name__) for name in fields] + [
        describe(name, getattr(kind, name), kind.__name__) for name in methods
    ]


def describe(name: str, thing: Any, of: str = "") -> Entry:
    kind = (
        "class"
        if inspect.isclass(thing)
        else "namespace"
        if inspect.ismodule(thing)
        else "method"
        if of
        else "function"
    )
    return name, kind, signature(thing), first_paragraph(thing), of


def signature(thing: Any) -> str:
    """Its parameters, without self; of a module, nothing."""
    if not callable(thing):
        return ""
    parameters = inspect.signature(thing).parameters.values()
    return f"({', '.join(str(p.replace(annotation=p.empty)) for p in parameters if p.name != 'self')})"


def first_paragraph(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
