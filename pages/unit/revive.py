"""A dead ReLU, and the ways to wake it. Each was tried on the engine before it is offered, and really wakes it.

Offers `is_dead`, `WAYS`, `ways_for` and `revive`.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from .neuron import LEARNED, neuron_with
from .state import RANGES, State, with_numbers

WAYS = {"bias": "Raise b", "input": "Other inputs", "leaky": "Leaky ReLU"}
NEAR = 0.1  # an output so close to the target would leave almost nothing to learn


class Way(NamedTuple):
    """What is changed: some numbers, and the activation."""

    numbers: Mapping[str, float]
    activation: str


def is_dead(state: State) -> bool:
    """Whether the ReLU gives 0 for these inputs, and so passes no gradient."""
    return state.activation == "relu" and state.neuron.sum <= 0


@lru_cache(maxsize=32)
def ways_for(numbers: tuple[tuple[str, float], ...]) -> Mapping[str, Way]:
    """{key: the way} of those that give a parameter a gradient again."""
    now = dict(numbers)
    total = neuron_with(now, "relu").sum
    goal = 0.5 if abs(now["target"] - 0.5) > NEAR else 1.0  # what the sum is to be
    tried = {
        "bias": Way({"b": round(now["b"] - total + goal, 2)}, "relu"),
        "input": Way(inputs(now, total, goal), "relu"),
        "leaky": Way({}, "leaky relu"),
    }
    return {key: way for key, way in tried.items() if wakes({**now, **way.numbers}, way.activation)}


def inputs(now: Mapping[str, float], total: float, goal: float) -> Mapping[str, float]:
    """The inputs on the straight way to those with the largest sum, as far as the goal."""
    best = {x: RANGES[x][1] if now[w] > 0 else RANGES[x][0] for x, w in (("x1", "w1"), ("x2", "w2"))}
    rise = sum(now[w] * (best[x] - now[x]) for x, w in (("x1", "w1"), ("x2", "w2")))
    part = min((goal - total) / rise, 1.0) if rise > 0 else 1.0
    return {x: round(now[x] + part * (best[x] - now[x]), 2) for x in best}


def wakes(numbers: Mapping[str, float], activation: str) -> bool:
    """Whether, with these numbers, all are in range and some parameter gets a gradient."""
    if not all(low <= numbers[name] <= high for name, (low, high) in RANGES.items()):
        return False
    tape = neuron_with(numbers, activation).run.tape
    grads = tape.grad_at(len(tape.steps))
    return any(grads[node.index] for node in tape.nodes if node.name in LEARNED)


def revive(state: State, key: str) -> State:
    """The state after one of the ways, with the gradient on its way back again; the same state where it is not offered."""
    way = ways_for(state.numbers).get(key) if is_dead(state) else None
    if way is None:
        return state
    state = with_numbers(state, way.numbers, way.activation)
    tape = state.exhibit.tape
    time = state.exhibit.time.jump(tape.forward).play(tape.forward, len(tape.steps), state.exhibit.run.phases)
    return replace(state, exhibit=replace(state.exhibit, time=time), report="", update=None)
