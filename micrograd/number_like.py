"""What Python does with a number, for a Value: comparing, formatting, rounding, copying, pickling; and NumPy arrays.

A Value may stand where a number stands, as long as no gradient is lost without a word. So comparing and formatting look
at its data; `math.cos(v)`, `float(v)` and the like, which would give a plain number without a graph, raise an error
that says what to write instead; and a copy is a copy of the whole graph, whose gradients are its own.

Offers `NumberLike`, the base class of Value, `plain_number` and `broadcast_over_arrays`.
"""

from __future__ import annotations

import ast
import linecache
import math
import sys
from collections.abc import Callable
from functools import wraps
from inspect import unwrap
from itertools import islice
from types import CellType, FrameType, FunctionType
from typing import TYPE_CHECKING, Any, NoReturn, cast

from .errors import named

if TYPE_CHECKING:
    from .engine import Value

BINARY = ("__add__", "__sub__", "__mul__", "__truediv__", "__pow__")


class NumberLike:
    """The part of a Value that is not autograd. Subclasses have `data`, `label`, `_prev` and `_backward`."""

    data: Any
    label: str
    _prev: tuple[Any, ...]
    _backward: Callable[[], None]

    def __format__(self, spec: str) -> str:
        """f'{v:.3f}' formats the data; without a format, v is what str(v) says."""
        return format(self.data, spec) if spec else str(self)

    def __bool__(self) -> bool:
        return bool(self.data)

    def __lt__(self, other: object) -> bool:
        return self.data < comparable(other)  # type: ignore[no-any-return]

    def __le__(self, other: object) -> bool:
        return self.data <= comparable(other)  # type: ignore[no-any-return]

    def __gt__(self, other: object) -> bool:
        return self.data > comparable(other)  # type: ignore[no-any-return]

    def __ge__(self, other: object) -> bool:
        return self.data >= comparable(other)  # type: ignore[no-any-return]

    def __float__(self) -> NoReturn:
        refuse(self, "float()")

    def __int__(self) -> NoReturn:
        refuse(self, "int()")

    def __index__(self) -> NoReturn:
        refuse(self, "a whole number")

    def __round__(self, ndigits: int | None = None) -> NoReturn:
        refuse(self, "round()")

    def __floordiv__(self, other: object) -> NoReturn:
        refuse(self, "//")

    def __mod__(self, other: object) -> NoReturn:
        refuse(self, "%")

    def __divmod__(self, other: object) -> NoReturn:
        refuse(self, "divmod()")

    __rfloordiv__, __rmod__, __rdivmod__ = __floordiv__, __mod__, __divmod__

    def __copy__(self) -> Value:
        """Another Value with the same operands, and a gradient of its own."""
        return duplicate(cast("Value", self), {})

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        """A copy of the whole graph behind this value; what stood in it twice is one in the copy as well."""
        from .engine import topological

        for v in topological(cast("Value", self)):
            if id(v) not in memo:
                duplicate(v, memo, deep=True)
        copy: Value = memo[id(self)]
        return copy

    def __reduce_ex__(self, protocol: Any) -> Any:
        """For pickle: a leaf by itself, any other value as the graph behind it, whose ops are made once more."""
        if not self._prev:
            return make_leaf, (type(self), leaf_state(self))
        return restore_graph, graph_state(cast("Value", self))


def plain_number(x: Any) -> float:
    """A number of any kind as a float: itself, or the data of a Value."""
    return float(x.data if isinstance(x, NumberLike) else x)


def comparable(other: object) -> Any:
    return other.data if isinstance(other, NumberLike) else other


# --- what would lose a gradient ---


def refuse(v: Any, what: str) -> NoReturn:
    """TypeError: v was about to become a plain number. Names v, and what to write for the call that asked for it."""
    from .engine import Value

    called = call_at(sys._getframe(2))
    function = called.rpartition(".")[2]
    name = v.label if v.label.isidentifier() else "v"
    if what in ("round()", "//", "%", "divmod()"):
        advice = f" {what} has no slope to learn from."
    elif hasattr(math, function) and callable(getattr(Value, function, None)):
        advice = f" Write {name}.{function}(), which goes on with the graph."
    elif hasattr(math, function):
        advice = f" The engine has no {function}: write it with +, * and **, or as an op of your own."
    else:
        advice = ""
    place = f"{called}()" if called else what
    raise TypeError(
        f"{named(v)} would become a plain number in {place}, and its gradient would be lost."
        f"{advice} Where the number is meant, write {name}.data."
    )


def call_at(frame: FrameType | None) -> str:
    """The function that `frame` is just calling, as its source has it: 'math.cos'; '' where that cannot be read."""
    if frame is None:
        return ""
    place = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), None)
    if place is None or None in place:
        return ""
    line, last, start, end = place
    if line != last or line is None:
        return ""
    text = linecache.getline(frame.f_code.co_filename, line).encode()[start:end].decode(errors="replace")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return ""
    return full_name(tree.func, frame) if isinstance(tree, ast.Call) else ""


def full_name(function: ast.expr, frame: FrameType) -> str:
    """'math.cos' for math.cos, and for f where f is math.cos; what is written there for anything else."""
    if isinstance(function, ast.Name):
        found = frame.f_locals.get(function.id, frame.f_globals.get(function.id))
        if getattr(found, "__module__", None) == "math":
            return f"math.{found.__name__}"  # type: ignore[union-attr]
    return ast.unparse(function)


# --- copies ---


def duplicate(v: Value, memo: dict[int, Any], deep: bool = False) -> Value:
    """A copy of v, noted in memo; its operands are those in memo, or (unless `deep`) v's own.

    TypeError if v was made by an op whose `_backward` is no plain function: what it would change cannot be known.
    """
    copy = memo[id(v)] = object.__new__(type(v))
    vars(copy).update(vars(v))
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
        if isinstance(content, NumberLike):
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


# --- pickling ---


def leaf_state(v: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(v).items() if name not in ("_prev", "_backward", "_op")}


def make_leaf(kind: type[Any], state: dict[str, Any]) -> Any:
    leaf = kind(0.0)
    vars(leaf).update(state)
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
        vars(root).update(state)
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


# --- NumPy arrays ---


def broadcast_over_arrays(kind: type[Any]) -> None:
    """Make value * array give an array of Values, element by element, as array * value does through NumPy itself."""
    for name in BINARY:
        setattr(kind, name, element_by_element(kind.__dict__[name]))


def element_by_element(method: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    @wraps(method)
    def operate(self: Any, other: Any) -> Any:
        if getattr(other, "ndim", 0) and hasattr(other, "astype"):  # an array; known without importing NumPy
            array = other.astype(object)
            for place, element in enumerate(array.flat):
                array.flat[place] = method(self, element)
            return array
        return method(self, other)

    return operate
