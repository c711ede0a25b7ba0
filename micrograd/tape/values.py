"""A tape back into Values: the graph once more, made of the numbers that the tape holds.

Offers `values_of`, and `ForeignOp`, which it raises.
"""

from ..engine import Value
from ..ops import op_of
from .names import unmarked
from .records import Node, Tape


class ForeignOp(ValueError):
    """A tape has an operation that is none of the engine's, so its name alone does not say how to run it.

    op      the operation's name
    name    the value that it makes
    """

    def __init__(self, op: str, name: str) -> None:
        self.op, self.name = op, name
        super().__init__(f"the operation '{op}' that makes {name} is none of the engine's")


def values_of(tape: Tape, kind: type[Value] = Value) -> list[Value]:
    """A Value for each node of the tape, in its order, each made by the engine's own method from those before it.

    kind: Value, or a subclass of it whose operations are to run instead. ForeignOp where the engine has no such one.
    """
    values: list[Value] = []
    for node in tape.nodes:
        values.append(value_of(node, [values[k] for k in node.operands], kind))
    return values


def value_of(node: Node, operands: list[Value], kind: type[Value] = Value) -> Value:
    """The Value that one node stands for."""
    if not node.op:
        written = whole(unmarked(node.name))
        return kind(written if written is not None and written == node.data else node.data)
    try:
        method = getattr(kind, op_of(node.op).method)
    except (KeyError, AttributeError):
        raise ForeignOp(node.op, node.name) from None
    given = [*operands, exponent(node.op)] if node.op.startswith("**") else operands
    if len(given) != method.__code__.co_argcount:
        raise ForeignOp(node.op, node.name)
    result: Value = method(*given)
    return result


def exponent(op: str) -> float:
    """The exponent in the name of a power, whole where it is written so: 2 for '**2', 2.0 for '**2.0'."""
    written = op.removeprefix("**")
    found = whole(written)
    return float(written) if found is None else found


def whole(text: str) -> int | None:
    """The whole number that a text is: the tape calls a nameless leaf, such as the -1 in -x, by what was written."""
    return int(text) if text.removeprefix("-").isdecimal() else None
