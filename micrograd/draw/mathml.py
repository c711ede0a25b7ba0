"""An expression of Python's as MathML, and in words to be spoken.

Offers `render` (of a tree; a writer says what its names are) and `closed` (the same, in parentheses where it needs
them), and the small pieces `number`, `fraction`, `table` and `math`.
"""

import ast
from collections.abc import Iterable, Sequence
from math import copysign, isnan
from typing import Protocol

from .scale import short
from .svg import Child, Markup, tag

Both = tuple[str, Markup]  # in words, as MathML
TIMES = "×"
OPERATORS: dict[type[ast.operator], tuple[str, str, int]] = {
    ast.Add: ("+", "plus", 1),
    ast.Sub: ("−", "minus", 1),
    ast.Mult: (TIMES, "times", 2),
    ast.Div: ("/", "divided by", 2),
}
COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Gt: (">", "is above"),
    ast.Lt: ("<", "is below"),
    ast.GtE: ("≥", "is at least"),
    ast.LtE: ("≤", "is at most"),
}


class Speaker(Protocol):
    """Knows what the names in an expression stand for."""

    def quantity(self, text: str, bare: bool = False) -> Both:
        """A name, in words and as MathML; bare: without the parentheses that a long one needs beside an operator."""
        ...


def render(tree: ast.expr, writer: Speaker) -> Both:
    """(in words, as MathML) of an expression. KeyError or TypeError for what is no arithmetic."""
    match tree:
        case ast.Constant(value=bool() | int() | float() as value, kind=kind):
            return plain(value), number(plain(value), kind or "figure")
        case ast.Name(id=name):
            return writer.quantity(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            said, markup = closed(operand, writer, 3)
            return f"minus {said}", tag("mrow", tag("mo", "−", form="prefix"), markup)
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            return raised(base, exponent, writer)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
            inner = [writer.quantity(a.id, bare=True) if isinstance(a, ast.Name) else render(a, writer) for a in args]
            commas = [part for _, markup in inner for part in (tag("mo", ","), markup)][1:]
            said = f"{name} of {' and '.join(words for words, _ in inner)}"
            return said, tag("mrow", tag("mi", name), tag("mo", "("), *commas, tag("mo", ")"))
        case ast.BinOp(left=above, op=ast.Div(), right=below):
            (said, top), (under, bottom) = render(above, writer), render(below, writer)
            return f"{said} divided by {under}", tag("mfrac", top, bottom)
        case ast.BinOp(left=left, op=op, right=right):
            sign, word, tight = OPERATORS[type(op)]
            first, a = closed(left, writer, tight)
            second, b = closed(right, writer, max(tight + (sign != "+"), 2 if negative(right) else 0))
            return f"{first} {word} {second}", tag("mrow", a, tag("mo", sign), b)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sign, word = COMPARISONS[type(op)]
            (first, a), (second, b) = render(left, writer), render(right, writer)
            return f"{first} {word} {second}", tag("mrow", a, tag("mo", sign), b)
    raise TypeError(f"no arithmetic: {ast.dump(tree)}")


def closed(tree: ast.expr, writer: Speaker, tight: int) -> Both:
    """render, in parentheses if the expression binds less tightly than `tight` asks for."""
    said, markup = render(tree, writer)
    loose = 0 if isinstance(tree, ast.Compare) else 1 if negative(tree) else 9
    if isinstance(tree, ast.BinOp) and type(tree.op) in OPERATORS and not isinstance(tree.op, ast.Div):
        loose = OPERATORS[type(tree.op)][2]
    if loose < tight:
        markup = tag("mrow", tag("mo", "("), markup, tag("mo", ")"))
    return said, markup


def negative(tree: ast.expr) -> bool:
    """Whether an expression begins with a minus sign of its own."""
    match tree:
        case ast.UnaryOp(op=ast.USub()):
            return True
        case ast.Constant(value=int() | float() as value):
            return not isnan(value) and copysign(1.0, value) < 0 and value != 0
    return False


def raised(base: ast.expr, exponent: ast.expr, writer: Speaker) -> Both:
    (said, below), (power, above) = closed(base, writer, 9), render(exponent, writer)
    return f"{said} to the power {power}", tag("msup", below, above)


def plain(value: float) -> str:
    """A number of a formula as text: floats short, whole numbers as they are."""
    return short(value) if isinstance(value, float) else str(value).replace("-", "−")


def number(text: str, kind: str) -> Markup:
    return tag("mn", text, class_=kind)


def fraction(above: Markup, below: Markup) -> Markup:
    """∂above/∂below"""
    return tag("mfrac", tag("mrow", tag("mo", "∂"), above), tag("mrow", tag("mo", "∂"), below), class_="grad")


def table(rows: Iterable[tuple[str, Sequence[Child]]]) -> Markup:
    """Rows of cells, each column as wide as its widest: (class, cells) each."""
    return tag("mtable", [tag("mtr", [tag("mtd", cell) for cell in cells], class_=kind) for kind, cells in rows])


def math(parts: Iterable[Markup], said: str) -> Markup:
    """A formula as a <math> element, with its words for those who hear it."""
    return tag("math", *parts, xmlns="http://www.w3.org/1998/Math/MathML", aria_label=said)
