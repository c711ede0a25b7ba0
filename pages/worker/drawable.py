"""Objects of the reader's program as records that can be drawn.

What counts is what an object has, not where its class is from: a Value, Neuron or MLP typed out by the reader, as in
the lecture, is drawn like the package's own.

Offers `drawing_of(thing, names)` and `drawing_maker(things, names)`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from .boundary import Asked, samples_record
from .checks import MOST_NUMBERS
from .graph import graph_record, is_value, number
from .network import is_data, layers_of, network_record
from .records import Curve, Drawing


def drawing_of(thing: Any, names: Mapping[str, object]) -> Drawing | None:
    """The record that shows `thing`, or None if it is nothing that has a picture. names: {name: object}."""
    if is_value(thing):
        return graph_record(thing, names)
    if layers_of(thing):
        return network_record(thing)
    if is_data(thing):
        try:
            return samples_record(thing)
        except (ValueError, TypeError):  # labels of no kind, or too many inputs: its text says more
            return None
    if is_losses(thing):
        step = -(-len(thing) // MOST_NUMBERS)
        return Curve(tuple(number(x) for x in thing[::step]))
    return None


def is_losses(thing: object) -> bool:
    """A list of at least three numbers or Values."""
    return (
        isinstance(thing, (list, tuple))
        and len(thing) > 2
        and all(is_value(x) or (isinstance(x, (int, float)) and not isinstance(x, bool)) for x in thing)
    )


def is_model(thing: object) -> bool:
    """Can it be called, and has it parameters()?"""
    return not isinstance(thing, type) and callable(thing) and callable(getattr(thing, "parameters", None))


def drawing_maker(things: tuple[Any, ...], names: Mapping[str, object]) -> Callable[[], Drawing] | None:
    """A function that makes the record of these things, for when there is time; None if they have no picture.

    What goes on changing while the program's loop runs is in the record as it is now.
    """
    if len(things) == 2 and (layers_of(things[0]) or is_model(things[0])) and is_data(things[1]):
        return Asked(*things).record
    if len(things) != 1:
        return None
    (thing,) = things
    if is_value(thing):
        return lambda: graph_record(thing, names)
    drawing = drawing_of(thing, names)
    return (lambda: drawing) if drawing else None
