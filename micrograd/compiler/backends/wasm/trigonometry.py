"""Sine and cosine as WebAssembly, for one number or for two at once.

The angle is brought to a quarter turn around 0 and to the number of quarter turns that were taken away; there a few
terms of the Taylor series are exact to the last bit, and the number, modulo 4, says which of the two series it is, and
with which sign. Up to a million quarter turns, n pi/2 is subtracted in three pieces, the first two so short that their
products with n are exact (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980). Beyond, the
angle is multiplied by 2/pi to 1,092 binary places, piece by piece, and from every product all whole turns are dropped
at once: what is left of them has full precision (M. Payne and R. Hanek, Radian reduction for trigonometric functions,
1983). That keeps the absolute error at some 1e-15 for angles of any size; of inf and nan it makes nan.

Offers `sin` and `cos`.
"""

import math
from functools import cache

from .lanes import Lanes

X, N, R, S, T, HIGH, LOW = 0, 2, 3, 4, 5, 6, 7  # locals: the angle, quarter turns, what is left, its square; pieces
MOST = 2.0**20  # quarter turns that the short way can take away
PIECE, PIECES, SCALE = 26, 42, 2.0**120  # bits in a piece of 2/pi; pieces; keeps products from overflowing
# pi/2 in three pieces: 33 bits, 33 bits, and the rest
HALF_PI = float.fromhex("0x1.921fb544p+0"), float.fromhex("0x1.0b4611a6p-34"), float.fromhex("0x1.3198a2e037073p-69")
SINE = [(-1) ** n / math.factorial(2 * n + 1) for n in range(10)]
COSINE = [(-1) ** n / math.factorial(2 * n) for n in range(11)]


def sin(lanes: Lanes) -> bytes:
    return reduced(lanes) + chosen(lanes, 0.0)


def cos(lanes: Lanes) -> bytes:
    """The sine a quarter turn further on."""
    return reduced(lanes) + chosen(lanes, 1.0)


def reduced(lanes: Lanes) -> bytes:
    """From X: N, the number of quarter turns (perhaps modulo 4), and R, what is left of the angle. S = R^2."""
    code = lanes.code("local.get", X, "T.const", 2 / math.pi, "T.mul", "T.nearest", "local.set", N, "local.get", X)
    for piece in HALF_PI:
        code += lanes.code("local.get", N, "T.const", piece, "T.mul", "T.sub")
    large = lanes.code("local.get", X, "T.abs", "T.const", MOST, "T.ge")
    code += lanes.code("local.set", R) + large + lanes.code("T.any", "if") + of_large(lanes, large) + lanes.code("end")
    return code + lanes.code("local.get", R, "local.get", R, "T.mul", "local.set", S)


def of_large(lanes: Lanes, large: bytes) -> bytes:
    """N and R anew, in the lanes where the angle is `large` (a mask)."""
    # The angle, scaled down, in two halves of 26 bits: products with a piece of 2/pi are exact.
    code = lanes.code("local.get", X, "T.const", 1 / SCALE, "T.mul", "local.tee", S, "T.const", 2.0**27 + 1, "T.mul")
    code += lanes.code("local.tee", T, "local.get", T, "local.get", S, "T.sub", "T.sub", "local.tee", HIGH)
    code += lanes.code("local.get", S, "T.sub", "T.neg", "local.set", LOW, "T.const", 0.0)
    for piece in reversed(two_over_pi()):
        for half in LOW, HIGH:
            code += lanes.code("local.get", half, "T.const", piece, "T.mul", "local.tee", T, "local.get", T)
            code += lanes.code("T.const", 0.25, "T.mul", "T.nearest", "T.const", 4.0, "T.mul", "T.sub", "T.add")
    code += lanes.code("local.tee", T, "T.nearest", "local.tee", S, "local.get", N) + large
    code += lanes.code("T.select", "local.set", N)
    code += lanes.code("local.get", T, "local.get", S, "T.sub", "T.const", math.pi / 2, "T.mul", "local.get", R) + large
    return code + lanes.code("T.select", "local.set", R)


def chosen(lanes: Lanes, further: float) -> bytes:
    """The sine of R and N + `further` quarter turns: sine and cosine in turn, two of each positive, two negative."""
    code = lanes.code("local.get", N, "T.const", further, "T.add", "local.tee", N)
    code += lanes.code("local.get", N, "T.const", 0.25, "T.mul", "T.floor", "T.const", 4.0, "T.mul", "T.sub")
    code += lanes.code("local.set", N)  # 0, 1, 2 or 3
    code += horner(lanes, COSINE) + horner(lanes, SINE) + lanes.code("local.get", R, "T.mul")
    code += lanes.code("local.get", N, "local.get", N, "T.const", 0.5, "T.mul", "T.floor", "T.const", 2.0, "T.mul")
    code += lanes.code("T.sub", "T.const", 0.0, "T.gt", "T.select", "local.tee", T, "T.neg", "local.get", T)
    return code + lanes.code("local.get", N, "T.const", 2.0, "T.ge", "T.select")


def horner(lanes: Lanes, coefficients: list[float]) -> bytes:
    """c[0] + c[1] S + c[2] S^2 + ..."""
    code = lanes.code("T.const", coefficients[-1])
    for c in reversed(coefficients[:-1]):
        code += lanes.code("local.get", S, "T.mul", "T.const", c, "T.add")
    return code


@cache
def two_over_pi() -> list[float]:
    """2/pi, times SCALE, as a sum of PIECES floats of PIECE bits each, the largest first."""
    bits, spare = PIECE * PIECES, 64
    one = 1 << (bits + spare)
    pi = 4 * (4 * arctan_of_inverse(5, one) - arctan_of_inverse(239, one))  # Machin's formula
    number = (2 * one * one // pi) >> spare
    pieces = [(number >> (bits - PIECE * (n + 1))) & ((1 << PIECE) - 1) for n in range(PIECES)]
    return [math.ldexp(piece, -PIECE * (n + 1)) * SCALE for n, piece in enumerate(pieces)]


def arctan_of_inverse(n: int, one: int) -> int:
    """arctan(1/n), where `one` stands for 1."""
    power = total = one // n
    k = 1
    while power:
        power //= -n * n
        k += 2
        total += power // k
    return total
