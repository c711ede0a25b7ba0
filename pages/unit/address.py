"""A state as part of the page's address, so that a link leads to it: w1=0.5&activation=tanh&at=12

Offers `fragment` (of a state) and `arrive` (at the state that one leads to).
"""

from dataclasses import replace

from micrograd.nn import ACTIVATIONS

from ..exhibit import address
from ..exhibit.player import bounded
from .state import RANGES, SPEED, START, State, with_numbers


def fragment(state: State) -> str:
    """What leads back to this state; '' for the first one. Numbers are written out to their last digit."""
    first = dict(START)
    parts = [f"{name}={number!r}" for name, number in state.numbers if number != first[name]]
    if state.activation != "relu":
        parts.append("activation=" + state.activation.replace(" ", "+"))
    return "&".join([*parts, *address.fields(state.exhibit, SPEED)])


def arrive(state: State, text: str) -> State:
    """The state to which a fragment leads; what in it makes no sense is left out."""
    given = address.read(text)
    if given is None:
        return state
    first = State(address=state.address)
    first = replace(first, exhibit=replace(first.exhibit, env=state.exhibit.env, tool=state.exhibit.tool))
    found = {name: bounded(given.get(name, ""), *ends) for name, ends in RANGES.items()}
    numbers = {name: number for name, number in found.items() if number is not None}
    activation = given.get("activation", "")
    new = with_numbers(first, numbers, activation if activation in ACTIVATIONS else None)
    return replace(new, exhibit=address.arrive(new.exhibit, given))
