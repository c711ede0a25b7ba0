"""One variable in its four places: in the text, on the graph, in the engine's lines, in the equation.

Each variable has an underline of its own, of one of three hues and one of four kinds of line. Pointing at it in one
place lights it in the other three.

Offers `ties`, the underlines.
"""

from functools import lru_cache

from micrograd.draw.marks import TIES

from ..expression import Expression


@lru_cache(maxsize=64)
def ties(expression: Expression) -> dict[int, int]:
    """{node: its underline, 0 to TIES - 1} for every node that has a name in the text, in the order of the text."""
    mentions = sorted(expression.mentions, key=lambda mention: mention[0].start)
    return {node: k % TIES for k, node in enumerate(dict.fromkeys(node for _, node in mentions))}
