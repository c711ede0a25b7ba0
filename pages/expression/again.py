"""An expression of which one number was changed, worked out without reading its text again: fast enough to follow a
hand.

Every op is run once more by the engine's own function, on values of a new graph (see micrograd/tape/replay.py). The
tape says less than a recorded one (see micrograd/tape/again.py).

Offers `with_number`.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

from micrograd import Value
from micrograd.engine import topological
from micrograd.tape import again
from micrograd.tape.replay import maker

from . import Expression
from .evaluate import Span

# The function that made a value, and its arguments: (True, node) or (False, anything).
Recipe: TypeAlias = tuple[Callable[..., Any], list[tuple[bool, Any]]]


def with_number(before: Expression, leaf: int, written: str, told: int | None = None) -> Expression:
    """The Expression of the text in which the number of node `leaf` is `written`; told: the step that is told in full.

    ValueError or ArithmeticError where an op has no result.
    """
    span = before.literals[leaf]
    if span is None:
        raise ValueError(f"the number of node {leaf} is written nowhere")
    values: list[Value] = []
    for node, recipe in zip(before.tape.nodes, recipes(before)):
        if recipe is None:
            values.append(Value(float(written) if node.index == leaf else node.data))
        else:
            function, arguments = recipe
            values.append(function(*[values[given] if is_node else given for is_node, given in arguments]))
    longer = len(written) - (span.end - span.start)

    def shifted(place: Span) -> Span:
        """Where a piece of the text stands now."""
        if not longer or place.end < span.end:
            return place
        return Span(place.line, place.start + (longer if place.start >= span.end else 0), place.end + longer)

    return replace(
        before,
        text=before.text[: span.start] + written + before.text[span.end :],
        tape=again(before.tape, values[-1], told),
        root=values[-1],
        spans=tuple(map(shifted, before.spans)),
        literals=tuple(place and shifted(place) for place in before.literals),
        mentions=tuple((shifted(place), node) for place, node in before.mentions),
        kin=before,
    )


@lru_cache(maxsize=8)
def recipes(made: Expression) -> list[Recipe | None]:
    """For each node None, if it is a leaf, or the function that made it and its arguments: (True, node) or (False,
    anything).
    """
    order = topological(made.root)
    place = {v: i for i, v in enumerate(order)}
    found: list[Recipe | None] = []
    for v in order:
        how = maker(v) if v._prev else None
        if how is None:
            found.append(None)
            continue
        arguments = [(True, place[given]) if isinstance(given, Value) else (False, given) for given in how.arguments]
        found.append((how.function, arguments))
    return found
