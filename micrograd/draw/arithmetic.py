"""What happens to a formula's tree before it is written: numbers take the place of names, and powers become simple.

    filled(tree, {"_v3_data": Figure(4.0, "data")})     # every name that has a number, as that number
    simplified(tree)                                    # x**(2 - 1) as x, x**(3 - 1) as x**2

A number put in for a name is an ast.Constant whose `kind` says what sort of number it is, so that it can be colored.
Offers `Figure`, `figures` (the numbers that a formula in names has in a formula in numbers), `filled`, `is_number`,
`simplified`.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, nan
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A number, and its kind: 'data', 'grad', or '' for one that is neither."""

    value: float
    kind: str = ""


ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
    ast.GtE: operator.ge,
    ast.LtE: operator.le,
}


def figures(names: ast.AST, numbers: ast.AST) -> Iterator[tuple[str, float]]:
    """(name, its number) for two trees of one formula, in names and in numbers; TypeError where they do not match."""
    if isinstance(names, ast.Name) and (value := constant(numbers)) is not None:
        yield names.id, value
    elif type(names) is not type(numbers):
        raise TypeError(f"{ast.dump(names)} and {ast.dump(numbers)} are not one formula")
    else:
        inside, others = list(ast.iter_child_nodes(names)), list(ast.iter_child_nodes(numbers))
        if len(inside) != len(others):
            raise TypeError(f"{ast.dump(names)} and {ast.dump(numbers)} are not one formula")
        for name, number in zip(inside, others):
            yield from figures(name, number)


def constant(tree: ast.AST) -> float | None:
    """The number that a tree is, with its sign; also inf and nan, which Python reads as names. Else None."""
    match tree:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name(id="inf"):
            return inf
        case ast.Name(id="nan"):
            return nan
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = constant(operand)
            return None if inner is None else -inner
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            a, b = constant(left), constant(right)
            return None if a is None or b is None else ARITHMETIC[type(op)](a, b)
    return None


def is_number(tree: ast.AST) -> bool:
    """Whether a tree is one number and nothing to be worked out, with its sign or without."""
    match tree:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
    return isinstance(tree, ast.Constant)


def copied(tree: ast.expr) -> ast.expr:
    """A copy of an expression, for a visitor to change; operators are shared. (deepcopy takes ten times as long.)"""
    fields = {}
    for name, value in ast.iter_fields(tree):
        if isinstance(value, ast.expr):
            value = copied(value)
        elif isinstance(value, list):
            value = [copied(item) if isinstance(item, ast.expr) else item for item in value]
        fields[name] = value
    return type(tree)(**fields)


def filled(tree: ast.expr, numbers: Mapping[str, Figure]) -> ast.expr:
    """A copy of the tree with numbers for names; a comparison of two numbers becomes the 1 or 0 that it counts as."""
    return Filler(numbers).visit(copied(tree))  # type: ignore[no-any-return]


class Filler(ast.NodeTransformer):
    def __init__(self, numbers: Mapping[str, Figure]) -> None:
        self.numbers = numbers

    def visit_Name(self, node: ast.Name) -> ast.expr:
        figure = self.numbers.get(node.id)
        return node if figure is None else ast.Constant(value=figure.value, kind=figure.kind)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        node.args = [self.visit(arg) for arg in node.args]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        sides = [constant(side) for side in (node.left, *node.comparators)]
        if len(sides) != 2 or None in sides or type(node.ops[0]) not in COMPARISONS:
            return node
        return ast.Constant(value=int(COMPARISONS[type(node.ops[0])](*sides)), kind="")


def simplified(tree: ast.expr) -> ast.expr:
    """The tree with its powers as one writes them: exponents worked out, and none where it is 1."""
    return Simplifier().visit(copied(tree))  # type: ignore[no-any-return]


class Simplifier(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return raised(node.left, node.right) if isinstance(node.op, ast.Pow) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id="power"), args=[base, exponent]):
                return raised(base, exponent)
        return node


def raised(base: ast.expr, exponent: ast.expr) -> ast.expr:
    value = constant(exponent)
    if value == 1:
        return base
    return ast.BinOp(base, ast.Pow(), exponent if value is None else ast.Constant(value=value))
