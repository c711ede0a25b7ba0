"""Records from the cell as pictures: drawn here, from their numbers.

Offers `picture(item, ...)`, markup for one drawing.
"""

import base64
from functools import lru_cache

from micrograd.cell.records import Boundary, Curve, Graph, Large, Network, Points
from micrograd.data import Data
from micrograd.draw import charts, networks, plane, raster
from micrograd.draw import graphs as drawn
from micrograd.draw.notebook import Still
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag
from micrograd.tape.records import Node

from .. import words
from ..controls import button, slider
from .listing import listing, lines_of
from .opening import link

SIDE = 400.0
SHORT = 40  # characters of a model's own name; a longer one gives way to its sizes


def picture(item, state):
    """One drawing, with the controls of its tape where it has one."""
    drawing = item.content
    look = state.look if state.look and state.look.startswith(f"cell.{item.key}.") else None
    match drawing:
        case Graph():
            return played(item, state, look)
        case Network():
            return tag("div", network(item, state.env.narrow, look), class_="stage whole")
        case Boundary():
            return boundary(item, state.env.theme)
        case Curve():
            return curve(item, state.env.narrow)
        case Points():
            return tag("div", points(item), class_="square")
        case Large():
            return large(drawing)


def played(item, state, look):
    graph = item.content
    active, time = state.active == item.key, state.time
    at = int(look.rpartition(".")[2]) if look else None
    if not active:
        shown = still(item, state.env.narrow, at)
    else:
        shown = moving(item, time.step, time.under_way, state.env.narrow, at)
    if not graph.tape:
        return tag("div", shown, class_="stage")
    told = words.caption(graph.tape, time.told) if active and time.told is not None else None
    program = listing(item, time.told if active else None) if item.key in state.programs else None
    return tag("div", tag("div", shown, class_="stage"), transport(item, active, time), told, ways(item, state), program, class_="played")


def transport(item, active, time):
    """The Idea's controls, for this graph: it is played on its own tape, and can go back to how the program left it."""
    length, key = len(item.content.tape.steps), item.key
    moving = active and time.moving
    where = f"step {time.step} of {length}" if active else "as the program left it"
    return group(
        tag(
            "div",
            button("Forward", f"cell.forward.{key}", kind="data", hint="Compute every value"),
            button("Backward", f"cell.backward.{key}", kind="grad", hint="Find the gradient of every value"),
            button("Step back", f"cell.back.{key}", disabled=not active or time.at == 0),
            button("Pause" if moving else "Play", f"cell.play.{key}"),
            button("Step forward", f"cell.step.{key}", disabled=active and time.at >= length and not moving),
            button("As it is", f"cell.now.{key}", disabled=not active, hint="The numbers as the program left them"),
            class_="buttons",
        ),
        tag(
            "div",
            slider("Timeline", f"cell.timeline.{key}", time.step if active else length, 0, length, 1, text=where),
            slider("Speed", f"cell.speed.{key}", time.speed, 0.25, 4, 0.25, text=f"{time.speed:g}×"),
            class_="sliders",
        ),
    )


def ways(item, state):
    """What else may be done with a graph."""
    graph, key = item.content, item.key
    fold = "Hide the program" if key in state.programs else "As a program"
    found = [
        button(fold, f"cell.program.{key}", kind="quiet", hint="What the compiler makes of this graph") if lines_of(graph.tape) else None,
        tag("a", "Open this graph in The Idea", href=link(graph)) if link(graph) else None,
    ]
    return tag("div", *found, class_="buttons") if any(found) else None


@lru_cache(maxsize=32)
def still(item, narrow, look):
    boxes = item.content.boxes
    nodes = tuple(Node(i, box.name, box.op, box.operands, box.data) for i, box in enumerate(boxes))
    now = Still(nodes, {i: box.data for i, box in enumerate(boxes)}, {i: box.grad for i, box in enumerate(boxes)})
    return drawn.graph(now, 0, prefix=f"cell.{item.key}", flow=drawn.DOWN if narrow else drawn.RIGHT, look=look, label=f"The graph of {boxes[-1].name}")


@lru_cache(maxsize=64)
def moving(item, step, under_way, narrow, look):
    tape = item.content.tape
    return drawn.graph(
        tape,
        step,
        under_way=under_way,
        prefix=f"cell.{item.key}",
        flow=drawn.DOWN if narrow else drawn.RIGHT,
        look=look,
        label=f"The graph of {tape.nodes[-1].name}",
    )


def large(graph):
    facts = [("values", f"{graph.values:,}"), ("of them leaves", f"{graph.leaves:,}"), ("ops", ", ".join(graph.ops)),
             ("data of the last", short(graph.data, 6)), ("its grad", short(graph.grad, 6))]
    rows = [tag("div", tag("dt", name), tag("dd", text)) for name, text in facts]
    return group(
        tag("p", "This graph has more than 2,000 values: too many for a picture. What it is made of:", class_="hint"),
        tag("dl", *rows, class_="facts"),
    )


@lru_cache(maxsize=32)
def network(item, narrow, look):
    net = item.content
    neurons = [
        networks.Neuron(l, i, title=f"input x{i + 1}" if l == 0 else f"neuron {l - 1}.{i}")
        for l, size in enumerate(net.sizes)
        for i in range(size)
    ]
    known = any(edge.grad for edge in net.edges)
    edges = [networks.Edge(e.layer, e.index, e.source, e.weight, e.grad if known else None) for e in net.edges]
    drawn_ = networks.network(net.sizes, neurons, edges, prefix=f"cell.{item.key}", look=look, label=net.title, down=narrow)
    name = net.title if len(net.title) <= SHORT else " → ".join(map(str, net.sizes))
    return group(drawn_, tag("p", f"{name}, {len(net.edges)} parameters", class_="hint"))


def data_of(record):
    return Data(record.title, tuple(zip(record.xs, record.ys)), record.labels)


@lru_cache(maxsize=32)
def points(item, span=None):
    record = item.content if isinstance(item.content, Points) else item.content.points
    if span is None:
        span = max([plane.SPAN, *(1.08 * abs(c) for c in (*record.xs, *record.ys) if abs(c) < 1e6)])
    marks = plane.points(data_of(record), span, SIDE)
    return Markup(marks.replace('id="sample-', f'id="cell.{item.key}-sample-'))


@lru_cache(maxsize=32)
def boundary(item, theme):
    shown = item.content
    png = raster.field([score if score == score else 0.0 for score in shown.scores], shown.side, shown.side, theme).png()
    image = tag("img", src="data:image/png;base64," + base64.b64encode(png).decode(), alt="", class_="field")
    said = f"{shown.accuracy:.0%} of {len(shown.points.labels)} points on the right side"
    return tag("figure", tag("div", image, points(item, shown.span), class_="square"), tag("figcaption", said, class_="hint"), class_="boundary")


@lru_cache(maxsize=32)
def curve(item, narrow):
    numbers = item.content.numbers
    sheet = charts.NARROW if narrow else charts.WIDE
    return Markup(charts.loss_curve(numbers, at=len(numbers) - 1, sheet=sheet, prefix=f"cell.{item.key}"))
