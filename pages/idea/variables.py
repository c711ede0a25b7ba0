"""One variable in its four places: in the text, on the graph, in the engine's lines, in the equation.

Each variable has an underline of its own, of one of three hues and one of four kinds of line. Pointing at it in one
place lights it in the other three.

Offers `ties` (the underlines), `stands_for` (what the engine's own variables are), `lit` and `of_line` (what is pointed
at), `kinds` (classes).
"""

from functools import lru_cache

from micrograd.draw.marks import TIES
from micrograd.engine import topological

from . import program
from .relatives import lines_of


@lru_cache(maxsize=64)
def ties(made):
    """{node: its underline, 0 to TIES - 1} for every node that has a name in the text, in the order of the text."""
    return {
        node: k % TIES for k, node in enumerate(dict.fromkeys(node for _, node in sorted(made.mentions, key=place)))
    }


def kinds(ties, lit, node):
    """The classes of an element that names a node."""
    return (f"tie tie{ties[node]}" if node in ties else "") + (" looked" if node in lit else "")


def place(mention):
    return mention[0].start


def lit(state):
    """The boxes that are pointed at: one, or those of a line of code."""
    return frozenset((state.look,)) if state.look is not None else of_line(state) or frozenset()


def of_line(state):
    """The boxes of the line of code that is pointed at, or that stays lit; None if there is none."""
    kind, _, number = (state.line or state.picked or "").partition("-")
    if kind == "line":
        return lines_of(state.run).get(int(number))
    found = program.nodes(state.made) if kind == "program" else ()
    return found[int(number)] if kind == "program" and int(number) < len(found) else None


@lru_cache(maxsize=64)
def operands(made):
    """For each node {variable of the function that made it: node}: {'self': 0, 'other': 1, 'out': 2}."""
    order = topological(made.root)
    index = {v: i for i, v in enumerate(order)}
    found = []
    for v in order:
        rule = v._backward
        cells = zip(rule.__code__.co_freevars, rule.__closure__ or ())
        caught = {name: cell.cell_contents for name, cell in cells}
        found.append(
            {name: index[thing] for name, thing in caught.items() if type(thing) is type(v) and thing in index}
        )
    return found


def stands_for(made, step):
    """{variable of the engine's lines: the node that it is} while a step runs."""
    return operands(made)[step.node] if step.op else {"self": step.node}
