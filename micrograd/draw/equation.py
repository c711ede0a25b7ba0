"""The formulas of a tape as equations in MathML, each number under its name, and as words to be spoken.

    for line in step_equations(tape, k):
        line.markup     # ∂L/∂a += c × ∂L/∂d
                        #  0.0  + 4.0 × 1.0 = 4.0
                        #       local  from above
        line.spoken     # 'the gradient of a grows by c times the gradient of d: 0.0 plus 4.0 times 1.0 is 4.0'

What is written is what ran: the formulas come from the source lines on the tape (see tape/formula.py), where `x.data`
and `x.grad` stand for a value and the root's derivative by it. A formula that is no arithmetic is shown as its text.

Every number, and the name above it, says in `data-term` what it is, so that it can be lit when it moves: `before` (the
gradient so far), `local` (the local derivative), `out` (the gradient from above), `product` (of these two), `sum` (what
the operand has then); forward `operand` and `result`. Where nothing was there before, the product is the sum:
data-term="product sum".
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose

from ..tape.names import unmarked
from ..tape.records import Tape
from .arithmetic import Figure, figures, filled, is_number, simplified
from .mathml import OPERATORS, TIMES, closed, math, number, plain, render, table
from .scale import short, signed
from .svg import Markup, tag
from .symbols import About, Symbols, kind_of, name_of

NOTHING = Markup()


@dataclass(frozen=True)
class Equation:
    """One formula of a step: as a table of names and numbers, and in words."""

    markup: Markup
    spoken: str


@dataclass(frozen=True)
class Column:
    """A name, the number under it, and the word under that; any of them may be missing."""

    name: Markup = NOTHING
    number: Markup = NOTHING
    role: str = ""
    term: str = ""

    def cell(self, markup: Markup) -> Markup:
        return tag("mrow", markup, data_term=self.term) if self.term and markup else markup


def step_equations(tape: Tape, k: int, about: About | None = None) -> list[Equation]:
    """The Equations of step k, one for each line of source that computed something.

    about: {node: attributes} for the elements that name a value.
    """
    step = tape.steps[k]
    writer = Writer(tape, k, about)
    return [writer.equation(*line) for line in zip(step.formula, step.numbers)]


class Writer:
    """Writes the formulas of one step."""

    def __init__(self, tape: Tape, k: int, about: About | None = None) -> None:
        self.tape, self.step = tape, tape.steps[k]
        self.node = self.step.node
        operands = tape.nodes[self.node].operands
        self.speaker = Symbols(tape, (self.node, *operands, tape.root), about)
        self.plain_leaves = {unmarked(tape.nodes[j].name) for j in operands if not tape.nodes[j].op}
        self.slopes: dict[int, list[float]] = {}  # of each operand, in the order of its wires
        for j, slope in zip(operands, self.step.locals):
            self.slopes.setdefault(j, []).append(slope)

    # --- one formula ---

    def equation(self, names: str, numbers: str) -> Equation:
        left, sign, right = split(names)
        said, columns = self.columns(left, sign, right, numbers)
        rows = [("names", [c.cell(c.name) for c in columns])]
        if any(c.number for c in columns):
            rows.append(("numbers", [c.cell(c.number) for c in columns]))
        if any(c.role for c in columns):
            rows.append(("roles", [tag("mtext", c.role) if c.role else NOTHING for c in columns]))
        return Equation(math([table(rows)], said), said)

    def columns(self, left: str | None, sign: str, right: str, numbers: str) -> tuple[str, list[Column]]:
        """(in words, the columns) of a formula; its text in one column where it is no arithmetic."""
        target = self.speaker.parsed(left) if left else None
        tree = self.speaker.parsed(right)
        try:
            target_said, target_name = render(target, self.speaker) if target is not None else ("", NOTHING)
            said, whole = render(simplified(tree), self.speaker) if tree is not None else (right, tag("mtext", right))
        except (KeyError, TypeError):
            return self.as_text(left, sign, right, numbers)
        words = f"{target_said} {'grows by' if sign == '+=' else 'is'} {said}" if left else said
        if left and numbers in (right, said):  # the 1.0 with which the way back begins
            return words, [Column(target_name, term="sum"), sign_column(sign), Column(whole, term="sum")]
        found = self.numbers(left, sign, right, numbers)
        if tree is None or found is None:
            return self.as_text(left, sign, right, numbers, target_name, whole, words)
        known, result = found
        spoken = self.spoken(left, sign, filled(tree, known), known)
        columns = [] if not left else self.target(left, target_name, sign, known)
        columns += self.factors(tree, known) if self.step.phase == "backward" else self.operands(tree, known)
        columns += self.end(left, sign, known, result, len(self.slopes) > 0)
        return f"{words}: {spoken} is {short(result)}", columns

    def as_text(
        self,
        left: str | None,
        sign: str,
        right: str,
        numbers: str,
        target: Markup = NOTHING,
        whole: Markup = NOTHING,
        words: str = "",
    ) -> tuple[str, list[Column]]:
        """(in words, the columns) of a formula whose numbers cannot be told apart."""
        words = words or (f"{left} {sign} {right}" if left else right)
        numbers = FLOAT.sub(lambda match: short(float(match[0])), numbers)
        side = Column(whole or tag("mtext", right), tag("mtext", numbers), term="product")
        if not left:
            return f"{words}: {numbers}", [side]
        return f"{words}: {numbers}", [Column(target or tag("mtext", left), term="before"), sign_column(sign), side]

    # --- its numbers ---

    def numbers(self, left: str | None, sign: str, right: str, text: str) -> tuple[dict[str, Figure], float] | None:
        """({name in the tree: its number}, the result) of a formula in numbers; None if it is none of this formula."""
        side, equals, result = text.rpartition(" = ")
        try:
            side = side if equals else result  # one number: what is on the right side comes to itself
            op = sign.removesuffix("=")
            names = self.speaker.parsed(f"{left} {op} {right}" if op else right)
            pairs = dict(figures(names, ast.parse(side, mode="eval").body)) if names is not None else {}
            return {name: Figure(value, kind_of(name)) for name, value in pairs.items()}, float(result)
        except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
            return None

    def spoken(self, left: str | None, sign: str, tree: ast.expr, known: Mapping[str, Figure]) -> str:
        said = render(simplified(tree), self.speaker)[0]
        before = self.before(left, known) if sign != "=" else None
        return said if before is None else f"{plain(before)} {SPOKEN.get(sign, sign)} {said}"

    def before(self, left: str | None, known: Mapping[str, Figure]) -> float | None:
        """The number that a formula adds to."""
        target = self.speaker.parsed(left) if left else None
        figure = known.get(target.id) if isinstance(target, ast.Name) else None
        return figure.value if figure else None

    # --- its columns ---

    def target(self, left: str, name: Markup, sign: str, known: Mapping[str, Figure]) -> list[Column]:
        """What is set or grows, and the sign after it."""
        before = self.before(left, known) if sign != "=" else None
        term = "before" if self.step.phase == "backward" else "result"
        if before is None:
            return [Column(name, term=term), sign_column(sign)]
        return [
            Column(name, number(signed(before), "grad"), "so far", "before"),
            Column(tag("mo", sign), tag("mo", OPERATOR_SIGNS.get(sign, sign))),
        ]

    def factors(self, tree: ast.expr, known: Mapping[str, Figure]) -> list[Column]:
        """The local derivative and the gradient from above, in the order of the source; a plain gradient has 1 ×."""
        times = Column(tag("mo", TIMES), tag("mo", TIMES))
        match tree:
            case ast.Name() if self.is_upstream(tree):
                one = number("1", "implied")
                return [Column(one, one, "local", "local"), times, self.column(tree, known, "from above", "out")]
            case ast.BinOp(left=local, op=ast.Mult(), right=upstream) if self.is_upstream(upstream):
                return [self.local(local, known), times, self.column(upstream, known, "from above", "out")]
            case ast.BinOp(left=upstream, op=ast.Mult(), right=local) if self.is_upstream(upstream):
                return [self.column(upstream, known, "from above", "out"), times, self.local(local, known)]
        return [self.column(tree, known, "", "product")]

    def local(self, tree: ast.expr, known: Mapping[str, Figure]) -> Column:
        """A local derivative; where it is more than one number, the word below it says how much it comes to."""
        column = self.column(tree, known, "local", "local")
        values = {slope for slopes in self.slopes.values() for slope in slopes}
        if is_number(simplified(filled(tree, known))) or len(values) != 1:
            return column
        return Column(column.name, column.number, f"local: {short(values.pop())}", "local")

    def operands(self, tree: ast.expr, known: Mapping[str, Figure]) -> list[Column]:
        """Each operand of the outermost sum or product in a column of its own."""
        match tree:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as op, right=right):
                sign, _, tight = OPERATORS[type(op)]
                mark = tag("mo", sign)
                first = self.column(left, known, "", "operand", tight)
                return [first, Column(mark, mark), self.column(right, known, "", "operand", 2)]
        return [self.column(tree, known, "", "operand", 0)]

    def column(self, tree: ast.expr, known: Mapping[str, Figure], role: str, term: str, tight: int = 2) -> Column:
        names, numbers = (simplified(self.with_data(filled(tree, values))) for values in ({}, known))
        return Column(closed(names, self.speaker, tight)[1], closed(numbers, self.speaker, tight)[1], role, term)

    def end(
        self, left: str | None, sign: str, known: Mapping[str, Figure], result: float, backward: bool
    ) -> list[Column]:
        """What the formula comes to: where it was added to something, first the product alone."""
        equals = Column(number=tag("mo", "="))
        kind = "grad" if backward else "data"
        before = self.before(left, known) if sign != "=" else None
        last = number(short(result), kind)
        if not backward:
            return [equals, Column(number=last, term="result")]
        product = self.product(left, before or 0.0, result)
        if not before or product is None:
            return [equals, Column(number=last, term="product sum")]
        return [
            equals,
            Column(number=number(short(before), kind), term="before"),
            Column(number=tag("mo", OPERATOR_SIGNS.get(sign, sign))),
            Column(number=number(signed(product), kind), term="product"),
            equals,
            Column(number=last, term="sum"),
        ]

    def product(self, left: str | None, before: float, result: float) -> float | None:
        """What one line adds, exactly as the engine multiplies it; None where that cannot be said."""
        place = self.speaker.places.get(left or "")
        upstream = self.upstream()
        for slope in self.slopes.get(place[0], ()) if place else ():
            if upstream is not None and isclose(before + slope * upstream, result, rel_tol=1e-9, abs_tol=1e-12):
                return slope * upstream
        return None

    def upstream(self) -> float | None:
        """The gradient of the step's node, which every line multiplies."""
        found = [
            change.after
            for step in self.tape.steps
            for change in step.changes
            if change.node == self.node and change.field == "grad"
        ]
        return found[-1] if found else None

    def is_upstream(self, tree: ast.expr) -> bool:
        return isinstance(tree, ast.Name) and tree.id == name_of(self.node, "grad")

    def with_data(self, tree: ast.expr) -> ast.expr:
        """The tree with every plain number that is an operand marked as data: in b * 3 the 3 is a datum like b."""
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=int() | float() as value, kind=kind) if not kind:
                    node.kind = "data" if {str(value), str(-value)} & self.plain_leaves else kind
        return tree


FLOAT = re.compile(r"\d+\.\d+(?:e[+-]?\d+)?|\d+e[+-]?\d+")
OPERATOR_SIGNS = {"+=": "+", "-=": "−", "*=": TIMES, "/=": "/"}
SPOKEN = {"+=": "plus", "-=": "minus", "*=": "times", "/=": "divided by"}


def sign_column(sign: str) -> Column:
    return Column(tag("mo", sign))


def split(formula: str) -> tuple[str | None, str, str]:
    """('a.grad', '+=', 'rest') of a formula; (None, '', formula) if it assigns nothing."""
    match = re.match(r"(.*?) (\+=|-=|\*=|/=|=) (.*)", formula, re.DOTALL)
    return (match[1], match[2], match[3]) if match else (None, "", formula)
