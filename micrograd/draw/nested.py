"""Groups in a layout: what belongs together is placed as a graph of its own, and that as one large box among the
others.

A wire that enters a group does so at a port, a lane that is kept free for it among the group's first boxes.

Offers `nested(operands, sizes, groups, ...) -> Placement`, like `place`, with a frame for each group.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from .layout import Placement, Point, place

PAD, TITLE = 14.0, 22.0  # around a group's boxes, and for its name


def nested(
    operands: Sequence[Sequence[int]],
    sizes: Sequence[tuple[float, float]],
    groups: Sequence[Collection[int]],
    *,
    across: float,
    along: float,
    joint: float = 26.0,
) -> Placement:
    """Places a graph with `groups` (disjoint collections of indices), each in a frame of its own.

    A group that something outside depends on before the group is whole cannot be drawn as one box; then, as with no
    groups at all, the graph is placed without frames.
    """
    room = {"across": across, "along": along, "joint": joint}
    whole, of = _units(len(operands), groups)
    unit_operands = [
        tuple(dict.fromkeys(of[j] for i in members for j in operands[i] if of[j] != unit))
        for unit, members in enumerate(whole)
    ]
    if not groups or any(j > unit for unit, args in enumerate(unit_operands) for j in args):
        return place(operands, sizes, **room)
    inside = [_inside(members, operands, sizes, room) if len(members) > 1 else None for members in whole]
    unit_sizes = [
        (part.width + 2 * PAD, part.height + 2 * PAD + TITLE) if part else sizes[members[0]]
        for part, members in zip(inside, whole)
    ]
    outside = place(unit_operands, unit_sizes, **room)
    centers: list[Point] = [(0.0, 0.0)] * len(operands)
    bends: list[tuple[tuple[Point, ...], ...]] = [()] * len(operands)
    frames: list[tuple[float, float, float, float]] = []
    for unit, (part, members) in enumerate(zip(inside, whole)):
        x, y = outside.centers[unit]
        if part is None:
            centers[members[0]] = (x, y)
            continue
        w, h = unit_sizes[unit]
        frames.append((x - w / 2, y - h / 2, w, h))
        corner = (x - w / 2 + PAD, y - h / 2 + PAD + TITLE)
        for i, center in zip(members, part.centers[len(part.centers) - len(members) :]):
            centers[i] = _moved(center, corner)
    for unit, (part, members) in enumerate(zip(inside, whole)):
        ways = dict(zip(unit_operands[unit], outside.bends[unit]))
        if part is None:
            i = members[0]
            bends[i] = tuple(ways[of[j]] for j in operands[i])
            continue
        ports = _ports(members, operands)
        x, y, *_ = frames[sum(1 for other in inside[:unit] if other)]
        corner, deep = (x + PAD, y + PAD + TITLE), _depth(members, sizes)
        for n, i in enumerate(members, start=len(ports)):
            inner = [tuple(_moved(point, corner) for point in bend) for bend in part.bends[n]]
            bends[i] = tuple(
                (*ways[of[j]], *_lane(part.centers[ports.index(j)], corner, deep), *bend) if j in ports else bend
                for j, bend in zip(operands[i], inner)
            )
    return replace(outside, centers=tuple(centers), bends=tuple(bends), frames=tuple(frames))


def _units(count: int, groups: Sequence[Collection[int]]) -> tuple[list[list[int]], list[int]]:
    """The units that are placed as one box, in topological order, and the unit of every value."""
    group_of = {i: n for n, members in enumerate(groups) for i in members}
    last = {n: max(members) for n, members in enumerate(groups)}
    whole: list[list[int]] = []
    of = [0] * count
    for i in range(count):
        n = group_of.get(i)
        if n is None or i == last[n]:
            members = sorted(groups[n]) if n is not None else [i]
            for member in members:
                of[member] = len(whole)
            whole.append(members)
    return whole, of


def _ports(members: Sequence[int], operands: Sequence[Sequence[int]]) -> list[int]:
    """The values outside of a group that its members use, in order."""
    return list(dict.fromkeys(j for i in members for j in operands[i] if j not in members))


def _inside(
    members: Sequence[int],
    operands: Sequence[Sequence[int]],
    sizes: Sequence[tuple[float, float]],
    room: Mapping[str, float],
) -> Placement:
    """The placement of a group: its ports first, then its members."""
    ports = _ports(members, operands)
    index = {j: n for n, j in enumerate([*ports, *members])}
    inner: list[tuple[int, ...]] = [()] * len(ports) + [tuple(index[j] for j in operands[i]) for i in members]
    port = (_depth(members, sizes), room["joint"] - room["along"])
    return place(inner, [port] * len(ports) + [sizes[i] for i in members], **room)


def _depth(members: Sequence[int], sizes: Sequence[tuple[float, float]]) -> float:
    return max(sizes[i][0] for i in members)


def _lane(center: Point, corner: Point, deep: float) -> tuple[Point, Point]:
    """The two ends of a port: a wire runs straight through it."""
    x, y = _moved(center, corner)
    return (x - deep / 2, y), (x + deep / 2, y)


def _moved(point: Point, by: Point) -> Point:
    return (point[0] + by[0], point[1] + by[1])
