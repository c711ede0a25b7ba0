"""A graph from the cell as a text for The Idea, where it can be played, dragged, nudged and broken.

Offers `idea_link(graph)`, an address in this page, and `expression_of(nodes)`, the text; None where the graph has
something in it that The Idea does not know.
"""

import keyword
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from micrograd.ops import op_of
from micrograd.tape.records import Node

from .. import expression
from ..worker.records import Graph

PROPER = re.compile(r"(?!v\d+$)[^\W\d]\w*")  # a name of the reader's; v7 is what the cell calls the seventh value
NUMBER, POWER, ATOM = 4, 3, 5


@lru_cache(maxsize=32)
def idea_link(graph: Graph) -> str | None:
    text = expression_of(graph.nodes)
    return text and f"#idea:text={quote(text, safe='')}"


def expression_of(nodes: Sequence[Node]) -> str | None:
    """A program that builds such a graph, of the same numbers; None if there is none, or if it would be read as another
    graph.
    """
    uses = Counter(operand for node in nodes for operand in set(node.operands))
    names: set[str] = set()
    pieces: list[Piece] = []
    lines: list[str] = []
    for i, node in enumerate(nodes):
        piece = piece_of(node, [pieces[k] for k in node.operands])
        if piece is None:
            return None
        name = node.name if is_proper(node.name) else ""
        if name in names or (not name and (uses[i] > 1 or i == len(nodes) - 1)):
            name = next(free for free in (f"v{k}" for k in range(i, 2 * len(nodes) + 1)) if free not in names)
        if name:
            names.add(name)
            lines.append(f"{name} = {piece.alone}")
        pieces.append(Piece(name, ATOM, name) if name else piece)
    text = "\n".join(lines)
    return text if reads_as(text, nodes) else None


def is_proper(name: str) -> bool:
    return bool(PROPER.fullmatch(name)) and not keyword.iskeyword(name) and name != "Value"


@dataclass(frozen=True)
class Piece:
    """Text for a value. strength: how tightly it holds together; alone: how it is written where nothing else is a
    Value.
    """

    text: str
    strength: int
    alone: str

    def at_least(self, strength: int) -> str:
        """The text, in brackets if it would fall apart among operators of this strength."""
        if self.strength == NUMBER and strength == ATOM:
            return self.alone
        return self.text if self.strength >= strength else f"({self.text})"


def piece_of(node: Node, operands: Sequence[Piece]) -> Piece | None:
    """One node's value, in terms of these; None for an op that has no such form."""
    if not node.operands:
        return Piece(repr(node.data), NUMBER, f"Value({node.data!r})")
    left, *right = operands
    try:
        row = op_of(node.op)
    except KeyError:
        return None
    if not row.method or len(node.operands) != row.arity:
        return None
    if row.infix:
        a = left.alone if left.strength == NUMBER else left.at_least(row.binds)  # one of the two has to be a Value
        text = f"{a} {row.infix} {right[0].at_least(row.binds + 1)}"
        return Piece(text, row.binds, text)
    if row.parameters:
        text = f"{left.at_least(ATOM)}{node.op}"
        return Piece(text, POWER, text)
    text = f"{left.at_least(ATOM)}.{row.method}()"
    return Piece(text, ATOM, text)


def reads_as(text: str, nodes: Sequence[Node]) -> bool:
    """Whether The Idea reads the text as this graph."""
    try:
        read = expression.read(text).tape.nodes
    except expression.Problem:
        return False
    return [(n.op, n.operands) for n in read] == [(n.op, n.operands) for n in nodes] and all(
        a.data == b.data for a, b in zip(read, nodes) if not b.operands
    )
