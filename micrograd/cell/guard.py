"""Puts back what a run broke: Python's built-in names and its modules, and the engine's own classes.

A program may change all of these while it runs; the next one finds them as they were. What a program adds to a class
(Value.sin = …) stays, unless it takes part in how Python works (a name that begins with _).

Offers `Guard`.
"""

import builtins
import gc
import sys

OURS = __package__.partition(".")[0]
PASSING = ("__annotations_cache__", "__abstractmethods__", "__doc__")  # what Python itself changes in a class


def ours(name):
    return isinstance(name, str) and (name == OURS or name.startswith(OURS + "."))


class Guard:
    """Everything as it is now; `restore()` makes it so again."""

    def __init__(self):
        self.names, self.modules = vars(builtins), sys.modules
        self.kept, self.known = dict(self.names), dict(self.modules)
        self.lists = [(which, list(which)) for which in (sys.meta_path, sys.path, sys.path_hooks)]
        self.contents = [
            (vars(module), parts(name, module))
            for name, module in self.known.items()
            if name != "builtins" and hasattr(module, "__dict__")
        ]
        self.classes = [
            (kind, dict(vars(kind)))
            for kind in {
                kind
                for name, module in self.known.items()
                if ours(name)
                for kind in vars(module).values()
                if isinstance(kind, type) and ours(kind.__module__)
            }
        ]
        self.limit, self.threshold = sys.getrecursionlimit(), gc.get_threshold()

    def restore(self):
        """Puts back what is gone or changed; returns its names.

        It needs no built-in name itself before it has put them back.
        """
        settrace(None)
        setprofile(None)
        wrong = [name for name, value in self.kept.items() if name != "_" and self.names.get(name, self) is not value]
        self.names.update(self.kept)
        gone = [name for name in self.known if self.modules.get(name) is not self.known[name]]
        self.modules.update(self.known)
        for which, kept in self.lists:
            which[:] = kept
        sys.modules, (sys.meta_path, sys.path, sys.path_hooks) = self.modules, [which for which, _ in self.lists]
        for namespace, kept in self.contents:
            changed = [name for name, value in kept.items() if namespace.get(name, self) is not value]
            for name in changed:
                namespace[name] = kept[name]
            wrong += [f"{namespace.get('__name__')}.{name}" for name in changed]
        for kind, kept in self.classes:
            wrong += [f"{kind.__name__}.{name}" for name in restored(kind, kept)]
        sys.setrecursionlimit(self.limit)
        gc.enable()
        gc.callbacks.clear()
        gc.set_threshold(*self.threshold)
        return wrong + gone


settrace, setprofile = sys.settrace, sys.setprofile


def parts(name, module):
    """What of a module is to stay: all of ours; of others what can be called, for the rest may be theirs to change."""
    everything = ours(name)
    return {
        key: value
        for key, value in vars(module).items()
        if (everything and not key.startswith("__")) or callable(value)
    }


def restored(kind, kept):
    """The names of a class's attributes that had to be put back or removed."""
    now = vars(kind)
    changed = [name for name, value in kept.items() if name not in PASSING and now.get(name, Guard) is not value]
    added = [name for name in now if name not in kept and name.startswith("_") and name not in PASSING]
    for name in changed:
        type.__setattr__(kind, name, kept[name])
    for name in added:
        type.__delattr__(kind, name)
    return changed + added
