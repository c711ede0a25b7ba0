"""An entry of code that one can calculate with: what it is used for becomes part of the code.

    x = Term(code, code.leaf("input", 0))
    y = (1 - x * x) * 0.5                  # y.entry: two products and a difference further on

With this the rules of ops.py and optim.py, which are written as formulas, extend a program.

Offers `Term`, and `of_formula`, the code of an op that is written in terms of others.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..ops import Op
from .code import Code


@dataclass(frozen=True)
class Term:
    """Entry number `entry` of `code`. Plain numbers beside it become constants."""

    code: Code
    entry: int

    def apply(self, op: str, *others: Term | float) -> Term:
        """The op of this, and of others if it takes more than one operand."""
        return Term(self.code, self.code.add(op, self.entry, *map(self.entry_of, others)))

    def entry_of(self, other: Term | float) -> int:
        return other.entry if isinstance(other, Term) else self.code.const(float(other))

    def constant(self, number: float) -> Term:
        return Term(self.code, self.code.const(float(number)))

    def __add__(self, other: Term | float) -> Term:
        return self.apply("+", other)

    def __radd__(self, other: float) -> Term:
        return self.constant(other) + self

    def __sub__(self, other: Term | float) -> Term:
        return self.apply("-", other)

    def __rsub__(self, other: float) -> Term:
        return self.constant(other) - self

    def __mul__(self, other: Term | float) -> Term:
        return self.apply("*", other)

    def __rmul__(self, other: float) -> Term:
        return self.constant(other) * self

    def __truediv__(self, other: Term | float) -> Term:
        return self.apply("/", other)

    def __rtruediv__(self, other: float) -> Term:
        return self.constant(other) / self

    def __neg__(self) -> Term:
        return self * -1

    def __pow__(self, exponent: Term | float) -> Term:
        """To a number known now; or to a whole number that is not, such as how many steps there have been."""
        if isinstance(exponent, Term):
            return self.apply("raised", exponent)
        return Term(self.code, self.code.power(self.entry, float(exponent)))


def of_formula(op: Op) -> tuple[Code, int]:
    """(code, entry) of an op by its formula; its operands are the inputs 0, 1, ..."""
    if op.formula is None:
        raise ValueError(f"the op {op.name!r} has no formula")
    code = Code()
    operands = [Term(code, code.leaf("input", k)) for k in range(op.arity)]
    return code, operands[0].entry_of(op.formula(*operands, *op.parameters))
