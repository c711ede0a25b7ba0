"""05 Your turn: a cell of real Python that nothing can hang.

What the reader types runs in a worker, in a Python of its own (pages/worker, assets/sandbox.js); here is the page's
side of it. state.py what is remembered, events.py what happens, programs.py running and stopping, messages.py what comes
from the worker, view.py and output.py what is shown.

The rest is one thing each: examples.py; completions.py (what the editor knows); drawings.py, graphs.py and listing.py
(records into pictures); as_expression.py (a graph as a text for The Idea); share.py (links and files); sources.py (the
Python that the worker gets).
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
