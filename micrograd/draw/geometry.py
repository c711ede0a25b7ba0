"""Where everything in a drawn graph is: the middles of boxes and ops, the paths of the wires.

Offers `Flow` with RIGHT and DOWN (which way a graph runs), the same with room for numbers to move (RIGHT_PLAYED,
RIGHT_SLIM, DOWN_PLAYED), `geometry(operands, flow, groups) -> Geometry`, and what
paths are made of: `line`, `curve`, `numbers`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .layout import Point
from .nested import nested

RADIUS = 18.0  # of an op
MARGIN = 10.0


@dataclass(frozen=True)
class Flow:
    """Which way a graph runs, how large its boxes are, and the room from one layer, and one box, to the next."""

    down: bool
    width: float  # of a box
    height: float
    across: float
    along: float
    gap: float  # from the middle of an op to the middle of its box
    words: bool  # whether a box says 'data' and 'grad', or leaves that to the colors
    lead: float = 0.0  # room after the root, for the gradient of 1 that comes from outside
    side: float = MARGIN  # room on both sides of the flow
    joint: float = 26.0  # the room of a wire that passes a layer

    @property
    def free(self) -> float:
        """How far the lane before the ops reaches, in which nothing is written: from the boxes before them on."""
        return self.across - (self.height if self.down else self.width) / 2 - self.gap - RADIUS

    @property
    def rows(self) -> tuple[float, float, float]:
        """Where the numbers of data and grad stand, from the middle of a box: x, and the two baselines."""
        return (19.0 if self.words else 0.0, 6.0, 24.0)

    def turn(self, point: Point) -> Point:
        """A point with the layers along x, or the other way round."""
        return (point[1], point[0]) if self.down else point


RIGHT = Flow(False, width=112.0, height=68.0, across=204.0, along=84.0, gap=56 + RADIUS + 9, words=True)
DOWN = Flow(True, width=68.0, height=68.0, across=148.0, along=74.0, gap=34 + RADIUS + 7, words=False)

# The same with room in which numbers can move (see bench.py).
RIGHT_PLAYED = replace(RIGHT, across=250.0, along=92.0, lead=56.0)
RIGHT_SLIM = replace(RIGHT_PLAYED, width=72.0, across=194.0, gap=36 + RADIUS + 9, words=False)  # for deep graphs
DOWN_PLAYED = replace(DOWN, across=172.0, along=80.0, gap=34 + RADIUS + 15, lead=30.0, side=34.0, joint=50.0)


@dataclass(frozen=True)
class Geometry:
    """Where everything is: box and op centers, the way of every wire, the size of the sheet."""

    flow: Flow
    operands: tuple[tuple[int, ...], ...]  # of each box
    boxes: tuple[Point, ...]
    ops: tuple[Point, ...]  # of each box: its own middle again, where there is no op
    wires: dict[tuple[int, int], tuple[Point, ...]]  # (result, which operand) -> points of a path of cubic curves
    paths: dict[tuple[int, int], str]  # the same as the data of SVG paths
    links: dict[int, str]  # result -> the path from its op to the edge of its box
    frames: tuple[tuple[float, float, float, float], ...]  # of groups: (x, y, width, height)
    width: float
    height: float


def geometry(operands: Sequence[Sequence[int]], flow: Flow = RIGHT, groups: Sequence[Collection[int]] = ()) -> Geometry:
    """Places the boxes, ops and wires of a graph. `operands[i]` are the indices of box i's operands.

    groups: collections of indices that are drawn together, each in a frame.
    """
    return placed(tuple(map(tuple, operands)), flow, tuple(map(tuple, groups)))


@lru_cache(maxsize=32)  # a graph is drawn once for every step, and moves with none of them
def placed(operands: tuple[tuple[int, ...], ...], flow: Flow, groups: tuple[tuple[int, ...], ...]) -> Geometry:
    depth, breadth = flow.turn((flow.width, flow.height))
    room = {"across": flow.across - depth, "along": flow.along - breadth, "joint": flow.joint}
    where = nested(operands, [(depth, breadth)] * len(operands), groups, **room)
    size = flow.turn((where.width, where.height))

    left, top = (flow.side, MARGIN) if flow.down else (MARGIN, flow.side)

    def at(point: Point) -> Point:
        x, y = flow.turn(point)
        return (x + left, y + top)

    boxes = tuple(at(center) for center in where.centers)
    back = flow.turn((-flow.gap, 0.0))
    ops = tuple((x + back[0], y + back[1]) if operands[i] else (x, y) for i, (x, y) in enumerate(boxes))
    wires: dict[tuple[int, int], tuple[Point, ...]] = {}
    for i, args in enumerate(operands):
        bends = [[at(bend) for bend in where.bends[i][k]] for k in range(len(args))]
        # The wire that comes from above also arrives above, so that two wires do not cross before their op.
        come = [(bend[-1] if bend else boxes[j])[0 if flow.down else 1] for bend, j in zip(bends, args)]
        for port, k in enumerate(sorted(range(len(args)), key=come.__getitem__)):
            # -1 and +1 for two operands; of many, the outermost still reach the op.
            side = (port - (len(args) - 1) / 2) * min(2.0, 4 / max(len(args) - 1, 1))
            twin = 9.0 * side if args.count(args[k]) > 1 else 0.0
            wires[i, k] = way(boxes[args[k]], bends[k], ops[i], 7.0 * side, twin, flow)
    frames = tuple((*at((x, y)), *flow.turn((w, h))) for x, y, w, h in where.frames)
    paths = {ends: curve(points) for ends, points in wires.items()}
    edge = flow.turn((depth / 2, 0.0))  # a link ends where its box begins: it would be seen through a faded one
    links = {
        i: curve(line(ops[i], (boxes[i][0] - edge[0], boxes[i][1] - edge[1])))
        for i, args in enumerate(operands)
        if args
    }
    lead = flow.turn((flow.lead, 0.0))
    width, height = size[0] + 2 * left + lead[0], size[1] + 2 * top + lead[1]
    return Geometry(flow, operands, boxes, ops, wires, paths, links, frames, width, height)


def way(box: Point, bends: Sequence[Point], op: Point, side: float, twin: float, flow: Flow) -> tuple[Point, ...]:
    """The points of the curve from a box to an op: it leaves and arrives along the flow, and bends smoothly."""
    if flow.down:
        start, end = (box[0] + twin, box[1] + flow.height / 2), (op[0] + side, op[1] - RADIUS * 0.86)
    else:
        start, end = (box[0] + flow.width / 2, box[1] + twin), (op[0] - RADIUS * 0.86, op[1] + side)
    points = [start]
    for target in [*bends, end]:
        (x0, y0), (x1, y1) = points[-1], target
        bow = 1.6 * twin  # the two wires of x*x bow apart
        if flow.down:
            middle = (y0 + y1) / 2
            points += [(x0 + bow, middle), (x1 + bow, middle), target]
        else:
            middle = (x0 + x1) / 2
            points += [(middle, y0 + bow), (middle, y1 + bow), target]
    return tuple(points)


def curve(points: Sequence[Point]) -> str:
    """Path data of cubic curves through `points` (one start, then three for each curve)."""
    text = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for k in range(1, len(points), 3):
        text.append("C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points[k : k + 3]))
    return "".join(text)


def line(a: Point, b: Point) -> tuple[Point, Point, Point, Point]:
    """A straight curve from a to b, with the control points on it."""
    third = ((b[0] - a[0]) / 3, (b[1] - a[1]) / 3)
    return (a, (a[0] + third[0], a[1] + third[1]), (b[0] - third[0], b[1] - third[1]), b)


def numbers(center: Point, row: int, flow: Flow) -> Point:
    """The middle of the number in a row of a box: row 0 is data, row 1 is grad."""
    x, *baselines = flow.rows
    return (center[0] + x, center[1] + baselines[row] - 5.0)
