"""The functions that ops.py names, as WebAssembly, for one number or for two at once.

Accurate to about 1e-15 relative (powers with a large exponent: 1e-12), with the special cases of scalar.py: nan stays
nan, exp of a large number is inf, tanh and sigmoid saturate. The methods are the usual ones (J.-M. Muller, Elementary
Functions: Algorithms and Implementation, chapters 6 and 11): bring the argument into a small interval, where a few
terms of the Taylor series are exact to the last bit, and undo that with the exponent of the floating-point number.

Offers `function`.
"""

import math
from collections.abc import Callable, Mapping, Sequence

from ....ops import Op, op_of
from ...registers import registers, statements
from ...term import of_formula
from .encode import Function
from .lanes import Lanes
from .trigonometry import cos, sin

LN2_HIGH = float.fromhex("0x1.62e42feep-1")  # the first 32 bits of ln 2, so that k * LN2_HIGH is exact
LN2_LOW = 1.9082149292705877e-10  # ln 2 - LN2_HIGH
MAGIC = 1.5 * 2.0**52  # adding it rounds a small number to an integer, found in the low bits
MAGIC_BITS = 0x4338 << 48
X, K, R, S = 0, 1, 2, 3  # locals: the argument, a whole number (as bits), the reduced argument, its square


def function(op: str, lanes: Lanes, operations: Mapping[str, bytes]) -> Function:
    """The Function that computes operation `op` ('exp', '**3.0', ...).

    operations: {op: its instructions}, for an op that is computed by its formula
    """
    row = op_of(op)
    spare: tuple[tuple[int, int], ...]
    if isinstance(row.wasm, str):
        body, count = BODIES[row.wasm]
        spare, code = ((1, lanes.bits), (count, lanes.type)), body(lanes, *row.parameters)
    else:
        count, code = by_formula(row, lanes, operations)
        spare = ((count, lanes.type),)
    return Function(f"{op}_{lanes.width}".replace(" ", "_"), (lanes.type,) * row.arity, (lanes.type,), spare, code)


def by_formula(row: Op, lanes: Lanes, operations: Mapping[str, bytes]) -> tuple[int, bytes]:
    """(how many locals besides the operands, instructions) of an op by its formula."""
    code, result = of_formula(row)
    steps = statements(code, code.live([result]), keep=[result])
    place, count = registers(steps)
    read: dict[int | str, bytes] = {code.leaf("input", k): lanes.code("local.get", k) for k in range(row.arity)}
    read |= {i: lanes.code("local.get", row.arity + r) for i, r in place.items()}
    read |= {i: lanes.code("T.const", number) for i, number in code.constants.items()}
    out = b""
    for _, target, items in steps:
        out += b"".join(operations[i] if isinstance(i, str) else read[i] for i in items)
        out += lanes.code("local.set", row.arity + place[target])
    return count, out + read[result]


def polynomial(lanes: Lanes, x: int, square: int, coefficients: Sequence[float]) -> bytes:
    """c[0] + c[1] x + c[2] x^2 + ..., even and odd terms apart: two short chains of multiplications, not a long one."""

    def horner(terms: Sequence[float]) -> bytes:
        code = lanes.code("T.const", terms[-1])
        for c in reversed(terms[:-1]):
            code += lanes.code("local.get", square, "T.mul", "T.const", c, "T.add")
        return code

    return horner(coefficients[0::2]) + horner(coefficients[1::2]) + lanes.code("local.get", x, "T.mul", "T.add")


def reduced(lanes: Lanes, low: float, high: float) -> bytes:
    """From X: K, the nearest integer to x / ln 2, and R = x - K ln 2, at most 0.35 in size. S = R^2."""
    return lanes.code(
        "local.get",
        X,
        "T.const",
        low,
        "T.max",
        "T.const",
        high,
        "T.min",
        "local.tee",
        X,
        "T.const",
        1 / math.log(2),
        "T.mul",
        "T.const",
        MAGIC,
        "T.add",
        "local.tee",
        R,  # the integer, plus MAGIC
        "B.bits",
        "B.const",
        MAGIC_BITS,
        "B.sub",
        "local.set",
        K,
        "local.get",
        R,
        "T.const",
        MAGIC,
        "T.sub",
        "local.set",
        S,
        "local.get",
        X,
        "local.get",
        S,
        "T.const",
        LN2_HIGH,
        "T.mul",
        "T.sub",
        "local.get",
        S,
        "T.const",
        LN2_LOW,
        "T.mul",
        "T.sub",
        "local.tee",
        R,
        "local.get",
        R,
        "T.mul",
        "local.set",
        S,
    )


def two_to_the(lanes: Lanes, bits: bytes) -> bytes:
    """2^k, for instructions that leave the integer k (from -1022 to 1023) as bits."""
    return bits + lanes.code("B.const", 1023, "B.add", "B.shl52", "B.number")


