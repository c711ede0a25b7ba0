"""The program of one expression: what is on a tape, compiled, for a reader.

Every leaf that has a name is a parameter, so that its gradient is wanted. Numbers without a name are constants, and
what depends on no name is worked out when it is compiled.

Offers `tape_listing`.
"""

from dataclasses import replace

from ..engine import Value
from .backends.wasm.emit import layout_for
from .listing import Line, listing
from .plan import plan
from .trace import UnknownOp

METHODS = {
    "+": Value.__add__,
    "*": Value.__mul__,
    "ReLU": Value.relu,
    "tanh": Value.tanh,
    "sigmoid": Value.sigmoid,
    "exp": Value.exp,
    "log": Value.log,
}


def tape_listing(tape):
    """The Lines of a tape's forward and backward pass; Line.of and Line.grows are names of its nodes.

    UnknownOp if one of its operations is not the engine's.
    """
    values = []
    for node in tape.nodes:
        values.append(remade(node, [values[k] for k in node.operands]))
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


def remade(node, operands):
    """A Value as the engine makes it, for a node of a tape."""
    if not node.op:
        return Value(node.data)
    if node.op.startswith("**") and len(operands) == 1:
        return operands[0] ** float(node.op[2:])
    method = METHODS.get(node.op)
    if method is None or len(operands) != method.__code__.co_argcount:
        raise UnknownOp(node.op, node.name)
    return method(*operands)


def written(node):
    """What a node is called in the program: its name, or its place if that is no single word."""
    return node.name if node.name.isidentifier() else f"v{node.index}"


def nameless(node):
    """Whether a leaf is only a number: the tape calls it by that, or by its place."""
    try:
        return repr(float(node.name.split("_")[0])) == repr(node.data)
    except ValueError:
        return node.name == f"v{node.index}"
