"""In which order the boxes of a layer stand, so that few wires cross: each is put near the middle of its neighbors,
layer by layer, to and fro.

Offers `columns_of` (what there is to be ordered) and `ordered`.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence

SWEEPS = 8
Columns = list[list[int]]  # of each layer: its items
Link = tuple[int, int]  # an item, and one of the next layer
Chains = dict[tuple[int, int], list[int]]  # (result, which operand): the joints that the wire passes


def columns_of(operands: Sequence[Sequence[int]], layer: Sequence[int]) -> tuple[Columns, list[Link], Chains, int]:
    """Items per layer (boxes, and a joint wherever a wire crosses a layer), and the links between neighbors."""
    columns: Columns = [[] for _ in range(max(layer, default=-1) + 1)]
    for i, where in enumerate(layer):
        columns[where].append(i)
    links: list[Link] = []
    chains: Chains = {}
    joints: dict[tuple[int, int], int] = {}
    count = len(operands)
    for i, args in enumerate(operands):
        for k, j in enumerate(args):
            last = j
            chain: list[int] = []
            for where in range(layer[j] + 1, layer[i]):
                if (j, where) not in joints:  # wires of one value share their way as far as they can
                    joints[j, where] = count
                    columns[where].append(count)
                    links.append((last, count))
                    count += 1
                last = joints[j, where]
                chain.append(last)
            links.append((last, i))
            chains[i, k] = chain
    return columns, links, chains, count


def crossings(links: Sequence[Link], rank: Sequence[int], layer_of: Sequence[int]) -> int:
    """How many pairs of links cross, layer by layer."""
    total = 0
    by_layer: dict[int, list[tuple[int, int]]] = {}
    for a, b in links:
        by_layer.setdefault(layer_of[b], []).append((rank[a], rank[b]))
    for pairs in by_layer.values():
        pairs.sort()
        seen: list[int] = []  # the right ends so far, sorted: those above this one belong to links that cross it
        for _, b in pairs:
            total += len(seen) - bisect_right(seen, b)
            insort(seen, b)
    return total


def ordered(columns: Columns, links: Sequence[Link], count: int) -> tuple[Columns, Columns, Columns]:
    """The columns, each in an order with few crossings; the best of all sweeps, the first where they tie.

    Returns (columns, the neighbors of each item in the layer before it, those in the layer after it).
    """
    left: Columns = [[] for _ in range(count)]
    right: Columns = [[] for _ in range(count)]
    layer_of = [0] * count
    for where, column in enumerate(columns):
        for item in column:
            layer_of[item] = where
    for a, b in links:
        right[a].append(b)
        left[b].append(a)
    rank = [0] * count

    def renumber(column: Sequence[int]) -> None:
        for place, item in enumerate(column):
            rank[item] = place

    for column in columns:
        renumber(column)
    best, fewest = [list(c) for c in columns], crossings(links, rank, layer_of)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        order, near = (columns, left) if sweep % 2 == 0 else (columns[::-1], right)
        for column in order:
            column.sort(key=lambda i: (sum(rank[j] for j in near[i]) / len(near[i]) if near[i] else rank[i], rank[i]))
            renumber(column)
        found = crossings(links, rank, layer_of)
        if found < fewest:
            best, fewest = [list(c) for c in columns], found
    return best, left, right
