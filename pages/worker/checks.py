"""What has to hold between the parts of a record that came from the worker; decode.py has checked each part's type.

Offers `CHECKS`, {record type: a function that raises WireError}, and the limits of what can be drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from micrograd.response import MOST_CLASSES, Response, drawable
from micrograd.tape.records import Node, Step

from .decode import fail, short
from .records import Curve, Graph, Network, Text

MOST_VALUES = 2000  # of a graph
MOST_POINTS = 5000
MOST_NUMBERS = 10_000  # of a curve
MOST_LAYERS = 12  # the inputs among them
WIDEST = 64  # neurons in a layer
LARGEST_SIDE = 64  # of a map's grid
LONGEST_CURVE = 512  # places of a curve


def check_graph(graph: Graph) -> None:
    """Operands stand before results; the steps, if there are any, are those of a tape of this graph."""
    nodes = graph.nodes
    if not 0 < len(nodes) <= MOST_VALUES:
        fail("Graph.nodes", f"{len(nodes)} of them")
    if len(graph.grads) != len(nodes):
        fail("Graph.grads", f"{len(graph.grads)} for {len(nodes)} nodes")
    for i, node in enumerate(nodes):
        where = f"Graph.nodes[{i}]"
        if node.index != i:
            fail(f"{where}.index", f"{node.index} instead of {i}")
        if bool(node.op) != bool(node.operands):
            fail(where, "a leaf has neither op nor operands, any other value has both")
        for operand in node.operands:
            if not 0 <= operand < i:
                fail(f"{where}.operands", f"{operand} does not come before {i}")
    if graph.steps:
        check_steps(nodes, graph.steps)


def check_steps(nodes: Sequence[Node], steps: Sequence[Step]) -> None:
    """One step forward for each op, then the seed, then one back for each op; each changes what it may."""
    names = set()
    for node in nodes:
        if node.name in names:
            fail(f"Graph.nodes[{node.index}].name", f"{short(node.name)} is the name of another node too")
        names.add(node.name)
    results = [node.index for node in nodes if node.op]
    wanted = [("forward", i) for i in results]
    wanted += [("backward", len(nodes) - 1)] + [("backward", i) for i in reversed(results)]
    if [(step.phase, step.node) for step in steps] != wanted:
        fail("Graph.steps", "not one step forward for each op, in the order of the nodes, and one back in the reverse")
    for k, step in enumerate(steps):
        check_step(step, nodes, f"Graph.steps[{k}]", seed=k == len(results))


def check_step(step: Step, nodes: Sequence[Node], where: str, seed: bool) -> None:
    node = nodes[step.node]
    if step.op != ("" if seed else node.op):
        fail(f"{where}.op", f"{short(step.op)} does not fit the node")
    if len(step.locals) != (len(node.operands) if step.phase == "backward" and not seed else 0):
        fail(f"{where}.locals", f"{len(step.locals)} local derivatives for {len(node.operands)} operands")
    if len(step.formula) != len(step.numbers):
        fail(f"{where}.numbers", "not as many as formulas")
    may_change = {step.node} if step.phase == "forward" or seed else set(node.operands)
    for c, change in enumerate(step.changes):
        if change.node not in may_change:
            fail(f"{where}.changes[{c}].node", f"{change.node} is not changed by this step")
        if change.field != ("data" if step.phase == "forward" else "grad"):
            fail(f"{where}.changes[{c}].field", f"{short(change.field)} is not changed in this phase")
    for i, line in enumerate(step.lines):
        if line.number < 1:
            fail(f"{where}.lines[{i}].number", f"{line.number} is no line")


def check_network(network: Network) -> None:
    sizes = network.sizes
    if not 2 <= len(sizes) <= MOST_LAYERS or not all(0 < size <= WIDEST for size in sizes):
        fail("Network.sizes", "not those of a network that can be drawn")
    for edge in network.edges:
        if not (0 < edge.layer < len(sizes) and 0 <= edge.index < sizes[edge.layer]):
            fail("Network.edges", "leads nowhere")
        if edge.source is not None and not 0 <= edge.source < sizes[edge.layer - 1]:
            fail("Network.edges", "comes from nowhere")
    if len({(e.layer, e.index, e.source) for e in network.edges}) != len(network.edges):
        fail("Network.edges", "the same one twice")


def check_curve(curve: Curve) -> None:
    if not 0 < len(curve.numbers) <= MOST_NUMBERS:
        fail("Curve.numbers", f"{len(curve.numbers)} of them")


def check_response(found: Response) -> None:
    is_curve, size = found.kind == "curve", found.side if found.kind == "curve" else found.side**2
    if found.kind not in ("curve", "score", "classes", "height"):
        fail("Response.kind", "is curve, score, classes or height")
    if not 0 <= found.side <= (LONGEST_CURVE if is_curve else LARGEST_SIDE) or len(found.scores) != size:
        fail("Response.scores", "not as many as there are places")
    window = found.window
    if (
        len(window) != (2 if is_curve else 4)
        or not all(map(drawable, window))
        or not all(low < high for low, high in zip(window[::2], window[1::2]))
    ):
        fail("Response.window", "no window")
    check_classes(found, size)
    if not len(found.xs) == len(found.labels) <= MOST_POINTS or len(found.ys) != (0 if is_curve else len(found.xs)):
        fail("Response", "not as many xs, ys and labels, or too many")
    if not all(map(drawable, (*found.xs, *found.ys, *found.labels))):
        fail("Response", "a sample without a place")


def check_classes(found: Response, size: int) -> None:
    wanted = {"score": 2, "classes": len(found.names)}.get(found.kind, 0)
    if len(found.names) != wanted or wanted > MOST_CLASSES:
        fail("Response.names", "not as many as there are classes")
    if len(found.classes) != (size if found.kind == "classes" else 0) or not all(
        -1 <= k < wanted for k in found.classes
    ):
        fail("Response.classes", "of a class that is none")
    if wanted and not all(0 <= k < wanted and k == int(k) for k in found.labels):
        fail("Response.labels", "of a class that is none")


def check_text(message: Text) -> None:
    if message.stream not in ("out", "err", "value"):
        fail("Text.stream", "is out, err or value")


CHECKS: Mapping[type, Callable[[Any], None]] = {
    Graph: check_graph,
    Network: check_network,
    Curve: check_curve,
    Response: check_response,
    Text: check_text,
}
