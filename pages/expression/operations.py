"""What may be done in the reader's expression: the operators and methods, on Values and on plain numbers.

With a Value at either side it is the engine that computes. Two plain numbers are worked out here, in floats that do
not grow without end.

Offers `apply`, `call` and `literal`.
"""

import ast
import operator
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from micrograd import Value
from micrograd.ops import methods
from micrograd.scalar import number, power

from .problem import Problem, allowed

OPERATORS: dict[Any, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow, ast.USub: operator.neg, ast.UAdd: lambda x: x, abs: abs,
}  # fmt: skip
SIGNS: dict[Any, str] = {
    ast.Mod: "%", ast.FloorDiv: "//", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.LShift: "<<", ast.RShift: ">>",
}  # fmt: skip


def apply(node: ast.expr, how: Any, values: Sequence[Value | float]) -> Value | float:
    """An operator (its class in ast), abs, or a method (its name) on Values and numbers; Problem where it has no result."""
    if how in methods():
        [v] = values
        if not isinstance(v, Value):
            raise Problem(node.lineno, f"a plain number has no .{how}()", f"Make it a Value: Value({v}).{how}()")
        return attempt(node, getattr(v, how))
    if how not in OPERATORS:
        hint = "A power is written with two stars: a ** 2" if how is ast.BitXor else allowed()
        raise Problem(node.lineno, f"the operator {SIGNS.get(how, '?')} is not supported here", hint)
    if any(isinstance(v, Value) for v in values):
        return attempt(node, OPERATORS[how], *values)
    if how is ast.Pow and values[0] == 0 and values[1] < 0:
        raise Problem(node.lineno, f"{values[0]} ** {values[1]}: zero has no negative power", "Take another number")
    result = number(attempt(node, power if how is ast.Pow else OPERATORS[how], *values))
    if not isfinite(result):
        what = "this number is too large for a float" if result == result else "a negative number has no such power"
        raise Problem(node.lineno, what, "A float ends at about 1.8e308" if result == result else "Take a whole one")
    return result


def attempt(node: ast.expr, compute: Callable[..., Any], *values: Value | float) -> Value | float:
    """compute(*values), with the engine's own words if it will not."""
    try:
        result: Value | float = compute(*values)
        return result
    except (TypeError, ValueError, ArithmeticError) as error:
        what, _, hint = str(error).rstrip(".").partition(". ")
        raise Problem(node.lineno, what, hint or "Everything before this line is right") from None


def literal(line: int, written: object) -> float:
    """A number as it is written in the text."""
    if type(written) not in (int, float):
        raise Problem(
            line, f"{type(written).__name__} {written!r:.20} is no number", "Write a number without quotes: 2.0"
        )
    result = number(written)
    if not isfinite(result):
        raise Problem(line, "this number is too large for a float", "A float ends at about 1.8e308")
    return result


def call(node: ast.Call, data: Value | float, kind: type[Value] = Value) -> Value:
    """Value(data), perhaps with a label. kind: Value, or a subclass that stands in for it."""
    if isinstance(data, Value):
        raise Problem(node.lineno, "a Value cannot hold a Value", "Value(…) takes a plain number: Value(2.0)")
    label = ""
    for extra in node.keywords:
        match extra:
            case ast.keyword(arg="label", value=ast.Constant(value=str(text))):
                label = text
            case _:
                raise Problem(node.lineno, "Value(…) takes one number", "As in a = Value(2.0)")
    return kind(data, label=label)
