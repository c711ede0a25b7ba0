"""Where the numbers of one step stand while they move: beside the op, outside their boxes, and on the way between.

Between the boxes on an op's near side and the op itself there is a lane in which nothing is written. There, right
before the op, is the bench: a place for each of the numbers that meet. Numbers come to it and go from it through lanes
like this one alone, and so never pass over another number, a name or a sign.

Offers `Bench`, with the places and the ways to them, and `width_of`, the width of a number on its own ground.
"""

from dataclasses import dataclass

from .geometry import RADIUS, Flow, Geometry, line
from .layout import Point

CHARACTER, SMALL_CHARACTER = 8.4, 7.5  # the width of one, at 14 and at 12.5 px
HEIGHT = 20.0  # of a number with its ground
PAD, AWAY = 4.0, 3.0  # around a number; between a number and a box
ROUND = 10.0  # how near to a corner a way begins to bend

Way = tuple[Point, ...]  # the points of cubic curves: one start, then three for each


def width_of(text: str, flow: Flow) -> float:
    """The width of a text with its ground, in a graph of this flow: where boxes are small, so is what moves."""
    return len(text) * (CHARACTER if flow.words else SMALL_CHARACTER) + 2 * PAD


def bent(a: Point, corner: Point, b: Point) -> Way:
    """From a straight to a corner, round it, and straight to b."""
    before, after = toward(corner, a), toward(corner, b)
    return (*line(a, before), corner, corner, after, *line(after, b)[1:])


def toward(corner: Point, end: Point) -> Point:
    """The point at which a way leaves its straight line to round a corner."""
    dx, dy = end[0] - corner[0], end[1] - corner[1]
    length = (dx * dx + dy * dy) ** 0.5
    share = min(ROUND / length, 0.5) if length else 0.0
    return (corner[0] + share * dx, corner[1] + share * dy)


