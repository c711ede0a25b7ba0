"""What the formulas of a tape call its values, as symbols of an equation.

`c.data` in a formula is drawn as c, in the color of data, and `a.grad` as ∂L/∂a. Offers `Symbols` (of one step), and
`name_of` and `kind_of`: what a value's number is called in a formula's tree, and what such a name stands for.
"""

import ast
import re
from collections.abc import Iterable, Mapping

from ..tape.names import ATOM, attribute, bracketed, readable, unmarked
from ..tape.records import Tape
from .mathml import Both, fraction
from .svg import Attribute, Markup, tag

About = Mapping[int, Mapping[str, Attribute]]  # node: attributes for the elements that name it
PLACE = re.compile(r"_v(\d+)_(data|grad)")


def name_of(index: int, field: str) -> str:
    """What a number of a value is called in a formula's tree: _v3_data."""
    return f"_v{index}_{field}"


def kind_of(name: str) -> str:
    """'data' or 'grad' for such a name, '' for any other."""
    match = PLACE.fullmatch(name)
    return match[2] if match else ""


class Symbols:
    """Knows how the values of a tape are written. indices: those that a formula may speak of."""

    def __init__(self, tape: Tape, indices: Iterable[int], about: About | None = None) -> None:
        self.tape, self.about = tape, about or {}
        # what a formula calls a number -> (index of the node, 'data' or 'grad')
        self.places: dict[str, tuple[int, str]] = {}
        for index in dict.fromkeys(indices):
            for field in ("data", "grad"):
                self.places[attribute(tape.nodes[index].name, field)] = (index, field)
        longest = sorted(self.places, key=len, reverse=True)
        self.spot = re.compile("|".join(re.escape(text) for text in longest))

    def parsed(self, text: str) -> ast.expr | None:
        """The expression's tree, in which every number of a value is a name like _v3_data."""
        stood_for = self.spot.sub(lambda match: name_of(*self.places[match[0]]), text)
        try:
            return ast.parse(stood_for, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def name(self, index: int, kind: str = "", bare: bool = False) -> Markup:
        """The name of a value, in parentheses if it is more than a word and not bare; kind: a class for it."""
        attributes = dict(self.about.get(index, {}))
        kinds = " ".join(str(one) for one in (kind, attributes.pop("class_", "")) if one)
        name = self.tape.nodes[index].name
        return tag(
            "mi", readable(name if bare else bracketed(unmarked(name), ATOM)), class_=kinds or None, **attributes
        )

    def symbol(self, index: int) -> Markup:
        """The name of a value, of which something is said that is not its data."""
        return self.name(index, "" if self.tape.nodes[index].op else "leaf")

    def quantity(self, text: str, bare: bool = False) -> Both:
        """(in words, as MathML) of a name in the tree: a value, its gradient, or a plain variable."""
        match = PLACE.fullmatch(text)
        if not match:
            return text, tag("mi", text)
        index, field = int(match[1]), match[2]
        name = readable(self.tape.nodes[index].name)
        if field == "data":
            return name, self.name(index, "data", bare)
        return f"the gradient of {name}", fraction(self.symbol(self.tape.root), self.symbol(index))
