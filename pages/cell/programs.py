"""Running, stopping, restarting.

Offers `request_run`, `run_waiting`, `stop`, `restart`.
"""

import json
import re
from dataclasses import replace

from .state import PATIENCE, State, with_fresh_worker

NUMPY = re.compile(r"\bnumpy\b")


def request_run(state: State) -> State:
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
        notice="",
    )
    return run_waiting(with_fresh_worker(cleared) if state.status == "asleep" else cleared)


def run_waiting(state: State) -> State:
    """Hands a waiting program to a ready Python."""
    if state.waiting is None or state.status != "ready":
        return state
    run = state.run + 1
    message = json.dumps(
        {"type": "run", "run": run, "code": state.waiting, "packages": ["numpy"] * bool(NUMPY.search(state.waiting))}
    )
    return replace(
        state,
        status="running",
        messages=(*state.messages, message),
        run=run,
        ran=state.waiting,
        waiting=None,
        seconds=0,
        quiet=0,
        patience=PATIENCE,
        notice="",
    )


def stop(state: State) -> State:
    """At once, whatever it does: the worker is ended, and another one started."""
    if not state.busy:
        return state
    if state.status != "running":
        return replace(state, waiting=None, notice="The program will not run.")
    after = f" after {state.seconds} s" if state.seconds else ""
    lost = (
        f"Stopped{after}. The names your programs made are gone with their Python; your text and the output above stay."
    )
    return with_fresh_worker(replace(state.with_item("note", lost), notice="Stopped."), "stopped")


def restart(state: State) -> State:
    """An empty namespace."""
    cleared = replace(
        state,
        waiting=None,
        items=(),
        written=0,
        active=None,
        time=state.time.jump(0),
        notice="Restarted: all names are gone.",
    )
    return with_fresh_worker(cleared)
