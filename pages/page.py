"""What a page is: a pure function of its state, in four parts. A section's package has them as module-level names.

    NAME                                one word, the id of its section
    start() -> state                    a small frozen state
    update(state, event) -> (state, effects)
    view(state) -> {slot: content}      what each slot shows (content.py); slots are called NAME.something
    moving(state) -> bool               whether it wants to hear of every animation frame
    kept(state) -> object               only where there is something to undo: what that is (see undo.py)

States are values all the way down: after any event, the old state still gives the old view, bit for bit. A view computes nothing
that changes something else. An event that a page does not know leaves the very same state and no effects.
"""

from collections.abc import Mapping
from typing import Protocol, TypeVar, runtime_checkable

from .content import Content
from .effects import Effect
from .events import Event

S = TypeVar("S")


@runtime_checkable
class Page(Protocol[S]):
    """See above."""

    NAME: str

    def start(self) -> S: ...
    def update(self, state: S, event: Event) -> tuple[S, tuple[Effect, ...]]: ...
    def view(self, state: S) -> Mapping[str, Content]: ...
    def moving(self, state: S) -> bool: ...
