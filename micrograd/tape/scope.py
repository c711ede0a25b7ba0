"""Filling in a formula: what the names in a function's source stand for at one moment.

Offers `Scope` and `equation`.
"""

import ast
from dataclasses import dataclass
from numbers import Real

from ..engine import Value
from .names import attribute


@dataclass(frozen=True)
class Scope:
    """What the names in a function's source stand for at one moment."""

    known: dict  # variable -> object
    names: dict  # value -> its name on the tape
    grads: dict  # value -> its gradient then, where it may have changed since
    constants: frozenset  # variables shown as the number they hold: an op's plain arguments

    def value_at(self, hole):
        """The Value whose number a hole reads, if it is one of the tape's; else None."""
        v = self.look(hole.base) if hole.field else None
        return v if isinstance(v, Value) and v in self.names else None

    def look(self, node):
        try:
            match node:
                case ast.Name(id=name):
                    return self.known.get(name)
                case ast.Attribute(value=base, attr=name):
                    return getattr(self.look(base), name)
                case ast.Subscript(value=base, slice=key):
                    return self.look(base)[key.value if isinstance(key, ast.Constant) else self.look(key)]
        except (AttributeError, LookupError, TypeError):
            return None

    def number(self, hole):
        """The number at a hole, or None."""
        v = self.look(hole.base)
        if hole.field and isinstance(v, Value):
            v = self.grads.get(v, v.grad) if hole.field == "grad" else v.data
        elif hole.field:
            v = None
        return v if isinstance(v, Real) and not isinstance(v, bool) else None

    def name(self, hole):
        v = self.value_at(hole)
        if v is None:
            constant = hole.text in self.constants and self.number(hole) is not None
            return written(self.number(hole), hole) if constant else hole.text
        if hole.field == "data" and not v._prev and self.names[v] == str(v.data):
            return self.names[v]  # a plain number in the expression
        return attribute(self.names[v], hole.field)

    def in_names(self, pieces):
        return joined(pieces, self.name)

    def in_numbers(self, pieces):
        def shown(hole):
            number = self.number(hole)
            return hole.text if number is None else written(number, hole)

        return joined(pieces, shown)


def written(number, hole):
    """A number as text: data and gradients are floats, an op's own constants stay what they are."""
    return repr(float(number)) if hole.field else str(number)


def joined(pieces, shown):
    """The pieces as one text; a negative number next to an operator stands in parentheses."""
    texts = [piece if isinstance(piece, str) else shown(piece) for piece in pieces]
    for i, piece in enumerate(pieces):
        if not isinstance(piece, str) and texts[i].startswith("-"):
            before = texts[i - 1].rstrip()[-1:] if i else ""
            after = texts[i + 1].lstrip()[:2] if i + 1 < len(texts) else ""
            if before not in ("", "(", ",", "[") or after == "**":
                texts[i] = f"({texts[i]})"
    return "".join(texts)


def equation(left, right):
    """'left = right', or the number alone if that is all there is to say."""
    right = str(right)
    return right if left == right else f"{left} = {right}"
