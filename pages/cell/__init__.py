"""05 Your turn: a cell of real Python that nothing can hang.

What the reader types runs in a worker, in a Python of its own (micrograd/cell, assets/sandbox.js); here is the page's
side of it. state.py what is remembered, messages.py what the worker says, events.py what happens, view.py what is
shown. The rest is one thing each: drawings.py (records into pictures), examples.py, share.py (links and files).
"""

from .events import handle
from .state import State
from .view import view

__all__ = ["KEPT", "NAME", "State", "handle", "moving", "start", "view"]
NAME = "cell"
KEPT = "cell"  # the reader's text, in local storage


def start():
    return State()


def moving(state):
    return state.time.moving
