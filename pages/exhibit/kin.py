"""Who depends on whom in a graph, and how the arrow keys walk along its wires.

Offers `users`, `relatives`, `neighbor` and `lines_of` (which line of the engine made what).
"""

from functools import lru_cache

from micrograd.draw.factor import factor_of

from ..targets import Target
from .run import Run

ENGINE = "micrograd/engine.py"  # also of 'micrograd/engine.py with …', a fault


@lru_cache(maxsize=64)
def users(run: Run) -> list[list[int]]:
    """For each node the nodes it is an operand of, each once."""
    found: list[list[int]] = [[] for _ in run.tape.nodes]
    for node in run.tape.nodes:
        for j in dict.fromkeys(node.operands):
            found[j].append(node.index)
    return found


@lru_cache(maxsize=256)
def relatives(run: Run, index: int) -> frozenset[int]:
    """The node, all it was made from, all that was made from it, and whatever has a part in its gradient: of a product
    on the way to the root, the other operand."""
    operands = [node.operands for node in run.tape.nodes]
    after = reach(users(run), index)
    return reach(operands, index) | after | factors(run, after)


def factors(run: Run, on_the_way: frozenset[int]) -> frozenset[int]:
    """The nodes whose data stand in the local derivatives on the way from one node to the root."""
    nodes, found = run.tape.nodes, set[int]()
    for k, step in enumerate(run.tape.steps):
        if step.locals and step.node in on_the_way:
            for wire, operand in enumerate(nodes[step.node].operands):
                if operand in on_the_way:
                    found.update(factor_of(run.tape, k, wire).sources)
    return frozenset(found)


def reach(links: "list[tuple[int, ...]] | list[list[int]]", start: int) -> frozenset[int]:
    """All nodes to which links lead from one, and itself."""
    waiting, seen = [start], set[int]()
    while waiting:
        i = waiting.pop()
        if i not in seen:
            seen.add(i)
            waiting += links[i]
    return frozenset(seen)


def neighbor(run: Run, index: int, key: str) -> int | None:
    """The box to which an arrow key leads from this one, or None. Right: into what uses it; left: into what it is made
    of, or, from a leaf, to the other operand; up and down: among the operands of one result."""
    operands, into = run.tape.nodes[index].operands, users(run)[index]
    if key == "ArrowRight":
        return into[0] if into else None
    if key == "ArrowLeft" and operands:
        return operands[0]
    if not into:
        return None
    siblings = list(dict.fromkeys(run.tape.nodes[into[0]].operands))
    by = -1 if key == "ArrowUp" else 1
    to = siblings[(siblings.index(index) + by) % len(siblings)]
    return to if to != index else None


def lines_of(run: Run) -> dict[Target, frozenset[int]]:
    """{line of engine.py: the boxes that it made, or whose gradient it sent on}, in the order of the file."""
    return lines_on(run if run.fault else run.kin or run)  # while a hand drags a number, they stay


@lru_cache(maxsize=64)
def lines_on(run: Run) -> dict[Target, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for step in run.tape.steps:
        for line in step.lines:
            if line.file.startswith(ENGINE):
                found.setdefault(line.number, set()).add(step.node)
    return {Target("line", number): frozenset(nodes) for number, nodes in sorted(found.items())}
