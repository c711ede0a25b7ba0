"""An expression of Python's as MathML, and in words to be spoken.

Offers `render` (of a tree; a writer says what its names are), `spelled` (of a formula in numbers), and the small pieces
`number`, `fraction` and `math`.
"""

import ast
from collections.abc import Iterable
from typing import Protocol

from .scale import short
from .svg import Markup, group, tag

Both = tuple[str, Markup]  # in words, as MathML
OPERATORS: dict[type[ast.operator], tuple[str, str, int]] = {
    ast.Add: ("+", "plus", 1),
    ast.Sub: ("−", "minus", 1),
    ast.Mult: ("·", "times", 2),
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

    def quantity(self, text: str) -> Both: ...


def spelled(numbers: str) -> Both:
    """(in words, as MathML) of a formula in numbers: '0.0 + 4.0 * 1.0 = 4.0'."""
    said: list[str] = []
    markup: list[Markup] = []
    for part in numbers.split(" = "):
        try:
            words, marks = render(ast.parse(part, mode="eval").body, None)
        except (SyntaxError, ValueError, KeyError, TypeError, RecursionError, MemoryError):
            words, marks = part, tag("mtext", part)
        said.append(words)
        markup += [tag("mo", "="), marks]
    return " is ".join(said), group(*markup[1:])


def render(tree: ast.expr, writer: Speaker | None) -> Both:
    """(in words, as MathML) of an expression. KeyError or TypeError for what is no arithmetic."""
    match tree:
        case ast.Constant(value=bool() | int() | float() as value):
            return plain(value), number(plain(value), "figure")
        case ast.Name(id=name):
            return writer.quantity(name) if writer else (name, tag("mi", name))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            said, markup = closed(operand, writer, 3)
            return f"minus {said}", tag("mrow", tag("mo", "−"), markup)
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            return raised(base, exponent, writer)
        case ast.Call(func=ast.Name(id="power"), args=[base, exponent]):
            return raised(base, exponent, writer)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
            inner = [render(arg, writer) for arg in args]
            commas = [part for _, markup in inner for part in (tag("mo", ","), markup)][1:]
            said = f"{name} of {' and '.join(words for words, _ in inner)}"
            return said, tag("mrow", tag("mi", name), tag("mo", "("), *commas, tag("mo", ")"))
        case ast.BinOp(left=above, op=ast.Div(), right=below):
            (said, top), (under, bottom) = render(above, writer), render(below, writer)
            return f"{said} divided by {under}", tag("mfrac", top, bottom)
        case ast.BinOp(left=left, op=op, right=right):
            sign, word, tight = OPERATORS[type(op)]
            first, a = closed(left, writer, tight)
            second, b = closed(right, writer, max(tight + (sign != "+"), 2 if isinstance(right, ast.UnaryOp) else 0))
            return f"{first} {word} {second}", tag("mrow", a, tag("mo", sign), b)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sign, word = COMPARISONS[type(op)]
            (first, a), (second, b) = render(left, writer), render(right, writer)
            return f"{first} {word} {second}", tag("mrow", a, tag("mo", sign), b)
    raise TypeError(f"no arithmetic: {ast.dump(tree)}")


def closed(tree: ast.expr, writer: Speaker | None, tight: int) -> Both:
    """render, in parentheses if the expression binds less tightly than `tight` asks for."""
    said, markup = render(tree, writer)
    loose = 0 if isinstance(tree, ast.Compare) else 1 if isinstance(tree, ast.UnaryOp) else 9
    if isinstance(tree, ast.BinOp) and type(tree.op) in OPERATORS and not isinstance(tree.op, ast.Div):
        loose = OPERATORS[type(tree.op)][2]
    if loose < tight:
        markup = tag("mrow", tag("mo", "("), markup, tag("mo", ")"))
    return said, markup


def raised(base: ast.expr, exponent: ast.expr, writer: Speaker | None) -> Both:
    (said, below), (power, above) = closed(base, writer, 9), render(exponent, writer)
    if isinstance(base, ast.BinOp) and not isinstance(base.op, ast.Pow):
        below = tag("mrow", below)
    return f"{said} to the power {power}", tag("msup", below, above)


def plain(value: float) -> str:
    """A number of a formula as text: floats short, whole numbers as they are."""
    return short(value) if isinstance(value, float) else str(value)


def number(text: str, kind: str) -> Markup:
    return tag("mn", text, class_=kind)


def fraction(above: Markup, below: Markup) -> Markup:
    """∂above/∂below"""
    return tag("mfrac", tag("mrow", tag("mo", "∂"), above), tag("mrow", tag("mo", "∂"), below), class_="grad")


def math(parts: Iterable[Markup], said: str) -> Markup:
    """A formula as a <math> element, with its words for those who hear it."""
    return tag("math", *parts, xmlns="http://www.w3.org/1998/Math/MathML", aria_label=said)
