"""A state as part of the page's address, so that a link leads to a moment: example=diamond&at=5&fault=order

Offers `fragment` (of a state) and `arrive` (at the state that one leads to).
"""

from dataclasses import replace
from urllib.parse import quote

from ..exhibit import address
from .examples import BY_KEY, BY_TEXT, FIRST
from .state import State, with_text


def fragment(state: State) -> str:
    """What leads back to this state; '' for the first one."""
    example = BY_TEXT.get(state.text)
    parts = []
    if example is None:
        parts.append("text=" + quote(state.text, safe="()=*+-/,.:", errors="replace").replace("+", "%2B"))
    elif example != FIRST:
        parts.append(f"example={example.key}")
    return "&".join([*parts, *address.fields(state.exhibit)])


def arrive(state: State, text: str) -> State:
    """The state to which a fragment leads; what in it makes no sense is left out."""
    given = address.read(text)
    if given is None:
        return state
    first = State(address=state.address)
    first = replace(first, exhibit=replace(first.exhibit, env=state.exhibit.env))
    example = BY_KEY.get(given.get("example", ""))
    new = with_text(first, given.get("text", example.text if example else FIRST.text))
    return replace(new, exhibit=address.arrive(new.exhibit, given))
