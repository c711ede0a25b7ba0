"""What can happen to a page: each event a frozen record of values, created by pages/browser and by tests.

    Press, Input, Change    a control was pressed, is being changed, was changed
    Key, Look, Point        the keyboard; what is pointed at; a place in the reader's text
    Drag, Draw, Track       a number is dragged; something is drawn on; the pointer is over something whose inside matters
    Zoom                    Ctrl and the wheel, or a pinch
    Frame                   an animation frame
    Screen, Near, Arrive    the reader's screen; a section comes into sight; the address leads to a state of this page
    Copied                  what became of a Copy effect
    Restored                what was changed is undone, or done again
    Restore                 what this page stored at an earlier visit
    Runtime                 what runs WebAssembly here
    WorkerMessages, WorkerDeath, WorkerTick      from the worker that the page keeps

Offers these, and `Event`, any of them.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from .environment import Environment
from .targets import Target


@dataclass(frozen=True)
class Press:
    """A button, or a line that can be pressed. do: the action; value: which of several, where one action has several: the
    button's own value, such as the key of a fault, or the line's Target as text.
    """

    do: str
    value: str = ""


@dataclass(frozen=True)
class Input:
    """A field or slider while it is being changed, or a text while it is typed."""

    do: str
    value: str
    of: str = ""  # which of several that do the same: the control's data-of


@dataclass(frozen=True)
class Change:
    """A field, slider or list when its change is complete."""

    do: str
    value: str
    of: str = ""


@dataclass(frozen=True)
class Key:
    """A key where the page's keys hold. on: what has the focus."""

    key: str
    on: Target | None = None
    shift: bool = False


@dataclass(frozen=True)
class Look:
    """What is pointed at or has the focus; None: nothing of this page any more."""

    at: Target | None


@dataclass(frozen=True)
class Point:
    """A place in the reader's text, counted in characters; None: outside of it."""

    do: str
    at: int | None


@dataclass(frozen=True)
class Drag:
    """Something is dragged by x and y CSS pixels since it was taken. fine: Shift is held."""

    on: Target
    phase: Literal["start", "move", "end"]
    x: float = 0.0
    y: float = 0.0
    fine: bool = False


@dataclass(frozen=True)
class Draw:
    """The pointer on something that is drawn on; x and y from 0 to 1. other: another button than the first, or Shift."""

    do: str
    phase: Literal["down", "move", "up"]
    x: float
    y: float
    other: bool = False


@dataclass(frozen=True)
class Track:
    """The pointer over something, x and y from 0 to 1; None: it has left."""

    do: str
    x: float | None
    y: float | None


@dataclass(frozen=True)
class Zoom:
    """by: a factor."""

    by: float


@dataclass(frozen=True)
class Frame:
    """ms: since the last frame, 100 at most; elapsed: the same without that limit."""

    ms: float
    elapsed: float


@dataclass(frozen=True)
class Screen:
    """The reader's screen, at first and whenever it changes."""

    environment: Environment


@dataclass(frozen=True)
class Near:
    """The page's section comes into sight."""


@dataclass(frozen=True)
class Arrive:
    """The page's address leads here: what stands in it behind '#page:'."""

    fragment: str


@dataclass(frozen=True)
class Copied:
    """done: whether the browser let the page copy."""

    done: bool


@dataclass(frozen=True)
class Restored:
    """state: of this page, before a change that the reader undoes, or after one that is done again. What in it is the
    reader's work is to be there again.
    """

    state: Any


@dataclass(frozen=True)
class Restore:
    """The text that a Store effect of this page kept at an earlier visit."""

    text: str


@dataclass(frozen=True)
class Runtime:
    """What runs WebAssembly here: see micrograd/compiler/backends/wasm/runtime.py."""

    runtime: Any


@dataclass(frozen=True)
class WorkerMessages:
    """Texts from the worker number `life`. Whatever they say is to be checked."""

    life: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class WorkerDeath:
    """The worker number `life` cannot go on; why."""

    life: int
    why: str


@dataclass(frozen=True)
class WorkerTick:
    """Another second, while a KeepWorker effect asks for a clock."""

    life: int


Event: TypeAlias = (
    Press | Input | Change | Key | Look | Point | Drag | Draw | Track | Zoom | Frame | Screen | Near | Arrive | Copied
    | Restored | Restore | Runtime | WorkerMessages | WorkerDeath | WorkerTick
)  # fmt: skip
