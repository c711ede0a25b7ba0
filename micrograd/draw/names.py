"""How the neurons and parameters of a network are called: the one spelling, for people, in programs, and in markup.

    neuron(0, 3)            layer 1, neuron 4                   for people
    parameter(0, 3, 1)      weight 2 of layer 1, neuron 4
    code(0, 3, 1)           l1n4w2                              in programs: the compiler's own names
    key(0, 3, 1)            0.3.1                               in attributes such as data-edge

Layers, places and inputs are counted from 0, layer 0 being the first layer of neurons; people and programs count from
1. The input None is the bias.

Offers these, `input_name`, `neuron_of`, which reads a program's name, and `parameters(sizes)`, all of a network's.
"""

import re
from functools import lru_cache


def neuron(layer: int, place: int) -> str:
    return f"layer {layer + 1}, neuron {place + 1}"


def input_name(place: int) -> str:
    return f"input x{place + 1}"


def parameter(layer: int, place: int, source: int | None) -> str:
    what = "bias" if source is None else f"weight {source + 1}"
    return f"{what} of {neuron(layer, place)}"


def code(layer: int, place: int, source: int | None) -> str:
    end = "b" if source is None else f"w{source + 1}"
    return f"l{layer + 1}n{place + 1}{end}"


def key(layer: int, place: int, source: int | None) -> str:
    return f"{layer}.{place}.{'b' if source is None else source}"


def neuron_of(name: str) -> tuple[int, int] | None:
    """(layer, place) of the neuron that a name in a program belongs to: l1n4w2, l1n4b, l1n4; None for other names."""
    found = re.match(r"l(\d+)n(\d+)", name)
    return (int(found[1]) - 1, int(found[2]) - 1) if found else None


@lru_cache
def parameters(sizes: tuple[int, ...]) -> tuple[tuple[int, int, int | None], ...]:
    """(layer, place, input) of every parameter, in the model's order. sizes: the number of inputs, then of neurons."""
    return tuple(
        (layer, place, source)
        for layer in range(len(sizes) - 1)
        for place in range(sizes[layer + 1])
        for source in (*range(sizes[layer]), None)
    )
