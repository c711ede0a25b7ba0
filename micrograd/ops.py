"""The operations a program is made of: what each computes, how it is written, and its derivative.

The first eight are the engine's (`Value._op`); a power is spelled with its exponent, '**2.0'. The last three appear in
derivatives and in the count of right answers only. To add an operation, add a row here and, for WebAssembly, its
instructions (wasm/lanes.py for one instruction, wasm/maths.py for a function).

A derivative rule receives the code being built, the numbers of the result and of the operands, and that of the
result's gradient g; it returns the number of what the operand's gradient grows by. The rules multiply in the order in
which engine.py does, so that the rounding (and inf * 0) is the engine's.

Offers `OPS`, `BINARY`, `Op`, `op_of` and `exponent`.
"""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from . import scalar


@dataclass(frozen=True)
class Op:
    """One operation.

    value     the same in plain Python, of floats: used to fold constants and by the Python backend
    text      how it is written; {a} and {b} are the operands
    binds     how tightly: a sum 1, a product 2, a power 3, a call 4
    slopes    one derivative rule for each operand
    method    the method of Value that does it, '' if there is none
    """

    value: Callable
    text: str
    binds: int = 4
    slopes: tuple = ()
    method: str = ""


def log(x):
    """The natural logarithm as IEEE 754 has it: -inf at 0 and nan below, where the engine raises."""
    return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan


OPS = {
    "+": Op(operator.add, "{a} + {b}", 1, (lambda code, out, a, b, g: g, lambda code, out, a, b, g: g), "__add__"),
    "*": Op(
        operator.mul,
        "{a} * {b}",
        2,
        (lambda code, out, a, b, g: code.add("*", b, g), lambda code, out, a, b, g: code.add("*", a, g)),
        "__mul__",
    ),
    "ReLU": Op(
        scalar.relu, "relu({a})", 4, (lambda code, out, a, b, g: code.add("*", code.add("positive", out), g),), "relu"
    ),
    "tanh": Op(
        scalar.tanh,
        "tanh({a})",
        4,
        (lambda code, out, a, b, g: code.add("*", code.one_minus(code.add("*", out, out)), g),),
        "tanh",
    ),
    "sigmoid": Op(
        scalar.sigmoid,
        "sigmoid({a})",
        4,
        (lambda code, out, a, b, g: code.add("*", code.add("*", out, code.one_minus(out)), g),),
        "sigmoid",
    ),
    "exp": Op(scalar.exp, "exp({a})", 4, (lambda code, out, a, b, g: code.add("*", out, g),), "exp"),
    "log": Op(log, "log({a})", 4, (lambda code, out, a, b, g: code.add("*", code.power(a, -1.0), g),), "log"),
    "-": Op(operator.sub, "{a} - {b}", 1),
    "positive": Op(lambda a: float(a > 0), "positive({a})"),
    "same": Op(lambda a, b: float(a == b), "same({a}, {b})"),
}

BINARY = frozenset(name for name, op in OPS.items() if "{b}" in op.text)


@cache
def op_of(name):
    """The row of OPS for `name`, or one made for a power such as '**3.0'. KeyError if there is no such operation."""
    if not name.startswith("**"):
        return OPS[name]
    k = exponent(name)
    return Op(
        lambda a: scalar.power(a, k),
        f"power({{a}}, {k!r})",
        4,
        (lambda code, out, a, b, g: code.add("*", code.add("*", code.const(k), code.power(a, k - 1)), g),),
        "__pow__",
    )


def exponent(name):
    """The exponent in the name of a power: 0.5 for '**0.5'. KeyError if it is not a number."""
    try:
        return float(name[2:])
    except ValueError:
        raise KeyError(name) from None
