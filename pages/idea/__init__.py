"""01 The Idea: every operation builds a graph; the backward pass reads it in reverse.

An exhibit (pages/exhibit) of the graph that the reader's text makes. What is this section's alone: the text
(writing.py), what there is to begin with (examples.py), its variables in text, graph, equation and code (variables.py),
the address (address.py).
"""

from .state import State, kept
from .update import update
from .view import view

__all__ = ["NAME", "State", "kept", "moving", "start", "update", "view"]
NAME = "idea"


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return state.exhibit.moving
