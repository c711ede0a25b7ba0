"""Copies and pickles of graphs: whole graphs, whose gradients are their own.

What a value's `_backward` changes is in the variables of that function. So a copy of a value gets the same function
with the copies in these variables; and a pickle names the functions that made the values, which are called once more
when it is read.

Offers `duplicate` (for copy and deepcopy), `leaf_state`, `make_leaf`, `graph_state` and `restore_graph` (for pickle).
"""

from __future__ import annotations

import sys
from inspect import unwrap
from types import CellType, FunctionType
from typing import TYPE_CHECKING, Any

from .errors import is_value, named
from .slips import attributes_of, slots_of

if TYPE_CHECKING:
    from .engine import Value


def duplicate(v: Value, memo: dict[int, Any], deep: bool = False) -> Value:
    """A copy of v, noted in memo; its operands are those in memo, or (unless `deep`) v's own.

    TypeError if v was made by an op whose `_backward` is no plain function: what it would change cannot be known.
    """
    copy = memo[id(v)] = object.__new__(type(v))
    put_attributes(copy, attributes_of(v))
    copy._prev = tuple(memo.get(id(o), o) for o in v._prev)
    rule = v._backward
    if v._prev:
        if not isinstance(rule, FunctionType):
            raise TypeError(f"{named(v)} cannot be copied: the _backward of its op {v._op!r} is no plain function")
        copy._backward = bound_to_copies(rule, memo, deep)
    return copy


def bound_to_copies(rule: FunctionType, memo: dict[int, Any], deep: bool) -> FunctionType:
    """The same function, whose variables hold the copies of the Values that they held."""

    def in_copy(content: Any) -> Any:
        if is_value(content):
            if deep and id(content) not in memo:  # one that takes part without being an operand
                content.__deepcopy__(memo)
            return memo.get(id(content), content)
        if isinstance(content, (list, tuple)):
            return type(content)(map(in_copy, content))
        return content

    cells = tuple(CellType(in_copy(cell.cell_contents)) for cell in rule.__closure__ or ())
    same = FunctionType(rule.__code__, rule.__globals__, rule.__name__, rule.__defaults__, cells)
    same.__kwdefaults__, same.__qualname__ = rule.__kwdefaults__, rule.__qualname__
    return same


def put_attributes(v: Any, state: dict[str, Any]) -> None:
    """Past any `__setattr__`, and past descriptors that subclasses may have."""
    slots = slots_of(type(v))
    for name, value in state.items():
        if name in slots:
            object.__setattr__(v, name, value)
        else:
            vars(v)[name] = value


# --- pickling ---


def leaf_state(v: Any) -> dict[str, Any]:
    return {name: value for name, value in attributes_of(v).items() if name not in ("_prev", "_backward", "_op")}


def make_leaf(kind: type[Any], state: dict[str, Any]) -> Any:
    leaf = kind(0.0)
    put_attributes(leaf, state)
    return leaf


def graph_state(root: Value) -> tuple[list[Any], list[Any]]:
    """(leaves, ops) that restore_graph makes the graph of: places, names of functions, plain arguments.

    TypeError, naming the op, if its function cannot be found by its name where the pickle is read.
    """
    from .engine import topological
    from .tape.replay import maker

    order = topological(root)
    place = {v: i for i, v in enumerate(order)}
    leaves, ops = [], []
    for v in order:
        if not v._prev:
            leaves.append((place[v], v))
            continue
        made = maker(v)
        function = made.function if made else None
        name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
        if made is None or find_function(*name) is not function:
            raise TypeError(
                f"{named(v)} cannot be pickled: the function of its op {v._op!r} is not found by its name. "
                "Define it at the top level of a module"
            )
        arguments = [("value", place[a]) if a in place else ("plain", a) for a in made.arguments]
        ops.append((place[v], name, arguments, leaf_state(v)))
    return leaves, ops


def restore_graph(leaves: list[Any], ops: list[Any]) -> Any:
    values: dict[int, Any] = dict(leaves)
    root = None
    for place, name, arguments, state in ops:
        function = find_function(*name)
        if function is None:
            raise TypeError(f"the op {'.'.join(name)} is not there, so its graph cannot be read")
        root = values[place] = function(*(values[a] if kind == "value" else a for kind, a in arguments))
        put_attributes(root, state)
    return root


def find_function(module: str, qualname: str) -> Any:
    """The plain function of that name, in a module that is imported if need be; None where there is none."""
    try:
        __import__(module)
    except (ImportError, ValueError):
        return None
    found: Any = sys.modules.get(module)
    for name in qualname.split("."):
        found = getattr(found, name, None)
    return unwrap(found) if callable(found) else None
