"""From numbers to places and to words: linear scales, round ticks, short numerals.

Offers `Scale` (a domain mapped to a range), `ticks` (round numbers in a domain),
`short` (a number as a person would write it), `fit` (the same, in little room) and `exact` (to the last digit).
"""

from dataclasses import dataclass
from math import ceil, floor, isclose, isfinite, isnan, log10


@dataclass(frozen=True)
class Scale:
    """Maps [low, high] linearly to [start, end]; a domain of no width maps to the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, x: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (x - self.low) / (self.high - self.low) * (self.end - self.start)

    def inverse(self, place: float) -> float:
        """The number that is drawn at `place`."""
        return self.low + (place - self.start) / (self.end - self.start) * (self.high - self.low)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers (1, 2 or 5 times a power of ten apart) inside [low, high], about `about` of them."""
    if not (isfinite(low) and isfinite(high)) or high <= low:
        return [low] if isfinite(low) else []
    raw = (high - low) / max(about, 1)
    power = 10.0 ** floor(log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if raw <= m * power * 1.0000001)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [float(f"{i * step:.12g}") for i in range(first, last + 1)]


NOISE = 1e-13  # a number below it is what rounding leaves of zero


def short(x: float | None, digits: int = 4) -> str:
    """A number in at most `digits` significant digits, with a true minus sign: '2.0', '−0.4962', '1.2e5'.

    A whole number keeps one decimal, so that a reader sees at a glance that values are floats; one that was rounded to
    a whole number has none: 12345.6 is '12346'. What is left where numbers should cancel, 5.6e-17, is '≈0'.
    """
    if x is None:
        return ""
    if isnan(x):
        return "nan"
    if not isfinite(x):
        return "∞" if x > 0 else "−∞"
    size = abs(x)
    if 0 < size < NOISE:
        return "≈0"
    if size and not 1e-3 <= size < 1e5:
        text = f"{x:.{max(digits - 2, 0)}e}"
        mantissa, exponent = text.split("e")
        text = f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(exponent)}"
    else:
        text = f"{x:.{digits + (digits >= 4 and size >= 1000)}g}"  # 1006.5, as wide as 0.4962
        if "e" in text:  # 99999.6 rounds up to 1e+05
            text = f"{x:.0f}"
        if "." not in text and isclose(float(text), x, rel_tol=1e-9):
            text += ".0"
    if float(text) == 0.0:
        text = text.replace("-", "")
    return text.replace("-", "−")


def fit(x: float | None, room: int) -> str:
    """`short`, with as many digits as `room` characters hold (four at most, one at least)."""
    for digits in (4, 3, 2):
        text = short(x, digits)
        if len(text) <= room:
            return text
    return short(x, 1)


def plus(x: float, digits: int = 4) -> str:
    """`short`, as what is added: with a sign in any case."""
    text = short(x, digits)
    return text if text[0] in "−≈" else "+" + text


def signed(x: float) -> str:
    """`short`, as a number stands after a sign of arithmetic: a negative one in parentheses."""
    text = short(x)
    return f"({text})" if text.startswith("−") else text


def exact(x: float | None) -> str | None:
    """A number as an attribute carries it, to the last digit."""
    return None if x is None else repr(float(x))
