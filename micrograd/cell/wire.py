"""Messages as JSON texts, and back. What comes in may have been written by anyone: it is checked before it is believed.

Offers `write(message)`, `read(text)` and `TapeError`, which is all that read raises for a text that is no message.
"""

import json
from dataclasses import asdict

from ..tape.wire import TapeError, build_record, check, fail, parsed, writable
from . import records

__all__ = ["TapeError", "read", "write"]

LONGEST = 8 * 2**20  # characters of one message
DEEPEST = 11  # a tape in a graph in a drawing in a message
MOST_VALUES = 2000  # that a picture may have
MOST_POINTS = 5000
MOST_NUMBERS = 10_000  # of a curve
LARGEST_SIDE = 64  # of a boundary's grid
WIDEST = 64  # neurons in a layer
MESSAGES = {
    kind.__name__: kind
    for kind in (
        records.Progress,
        records.Ready,
        records.Text,
        records.Failure,
        records.Note,
        records.Folded,
        records.Done,
        records.Dead,
    )
}
DRAWINGS = {
    kind.__name__: kind
    for kind in (records.Graph, records.Large, records.Network, records.Points, records.Curve, records.Boundary)
}


def write(message):
    """The message as a text of one line, in ASCII. ValueError for a drawing that nobody would take."""
    said = {"type": type(message).__name__, **asdict(message)}
    if isinstance(message, records.Draw):
        said["what"] = type(message.drawing).__name__
        CHECKS.get(said["what"], str)(message.drawing)
    return json.dumps(writable(said), allow_nan=False, separators=(",", ":"))


def read(text):
    """The message that this text is."""
    raw = parsed(text, LONGEST, DEEPEST)
    kind = raw.pop("type", None) if isinstance(raw, dict) else None
    if kind == "Draw":
        return read_draw(raw)
    if not isinstance(kind, str) or kind not in MESSAGES:
        fail("message", "of no known type")
    message = build_record(MESSAGES[kind], raw, kind)
    if isinstance(message, records.Text) and message.stream not in ("out", "err", "value"):
        fail("Text.stream", "is out, err or value")
    return message


def read_draw(raw):
    what, place = raw.get("what"), raw.get("place")
    if set(raw) != {"what", "place", "drawing"} or not isinstance(what, str) or what not in DRAWINGS:
        fail("Draw", "of nothing that can be drawn")
    if place is not None and type(place) is not int:
        fail("Draw.place", "is a whole number or nothing")
    drawing = build_record(DRAWINGS[what], raw["drawing"], what)
    CHECKS.get(what, str)(drawing)
    return records.Draw(place, drawing)


def check_graph(graph):
    """Operands stand before results, and the tape is one of the same graph."""
    if not 0 < len(graph.boxes) <= MOST_VALUES:
        fail("Graph.boxes", f"{len(graph.boxes)} of them")
    for i, box in enumerate(graph.boxes):
        if any(not 0 <= operand < i for operand in box.operands) or bool(box.op) != bool(box.operands):
            fail(f"Graph.boxes[{i}]", "its op and its operands do not fit")
    if graph.tape:
        check(graph.tape)
        if [node.operands for node in graph.tape.nodes] != [box.operands for box in graph.boxes]:
            fail("Graph.tape", "is of another graph")


def check_network(network):
    sizes = network.sizes
    if not 2 <= len(sizes) <= 12 or not all(0 < size <= WIDEST for size in sizes):
        fail("Network.sizes", "not those of a network that can be drawn")
    for edge in network.edges:
        if not (0 < edge.layer < len(sizes) and 0 <= edge.index < sizes[edge.layer]):
            fail("Network.edges", "leads nowhere")
        if edge.source is not None and not 0 <= edge.source < sizes[edge.layer - 1]:
            fail("Network.edges", "comes from nowhere")
    if len({(e.layer, e.index, e.source) for e in network.edges}) != len(network.edges):
        fail("Network.edges", "the same one twice")


def check_points(points):
    if not len(points.xs) == len(points.ys) == len(points.labels) <= MOST_POINTS:
        fail("Points", "not as many xs, ys and labels, or too many")


def check_curve(curve):
    if not 0 < len(curve.numbers) <= MOST_NUMBERS:
        fail("Curve.numbers", f"{len(curve.numbers)} of them")


def check_boundary(boundary):
    if not 0 < boundary.side <= LARGEST_SIDE or len(boundary.scores) != boundary.side**2 or not 0 < boundary.span < 1e6:
        fail("Boundary", "its scores are not those of a square")
    check_points(boundary.points)


CHECKS = {
    "Graph": check_graph,
    "Network": check_network,
    "Points": check_points,
    "Curve": check_curve,
    "Boundary": check_boundary,
}
