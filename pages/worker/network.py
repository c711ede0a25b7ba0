"""A model of the reader's program as a record that can be drawn; and what a data set is.

Offers `layers_of(thing)`, `network_record(model)`, `is_data(thing)`.
"""

from typing import Any

from micrograd.tape.names import clipped

from .checks import MOST_LAYERS, WIDEST
from .graph import gradient, is_value, number
from .records import Edge, Network


def layers_of(thing: Any) -> list[list[Any]]:
    """A model's neurons, layer by layer: [[neuron, ...], ...]; [] for anything else."""
    if isinstance(thing, type):
        return []
    try:
        if hasattr(thing, "layers"):
            layers = [list(layer.neurons) for layer in thing.layers]
        elif hasattr(thing, "neurons"):
            layers = [list(thing.neurons)]
        else:
            layers = [[thing]]
        fits = all(layer and all(is_value(p) for n in layer for p in (*n.w, n.b)) for layer in layers)
        return layers if fits and all(len(n.w) == len(layer[0].w) for layer in layers for n in layer) else []
    except (AttributeError, TypeError):
        return []


def network_record(model: Any) -> Network | None:
    """The Network of a model; None if it is too large to be drawn."""
    layers = layers_of(model)
    sizes = (len(layers[0][0].w), *map(len, layers))
    if max(sizes) > WIDEST or len(sizes) > MOST_LAYERS:
        return None
    edges = tuple(
        Edge(l, i, source, number(p), gradient(p))
        for l, layer in enumerate(layers, start=1)
        for i, neuron in enumerate(layer)
        for source, p in [*enumerate(neuron.w), (None, neuron.b)]
    )
    return Network(clipped(str(model), 300), sizes, edges)


def is_data(thing: object) -> bool:
    return not isinstance(thing, type) and hasattr(thing, "points") and hasattr(thing, "labels")
