"""Objects of the reader's program as records that can be drawn.

What counts is what an object has, not where its class is from: a Value, Neuron or MLP typed out by the reader, as in
the lecture, is drawn like the package's own.

Offers `drawing(thing, names)`. (values.py and models.py make the records.)
"""

from .models import is_data, layers_of, network, points
from .records import Curve
from .values import graph, is_value, number
from .wire import MOST_NUMBERS


def drawing(thing, names):
    """The record that shows `thing`, or None if it is nothing that has a picture. names: {name: object}."""
    if is_value(thing):
        return graph(thing, names)
    if layers_of(thing):
        return network(thing)
    if is_data(thing):
        return points(thing)
    if is_losses(thing):
        step = -(-len(thing) // MOST_NUMBERS)
        return Curve(tuple(number(x) for x in thing[::step]))
    return None


def is_losses(thing):
    """A list of at least three numbers or Values."""
    kind = isinstance(thing, (list, tuple)) and len(thing) > 2
    return kind and all(is_value(x) or (isinstance(x, (int, float)) and not isinstance(x, bool)) for x in thing)
