"""The program of one expression: what is on a tape, compiled, for a reader.

Every leaf that has a name is a parameter, so that its gradient is wanted. Numbers without a name are constants, and
what depends on no name is worked out when it is compiled.

Offers `tape_listing`.
"""

from dataclasses import replace

from ..tape.names import unmarked
from ..tape.records import Node, Tape
from ..tape.values import ForeignOp, values_of
from .backends.wasm.emit import layout_for
from .listing import Line, listing
from .plan import plan
from .trace import UnknownOp


def tape_listing(tape: Tape) -> list[Line]:
    """The Lines of a tape's forward and backward pass; Line.of and Line.grows are names of its nodes.

    UnknownOp if one of its operations is not the engine's.
    """
    try:
        values = values_of(tape)
    except ForeignOp as error:
        raise UnknownOp(error.op, error.name) from None
    names = {v: written(node) for v, node in zip(values, tape.nodes) if node.op or not nameless(node)}
    leaves = [v for v in names if not v._prev]
    planned = plan(values[tape.root], leaves, [], names=names)
    own = {written(node): node.name for node in tape.nodes} | {"": ""}
    if planned.cost in planned.code.constants:
        root = tape.nodes[tape.root]
        return [Line("forward", f"{written(root)} = {planned.code.constants[planned.cost]!r}", of=(root.name,))]
    return [
        replace(line, of=tuple(own[name] for name in line.of), grows=own[line.grows])
        for line in listing(planned, layout_for(planned, 1, 0))
        if line.part != "update"
    ]


def written(node: Node) -> str:
    """What a node is called in the program: its name, or its place if that is no single word."""
    return node.name if node.name.isidentifier() else f"v{node.index}"


def nameless(node: Node) -> bool:
    """Whether a leaf is only a number: the tape calls it by that, or by its place."""
    try:
        return repr(float(unmarked(node.name))) == repr(node.data)
    except ValueError:
        return node.name == f"v{node.index}"
