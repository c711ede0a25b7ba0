"""A number as a reader may type it: 2.5, −1, 0,5, 1/2, ½, 2·3, 1 − 0.76².

Offers `read_number`. Only arithmetic of numbers is read; nothing of it is run.
"""

import ast
import operator
import unicodedata
from collections.abc import Callable
from math import isfinite

SPELLINGS = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "∙": "*", "÷": "/", "⁄": "/", "^": "\x00", "∞": "\x01"}
)
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
LARGEST_POWER = 20


def read_number(text: str) -> float | None:
    """The number, or None where the text is none (inf and nan are none either)."""
    for digit, raised in enumerate(SUPERSCRIPTS):
        text = text.replace(raised, f"**{digit}")
    text = unicodedata.normalize("NFKC", text.translate(SPELLINGS)).translate(SPELLINGS).replace("\x00", "**")
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    if "." not in text:
        text = text.replace(",", ".")
    try:
        number = value(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError):
        return None
    return number if isfinite(number) else None


def value(tree: ast.expr) -> float:
    """What an arithmetic expression of numbers comes to; TypeError for anything else."""
    match tree:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -value(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            a, b = value(left), value(right)
            if isinstance(op, ast.Pow) and abs(b) > LARGEST_POWER:
                raise ValueError(f"the power {b} is too large")
            found = OPERATIONS[type(op)](a, b)
            if isinstance(found, complex):
                raise ValueError("there is no real root")
            return found
    raise TypeError("this is no number")
