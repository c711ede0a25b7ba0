"""The reader's few lines of Python: checked, then worked out with real Values.

What is allowed is little: names, numbers, + - * / **, Value(…), the engine's methods, comments, tuples of names. The
text is never run by Python. It is looked at before it is parsed (a parser can be brought down by what it is given),
then parsed, and then this module itself walks the tree, without recursion, and does what each piece says.

Text from elsewhere reads as what it means (cleaning.py), and what a whole program has besides (imports, prints, its own
.backward()) is left out, and said to be (unneeded.py).

Offers `read(text)`, which gives an `Expression` or raises a `Problem`; `root_of`, for the same on another engine; and
`Span`. again.py has `with_number`, for a text in which one number was changed.
"""

import ast
import warnings
from dataclasses import dataclass
from functools import lru_cache

from micrograd import Value
from micrograd.engine import topological
from micrograd.tape import Tape, record

from .cleaning import clean
from .evaluate import Evaluator, Span
from .problem import Problem, kind
from .tokens import check_tokens
from .unneeded import label_of, modules_of, why_unneeded

__all__ = ["Expression", "Problem", "Span", "read", "root_of"]


@dataclass(frozen=True, eq=False)
class Expression:
    """A text, and what came of it. For each node of the tape: the piece of text that made it, and (a leaf's) number.

    mentions: (Span, node) for every place at which a name in the text stands for a node.
    """

    text: str
    tape: Tape
    root: Value
    spans: tuple[Span, ...]
    literals: tuple[Span | None, ...]  # where a leaf's number is written; None if it is written nowhere
    mentions: tuple[tuple[Span, int], ...]
    aside: tuple[str, ...]  # names whose values are no part of the graph
    unneeded: tuple[tuple[int, str], ...] = ()  # (line, why) for what was left out
    call: str = ""  # the line that makes the root
    kin: object = None  # the Expression that this one is, but for a number; None: it was read


@lru_cache(maxsize=32)
def read(text: str) -> Expression:
    """The Expression that this text is; Problem, if it is none. Its root is the last value that the text makes."""
    return Reader(text).expression()


def root_of(text: str, kind: type[Value]) -> Value:
    """The root of the graph that a text makes of values of another class than Value: a subclass of it."""
    return Reader(text, kind).root()


class Reader(Evaluator):
    """Works through the statements of one text."""

    def __init__(self, text: str, kind: type[Value] = Value) -> None:
        super().__init__(clean(text), kind)
        self.text = text
        self.unneeded = [(number, "magic") for number in self.source.magics]
        self.modules: frozenset[str] = frozenset()  # the names that imports would give
        self.last: Value | None = None  # the last Value that a statement gave

    def root(self) -> Value:
        """The last value that the text makes. Problem, with the number of the reader's line."""
        try:
            return self.last_value()
        except Problem as problem:
            raise Problem(self.source.line(problem.line), problem.what, problem.allowed) from None

    def last_value(self) -> Value:
        check_tokens(self.source.text)
        for statement in self.tree().body:
            for result in self.statement(statement):
                self.last = result if isinstance(result, Value) else self.last
        if self.last is None:
            raise Problem(
                1, "no Value is made here yet", "Begin with a = Value(2.0), and then something like L = a * a"
            )
        return self.last

    def expression(self) -> Expression:
        root = self.root()
        order = topological(root)
        place = {v: i for i, v in enumerate(order)}
        aside = tuple(name for name, v in self.names.items() if isinstance(v, Value) and v not in place)
        spans, literals = tuple(self.made[v] for v in order), tuple(map(self.written.get, order))
        named = {
            span: place[v] for span, v in self.mentions if v in place
        }  # the name before += stands for what it then is
        call = self.text.split("\n")[spans[place[root]].line - 1].strip()
        unneeded = tuple(sorted(set(self.unneeded)))
        return Expression(self.text, record(root), root, spans, literals, tuple(named.items()), aside, unneeded, call)

    def tree(self) -> ast.Module:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.source.text)
        except SyntaxError as error:
            line = min(max(error.lineno or 1, 1), len(self.lines))
            raise Problem(line, f"Python cannot read this: {error.msg.split('. ')[0]}") from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise Problem(1, f"Python cannot read this: {error}") from None

    def statement(self, node: ast.stmt) -> list[Value | float]:
        """Does what a statement says; returns the values that it gave."""
        self.modules |= modules_of(node)
        if why := why_unneeded(node, self.modules):
            self.unneeded.append((self.source.line(node.lineno), why))
            return []
        if named := label_of(node):
            return self.label(node, *named)
        match node:
            case ast.Expr(value=value):
                return self.values(value)
            case ast.Assign(targets=targets, value=value):
                results = self.values(value)
                for target in targets:
                    self.assign(target, results)
                return results
            case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                both = ast.copy_location(ast.BinOp(ast.copy_location(ast.Name(name), target), op, value), node)
                results = self.values(both)
                self.assign(target, results)
                return results
        raise Problem(node.lineno, f"{kind(node)} is not supported here")

    def label(self, node: ast.stmt, name: str, label: str) -> list[Value | float]:
        """e.label = 'e'"""
        v = self.names.get(name)
        if not isinstance(v, Value):
            raise Problem(node.lineno, f"{name} is no Value yet", f"Give it one first: {name} = Value(2.0)")
        if v.label == label:
            self.unneeded.append((self.source.line(node.lineno), "label"))
        v.label = label
        return []

    def values(self, node: ast.expr) -> list[Value | float]:
        """What stands right of =: one expression, or several with commas between them."""
        return [self.value(item) for item in (node.elts if isinstance(node, ast.Tuple) else [node])]

    def assign(self, target: ast.expr, results: list[Value | float]) -> None:
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        if len(names) != len(results):
            raise Problem(
                target.lineno,
                f"here are {len(names)} names for {len(results)} values",
                "One for each, as in a, b = Value(2.0), Value(3.0)",
            )
        for name, result in zip(names, results):
            if not isinstance(name, ast.Name):
                raise Problem(name.lineno, f"{kind(name)} cannot be given a value", "Only names can: L = a * b")
            if name.id == "Value":
                raise Problem(name.lineno, "Value is the engine's own name", "Choose another: v = Value(2.0)")
            self.names[name.id] = result
            self.mention(name, result)
            if isinstance(result, Value) and not result.label:
                result.label = name.id
