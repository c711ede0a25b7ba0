"""Records from the worker as pictures: drawn here, from their numbers.

Offers `picture(item, ...)`, markup for one drawing.
"""

from functools import lru_cache
from math import isfinite

from micrograd.draw import charts, networks, plots
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag
from micrograd.response import Response

from ..environment import Theme
from ..exhibit.inspector import fact_list
from ..targets import Target, format_target
from ..worker.records import Curve, Graph, Large, Network
from .graphs import playable
from .state import Item, State

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
        case Response():
            return response(item, state.env.theme, state.env.narrow)
        case Curve():
            return curve(item, state.env.narrow)
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


@lru_cache(maxsize=32)
def response(item: Item, theme: Theme, narrow: bool) -> Markup:
    record: Response = item.content
    side = plots.PHONE if narrow else plots.SIDE
    picture = plots.plot(record, theme=theme, side=side, prefix=f"cell.{item.key}-")
    count = len(record.labels)
    right = f"{record.accuracy:.0%} of {count} samples on the right side" if isfinite(record.accuracy) else None
    return tag("figure", picture, tag("figcaption", right, class_="hint") if right else None, class_="boundary")


@lru_cache(maxsize=32)
def curve(item: Item, narrow: bool) -> Markup:
    numbers: tuple[float, ...] = item.content.numbers
    sheet = charts.NARROW if narrow else charts.WIDE
    return Markup(charts.loss_curve(numbers, at=len(numbers) - 1, sheet=sheet, prefix=f"cell.{item.key}"))
