"""A graph from the cell as a text for The Idea, where it can be played, pulled, nudged and broken.

Offers `link(graph)`: an address in this page; None where the graph has something in it that The Idea does not know.
"""

import keyword
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from micrograd.ops import op_of

from .. import expression

PROPER = re.compile(r"(?!v\d+$)[^\W\d]\w*")  # a name of the reader's; v7 is what the cell calls the seventh value
NUMBER, POWER, ATOM = 4, 3, 5


@lru_cache(maxsize=32)
def link(graph):
    text = written(graph.nodes)
    return text and f"#idea:text={quote(text, safe='')}"


def written(boxes):
    """A program that makes such a graph, of the same numbers; None if there is none, or it would not be read as this
    graph.
    """
    uses = Counter(operand for box in boxes for operand in set(box.operands))
    names, pieces, lines = set(), [], []
    for i, box in enumerate(boxes):
        piece = spelled(box, [pieces[k] for k in box.operands])
        if piece is None:
            return None
        name = (
            box.name if PROPER.fullmatch(box.name) and not keyword.iskeyword(box.name) and box.name != "Value" else ""
        )
        if name in names or (not name and (uses[i] > 1 or i == len(boxes) - 1)):
            name = next(free for free in (f"v{k}" for k in range(i, 2 * len(boxes) + 1)) if free not in names)
        if name:
            names.add(name)
            lines.append(f"{name} = {piece.alone}")
        pieces.append(Piece(name, ATOM, name) if name else piece)
    text = "\n".join(lines)
    return text if same(text, boxes) else None


def spelled(box, operands):
    """One box's value, made of these Pieces; None for an op that has no such form."""
    if not box.operands:
        return Piece(repr(box.data), NUMBER, f"Value({box.data!r})")
    left, *right = operands
    try:
        row = op_of(box.op)
    except KeyError:
        return None
    if not row.method or len(box.operands) != row.arity:
        return None
    if row.infix:
        strength = row.binds
        a = left.alone if left.strength == NUMBER else left.at_least(strength)  # one of the two has to be a Value
        words = f"{a} {row.infix} {right[0].at_least(strength + 1)}"
        return Piece(words, strength, words)
    if row.parameters:
        words = f"{left.at_least(ATOM)}{box.op}"
        return Piece(words, POWER, words)
    words = f"{left.at_least(ATOM)}.{row.method}()"
    return Piece(words, ATOM, words)


@dataclass(frozen=True)
class Piece:
    """Text for a value. strength: how tightly it holds together; alone: how it is written where nothing else is a
    Value.
    """

    text: str
    strength: int
    alone: str

    def at_least(self, strength):
        """The text, in brackets if it would fall apart among operators of this strength."""
        if self.strength == NUMBER and strength == ATOM:
            return self.alone
        return self.text if self.strength >= strength else f"({self.text})"


def same(text, boxes):
    """Whether The Idea reads it, as this graph."""
    try:
        read = expression.read(text)
    except expression.Problem:
        return False
    nodes = read.tape.nodes
    return [(n.op, n.operands) for n in nodes] == [(b.op, b.operands) for b in boxes] and all(
        n.data == b.data for n, b in zip(nodes, boxes) if not b.operands
    )