TAYLOR = [1 / math.factorial(n) for n in range(14)]


def exp(lanes: Lanes) -> bytes:
    """2^K e^R. 2^K in two factors, for K goes from -1076 to 1024: beyond what the exponent of one number holds."""
    half = lanes.code("local.get", K, "B.half")
    return (
        reduced(lanes, -746.0, 710.0)
        + polynomial(lanes, R, S, TAYLOR)
        + two_to_the(lanes, half)
        + lanes.code("T.mul")
        + two_to_the(lanes, lanes.code("local.get", K) + half + lanes.code("B.sub"))
        + lanes.code("T.mul")
    )


def tanh(lanes: Lanes) -> bytes:
    """With t = e^(-2|x|) - 1: -t / (2 + t), and the sign of x. t is 2^K (e^R - 1) + (2^K - 1), exact near 0."""
    sign, t = 4, X
    return (
        lanes.code("local.get", X, "local.tee", sign, "T.abs", "T.const", -2.0, "T.mul", "local.set", X)
        + reduced(lanes, -80.0, 0.0)
        + polynomial(lanes, R, S, TAYLOR[1:])
        + lanes.code("local.get", R, "T.mul")
        + two_to_the(lanes, lanes.code("local.get", K))
        + lanes.code("local.tee", S, "T.mul")
        + lanes.code(
            "local.get",
            S,
            "T.const",
            1.0,
            "T.sub",
            "T.add",
            "local.tee",
            t,
            "T.neg",
            "local.get",
            t,
            "T.const",
            2.0,
            "T.add",
            "T.div",
            "local.get",
            sign,
            "T.copysign",
        )
    )


def sigmoid(lanes: Lanes) -> bytes:
    """1 / (1 + e^-x), or e^x / (1 + e^x) for x below 0: the exponential is of -|x|."""
    sign, e = 4, X
    return (
        lanes.code("local.get", X, "local.tee", sign, "T.abs", "T.neg", "local.set", X)
        + exp(lanes)
        + lanes.code(
            "local.set",
            e,
            "T.const",
            1.0,
            "local.get",
            e,
            "local.get",
            sign,
            "T.const",
            0.0,
            "T.ge",
            "T.select",
            "T.const",
            1.0,
            "local.get",
            e,
            "T.add",
            "T.div",
        )
    )


def log(lanes: Lanes) -> bytes:
    """x = 2^k m with m from 0.71 to 1.41; log x = k ln 2 + log m, and log m = 2 artanh(s) with s = (m-1)/(m+1).

    Subtracting the bits of 0.71 makes the exponent field count from there. Numbers below 2^-1022 have no leading
    bit of their own and are first multiplied by 2^54.
    """
    bits, m, s, k = K, R, S, 4
    root = 0x3FE6A09E << 32  # the bits of a number just below sqrt(1/2)
    series = [2 / (2 * n + 1) for n in range(12)]
    small = lanes.code("local.get", X, "T.const", 2.0**-1022, "T.lt")
    scaled = (
        lanes.code("local.get", X, "T.const", 2.0**54, "T.mul", "local.get", X)
        + small
        + lanes.code("T.select", "B.bits", "B.const", root, "B.sub", "local.set", bits)
    )
    # the exponent field, with its sign: + 1024 and - 1024 around a shift that has none
    exponent = (
        lanes.code(
            "local.get",
            bits,
            "B.const",
            1024 << 52,
            "B.add",
            "B.shr52",
            "B.const",
            MAGIC_BITS,
            "B.add",
            "B.number",
            "T.const",
            MAGIC + 1024,
            "T.sub",
            "T.const",
            -54.0,
            "T.const",
            0.0,
        )
        + small
        + lanes.code("T.select", "T.add", "local.set", k)
    )
    mantissa = lanes.code(
        "local.get",
        bits,
        "B.const",
        (1 << 52) - 1,
        "B.and",
        "B.const",
        root,
        "B.add",
        "B.number",
        "local.tee",
        m,
        "T.const",
        1.0,
        "T.sub",
        "local.get",
        m,
        "T.const",
        1.0,
        "T.add",
        "T.div",
        "local.tee",
        s,
        "local.get",
        s,
        "T.mul",
        "local.set",
        m,
    )  # m = s^2 from here
    near = lanes.code("T.const", series[-1])
    for c in reversed(series[:-1]):
        near += lanes.code("local.get", m, "T.mul", "T.const", c, "T.add")
    result = near + lanes.code(
        "local.get",
        s,
        "T.mul",
        "local.get",
        k,
        "T.const",
        LN2_LOW,
        "T.mul",
        "T.add",
        "local.get",
        k,
        "T.const",
        LN2_HIGH,
        "T.mul",
        "T.add",
        "local.set",
        s,
    )
    special = lanes.code(  # inf and nan are themselves, 0 gives -inf, less gives nan
        "local.get",
        s,
        "local.get",
        X,
        "local.get",
        X,
        "T.const",
        math.inf,
        "T.lt",
        "T.select",
        "local.set",
        s,
        "T.const",
        -math.inf,
        "T.const",
        math.nan,
        "local.get",
        X,
        "T.const",
        0.0,
        "T.eq",
        "T.select",
        "local.set",
        m,
        "local.get",
        s,
        "local.get",
        m,
        "local.get",
        X,
        "T.const",
        0.0,
        "T.gt",
        "T.select",
    )
    return scaled + exponent + mantissa + result + special


