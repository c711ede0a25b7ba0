"""05 Your turn: a cell of real Python that nothing can hang.

What the reader types runs in a worker, in a Python of its own (pages/worker, assets/sandbox.js); here is the page's
side of it. state.py what is remembered, messages.py what comes from the worker, events.py what happens, view.py what is
shown. The rest is one thing each: drawings.py (records into pictures), examples.py, share.py (links and files).
"""

from .events import update
from .state import State
from .view import view

__all__ = ["NAME", "State", "moving", "start", "update", "view"]
NAME = "cell"


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return bool(state.time.moving)
