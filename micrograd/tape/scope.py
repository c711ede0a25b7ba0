"""Filling in a formula: what the names in a function's source stand for at one moment.

Offers `Scope` and `equation`.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

from ..engine import Value
from .formula import Hole, Pieces
from .names import attribute, unmarked


@dataclass(frozen=True)
class Scope:
    """What the names in a function's source stand for at one moment."""

    known: Mapping[str, object]  # variable -> object
    names: Mapping[Value, str]  # value -> its name on the tape
    grads: Mapping[Value, float]  # value -> its gradient then, where it may have changed since
    constants: frozenset[str]  # variables shown as the number they hold: an op's plain arguments

    def value_at(self, hole: Hole) -> Value | None:
        """The Value whose number a hole reads, if it is one of the tape's; else None."""
        v = self.look(hole.base) if hole.field else None
        return v if isinstance(v, Value) and v in self.names else None

    def look(self, node: ast.expr) -> Any:
        try:
            match node:
                case ast.Name(id=name):
                    return self.known.get(name)
                case ast.Attribute(value=base, attr=name):
                    return getattr(self.look(base), name)
                case ast.Subscript(value=base, slice=key):
                    return self.look(base)[key.value if isinstance(key, ast.Constant) else self.look(key)]
        except (AttributeError, LookupError, TypeError):
            pass
        return None

    def number(self, hole: Hole) -> float | None:
        """The number at a hole, or None."""
        v = self.look(hole.base)
        if hole.field and isinstance(v, Value):
            v = self.grads.get(v, v.grad) if hole.field == "grad" else v.data
        elif hole.field:
            v = None
        if not isinstance(v, Real) or isinstance(v, bool):
            return None
        number: float = v  # type: ignore[assignment]  # mypy does not know that a float is a Real
        return number

    def name(self, hole: Hole) -> str:
        v = self.value_at(hole)
        if v is None:
            constant = self.number(hole) if hole.text in self.constants else None
            return hole.text if constant is None else written(constant, hole)
        if hole.field == "data" and not v._prev and unmarked(self.names[v]) == str(v.data):
            return str(v.data)  # a plain number in the expression
        return attribute(self.names[v], hole.field)

    def in_names(self, pieces: Pieces) -> str:
        return joined(pieces, self.name)

    def in_numbers(self, pieces: Pieces) -> str:
        def number_text(hole: Hole) -> str:
            number = self.number(hole)
            return hole.text if number is None else written(number, hole)

        return joined(pieces, number_text)


def written(number: float, hole: Hole) -> str:
    """A number as text: data and gradients are floats, an op's own constants stay what they are."""
    return repr(float(number)) if hole.field else str(number)


def joined(pieces: Pieces, text_of: Callable[[Hole], str]) -> str:
    """The pieces as one text; a negative number next to an operator stands in parentheses."""
    texts = [piece if isinstance(piece, str) else text_of(piece) for piece in pieces]
    for i, piece in enumerate(pieces):
        if not isinstance(piece, str) and texts[i].startswith("-"):
            before = texts[i - 1].rstrip()[-1:] if i else ""
            after = texts[i + 1].lstrip()[:2] if i + 1 < len(texts) else ""
            if before not in ("", "(", ",", "[") or after == "**":
                texts[i] = f"({texts[i]})"
    return "".join(texts)


def equation(left: str, right: object) -> str:
    """'left = right', or the number alone if that is all there is to say."""
    right = str(right)
    return right if left == right else f"{left} = {right}"
