"""A value of the reader's program, and the graph behind it, as records that can be drawn.

Offers `graph_record(root, names)`, `is_value`, and `number` and `gradient` of a value.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from micrograd.engine import Value
from micrograd.tape import record
from micrograd.tape.names import clipped, unique_names
from micrograd.tape.records import Node, Step

from .checks import MOST_VALUES
from .records import Graph, Large

MOST_RECORDED = 120  # values: the tape of a larger graph takes too long
LONGEST_OP = 20  # characters; a longer one is cut
LONGEST_RECORDED_OP = 1000  # and this is no name any more, but would stand in every formula


def is_value(thing: object) -> bool:
    """Whether it has what a Value has, wherever its class is from."""
    return not isinstance(thing, type) and all(hasattr(thing, name) for name in ("data", "grad", "_prev", "_op"))


def number(x: Any) -> float:
    """x, or what x holds, as a float; an int that no float can hold is inf. TypeError if it is no number."""
    return to_float(x.data, f"the data of {label_of(x)}") if is_value(x) else to_float(x, "what is to be drawn")


def gradient(v: Any) -> float:
    """The gradient of a value, in the same way."""
    return to_float(v.grad, f"the grad of {label_of(v)}")


def to_float(x: Any, what: str) -> float:
    try:
        if not isinstance(x, str):
            return float(x)
    except OverflowError:
        return float("inf")
    except (TypeError, ValueError):
        pass
    raise TypeError(f"{what} is {clipped(repr(x), 60)}, and not a number")


def graph_record(root: Any, names: Mapping[str, object]) -> Graph | Large:
    """The Graph behind a value, or a Large one. names: {name: object}, for values without a label."""
    order = topological_order(root)
    if len(order) > MOST_VALUES:
        return large_record(order)
    place = {id(v): i for i, v in enumerate(order)}
    nodes = tuple(
        Node(i, name, op_name(v._op) if v._prev else "", tuple(place[id(o)] for o in v._prev), number(v))
        for i, (v, name) in enumerate(zip(order, names_of(order, names)))
    )
    return Graph(nodes, tuple(map(gradient, order)), steps_of(order, nodes, names))


def large_record(order: Sequence[Any]) -> Large:
    counts = Counter(op_name(v._op) for v in order if v._prev).most_common(8)
    leaves = sum(not v._prev for v in order)
    return Large(len(order), leaves, tuple(f"{op} {n}" for op, n in counts), number(order[-1]), gradient(order[-1]))


def op_name(op: object) -> str:
    return clipped(str(op), LONGEST_OP)


def names_of(order: Sequence[Any], names: Mapping[str, object]) -> list[str]:
    """What each value is called: all differently, if they are the engine's own."""
    if is_engines(order):
        unique = unique_names(order, names)
        return [unique[v] for v in order]
    known = {id(v): name for name, v in names.items() if is_value(v) and not name.startswith("_")}
    return [clipped(str(getattr(v, "label", "") or known.get(id(v), "") or f"v{i}"), 60) for i, v in enumerate(order)]


def is_engines(order: Sequence[Any]) -> bool:
    return all(isinstance(v, Value) for v in order)


def steps_of(order: Sequence[Any], nodes: Sequence[Node], names: Mapping[str, object]) -> tuple[Step, ...]:
    """The steps of the graph's tape; () where there is none: an op of the reader's, say, cannot be run again."""
    if len(order) > MOST_RECORDED or not is_engines(order) or any(len(str(v._op)) > LONGEST_RECORDED_OP for v in order):
        return ()
    try:
        tape = record(order[-1], names)
    except Exception:
        return ()
    if [node.operands for node in tape.nodes] != [node.operands for node in nodes]:
        return ()
    return tuple(replace(step, op=op_name(step.op)) for step in tape.steps)


def topological_order(root: Any) -> list[Any]:
    """The values behind root, operands before results: by identity, and without recursion.

    Raises ValueError for a value that is, by whatever way, an operand of itself, and TypeError for an operand that is
    no value.
    """
    order, visited, open_ids = [], {id(root)}, {id(root)}
    stack = [(root, iter(root._prev))]
    while stack:
        v, operands = stack[-1]
        for operand in operands:
            if id(operand) in open_ids:
                raise ValueError(
                    f"{label_of(operand)} is an operand of itself, so its graph has no beginning: "
                    "an op makes a new value"
                )
            if not is_value(operand):
                raise TypeError(f"{label_of(v)} has an operand that is no Value: {clipped(repr(operand), 60)}")
            if id(operand) not in visited:
                visited.add(id(operand))
                open_ids.add(id(operand))
                stack.append((operand, iter(operand._prev)))
                break
        else:
            open_ids.discard(id(v))
            order.append(v)
            stack.pop()
    return order


def label_of(v: Any) -> str:
    """A value in a message: by its label, if it has one."""
    return clipped(str(getattr(v, "label", "") or "a value"), 60)
