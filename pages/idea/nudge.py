"""Moving one value by a small h, and seeing how much the root moves: what a gradient is, measured.

Offers `moved` (every value, after the nudge), `depths` (how the nudge spreads), `advanced` (the wave of it) and
`slopes`.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, nan

from micrograd.engine import topological
from micrograd.tape.differences import downstream
from micrograd.tape.replay import maker

WAVE_MS = 600.0  # from one op to the next
NEAR = 1e-6  # a step at which the slopes of the two sides of a kink stay apart, and all others meet


@lru_cache(maxsize=512)
def moved(made, index, h):
    """{node: its data} for the nudged value and all that depend on it, with the value moved by h."""
    order = topological(made.root)
    touched = [order[index], *downstream(index, order)]
    kept = [(v, v.data) for v in touched]
    place = {v: i for i, v in enumerate(order)}
    try:
        touched[0].data += h
        for v in touched[1:]:
            v.data = maker(v)().data
        return {place[v]: float(v.data) for v in touched}
    except (ArithmeticError, ValueError):
        return {place[v]: nan for v in touched}
    finally:
        for v, data in kept:
            v.data = data


@lru_cache(maxsize=64)
def depths(made, index):
    """{node: how many ops lie between it and the nudged one, on the longest way}, for all that move with it."""
    found = {index: 0}
    for node in made.tape.nodes:
        behind = [found[j] for j in node.operands if j in found]
        if behind:
            found[node.index] = 1 + max(behind)
    return found


def advanced(wave, ms, made, index):
    """How many ops deep the wave is `ms` later; None when it has reached the root."""
    wave += ms / WAVE_MS
    return wave if wave < depths(made, index)[made.tape.root] else None


@dataclass(frozen=True)
class Slopes:
    """measured: with the h given; left, right: very near; kink: these two differ."""

    measured: float
    left: float
    right: float
    kink: bool


@lru_cache(maxsize=512)
def slopes(made, index, h):
    root = made.tape.root
    here = made.tape.nodes[root].data

    def slope(h):
        return (moved(made, index, h)[root] - here) / h

    near = NEAR * max(1.0, abs(made.tape.nodes[index].data))
    left, right = slope(-near), slope(near)
    apart = abs(left - right)
    kink = (
        isfinite(apart)
        and apart > 1e-3 * max(1.0, abs(left), abs(right))
        and abs(slope(near / 2) - slope(-near / 2)) > 0.75 * apart
    )
    return Slopes(slope(h), left, right, kink)
