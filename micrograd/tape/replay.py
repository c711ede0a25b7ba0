"""Running an op again: from a value back to the function that made it, and the arguments it was given.

An op leaves `_backward`, a function nested in the one that built the value. Its name says where that one is found, its
variables say what it worked on. This needs no table of ops, so that an op of the reader's own is found as well.

Offers `maker`, `Maker` and `same` (of two results).
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from ..engine import Value


@dataclass(frozen=True)
class Maker:
    """The function that made a value, and its arguments."""

    function: FunctionType
    arguments: tuple[Any, ...]

    def __call__(self) -> Any:
        return self.function(*self.arguments)

    @property
    def constants(self) -> frozenset[str]:
        """The names of the arguments that are no Values: the exponent of a power, for example."""
        return frozenset(
            name
            for name, given in zip(argument_names(self.function.__code__), self.arguments)
            if not isinstance(given, Value)
        )


def maker(v: Value) -> Maker | None:
    """The Maker of a value, or None if it cannot be found."""
    rule: Any = v._backward
    code = getattr(rule, "__code__", None)
    if code is None or not v._prev:
        return None
    function = enclosing(rule, code, v)
    if function is None:
        return None
    caught = dict(zip(code.co_freevars, (cell.cell_contents for cell in rule.__closure__ or ())))
    wanted = argument_names(function.__code__)
    left = [o for o in v._prev if not any(caught.get(name) is o for name in wanted)]
    defaults = dict(zip(reversed(wanted), reversed(function.__defaults__ or ())))
    arguments: list[Any] = []
    for name in wanted:
        if name in caught:
            arguments.append(caught[name])
        elif left:
            arguments.append(left.pop(0))
        elif name in defaults:
            arguments.append(defaults[name])
        else:
            return None
    if function.__code__.co_flags & inspect.CO_VARARGS:
        star = function.__code__.co_varnames[len(wanted) + function.__code__.co_kwonlyargcount]
        if star not in caught:
            return None
        arguments += caught[star]
    return Maker(function, tuple(arguments))


def argument_names(code: CodeType) -> tuple[str, ...]:
    return code.co_varnames[: code.co_argcount]


def enclosing(rule: FunctionType, code: CodeType, v: Value) -> FunctionType | None:
    """The function in whose body `rule` was defined, found by name and known by its constants; None if not found."""
    path = getattr(rule, "__qualname__", "").removesuffix(f".<locals>.{rule.__name__}").split(".")
    candidates = [dig(rule.__globals__, path)]
    candidates += [vars(kind).get(path[-1]) for o in (v, *v._prev) for kind in type(o).__mro__]
    for function in candidates:
        function = getattr(function, "__func__", function)
        function = inspect.unwrap(function) if callable(function) else function
        if isinstance(function, FunctionType) and code in function.__code__.co_consts:
            return function
    return None


def dig(names: Mapping[str, object], path: Sequence[str]) -> object:
    thing = names.get(path[0])
    for name in path[1:]:
        thing = getattr(thing, name, None)
    return thing


def same(a: float, b: float) -> bool:
    """Whether two numbers are equal, or both nan."""
    return a == b or (a != a and b != b)
