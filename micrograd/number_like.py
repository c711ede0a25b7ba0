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
from collections.abc import Callable, Mapping
from functools import wraps
from itertools import islice
from numbers import Number
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, cast

from .copying import duplicate, graph_state, leaf_state, make_leaf, restore_graph
from .errors import named
from .slips import Slip, note_slips

if TYPE_CHECKING:
    from .engine import Value

BINARY = ("__add__", "__sub__", "__mul__", "__truediv__", "__pow__")


class NumberLike:
    """The part of a Value that is not autograd. Subclasses have `data`, `label`, `_prev` and `_backward`."""

    __slots__ = ("__weakref__",)
    _closed = True
    _habits: ClassVar[Mapping[str, str]] = {
        "value": "its number is data",
        "val": "its number is data",
        "item": "its number is data",
        "numpy": "its number is data",
        "detach": "its number, without the graph, is data",
        "gradient": "its gradient is grad",
        "name": "its name is label",
        "op": "the op that made it is _op",
        "children": "the operands of the op that made it are _prev",
        "requires_grad": "every Value has a gradient after backward()",
        "zero_grad": "v.grad = 0.0; model.zero_grad() does so for all parameters",
        "pow": "write v ** 2",
        "step": "an optimizer takes steps; loss.backward() comes before",
    }

    data: Any
    label: str
    _prev: tuple[Any, ...]
    _backward: Callable[[], None]

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if not isinstance(getattr(type(self), name, None), Slip)]

    def __format__(self, spec: str) -> str:
        """f'{v:.3f}' formats the data; without a format, v is what str(v) says."""
        return format(self.data, spec) if spec else str(self)

    def __bool__(self) -> bool:
        return bool(self.data)

    def __eq__(self, other: object) -> bool:
        """A plain number is compared with the data; another Value is another one, whatever its data."""
        if self is other or isinstance(other, NumberLike):
            return self is other
        return bool(self.data == other) if isinstance(other, Number) else NotImplemented

    __hash__ = object.__hash__  # so that a graph may be searched with sets, as the lecture does

    def __pos__(self) -> Any:
        return self

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

    def __trunc__(self) -> NoReturn:
        refuse(self, "math.trunc()")

    def as_integer_ratio(self) -> NoReturn:
        """What statistics.mean and Fraction ask of a number. TypeError: they would go on without the graph."""
        refuse(self, "a fraction")

    def conjugate(self) -> Any:
        """The value itself, as for every real number: numpy.var and numpy.std ask for it."""
        return self

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


note_slips(NumberLike, ("data", "grad", "label"), NumberLike._habits)


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
    elif what == "a fraction":
        advice = " For a mean, write sum(values) / len(values), which goes on with the graph."
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


# --- NumPy arrays ---


def broadcast_over_arrays(kind: type[Any]) -> None:
    """Make value * array give an array of Values, element by element, as array * value does through NumPy itself."""
    for name in BINARY:
        setattr(kind, name, element_by_element(kind.__dict__[name]))


def element_by_element(method: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    @wraps(method)
    def operate(self: Any, other: Any) -> Any:
        try:
            return method(self, other)
        except TypeError:
            if not getattr(other, "ndim", 0) or not hasattr(other, "astype"):
                raise
        array = other.astype(object)  # an array of NumPy's; known as one without importing NumPy
        for place, element in enumerate(array.flat):
            array.flat[place] = method(self, element)
        return array

    return operate
