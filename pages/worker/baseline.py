"""Puts back what a run broke: Python's built-in names and its modules, the engine's own classes, and this package.

A program may change all of these while it runs; the next one finds them as they were. What a program adds to a class
(Value.sin = …) stays, unless it takes part in how Python works (a name that begins with _).

Offers `Baseline` and `own_modules`.
"""

import builtins
import gc
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

OWN = ("micrograd", __package__)
PYTHONS = ("__annotations_cache__", "__abstractmethods__", "__doc__")  # what Python itself changes in a class


def is_own(name: object) -> bool:
    return isinstance(name, str) and any(name == own or name.startswith(own + ".") for own in OWN)


def own_modules() -> dict[str, ModuleType]:
    """{name: module} of the engine and of this package, as far as they are imported."""
    return {name: module for name, module in sys.modules.items() if is_own(name)}


class Baseline:
    """Everything as it is now; `restore()` makes it so again.

    own     own_modules(), from before the blocklist took this package's modules out of sys.modules
    """

    def __init__(self, own: Mapping[str, ModuleType]) -> None:
        self.names, self.modules = vars(builtins), sys.modules
        self.first_names, self.first_modules = dict(self.names), dict(self.modules)
        self.lists: list[tuple[list[Any], list[Any]]] = [
            (which, list(which)) for which in (sys.meta_path, sys.path, sys.path_hooks)
        ]
        everything = {**self.first_modules, **own}
        self.contents = [
            (vars(module), parts(name, module))
            for name, module in everything.items()
            if name != "builtins" and hasattr(module, "__dict__")
        ]
        self.classes = [
            (kind, dict(vars(kind)))
            for kind in {
                kind
                for module in own.values()
                for kind in vars(module).values()
                if isinstance(kind, type) and is_own(kind.__module__)
            }
        ]
        self.limit, self.threshold = sys.getrecursionlimit(), gc.get_threshold()

    def restore(self) -> list[str]:
        """Puts back what is gone or changed; returns its names.

        It needs no built-in name itself before it has put them back.
        """
        settrace(None)
        setprofile(None)
        wrong = [
            name for name, value in self.first_names.items() if name != "_" and self.names.get(name, self) is not value
        ]
        self.names.update(self.first_names)
        gone = [name for name in self.first_modules if self.modules.get(name) is not self.first_modules[name]]
        self.modules.update(self.first_modules)
        for which, first in self.lists:
            which[:] = first
        sys.modules, (sys.meta_path, sys.path, sys.path_hooks) = self.modules, [which for which, _ in self.lists]
        for namespace, kept in self.contents:
            changed = [name for name, value in kept.items() if namespace.get(name, self) is not value]
            for name in changed:
                namespace[name] = kept[name]
            wrong += [f"{namespace.get('__name__')}.{name}" for name in changed]
        for kind, attributes in self.classes:
            wrong += [f"{kind.__name__}.{name}" for name in restore_class(kind, attributes)]
        sys.setrecursionlimit(self.limit)
        gc.enable()
        gc.callbacks.clear()
        gc.set_threshold(*self.threshold)
        return wrong + gone


settrace, setprofile = sys.settrace, sys.setprofile


def parts(name: str, module: ModuleType) -> dict[str, Any]:
    """What of a module is to stay: all of ours; of others what can be called, for the rest may be theirs to change."""
    everything = is_own(name)
    return {
        key: value
        for key, value in vars(module).items()
        if (everything and not key.startswith("__")) or callable(value)
    }


def restore_class(kind: type, first: Mapping[str, Any]) -> list[str]:
    """Makes the class's attributes what they were at first; the names of those that had to be put back or removed."""
    now = vars(kind)
    changed = [name for name, value in first.items() if name not in PYTHONS and now.get(name, Baseline) is not value]
    added = [name for name in now if name not in first and name.startswith("_") and name not in PYTHONS]
    for name in changed:
        type.__setattr__(kind, name, first[name])
    for name in added:
        type.__delattr__(kind, name)
    return changed + added
