"""The ways from a value to the root. Along each, multiply the local derivatives; add up the ways: the gradient.

This is the chain rule as one writes it on paper. Their number can double with every op, which is why the backward pass
works differently; so there is a bound on how many are listed.

Offers `paths`, and the records `Paths` and `Path`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, inf, isclose, isfinite, prod

from .records import Tape

MOST = 10**15  # where counting stops: x + x, a thousand times over, has 2**1000 paths

Link = tuple[int, float]  # the node it goes into, its local derivative


@dataclass(frozen=True)
class Path:
    """nodes: from the value to the root; slopes: the local derivative of each link; product: of them all."""

    nodes: tuple[int, ...]
    slopes: tuple[float, ...]
    product: float


@dataclass(frozen=True)
class Paths:
    """listed: at most as many as were asked for; count: of all, up to MOST; gradient: what the tape says."""

    node: int
    count: int
    listed: tuple[Path, ...]
    gradient: float

    @property
    def complete(self) -> bool:
        """Are all paths listed? Of very many, only the first are."""
        return self.count == len(self.listed)


def paths(tape: Tape, node: int, limit: int = 100) -> Paths:
    """The Paths from a node (an index) to the tape's root, `limit` of them at most.

    If all of them are listed, their products' sum is asserted to be the gradient (to 1e-9 of the sum of their sizes;
    not asserted where a number is nan or inf). x * x is two links, and so two paths.
    """
    links: list[list[Link]] = [[] for _ in tape.nodes]  # of each node
    for step in tape.steps:
        if step.phase == "backward" and step.op:
            for operand, slope in zip(tape.nodes[step.node].operands, step.locals, strict=True):
                links[operand].append((step.node, slope))
    counts = [0] * len(tape.nodes)
    counts[tape.root] = 1
    for i in reversed(range(len(tape.nodes))):
        counts[i] = min(MOST, counts[i] + sum(counts[user] for user, _ in links[i]))
    gradient = tape.grad_at(len(tape.steps))[node]
    found = Paths(node, counts[node], tuple(walk(tape.root, node, links, limit)), gradient)
    if found.complete:
        total = fsum_or_nan(p.product for p in found.listed)
        size = fsum_or_nan(abs(p.product) for p in found.listed)
        assert (
            not isfinite(size) or not isfinite(gradient) or isclose(total, gradient, rel_tol=1e-9, abs_tol=1e-9 * size)
        ), (total, gradient)
    return found


def walk(root: int, node: int, links: Sequence[Sequence[Link]], limit: int) -> Iterator[Path]:
    """Up to `limit` paths, depth first, with a stack of our own: a path may be as long as the graph."""
    nodes, ways = [node], [iter(links[node])]
    slopes: list[float] = []
    while nodes and limit > 0:
        if nodes[-1] == root:
            limit -= 1
            yield Path(tuple(nodes), tuple(slopes), prod(slopes, start=1.0))
        link = next(ways[-1], None)
        if link is not None:
            user, slope = link
            nodes.append(user)
            slopes.append(slope)
            ways.append(iter(links[user]))
        else:
            nodes.pop()
            ways.pop()
            if slopes:
                slopes.pop()


def fsum_or_nan(numbers: Iterable[float]) -> float:
    numbers = list(numbers)
    try:
        return fsum(numbers)
    except (OverflowError, ValueError):  # too large, or inf - inf
        return inf
