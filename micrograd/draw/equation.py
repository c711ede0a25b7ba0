"""The formulas of a tape as MathML, colored by their meaning, and as words to be spoken.

    for line in step_equations(tape, k):
        line.names      # ∂L/∂a += c · ∂L/∂d        markup
        line.numbers    # 0 + 4 · 1 = 4             markup
        line.spoken     # 'the gradient of a grows by c times the gradient of d: 0 plus 4 times 1 is 4'

What is written is what ran: the formulas come from the source lines on the tape (see tape/formula.py), where `x.data`
and `x.grad` stand for a value and the root's derivative by it. A formula that is no arithmetic is shown as its text.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..tape.names import ATOM, attribute, bracketed
from ..tape.records import Tape
from .mathml import Both, fraction, math, render, spelled
from .svg import Attribute, Markup, tag

About = Mapping[int, Mapping[str, Attribute]]  # node: attributes for the elements that name it


@dataclass(frozen=True)
class Equation:
    """One formula of a step: with names, with numbers, and in words."""

    names: Markup
    numbers: Markup
    spoken: str


def step_equations(tape: Tape, k: int, about: About | None = None) -> list[Equation]:
    """The Equations of step k, one for each line of source that computed something.

    about: {node: attributes} for the elements that name a value.
    """
    step = tape.steps[k]
    writer = Writer(tape, step.node, about)
    return [writer.equation(names, numbers) for names, numbers in zip(step.formula, step.numbers)]


class Writer:
    """Writes the formulas of one step. The values it may speak of are the step's node, its operands and the root."""

    def __init__(self, tape: Tape, node: int, about: About | None = None) -> None:
        self.tape, self.node, self.about = tape, node, about or {}
        # what a formula calls a number -> (index of the node, 'data' or 'grad')
        self.places: dict[str, tuple[int, str]] = {}
        for index in dict.fromkeys((node, *tape.nodes[node].operands, tape.root)):
            for field in ("data", "grad"):
                self.places[attribute(tape.nodes[index].name, field)] = (index, field)
        longest = sorted(self.places, key=len, reverse=True)
        self.spot = re.compile("|".join(re.escape(text) for text in longest))

    def equation(self, names: str, numbers: str) -> Equation:
        left, sign, right = split(names)
        said, markup = self.side(right)
        figures, in_figures = spelled(numbers)
        if left is None:
            return Equation(math([markup], said), math([in_figures], figures), f"{said}: {figures}")
        target_said, target = self.side(left)
        grows = "grows by" if sign == "+=" else "is"
        words = f"{target_said} {grows} {said}" + (f": {figures}" if figures != said else "")
        return Equation(math([target, tag("mo", sign), markup], words), math([in_figures], figures), words)

    def side(self, text: str) -> Both:
        """(in words, as MathML) of one side of a formula; its own text where it is no arithmetic."""
        tree = self.parsed(text)
        try:
            return render(tree, self) if tree is not None else (text, tag("mtext", text))
        except (KeyError, TypeError):
            return text, tag("mtext", text)

    def parsed(self, text: str) -> ast.expr | None:
        """The expression's tree, in which every number of a value is a name like _v3_data."""
        stood_for = self.spot.sub(lambda match: "_v{}_{}".format(*self.places[match[0]]), text)
        try:
            return ast.parse(stood_for, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def name(self, index: int, kind: str = "") -> Markup:
        """The name of a value; kind: a class for it."""
        attributes = dict(self.about.get(index, {}))
        kinds = " ".join(str(one) for one in (kind, attributes.pop("class_", "")) if one)
        return tag("mi", bracketed(self.tape.nodes[index].name, ATOM), class_=kinds or None, **attributes)

    def symbol(self, index: int) -> Markup:
        """The name of a value, of which something is said that is not its data."""
        return self.name(index, "" if self.tape.nodes[index].op else "leaf")

    def quantity(self, text: str) -> Both:
        """(in words, as MathML) of a name in the tree: a value, its gradient, or a plain variable."""
        match = re.fullmatch(r"_v(\d+)_(data|grad)", text)
        if not match:
            return text, tag("mi", text)
        index, field = int(match[1]), match[2]
        name = self.tape.nodes[index].name
        if field == "data":
            return name, self.name(index, "data")
        return f"the gradient of {name}", fraction(self.symbol(self.tape.root), self.symbol(index))


def split(formula: str) -> tuple[str | None, str, str]:
    """('a.grad', '+=', 'rest') of a formula; (None, '', formula) if it assigns nothing."""
    match = re.match(r"(.*?) (\+=|=) (.*)", formula, re.DOTALL)
    return (match[1], match[2], match[3]) if match else (None, "", formula)
