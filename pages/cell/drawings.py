"""Records from the worker as pictures: drawn here, from their numbers.

Offers `picture(item, ...)`, markup for one drawing.
"""

import base64
from functools import lru_cache

from micrograd.data import Data
from micrograd.draw import charts, networks, plane, raster
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag

from ..environment import Theme
from ..exhibit.inspector import fact_list
from ..targets import Target, format_target
from ..worker.records import Boundary, Curve, Graph, Large, Network, Points
from .graphs import playable
from .state import Item, State

SIDE = 400.0
SHORT = 40  # characters of a model's own name; a longer one gives way to its sizes


def picture(item: Item, state: State) -> Markup:
    """One drawing, with the controls of its tape where it has one."""
    drawing = item.content
    look = state.look if state.look and state.look.of == item.key else None
    match drawing:
        case Graph():
            return playable(item, state, look)
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
    raise TypeError(f"no drawing: {drawing!r}")


def large(graph: Large) -> Markup:
    facts = [
        ("values", f"{graph.values:,}", ""),
        ("of them leaves", f"{graph.leaves:,}", ""),
        ("ops", ", ".join(graph.ops), ""),
        ("data of the last", short(graph.data, 6), ""),
        ("its grad", short(graph.grad, 6), ""),
    ]
    return group(
        tag("p", "This graph has more than 2,000 values: too many for a picture. What it is made of:", class_="hint"),
        fact_list(facts),
    )


# Items are told apart by identity: a picture of many numbers is found again without looking at them.


@lru_cache(maxsize=32)
def network(item: Item, narrow: bool, look: Target | None) -> Markup:
    net: Network = item.content
    neurons = [networks.Neuron(l, i) for l, size in enumerate(net.sizes) for i in range(size)]
    known = any(edge.grad for edge in net.edges)
    edges = [networks.Edge(e.layer, e.index, e.source, e.weight, e.grad if known else None) for e in net.edges]
    picture = networks.network(
        net.sizes,
        neurons,
        edges,
        prefix=f"cell.{item.key}",
        look=f"cell.{format_target(look)}" if look else None,
        label=net.title,
        down=narrow,
    )
    name = net.title if len(net.title) <= SHORT else " → ".join(map(str, net.sizes))
    return group(picture, tag("p", f"{name}, {len(net.edges)} parameters", class_="hint"))


def data_of(record: Points) -> Data:
    return Data(record.title, tuple(zip(record.xs, record.ys)), record.labels)


@lru_cache(maxsize=32)
def points(item: Item, span: float | None = None) -> Markup:
    record: Points = item.content if isinstance(item.content, Points) else item.content.points
    if span is None:
        span = max([plane.SPAN, *(1.08 * abs(c) for c in (*record.xs, *record.ys) if abs(c) < 1e6)])
    marks = plane.points(data_of(record), span, SIDE)
    return Markup(marks.replace('id="sample-', f'id="cell.{item.key}-sample-'))


@lru_cache(maxsize=32)
def boundary(item: Item, theme: Theme) -> Markup:
    record: Boundary = item.content
    scores = [score if score == score else 0.0 for score in record.scores]
    png = raster.field(scores, record.side, record.side, theme).png()
    image = tag("img", src="data:image/png;base64," + base64.b64encode(png).decode(), alt="", class_="field")
    right = f"{record.accuracy:.0%} of {len(record.points.labels)} points on the right side"
    return tag(
        "figure",
        tag("div", image, points(item, record.span), class_="square"),
        tag("figcaption", right, class_="hint"),
        class_="boundary",
    )


@lru_cache(maxsize=32)
def curve(item: Item, narrow: bool) -> Markup:
    numbers: tuple[float, ...] = item.content.numbers
    sheet = charts.NARROW if narrow else charts.WIDE
    return Markup(charts.loss_curve(numbers, at=len(numbers) - 1, sheet=sheet, prefix=f"cell.{item.key}"))
