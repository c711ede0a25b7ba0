"""01 The Idea: every operation builds a graph; the backward pass reads it in reverse.

state.py what is remembered; events.py what happens to it (keys.py, drag.py, pointing.py, tries.py); view.py what is
shown (writing.py, scene.py, code.py, player.py, tools.py, facts.py, help.py). The rest is one thing each: examples.py,
source.py (the engine's lines), relatives.py (who depends on whom), faults.py, nudge.py, predict.py, address.py.
"""

from .events import handle
from .state import State
from .view import view

__all__ = ["NAME", "State", "handle", "moving", "start", "view"]
NAME = "idea"


def start():
    return State()


def moving(state):
    return state.moving
