"""An expression of which one number was changed, worked out without reading its text again: fast enough to follow a
hand.

Every op is run once more by the engine's own function, on values of a new graph (see micrograd/tape/replay.py). The
tape says less than a recorded one (see micrograd/tape/again.py).

Offers `with_number`.
"""

from dataclasses import replace
from functools import lru_cache

from micrograd import Value
from micrograd.engine import topological
from micrograd.tape import again
from micrograd.tape.replay import maker

from .evaluate import Span


def with_number(before, leaf, written, told=None):
    """The Expression of the text in which the number of node `leaf` is `written`; told: the step that is told in full.

    ValueError or ArithmeticError where an op has no result.
    """
    span, values = before.literals[leaf], []
    for node, recipe in zip(before.tape.nodes, recipes(before)):
        if recipe is None:
            values.append(Value(float(written) if node.index == leaf else node.data))
        else:
            function, arguments = recipe
            values.append(function(*[values[given] if is_node else given for is_node, given in arguments]))
    longer = len(written) - (span.end - span.start)

    def shifted(place):
        """Where a piece of the text stands now."""
        if not longer or place is None or place.end < span.end:
            return place
        return Span(place.line, place.start + (longer if place.start >= span.end else 0), place.end + longer)

    return replace(
        before,
        text=before.text[: span.start] + written + before.text[span.end :],
        tape=again(before.tape, values[-1], told),
        root=values[-1],
        spans=tuple(map(shifted, before.spans)),
        literals=tuple(map(shifted, before.literals)),
        mentions=tuple((shifted(place), node) for place, node in before.mentions),
        kin=before,
    )


@lru_cache(maxsize=8)
def recipes(made):
    """For each node None, if it is a leaf, or the function that made it and its arguments: (True, node) or (False,
    anything).
    """
    order = topological(made.root)
    place, found = {v: i for i, v in enumerate(order)}, []
    for v in order:
        how = maker(v) if v._prev else None
        arguments = (
            [(True, place[given]) if isinstance(given, Value) else (False, given) for given in how.arguments]
            if how
            else []
        )
        found.append((how.function, arguments) if how else None)
    return found
