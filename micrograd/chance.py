"""Numbers at random, and who draws them: the generators that everybody shares, and a model's own.

    with draws_kept(model):
        model(x)            # dropout in the model may draw here: the next number is what it would have been

Who only looks at a model (to measure it, to draw it, to compare a program with it) changes nothing of what comes next.

Offers `draws_kept`, and `states`: of the generators that some things may draw from.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import unwrap
from typing import Any

DEEPEST, MOST = 4, 1000  # parts of parts, and how many of each, that are looked through
Generator = tuple[Callable[[], Any], Callable[[Any], object]]  # how to read its state, and how to put it back


@contextmanager
def draws_kept(*things: Any) -> Iterator[None]:
    """Within it numbers may be drawn at random; afterwards the next ones come as if none had been.

    things  models, losses: generators that they hold are kept as well
    """
    kept = [(put, read()) for read, put in generators(things)]
    try:
        yield
    finally:
        for put, state in kept:
            put(state)


def states(*things: Any) -> list[str]:
    """The states of all generators that these things may draw from: equal as long as nobody draws."""
    return [repr(read()) for read, _ in generators(things)]


def generators(things: tuple[Any, ...]) -> list[Generator]:
    found: list[Generator] = [(random.getstate, random.setstate)]
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        shared = numpy.mtrand._rand  # whose functions numpy.random has
        found.append((lambda: plain(shared.get_state(legacy=False)), shared.set_state))
    seen: dict[int, Any] = {}
    for thing in things:
        look_through(thing, 0, seen)
    return found + [g for part in seen.values() if (g := generator_of(part))]


def generator_of(part: Any) -> Generator | None:
    if isinstance(part, random.Random) and not isinstance(part, random.SystemRandom):
        return part.getstate, part.setstate
    bits: Any = getattr(part, "bit_generator", None)
    if hasattr(bits, "state"):
        return lambda: plain(bits.state), lambda state: setattr(bits, "state", state)
    return None


def plain(state: Any) -> Any:
    """NumPy's states are dicts, some with arrays in them, which are cut short when they are written out."""
    if isinstance(state, dict):
        return {key: plain(value) for key, value in state.items()}
    return state.tolist() if hasattr(state, "tolist") else state


def look_through(thing: Any, depth: int, seen: dict[int, Any]) -> None:
    """Collects the parts of a thing, by id: attributes, items, and what its functions hold or have around them."""
    if id(thing) in seen or depth > DEEPEST or isinstance(thing, (int, float, str, bytes, type(sys))):
        return
    if hasattr(thing, "_prev"):  # a Value: there are many
        return
    seen[id(thing)] = thing
    parts: list[Any] = []
    if isinstance(thing, dict):
        parts = list(thing.values())
    elif isinstance(thing, (list, tuple, set)):
        parts = list(thing)
    elif not isinstance(thing, type) and generator_of(thing) is None:
        parts = list(getattr(thing, "__dict__", {}).values())
        parts += [getattr(thing, "__self__", None), *around(thing)]
        parts += [part for kind in type(thing).__mro__ for f in list(vars(kind).values()) for part in around(f)]
    for part in parts[:MOST]:
        look_through(part, depth + 1, seen)


def around(function: Any) -> list[Any]:
    """What a function's body may name: the contents of its closure, and globals by the names in its code."""
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    function = unwrap(function)
    code = getattr(function, "__code__", code)
    cells = [cell.cell_contents for cell in function.__closure__ or () if cell_filled(cell)]
    return cells + [function.__globals__[name] for name in code.co_names if name in function.__globals__]


def cell_filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True
