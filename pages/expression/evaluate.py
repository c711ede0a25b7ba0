"""An expression of the reader's, worked out piece by piece with real Values.

Offers `Evaluator`, which keeps the names, and knows of every value which piece of the text made it.
"""

import ast
from dataclasses import dataclass

from micrograd import Value
from micrograd.ops import methods

from .cleaning import Cleaned
from .operations import apply, call, literal
from .problem import Problem, did_you_mean, kind

MOST_VALUES = 500


@dataclass(frozen=True)
class Span:
    """A piece of the text: its line, from 1, and its characters, from `start` up to `end`, from 0."""

    line: int
    start: int
    end: int


class Evaluator:
    """names: of Values and plain numbers; made: Value -> the Span that made it; written: leaf -> the Span of its
    number; mentions: (Span of a name, the Value that it stands for)."""

    def __init__(self, source: Cleaned, kind: type[Value] = Value) -> None:
        self.kind, self.source = kind, source
        self.lines = source.text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.names: dict[str, Value | float] = {}
        self.made: dict[Value, Span] = {}
        self.written: dict[Value, Span | None] = {}
        self.mentions: list[tuple[Span, Value]] = []

    def value(self, node: ast.expr) -> Value | float:
        """The Value or the plain number that an expression is. The stack is our own: operands first, then what they
        make.
        """
        todo: list[tuple[ast.expr, list[ast.expr] | None]] = [(node, None)]
        done: list[Value | float] = []
        while todo:
            node, operands = todo.pop()
            if operands is None:
                operands = self.operands(node)
                todo.append((node, operands))
                todo += [(operand, None) for operand in reversed(operands)]
            else:
                cut = len(done) - len(operands)
                done[cut:] = [self.result(node, operands, done[cut:])]
        return done[0]

    def operands(self, node: ast.expr) -> list[ast.expr]:
        """The expressions that one needs; Problem, if it is of a kind that is not supported here."""
        match node:
            case ast.Constant() | ast.Name():
                return []
            case ast.BinOp(left=left, right=right):
                return [left, right]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                return [operand]
            case ast.Call(func=ast.Name(id="Value"), args=[argument]):
                return [argument]
            case ast.Call(func=ast.Name(id="Value")):
                raise Problem(node.lineno, "Value(…) takes one number", "As in a = Value(2.0)")
            case ast.Call(func=ast.Name(id="abs"), args=[argument], keywords=[]):
                return [argument]
            case ast.Call(func=ast.Name(id="abs")):
                raise Problem(node.lineno, "abs(…) takes one value", "As in abs(a)")
            case ast.Call(func=ast.Attribute(value=base, attr=name)) if name in methods():
                if node.args or node.keywords:
                    raise Problem(node.lineno, f".{name}() takes nothing in its parentheses", f"As in a.{name}()")
                return [base]
            case ast.Attribute(attr=name) if name in methods():
                raise Problem(node.lineno, f".{name} lacks its parentheses", f"As in a.{name}()")
            case ast.Call(func=ast.Attribute(attr="backward")):
                raise Problem(node.lineno, "the backward pass is not written here", "The button Backward runs it")
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name), args=[_]) if (
                name in methods()
            ):
                raise Problem(node.lineno, f"{name} is a method here", f"Write it behind the value, as in a.{name}()")
            case ast.Call(func=ast.Name(id=name)) if meant := did_you_mean(name, ("Value", "abs", *methods())):
                raise Problem(node.lineno, f"there is no {name}(…) here", meant)
            case ast.Call(func=ast.Attribute(value=base, attr=name)) if not isinstance(base, ast.Attribute) and (
                meant := did_you_mean(name, methods())
            ):
                raise Problem(node.lineno, f"there is no .{name}() here", meant)
        raise Problem(node.lineno, f"{kind(node)} is not supported here")

    def result(self, node: ast.expr, operands: list[ast.expr], values: list[Value | float]) -> Value | float:
        """What one piece comes to, its operands being worked out."""
        out: Value | float
        match node:
            case ast.Constant(value=number):
                return literal(node.lineno, number)
            case ast.Name(id=name):
                if name not in self.names:
                    known = f"Names so far: {', '.join(list(self.names)[:12]) or 'none yet'}"
                    meant = did_you_mean(name, (*self.names, "Value"))
                    raise Problem(node.lineno, f"{name} has no value yet", f"{meant} {known}".strip())
                self.mention(node, self.names[name])
                return self.names[name]
            case ast.Call(func=ast.Name(id="abs")):
                out = apply(node, abs, values)
            case ast.Call(func=ast.Name()):
                out = leaf = call(node, values[0], self.kind)
                self.written[leaf] = self.span(operands[0]) if plain(operands[0]) else None
            case ast.Call(func=ast.Attribute(attr=name)):
                out = apply(node, name, values)
            case ast.BinOp(op=op) | ast.UnaryOp(op=op):
                out = apply(node, type(op), values)
        if isinstance(out, Value):
            self.note(out, node, operands, values)
        return out

    def note(self, out: Value, node: ast.expr, operands: list[ast.expr], values: list[Value | float]) -> None:
        """Remembers where the values that an operation made stand in the text: its result, and all on the way to it."""
        numbers = {id(v): o for v, o in zip(values, operands) if not isinstance(v, Value) and plain(o)}
        span, left = self.span(node), [out]
        while left:
            v = left.pop()
            if v in self.made:
                continue
            origin = numbers.get(id(v.data)) if not v._prev and v not in self.written else None
            self.made[v] = self.span(origin) if origin else span
            if origin:
                self.written[v] = self.made[v]
            left += v._prev
        if len(self.made) > MOST_VALUES:
            raise Problem(
                node.lineno, f"here are more than {MOST_VALUES} values", f"At most {MOST_VALUES} can be drawn and read"
            )

    def mention(self, node: ast.expr, value: Value | float) -> None:
        """Remembers that a name in the text stands for this value."""
        if isinstance(value, Value):
            self.mentions.append((self.span(node), value))

    def span(self, node: ast.expr) -> Span:
        """The piece of the reader's text that an expression is."""
        start = self.offset(node.lineno, node.col_offset)
        end = self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Span(self.source.line(node.lineno), *self.source.stretch(start, end))

    def offset(self, line: int, column: int) -> int:
        """The place in the cleaned text of a place in the tree, where columns count bytes."""
        text = self.lines[line - 1]
        return self.starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))


def plain(node: ast.expr) -> bool:
    """Whether this is a number as one writes it: 2.0, -3."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant))
