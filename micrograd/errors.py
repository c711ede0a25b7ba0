"""What an engine refuses to compute, said in terms of the values at hand.

Offers `named` (how an error calls a value), `exponent`, `check_base`, `check_division` and `check_domain`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from .ops import OPS
from .scalar import number, short

if TYPE_CHECKING:
    from .engine import Value


def is_value(thing: object) -> TypeGuard[Value]:
    """Is it a Value? (engine.py imports this module, so this one cannot ask for its class.)"""
    return hasattr(thing, "_prev") and hasattr(thing, "grad")


def named(thing: object) -> str:
    """How an error message calls a value or a number: `a (a Value of 2.0)`, `a Value of 2.0`, `'2'`."""
    if not is_value(thing):
        return str(short(thing))
    return f"{thing.label} (a Value of {thing.data})" if thing.label else f"a Value of {thing.data}"


def exponent(other: object, base: Any) -> float:
    """`other` as a number to which `base` can be raised; an error that says why not, if it cannot."""
    power: float = number(other, f"the exponent of {named(base)}")
    if base.data == 0 and power < 0:
        raise ZeroDivisionError(f"{named(base)} ** {power}: zero has no negative power")
    if base.data < 0 and abs(power) < float("inf") and power % 1 != 0:
        raise ValueError(f"{named(base)} ** {power}: a negative number has no real power that is not whole")
    return power


def check_base(base: Value, power: Value) -> Value:
    """`base`, if it can be raised to a Value: as exp(power * log(base)), which has a slope for both."""
    if base.data <= 0:
        raise ValueError(
            f"{named(base)} ** {named(power)}: with a Value as exponent, the base must be above 0. "
            f"Where the exponent is only a number, write ** {power.label or 'p'}.data"
        )
    return base


def check_division(above: Value, below: Value) -> None:
    """ZeroDivisionError, naming both, where the divisor is 0."""
    if below.data == 0:
        dividend, divisor = (v.label or str(short(v.data)) for v in (above, below))
        why = f", because {below.label} is {below.data}. Change {below.label}" if below.label else ""
        raise ZeroDivisionError(f"{dividend} / {divisor} divides by zero{why}")


def check_domain(v: Value, op: str) -> None:
    """ValueError, naming the value, where its number is outside of what the op is defined for (see ops.py)."""
    domain = OPS[op].domain
    if domain and domain.excludes(v.data):
        raise ValueError(f"{op} of {named(v)}: {domain.words}")
