"""Slips of the finger in the attributes of a Value: `v.dta = 3`.

A Value has slots, so that any attribute that is none is an error at once, and making one costs nothing more. (A method
that looks at each assignment, as spelling.py has it, would make a graph take half as long again.) But the error of a
slot says little; so the slips that are likely stand in the class, each as a descriptor that says what was meant.

Offers `Slip`, `note_slips`, `attributes_of` and `slots_of`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .spelling import NoSuchAttribute, in_own_method


class Slip:
    """Stands where no attribute is. Subclasses may have one of this name, which their own methods make."""

    def __set_name__(self, kind: type, name: str) -> None:
        self.name = name

    def __get__(self, thing: Any, kind: Any = None) -> Any:
        own = getattr(thing, "__dict__", {})
        if thing is None:
            return self
        if self.name not in own:
            raise NoSuchAttribute(thing, self.name)
        return own[self.name]

    def __set__(self, thing: Any, value: Any) -> None:
        own = getattr(thing, "__dict__", None)
        if own is None or not (self.name in own or in_own_method(thing, sys._getframe(1))):
            raise NoSuchAttribute(thing, self.name)
        own[self.name] = value

    def __delete__(self, thing: Any) -> None:
        if self.name not in getattr(thing, "__dict__", {}):
            raise NoSuchAttribute(thing, self.name)
        del thing.__dict__[self.name]


def note_slips(kind: type, names: Iterable[str], habits: Mapping[str, str]) -> None:
    """Put a Slip into the class for everything that these names become by one slip, and for the habits."""
    for name in names:
        for slip in slips(name):
            if not hasattr(kind, slip):
                put(kind, slip)
    for name in habits:
        put(kind, name)


def put(kind: type, name: str) -> None:
    slip = Slip()
    slip.__set_name__(kind, name)
    setattr(kind, name, slip)


def slips(name: str) -> Iterator[str]:
    """A letter left out, one typed twice, two in the wrong order, a plural, a capital."""
    for i in range(len(name)):
        yield name[:i] + name[i + 1 :]
        yield name[: i + 1] + name[i:]
        if name[i : i + 2] != name[i : i + 2][::-1]:
            yield name[:i] + name[i : i + 2][::-1] + name[i + 2 :]
    yield name + "s"
    yield name.capitalize()


def attributes_of(thing: Any) -> dict[str, Any]:
    """{name: value} of what is in its slots and, if it has one, its dictionary."""
    own = getattr(thing, "__dict__", {})
    return {name: getattr(thing, name) for name in slots_of(type(thing)) if hasattr(thing, name)} | dict(own)


def slots_of(kind: type) -> list[str]:
    """The names of its slots and of those of its bases."""
    names = [name for base in kind.__mro__ for name in vars(base).get("__slots__", ())]
    return [name for name in dict.fromkeys(names) if not name.startswith("__")]
