"""Running, stopping, restarting.

Offers `asked`, `begin`, `stopped`, `restarted`.
"""

import json
import re
from dataclasses import replace

from .state import PATIENCE, fresh

NUMPY = re.compile(r"\bnumpy\b")


def asked(state):
    """The reader wants the text to run: now, or as soon as there is a Python."""
    if state.busy:
        return state
    cleared = replace(
        state,
        waiting=state.text,
        items=(),
        written=0,
        unfolded=frozenset(),
        programs=frozenset(),
        active=None,
        time=state.time.jump(0),
        linked=False,
        look=None,
        said="",
        shared=None,
    )
    return begin(fresh(cleared) if state.status == "asleep" else cleared)


def begin(state):
    """Hands a waiting program to a ready Python."""
    if state.waiting is None or state.status != "ready":
        return state
    run = state.run + 1
    told = json.dumps(
        {"type": "run", "run": run, "code": state.waiting, "packages": ["numpy"] * bool(NUMPY.search(state.waiting))}
    )
    return replace(
        state,
        status="running",
        told=(*state.told, told),
        run=run,
        ran=state.waiting,
        waiting=None,
        seconds=0,
        quiet=0,
        patience=PATIENCE,
        said="",
    )


def stopped(state):
    """At once, whatever it does: the worker is ended, and another one started."""
    if not state.busy:
        return state
    if state.status != "running":
        return replace(state, waiting=None, said="The program will not run.")
    after = f" after {state.seconds} s" if state.seconds else ""
    lost = (
        f"Stopped{after}. The names your programs made are gone with their Python; your text and the output above stay."
    )
    return fresh(replace(state.added("note", lost), said="Stopped."), "stopped")


def restarted(state):
    """An empty namespace."""
    cleared = replace(
        state,
        waiting=None,
        items=(),
        written=0,
        active=None,
        time=state.time.jump(0),
        said="Restarted: all names are gone.",
    )
    return fresh(cleared)
