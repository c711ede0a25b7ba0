"""A value of the reader's program, and the graph behind it, as records that can be drawn.

Offers `graph(root, names)`, `is_value`, and `number` and `grad` of a value.
"""

from collections import Counter

from ..engine import Value
from ..tape import record
from ..tape.names import clipped, unique_names
from .records import Box, Graph, Large
from .wire import MOST_VALUES

TAPED = 120  # values: the tape of a larger graph takes too long


def is_value(thing):
    return not isinstance(thing, type) and all(hasattr(thing, name) for name in ("data", "grad", "_prev", "_op"))


def number(x):
    """x, or what x holds, as a float; an int that no float can hold is inf. TypeError if it is no number."""
    return converted(x.data, f"the data of {called(x)}") if is_value(x) else converted(x, "what is to be drawn")


def grad(v):
    """The gradient of a value, in the same way."""
    return converted(v.grad, f"the grad of {called(v)}")


def converted(x, what):
    try:
        return float(x) if not isinstance(x, str) else x + 0.0
    except OverflowError:
        return float("inf")
    except (TypeError, ValueError):
        raise TypeError(f"{what} is {clipped(repr(x), 60)}, and not a number") from None


def graph(root, names):
    """The Graph behind a value, or a Large one."""
    order = ordered(root)
    if len(order) > MOST_VALUES:
        counts = Counter(str(v._op) for v in order if v._prev).most_common(8)
        return Large(
            len(order),
            sum(not v._prev for v in order),
            tuple(f"{clipped(op, 20)} {n}" for op, n in counts),
            number(root),
            grad(root),
        )
    own = all(isinstance(v, Value) for v in order)
    if own:
        name_of = {id(v): name for v, name in unique_names(order, names).items()}
    else:
        known = {id(v): name for name, v in names.items() if is_value(v) and not name.startswith("_")}
        name_of = {
            id(v): clipped(str(getattr(v, "label", "") or known.get(id(v), "") or f"v{i}"), 60)
            for i, v in enumerate(order)
        }
    place = {id(v): i for i, v in enumerate(order)}
    boxes = tuple(
        Box(
            name_of[id(v)],
            clipped(str(v._op), 20) if v._prev else "",
            tuple(place[id(o)] for o in v._prev),
            number(v),
            grad(v),
        )
        for v in order
    )
    return Graph(boxes, tape(root, names) if own and len(order) <= TAPED else None)


def tape(root, names):
    """The tape of a graph; None where an op of the reader's cannot be run again."""
    try:
        return record(root, names)
    except Exception:
        return None


def ordered(root):
    """The values behind root, operands before results: by identity, and without recursion.

    Raises ValueError for a value that is, by whatever way, an operand of itself, and TypeError for an operand that is
    no value.
    """
    order, seen, under_way = [], {id(root)}, {id(root)}
    stack = [(root, iter(root._prev))]
    while stack:
        v, operands = stack[-1]
        for operand in operands:
            if id(operand) in under_way:
                raise ValueError(
                    f"{called(operand)} is an operand of itself, so its graph has no beginning: an op makes a new value"
                )
            if not is_value(operand):
                raise TypeError(f"{called(v)} has an operand that is no Value: {clipped(repr(operand), 60)}")
            if id(operand) not in seen:
                seen.add(id(operand))
                under_way.add(id(operand))
                stack.append((operand, iter(operand._prev)))
                break
        else:
            under_way.discard(id(v))
            order.append(v)
            stack.pop()
    return order


def called(v):
    """A value in a message: by its label, if it has one."""
    return clipped(str(getattr(v, "label", "") or "a value"), 60)
