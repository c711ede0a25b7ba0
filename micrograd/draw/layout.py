"""Where the boxes of a graph go: layers from left to right, few crossings, straight wires.

The method is the layered one of Sugiyama, Tagawa and Toda (1981): give every box a layer, order each layer
by the baryenters of its neighbors, then place the boxes. Placing is a least-squares problem: every box wants
to be level with its neighbors, and no two may overlap; for one layer its exact answer is isotonic regression
(pool adjacent violators), so we sweep over the layers and solve each.

Offers `layers(operands)` and `place(operands, sizes, ...) -> Placement`; nested.py adds groups. Everything is
deterministic: the same graph gives the same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .ordering import SWEEPS, columns_of, ordered

Point = tuple[float, float]


@dataclass(frozen=True)
class Placement:
    """`centers[i]` is the middle of box i; `bends[i][k]` the points that the wire into its operand k passes."""

    centers: tuple[Point, ...]
    bends: tuple[tuple[tuple[Point, ...], ...], ...]
    width: float
    height: float
    frames: tuple[tuple[float, float, float, float], ...] = ()  # of groups: (x, y, width, height) each


def layers(operands: Sequence[Sequence[int]]) -> list[int]:
    """The layer of every box: operands lie left of their result, leaves as far right as their users allow.

    `operands[i]` are the indices of box i's operands, all smaller than i.
    """
    depth = [0] * len(operands)
    for i, args in enumerate(operands):
        if args:
            depth[i] = 1 + max(depth[j] for j in args)
    nearest: dict[int, int] = {}
    for i, args in enumerate(operands):
        for j in args:
            nearest[j] = min(nearest.get(j, depth[i]), depth[i])
    return [nearest[i] - 1 if not args and i in nearest else depth[i] for i, args in enumerate(operands)]


def _spread(wanted: Sequence[float], weights: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """The places nearest to `wanted` (weighted least squares) at which items of these sizes do not overlap.

    With the room that the items before it need taken off, each place may only grow: isotonic regression.
    """
    offset, room = 0.0, []
    for k, size in enumerate(sizes):
        if k:
            offset += (sizes[k - 1] + size) / 2
        room.append(offset)
    blocks: list[tuple[float, float, int]] = []  # (mean, weight, how many items)
    for want, weight, space in zip(wanted, weights, room):
        mean, heavy, many = want - space, weight, 1
        while blocks and blocks[-1][0] >= mean:
            m, w, n = blocks.pop()
            mean, heavy, many = (mean * heavy + m * w) / (heavy + w), heavy + w, many + n
        blocks.append((mean, heavy, many))
    places = [mean for mean, _, many in blocks for _ in range(many)]
    return [place + space for place, space in zip(places, room)]


def place(
    operands: Sequence[Sequence[int]],
    sizes: Sequence[tuple[float, float]],
    *,
    across: float,
    along: float,
    joint: float = 26.0,
) -> Placement:
    """Places a graph. `operands[i]` are the indices of box i's operands, all smaller than i.

    sizes[i]: (depth, breadth) of box i, along the flow and across it. across: the gap from one layer to the next;
    along: the gap between the boxes of a layer; joint: the room of a wire that passes through a layer.
    Layers run along x, boxes of a layer along y; the caller may swap the two. The sheet begins at (0, 0).
    """
    layer = layers(operands)
    columns, links, chains, count = columns_of(operands, layer)
    columns, left, right = ordered(columns, links, count)
    boxes = len(operands)
    breadth = [sizes[i][1] for i in range(boxes)] + [joint - along] * (count - boxes)
    y = [0.0] * count
    rooms = [[breadth[i] + along for i in column] for column in columns]
    for column, room in zip(columns, rooms):
        for item, at in zip(column, _spread([0.0] * len(column), [1.0] * len(column), room)):
            y[item] = at
    for sweep in range(2 * SWEEPS):
        backwards = sweep % 2
        for column, room in list(zip(columns, rooms))[:: -1 if backwards else 1]:
            wanted, weights = [], []
            for item in column:
                # Both sides pull, the side that the sweep comes from a little more; joints pull hardest: straight
                # wires.
                hard = 4.0 if item >= boxes else 1.0
                pulls = [(y[j], hard * (1.0 if backwards else 2.0)) for j in left[item]]
                pulls += [(y[j], hard * (2.0 if backwards else 1.0)) for j in right[item]]
                weight = sum([w for _, w in pulls])
                wanted.append(sum([at * w for at, w in pulls]) / weight if pulls else y[item])
                weights.append(weight or 1.0)
            for item, at in zip(column, _spread(wanted, weights, room)):
                y[item] = at
    low = min([y[i] - max(breadth[i], 0.0) / 2 for i in range(count)], default=0.0)
    high = max([y[i] + max(breadth[i], 0.0) / 2 for i in range(count)], default=0.0)
    x_of: dict[int, float] = {}
    half: dict[int, float] = {}
    x = 0.0
    for column in columns:
        depth = max(sizes[i][0] for i in column if i < boxes)
        for item in column:
            x_of[item], half[item] = x + depth / 2, depth / 2
        x += depth + across

    def lane(item: int) -> tuple[Point, Point]:
        """A wire runs straight through a layer, so that it does not brush the boxes beside it."""
        return (x_of[item] - half[item], y[item] - low), (x_of[item] + half[item], y[item] - low)

    bends = tuple(
        tuple(tuple(point for j in chains[i, k] for point in lane(j)) for k in range(len(args)))
        for i, args in enumerate(operands)
    )
    centers = tuple((x_of[i], y[i] - low) for i in range(boxes))
    return Placement(centers, bends, max(x - across, 0.0), high - low)
