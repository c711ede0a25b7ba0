"""01 The Idea: every operation builds a graph; the backward pass reads it in reverse.

state.py what is remembered, events.py what happens to it, view.py what is shown. The rest is one thing each:
examples.py, source.py (the engine's lines), relatives.py (who depends on whom), drag.py, facts.py, help.py.
"""

from .events import handle
from .state import State
from .view import view

__all__ = ["NAME", "State", "handle", "moving", "start", "view"]
NAME = "idea"


def start():
    return State()


def moving(state):
    return state.time.moving
