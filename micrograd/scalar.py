"""Arithmetic on plain floats that does not stop where Python's does.

Python raises OverflowError for `math.exp(1000)`, and turns `(-8) ** 0.5` into a complex number. A network that
diverges should show inf and nan instead, as IEEE 754 arithmetic has it. Values, optimizers and the evaluator of
whole data sets all call these same functions, so that they agree to the last bit.

Offers `number`, `at_least_zero`, `power`, the functions of the engine's ops, `gelu_slope`, and `short`, for error
messages.
"""

import math
from collections.abc import Callable
from numbers import Real
from typing import Any

tanh = math.tanh  # saturates at -1 and 1 by itself


def number(data: object, who: str = "Value(...)") -> float:
    """`data` as a float or an int; TypeError, naming `who` got it, if it is no real number.

    A bool, a Fraction or a NumPy scalar becomes a float. So does an int that a float could not hold exactly:
    otherwise squaring an int again and again would fill the memory instead of reaching inf.
    """
    if type(data) is float or (type(data) is int and -(2**53) <= data <= 2**53):
        return data
    if getattr(data, "ndim", None) == 0 and hasattr(data, "item"):
        data = data.item()  # a NumPy array of one number
    if not isinstance(data, Real):
        hint = " (write it without the quotes)" if isinstance(data, str) else ""
        raise TypeError(f"{who} needs a number, not {type(data).__name__} {short(data)}{hint}")
    try:
        return float(data)
    except OverflowError:
        return math.inf if data > 0 else -math.inf  # type: ignore[operator]  # a Real can be compared


def at_least_zero(data: object, who: str) -> float:
    """`data` as a number from 0 up; TypeError or ValueError, naming `who` got it, for anything else."""
    x = number(data, who)
    if not x >= 0:
        raise ValueError(f"{who} must be a number from 0 up, not {data!r:.40}")
    return x


def power(base: float, exponent: float) -> float:
    """base ** exponent for real numbers; inf where it is too large, and at 0 ** negative; nan where it is complex."""
    try:
        result: Any = float(base) ** exponent
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ZeroDivisionError:
        return math.inf
    if isinstance(result, complex):
        return math.nan
    if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0 and abs(result) <= 2**53:
        return int(base**exponent)  # an int to a whole power stays an int
    return float(result)


def exp(x: float) -> float:
    """e ** x; inf above about 709.78, where a float ends."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def log(x: float) -> float:
    """The natural logarithm; -inf at 0 and nan below, where Value.log raises an error that names the value."""
    return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan


def sigmoid(x: float) -> float:
    """1 / (1 + e**-x), from the side on which the exponential is at most 1."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def relu(x: float) -> float:
    """x above zero, else 0.0; nan stays nan."""
    return 0.0 if x < 0 else x


def divide(a: float, b: float) -> float:
    """a / b as IEEE 754 has it: inf or nan where b is 0, where Python raises an error."""
    if b != 0:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def sin(x: float) -> float:
    """The sine; nan of what is infinite, where Python raises an error."""
    return math.sin(x) if math.isfinite(x) else math.nan


def cos(x: float) -> float:
    """The cosine; nan of what is infinite, where Python raises an error."""
    return math.cos(x) if math.isfinite(x) else math.nan


def sqrt(x: float) -> float:
    """The square root; nan below 0, where Value.sqrt raises an error that names the value. Never -0.0."""
    return math.nan if x < 0 else math.sqrt(x) + 0.0


def softplus(x: float) -> float:
    """log(1 + e**x), as relu(x) + log(1 + e**-|x|), in which nothing overflows and nothing small is lost."""
    return relu(x) + math.log1p(math.exp(-abs(x)))


def leaky_relu(x: float) -> float:
    """x above zero, else a hundredth of it."""
    return x if x > 0 else 0.01 * x


GELU, CUBED = 2 * math.sqrt(2 / math.pi), 0.044715


def gelu(x: Any, sigmoid: Callable[[Any], Any] = sigmoid) -> Any:
    """x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x**3)), which is x (1 + tanh(half of that)) / 2.

    This is the tanh form of D. Hendrycks and K. Gimpel, Gaussian Error Linear Units (2016), section 2; it differs from
    x times the normal distribution function by less than 0.0005. (`sigmoid`: for numbers of another kind.)
    """
    return x * sigmoid(GELU * (x + CUBED * x * x * x))


def gelu_slope(x: Any, sigmoid: Callable[[Any], Any] = sigmoid) -> Any:
    """The derivative of `gelu`: s + x s (1 - s) times the derivative of what s is the sigmoid of."""
    s = sigmoid(GELU * (x + CUBED * x * x * x))
    return s + x * s * (1 - s) * (GELU * (1 + 3 * CUBED * x * x))


def short(thing: object) -> str:
    """repr(thing) in at most 40 characters."""
    text = repr(thing)
    return text if len(text) <= 40 else text[:37] + "..."
