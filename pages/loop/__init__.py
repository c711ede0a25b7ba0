"""04 The Loop: forward, loss, backward, update; repeat.

state.py what is remembered, events.py what happens to it (training.py, fields.py), view.py what is shown (panel.py,
caption.py). The rest is one thing each: settings.py (what can be set, and the run it makes), points.py and crosshair.py
(the reader's own points), slowly.py (one step, told), program.py (what trains, to be read).
"""

from typing import Any

from .events import update
from .settings import Settings
from .state import State, build, kept
from .view import view

__all__ = ["NAME", "Settings", "State", "build", "kept", "moving", "start", "update", "view"]
NAME = "loop"


def start(runtime: Any = None) -> State:
    return build(Settings(), runtime)


def moving(state: State) -> bool:
    return state.playing or state.waiting is not None
