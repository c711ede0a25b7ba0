"""A drawn graph as the program that the compiler makes of it: one line for each number, the one that runs lit.

Offers `listing(item, step)` and `lines_of(graph)`; None where the graph has an op that the compiler does not know.
"""

from collections.abc import Sequence
from functools import lru_cache

from micrograd.compiler.expression import tape_listing
from micrograd.compiler.listing import Line
from micrograd.draw.programs import serving, written_program
from micrograd.draw.svg import Markup

from ..worker.records import Graph
from .state import Item

MOST = 200  # values: the cell records no tape of a larger graph


@lru_cache(maxsize=16)
def lines_of(graph: Graph) -> Sequence[Line] | None:
    if graph.tape is None or len(graph.nodes) > MOST:
        return None
    try:
        lines: Sequence[Line] = tape_listing(graph.tape)
    except Exception:  # an op of the reader's own, or a tape that was not recorded: it may have been written by anyone
        return None
    return lines


def listing(item: Item, step: int | None) -> Markup | None:
    """The markup; step: the number of the one of the tape that is under way or was the last one, or None."""
    graph: Graph = item.content
    lines, name = lines_of(graph), f"cell.{item.key}.program"
    if not lines:
        return None
    markup: str = panel(graph, name)
    if step is not None:
        now = graph.steps[step]
        for n in serving(lines, graph.nodes[now.node].name, now.phase):
            here = f'id="{name.replace(".", "-")}-{n}"'
            markup = markup.replace(here, f'{here} aria-current="step"')
    return Markup(markup)


@lru_cache(maxsize=16)
def panel(graph: Graph, name: str) -> Markup:
    return written_program(lines_of(graph) or [], name)
