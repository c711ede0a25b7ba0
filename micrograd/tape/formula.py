"""What a line of source says, with the names and with the numbers of the values at hand.

`self.grad += other.data * out.grad` becomes `a.grad += c.data * L.grad` and `0.0 + 4.0 * 1.0 = 4.0`. The text is that
of the source file; only the places where a number is read are filled in.

This module takes the source apart; scope.py fills it in. Offers `statements` (of a file), `Statement` and `Hole`.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Hole:
    """A place in an expression where a number is read: `self.data`, `out.grad`, or a variable."""

    text: str
    base: ast.expr  # the expression before .data or .grad; the variable itself
    field: str  # 'data', 'grad', or '' for a variable


Pieces = tuple[str | Hole, ...]  # an expression, cut at its holes


@dataclass(frozen=True)
class Statement:
    """target = value, target += value, or return value."""

    target: Hole | None
    op: str  # '' for =, '+' for +=, ...
    value: Pieces
    made: Pieces  # the first argument, if value is a call, as in Value(self.data + other.data, ...)
    long: bool  # whether it goes over several lines


@lru_cache(maxsize=64)
def statements(lines: tuple[str, ...]) -> Mapping[int, Statement]:
    """{line number: Statement} of a file, given as a tuple of lines.

    Statements of other kinds are left out, and so are those that share a line with another, or with an if or a loop:
    that the line ran does not tell whether they did.
    """
    found: dict[int, Statement | None] = {}
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            last = node.lineno if hasattr(node, "body") else end_of(node)[0]
            statement = read(node, lines) if isinstance(node, ast.Assign | ast.AugAssign | ast.Return) else None
            for line in range(node.lineno, last + 1):
                found[line] = None if line in found else statement
    return {line: statement for line, statement in found.items() if statement}


def read(node: ast.Assign | ast.AugAssign | ast.Return, lines: Sequence[str]) -> Statement | None:
    """The Statement that this node is; None for a return without a value."""
    if node.value is None:
        return None
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    target = hole(targets[0]) if len(targets) == 1 and targets[0] is not None else None
    op = SYMBOLS.get(type(node.op), "?") if isinstance(node, ast.AugAssign) else ""
    call = node.value if isinstance(node.value, ast.Call) else None
    pieces = cut(node.value, lines)
    if op and not isinstance(node.value, TIGHTER.get(op, TIGHT)):
        pieces = ("(", *pieces, ")")
    made = cut(call.args[0], lines) if call and call.args else ()
    return Statement(target, op, pieces, made, node.lineno < end_of(node)[0])


def end_of(node: ast.expr | ast.stmt) -> tuple[int, int]:
    """(line, column) where a node that was parsed ends."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


SYMBOLS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
TIGHT = (ast.Name, ast.Attribute, ast.Constant, ast.Call, ast.Subscript)  # what needs no parentheses after * or -
TIGHTER = {"+": (*TIGHT, ast.BinOp, ast.UnaryOp)}


def hole(node: ast.AST) -> Hole | None:
    """The Hole that this expression is, or None."""
    if isinstance(node, ast.Attribute) and node.attr in ("data", "grad") and plain(node.value):
        return Hole(ast.unparse(node), node.value, node.attr)
    if isinstance(node, ast.Name):
        return Hole(node.id, node, "")
    return None


def plain(node: ast.expr) -> bool:
    """Whether evaluating this again is sure to have no effect: a, a.b, a[0], a[i]."""
    match node:
        case ast.Name():
            return True
        case ast.Attribute(value=base):
            return plain(base)
        case ast.Subscript(value=base, slice=ast.Constant() | ast.Name()):
            return plain(base)
    return False


Span = tuple[tuple[int, int], tuple[int, int]]  # (line, column) where it starts and where it ends
OWN_NAMES = (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.Lambda)  # where a name is another's


def cut(expression: ast.expr, lines: Sequence[str]) -> Pieces:
    """The source of an expression, cut at its holes."""
    spots: list[tuple[Span, Hole]] = []
    left: list[ast.AST] = [expression]

    def place(node: ast.expr) -> Span:
        return (node.lineno, node.col_offset), end_of(node)

    def text(start: tuple[int, int], end: tuple[int, int]) -> str:
        rows = [line.encode() for line in lines[start[0] - 1 : end[0]]]  # columns count bytes
        rows[-1] = rows[-1][: end[1]]
        rows[0] = rows[0][start[1] :]
        return b" ".join(row if i == 0 else row.strip() for i, row in enumerate(rows)).decode().replace("\n", "")

    while left:
        node = left.pop()
        here = hole(node)
        if here and isinstance(node, ast.expr):
            spots.append((place(node), here))
        elif not isinstance(node, OWN_NAMES):
            left += [child for child in ast.iter_child_nodes(node) if child is not getattr(node, "func", None)]
    at, last = place(expression)
    pieces: list[str | Hole] = []
    for (start, end), here in sorted(spots, key=lambda spot: spot[0]):
        pieces += [text(at, start), here]
        at = end
    return tuple(piece for piece in (*pieces, text(at, last)) if piece)