@dataclass(frozen=True)
class Bench:
    """The bench of one op.

    where, node   of which graph, of which box's op
    texts         that meet there, in this order
    sign          what stands between them
    """

    where: Geometry
    node: int
    texts: tuple[str, ...]
    sign: str = "×"

    @property
    def down(self) -> bool:
        return self.where.flow.down

    @property
    def lane(self) -> tuple[float, float]:
        """Where the lane before the op begins and ends, along the flow."""
        axis = 1 if self.down else 0
        wires = range(len(self.where.operands[self.node]))
        ends = [self.where.wires[self.node, wire][-4][axis] for wire in wires]
        return max(ends), self.where.ops[self.node][axis] - RADIUS * 0.86

    @property
    def middle(self) -> Point:
        """The middle of the bench, which lies within the sheet."""
        near, far = self.lane
        x, y = self.where.ops[self.node]
        if not self.down:
            return ((near + far) / 2, y)
        half = self.whole / 2
        return (min(max(x, half + 1), max(self.where.width - half - 1, half + 1)), far - HEIGHT / 2 - AWAY)

    @property
    def whole(self) -> float:
        """The width of all texts on one line."""
        return width_of(f" {self.sign} ".join(self.texts), self.where.flow)

    def place(self, n: int) -> Point:
        """The place of text number n, as it comes to stand in the line (or the column) of all."""
        x, y = self.middle
        if not self.down:
            return (x, y + (n - (len(self.texts) - 1) / 2) * HEIGHT)
        before = sum(len(text) + len(self.sign) + 2 for text in self.texts[:n]) * SMALL_CHARACTER
        return (x - self.whole / 2 + before + width_of(self.texts[n], self.where.flow) / 2, y)

    def from_operand(self, wire: int, n: int) -> Way:
        """From an operand's box to place n."""
        points, to = self.where.wires[self.node, wire], self.place(n)
        x, y = self.where.boxes[self.where.operands[self.node][wire]]
        direct = len(points) == 4
        half = width_of(self.texts[n], self.where.flow) / 2
        if self.down:
            start = (min(max(to[0], x - 16), x + 16) if direct else x, points[0][1] + AWAY + HEIGHT / 2)
        else:
            start = (points[0][0] + AWAY + half, min(max(to[1], y - 22), y + 22) if direct else y)
        if direct:
            return bent(start, (to[0], start[1]), to) if self.down else line(start, to)
        last = points[-4]
        return (*self.through_lanes(start, points), *bent(last, self.corner(to, last), to)[1:])

    def to_operand(self, wire: int, text: str) -> Way:
        """From the middle of the bench to beside an operand's box."""
        points, end = self.where.wires[self.node, wire], self.beside(wire, text)
        if len(points) == 4:
            return bent(self.middle, (self.middle[0], end[1]), end) if self.down else line(self.middle, end)
        last = points[-4]
        back = self.through_lanes(end, points)[::-1]
        return (*bent(self.middle, self.corner(self.middle, last), last), *back[1:])

    def through_lanes(self, start: Point, points: Way) -> Way:
        """Along a wire that passes other layers, from beside its box to the end of its last lane.

        Between two layers it goes across where nothing is written, and only then straight past the ops.
        """
        way: Way = (start,)
        stops = points[3:-3:3]  # where it enters a lane, and where it leaves it
        for enter, leave in zip(stops[::2], stops[1::2]):
            here = way[-1]
            if self.down:
                lane = (points[0][1] if len(way) == 1 else here[1]) + self.where.flow.free / 2
                turns = ((here[0], lane), (enter[0], lane))
            else:
                lane = (points[0][0] if len(way) == 1 else here[0]) + self.where.flow.free / 2
                turns = ((lane, here[1]), (lane, enter[1]))
            halfway = ((turns[0][0] + turns[1][0]) / 2, (turns[0][1] + turns[1][1]) / 2)
            way = (
                *way,
                *bent(here, turns[0], halfway)[1:],
                *bent(halfway, turns[1], enter)[1:],
                *line(enter, leave)[1:],
            )
        return way

    def corner(self, at: Point, lane: Point) -> Point:
        """Where the way from the bench turns into a lane: level with the lane, still before the op."""
        return (lane[0], at[1]) if self.down else (at[0], lane[1])

    def beside(self, wire: int, text: str) -> Point:
        """The place beside an operand's box, where a number waits to be added to its gradient."""
        points, (x, y) = self.where.wires[self.node, wire], self.where.boxes[self.where.operands[self.node][wire]]
        half = width_of(text, self.where.flow) / 2
        if self.down:
            return (min(max(x, half), max(self.where.width - half, half)), points[0][1] + AWAY + HEIGHT / 2)
        return (points[0][0] + AWAY + half, y + 19.0)

    def from_result(self, n: int, gradient: bool) -> Way:
        """From the result's box, past the op, to place n.

        Its gradient comes out below its data; where the graph runs down, each on the side of its place.
        """
        to = self.place(n)
        start = self.door(self.texts[n], n > 0 if self.down else gradient)
        return bent(start, (start[0], to[1]) if self.down else (to[0], start[1]), to)

    def to_result(self, text: str) -> Way:
        """From the middle of the bench, past the op, to the result's box."""
        end = self.door(text, self.down)
        return bent(self.middle, (end[0], self.middle[1]) if self.down else (self.middle[0], end[1]), end)

    def door(self, text: str, after: bool) -> Point:
        """The place outside the result's own box at which a number comes out or goes in, beside the op.

        after: below the op, or (where the graph runs down) to the right of it.
        """
        (x, y), (op_x, op_y), flow = self.where.boxes[self.node], self.where.ops[self.node], self.where.flow
        half = width_of(text, flow) / 2
        if not self.down:
            return (x - flow.width / 2 - AWAY - half, op_y + (30.0 if after else -30.0))
        inside = op_x + RADIUS + 4 + 2 * half <= self.where.width if after else op_x - RADIUS - 4 - 2 * half >= 0
        side = 1 if after == inside else -1
        beside = [side * (x - op_x) for x, y in self.where.ops if y == op_y and side * (x - op_x) > 0]
        by = min([RADIUS + 4 + half, *(far / 2 for far in beside)])  # between this op and the next one
        return (op_x + side * by, y - flow.height / 2 - AWAY - HEIGHT / 2)


def from_outside(where: Geometry, node: int, text: str) -> Way:
    """From the edge of the sheet to beside a box: the way of the 1 with which the backward pass begins."""
    (x, y), flow = where.boxes[node], where.flow
    half = width_of(text, flow) / 2
    if flow.down:
        edge = y + flow.height / 2 + AWAY + HEIGHT / 2
        return line((x, edge + 14), (x, edge))
    edge = x + flow.width / 2 + AWAY + half
    return line((edge + 24, y + 19), (edge, y + 19))
