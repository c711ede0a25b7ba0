"""In which order the boxes of a layer stand, so that few wires cross: each is put near the middle of its neighbors,
layer by layer, to and fro.

Offers `columns_of` (what there is to be ordered) and `ordered`.
"""

from bisect import bisect_right, insort

SWEEPS = 8


def columns_of(operands, layer):
    """Items per layer (boxes, and a joint wherever a wire crosses a layer), and the links between neighbors."""
    columns = [[] for _ in range(max(layer, default=-1) + 1)]
    for i, where in enumerate(layer):
        columns[where].append(i)
    links, chains, joints, count = [], {}, {}, len(operands)
    for i, args in enumerate(operands):
        for k, j in enumerate(args):
            chain, last = [], j
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


def crossings(columns, links, rank, layer_of):
    """How many pairs of links cross, layer by layer."""
    total = 0
    by_layer = {}
    for a, b in links:
        by_layer.setdefault(layer_of[b], []).append((rank[a], rank[b]))
    for pairs in by_layer.values():
        pairs.sort()
        seen = []  # the right ends so far, sorted: those above this one belong to links that cross it
        for _, b in pairs:
            total += len(seen) - bisect_right(seen, b)
            insort(seen, b)
    return total


def ordered(columns, links, count):
    """The columns, each in an order with few crossings; the best of all sweeps, the first order where they tie."""
    left, right, layer_of = [[] for _ in range(count)], [[] for _ in range(count)], [0] * count
    for where, column in enumerate(columns):
        for item in column:
            layer_of[item] = where
    for a, b in links:
        right[a].append(b)
        left[b].append(a)
    rank = [0] * count

    def renumber(column):
        for place, item in enumerate(column):
            rank[item] = place

    for column in columns:
        renumber(column)
    best, fewest = [list(c) for c in columns], crossings(columns, links, rank, layer_of)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        order, near = (columns, left) if sweep % 2 == 0 else (columns[::-1], right)
        for column in order:
            column.sort(key=lambda i: (sum(rank[j] for j in near[i]) / len(near[i]) if near[i] else rank[i], rank[i]))
            renumber(column)
        found = crossings(columns, links, rank, layer_of)
        if found < fewest:
            best, fewest = [list(c) for c in columns], found
    return best, left, right