def power(lanes: Lanes, k: float) -> bytes:
    """x ** k for the number k: by squaring if it is whole and small, by square roots for halves, else e^(k log |x|).

    A negative x gives nan unless k is whole (or infinite, which scalar.power takes as even), and then its sign if k
    is odd. 1 ** k is 1 for any k.
    """
    if abs(k) <= 64 and k % 1 == 0:
        return by_squaring(lanes, int(abs(k)), k < 0)
    if abs(k) == 0.5:
        root = lanes.code("local.get", X, "T.sqrt")
        return root if k > 0 else lanes.code("T.const", 1.0) + root + lanes.code("T.div")
    original, size = 5, X
    whole = math.isinf(k) or k % 1 == 0
    code = lanes.code("local.get", X, "local.set", original)
    if whole:
        code += lanes.code("local.get", X, "T.abs", "local.set", size)
    code += log(lanes) + lanes.code("T.const", k, "T.mul", "local.set", X) + exp(lanes)
    same = lanes.code("local.get", original, "T.abs" if whole else b"", "T.const", 1.0, "T.eq")
    code += lanes.code("local.set", R, "T.const", 1.0, "local.get", R) + same + lanes.code("T.select")
    return code + lanes.code("local.get", original, "T.copysign") if whole and k % 2 == 1 else code


def by_squaring(lanes: Lanes, k: int, inverse: bool) -> bytes:
    """x ** k for a whole k > 0: x^13 = x^8 x^4 x. `inverse`: one divided by that."""
    code = lanes.code(*(("T.const", 1.0) if inverse else ()))
    started = False
    while k:
        if k & 1:
            code += lanes.code("local.get", X, *(["T.mul"] if started else []))
            started = True
        k >>= 1
        if k:
            code += lanes.code("local.get", X, "local.get", X, "T.mul", "local.set", X)
    return code + (lanes.code("T.div") if inverse else b"")


def softplus(lanes: Lanes) -> bytes:
    """max(x, 0) + log(1 + t) with t = e^(-|x|), and log(1 + t) = 2 artanh(s) with s = t / (2 + t), at most 1/3."""
    original, t, s = 4, X, R
    series = [2 / (2 * n + 1) for n in range(18)]
    code = lanes.code("local.get", X, "local.tee", original, "T.abs", "T.neg", "local.set", X) + exp(lanes)
    code += lanes.code("local.tee", t, "local.get", t, "T.const", 2.0, "T.add", "T.div", "local.tee", s)
    code += lanes.code("local.get", s, "T.mul", "local.set", t)  # t = s^2 from here
    code += lanes.code("T.const", series[-1])
    for c in reversed(series[:-1]):
        code += lanes.code("local.get", t, "T.mul", "T.const", c, "T.add")
    return code + lanes.code("local.get", s, "T.mul", "local.get", original, "T.const", 0.0, "T.max", "T.add")


def whole_power(lanes: Lanes) -> bytes:
    """(x, n): x ** n for a whole number n of at least 1, by squaring. For one number at a time."""
    if lanes.width > 1:
        raise NotImplementedError("only numbers that are the same for all can be raised to one that is not known yet")
    n, result, half = 1, 3, 4
    square = lanes.code("local.get", X, "local.get", X, "T.mul", "local.set", X)
    odd = lanes.code("local.get", n, "local.get", n, "T.const", 0.5, "T.mul", "T.floor", "local.tee", half)
    odd += lanes.code("T.const", 2.0, "T.mul", "T.sub", "T.const", 0.0, "T.gt")
    take = lanes.code("if", "local.get", result, "local.get", X, "T.mul", "local.set", result, "end")
    more = lanes.code("local.get", half, "local.tee", n, "T.const", 0.0, "T.gt", "br_if", 0, "end")
    start = lanes.code("T.const", 1.0, "local.set", result, "loop")
    return start + odd + take + square + more + lanes.code("local.get", result)


# {name, as in ops.py: (instructions, how many locals they need besides the operands and one for bits)}
BODIES: dict[str, tuple[Callable[..., bytes], int]] = {
    body.__name__: (body, 4) for body in (exp, log, tanh, sigmoid, power, softplus, whole_power)
}
BODIES |= {"sin": (sin, 8), "cos": (cos, 8)}
