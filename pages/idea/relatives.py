"""Who depends on whom in a graph, and how the arrow keys walk along its wires."""

from functools import lru_cache


@lru_cache(maxsize=64)
def users(run):
    """For each node the nodes it is an operand of, each once."""
    found = [[] for _ in run.tape.nodes]
    for node in run.tape.nodes:
        for j in dict.fromkeys(node.operands):
            found[j].append(node.index)
    return found


@lru_cache(maxsize=256)
def relatives(run, index):
    """The node, all it was made from, and all that was made from it."""
    nodes, kin = run.tape.nodes, set()
    for follow in (lambda i: nodes[i].operands, lambda i: users(run)[i]):
        left, seen = [index], set()
        while left:
            i = left.pop()
            if i not in seen:
                seen.add(i)
                left += follow(i)
        kin |= seen
    return frozenset(kin)


def neighbor(run, index, key):
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


def lines_of(run):
    """{line of engine.py: the boxes that it made, or whose gradient it sent on}."""
    return lines_on(run) if run.fault else lines_on(run.made.kin or run.made)  # while a hand pulls a number, they stay


@lru_cache(maxsize=64)
def lines_on(run):
    found = {}
    for step in run.tape.steps:
        for line in step.lines:
            if line.file.startswith("micrograd/engine.py"):
                found.setdefault(line.number, set()).add(step.node)
    return {number: frozenset(nodes) for number, nodes in found.items()}
