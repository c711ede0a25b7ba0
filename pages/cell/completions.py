"""What the editor of the cell completes: the package's own names, read off the package as it is, with their docstrings.

Offers `completions()`.
"""

import importlib
import inspect
import random
from collections.abc import Iterable
from functools import cache
from typing import Any

from micrograd import data, losses, optim
from micrograd.slips import attributes_of

from ..worker.session import GIVEN

MODULES = ("micrograd", "micrograd.nn", "micrograd.data", "micrograd.optim", "micrograd.losses")
TABLES = (optim.OPTIMIZERS, losses.LOSSES)  # what they offer besides what is given
Completion = tuple[str, str, str, str, str]


@cache
def completions() -> tuple[Completion, ...]:
    """(name, kind, signature, help, of what) each; the last is empty for a name that stands by itself."""
    offered = {thing.__name__: thing for table in TABLES for thing in table.values()}
    alone = {**GIVEN, **offered, "Data": data.Data, **{name: importlib.import_module(name) for name in MODULES}}
    owners: dict[tuple[str, str, str, str], list[str]] = {}
    before = random.getstate()
    samples = (GIVEN["Value"](0.0), GIVEN["MLP"](1, [1]), GIVEN["Layer"](1, 1), GIVEN["Neuron"](1), data.moons(2))
    random.setstate(before)  # the models have drawn weights, which nobody else is to notice
    for thing in samples:
        for name, kind, parameters, text, owner in members(thing):
            owners.setdefault((name, kind, parameters, text), []).append(owner)
    return (
        *(completion(name, thing) for name, thing in alone.items()),
        *((*member, ", ".join(of)) for member, of in owners.items()),
    )


def members(thing: Any) -> Iterable[Completion]:
    """What stands behind a dot."""
    kind = type(thing)
    fields = [name for name in attributes_of(thing) if not name.startswith("_")]
    for name in fields:
        yield name, "property", type(getattr(thing, name)).__name__, "", kind.__name__
    for name in dir(thing):
        if not name.startswith("_") and name not in fields:
            yield completion(name, getattr(kind, name), kind.__name__)


def completion(name: str, thing: Any, of: str = "") -> Completion:
    if inspect.isclass(thing):
        kind = "class"
    elif inspect.ismodule(thing):
        kind = "namespace"
    else:
        kind = "method" if of else "function"
    return name, kind, signature(thing), first_paragraph(thing), of


def signature(thing: Any) -> str:
    """Its parameters, without self; of a module, nothing."""
    if not callable(thing):
        return ""
    parameters = inspect.signature(thing).parameters.values()
    return f"({', '.join(str(p.replace(annotation=p.empty)) for p in parameters if p.name != 'self')})"


def first_paragraph(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
