"""Where a map's regions have room for a name. Offers `middles`."""

from collections.abc import Iterator, Sequence

LEAST = 3  # cells to the region's edge that a name needs


def middles(classes: Sequence[int], side: int) -> Iterator[tuple[int, int, int]]:
    """(class, row, column) of the cell that lies deepest in what belongs to its class, for each class with room.

    classes: of side * side cells, row by row; below 0: no class.
    """
    depth = depths(classes, side)
    deepest: dict[int, int] = {}
    for i, kind in enumerate(classes):
        if kind >= 0 and depth[i] > depth[deepest.setdefault(kind, i)]:
            deepest[kind] = i
    for kind, i in sorted(deepest.items()):
        if depth[i] >= LEAST:
            yield kind, i // side, i % side


def depths(classes: Sequence[int], side: int) -> list[int]:
    """How many steps it is from each cell, up, down, left and right, to a cell of another class or out of the map.

    Two sweeps over the cells, there and back (Rosenfeld and Pfaltz, 1966).
    """
    width = side + 2
    framed = [-2] * width  # with a frame that is of no class
    for row in range(side):
        framed += [-2, *classes[row * side : (row + 1) * side], -2]
    framed += [-2] * width
    inside = [row * width + column for row in range(1, side + 1) for column in range(1, side + 1)]
    found = [0] * len(framed)
    for i in inside:
        here = framed[i]
        edge = any(framed[j] != here for j in (i - 1, i + 1, i - width, i + width))
        found[i] = 1 if edge else min(found[i - 1], found[i - width]) + 1
    for i in reversed(inside):
        if found[i] > 1:
            found[i] = min(found[i], found[i + 1] + 1, found[i + width] + 1)
    return [found[i] for i in inside]
