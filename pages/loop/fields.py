"""04 The Loop: what is typed or chosen, and when it takes effect.

Offers `with_text`, `after_wait`, `with_setting` and `PAUSE`.
"""

from dataclasses import replace
from typing import Any

from .settings import FIELDS, LIVE, data_of
from .state import State
from .training import restart

PAUSE = 700.0  # ms without a keystroke, after which a field that starts a new run is taken at its word


def with_text(state: State, name: str, text: str, done: bool) -> State:
    """A field's new text: a valid one is applied; another is kept as it is, with its error beside it.

    What starts a new run waits until the reader is `done` or pauses: on the way to 12 nobody means 1.
    """
    texts = {key: old for key, old in state.texts if key != name}
    _, read, _ = FIELDS[name]
    try:
        value = read(text)
    except (ValueError, OverflowError):
        return replace(state, texts=(*texts.items(), (name, text)))
    state = replace(state, texts=tuple(texts.items()), waiting=None)
    if value == getattr(state.settings, name):
        return state
    return with_setting(state, name, value) if done or name in LIVE else replace(state, waiting=(name, value, PAUSE))


def after_wait(state: State, ms: float) -> State:
    """`ms` later: a typed setting is applied when its time has come."""
    if state.waiting is None:
        return state
    name, value, left = state.waiting
    if left > ms:
        return replace(state, waiting=(name, value, left - ms))
    return with_setting(replace(state, waiting=None), name, value)


def with_setting(state: State, name: str, value: Any) -> State:
    """One setting changed: the optimizer's act from the next step on, the others start a new run."""
    settings = replace(state.settings, **{name: value})
    if name in LIVE:
        return replace(state, settings=settings, slow=None)
    return restart(state, settings, data_of(settings) if name in ("data", "noise") else state.data)
