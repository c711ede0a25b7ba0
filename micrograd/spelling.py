"""Names that are nearly right: what was meant.

    did_you_mean("dta", ["data", "grad"])       ": did you mean data?", or "" where nothing is near

A thing of the package refuses a new attribute from outside whose name is nearly that of one it has: `model.layrs = []`
would be silently without effect. What its own methods set is theirs to name, and so are the methods of subclasses.

Offers `did_you_mean`, `nearest`, `Spelling`, the base of what checks its attributes, and `missing_names`, for modules.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from opcode import opmap
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like this one, in whichever case; None where none is much like it."""
    names = {k.lower(): k for k in known}
    plain = name.lower()
    found = get_close_matches(plain, names, 1, 0.7 if len(plain) > 3 else 0.6)
    return names[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What an error message ends with."""
    meant = nearest(name, known)
    return f": did you mean {meant}?" if meant else ""


class NoSuchAttribute(AttributeError):
    """What was meant is only looked for when somebody reads the message: `hasattr` is asked often, and never does."""

    def __init__(self, thing: Any, wrong: str) -> None:
        super().__init__(wrong)
        self.thing, self.wrong = thing, wrong

    def __str__(self) -> str:
        return no_such(self.thing, self.wrong)


# In a traceback it is what it is for whoever reads it.
NoSuchAttribute.__name__ = NoSuchAttribute.__qualname__ = AttributeError.__name__
NoSuchAttribute.__module__ = AttributeError.__module__


class Spelling:
    """Something whose attributes are not made by a slip of the finger.

    _habits     {name: what to write instead} for names from other libraries
    _closed     any new attribute from outside is an error, however it is spelled
    """

    _habits: ClassVar[Mapping[str, str]] = {}
    _closed: ClassVar[bool] = False

    def __setattr__(self, name: str, value: Any) -> None:
        known = name in self.__dict__ or hasattr(type(self), name)
        if not known and not in_own_method(self, sys._getframe(1)) and is_slip(self, name):
            raise NoSuchAttribute(self, name)
        object.__setattr__(self, name, value)

    if not TYPE_CHECKING:  # to a type checker, it would say that every attribute is there

        def __getattr__(self, name: str) -> Any:
            """Only called for what is not there."""
            raise NoSuchAttribute(self, name)


def missing_names(module: str, habits: Mapping[str, str]) -> Callable[[str], Any]:
    """A module's `__getattr__`: the error for a name that it has not. habits: {name: what to write instead}."""

    def missing(name: str) -> Any:
        words = habits.get(name)
        known = [known for known in vars(sys.modules[module]) if not known.startswith("_")]
        text = f"{module} has no {name}" + (f": {words}" if words else did_you_mean(name, known))
        raise (ImportError if is_import(sys._getframe(1)) else AttributeError)(text)

    return missing


def is_import(frame: FrameType) -> bool:
    """Is it a line `from module import name` that runs here? Of an AttributeError, it would not show the message."""
    return frame.f_lasti >= 0 and frame.f_code.co_code[frame.f_lasti] == opmap["IMPORT_FROM"]


def is_slip(thing: Spelling, name: str) -> bool:
    """Is a new attribute of this name most likely another one's, misspelled, or one from another library?"""
    meant = None if name.startswith("_") else nearest(name, public_names(thing))
    differs = meant is not None and without_digits(meant) != without_digits(name)  # layer1, layer2 are both meant
    return differs or thing._closed or name in all_habits(thing)


def no_such(thing: Any, name: str) -> str:
    """The message for an attribute that is not there."""
    who = f"{type(thing).__name__} has no {name}"
    if name in all_habits(thing):
        return f"{who}: {all_habits(thing)[name]}"
    meant = "" if name.startswith("_") else did_you_mean(name, public_names(thing))
    return f"{who}{meant or (f': it has {names_in_short(thing)}' if type(thing)._closed else '')}"


def all_habits(thing: object) -> dict[str, str]:
    """The habits of its class and of those that it came from."""
    kinds = reversed(type(thing).__mro__)
    return {name: words for kind in kinds for name, words in vars(kind).get("_habits", {}).items()}


def public_names(thing: object) -> list[str]:
    return [name for name in dir(thing) if not name.startswith("_")]


def names_in_short(thing: object) -> str:
    """What may be set from outside: attributes that it has, and properties with a setter."""
    own = getattr(thing, "__dict__", {})
    names = [name for name in public_names(thing) if name in own or can_be_set(type(thing), name)]
    return ", ".join(names)


def can_be_set(kind: type, name: str) -> bool:
    member = getattr(kind, name, None)
    return member.fset is not None if isinstance(member, property) else hasattr(member, "__set__")


def without_digits(name: str) -> str:
    return "".join(c for c in name if not c.isdigit())


def in_own_method(thing: object, frame: FrameType | None) -> bool:
    """Is it a method of this thing that runs in this frame: a function of its class's, called with it?"""
    if frame is None or not frame.f_code.co_varnames:
        return False
    first = frame.f_code.co_varnames[0]
    return hasattr(type(thing), frame.f_code.co_name) and frame.f_locals.get(first) is thing
