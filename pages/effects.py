"""What a page asks the browser to do, once: data, which pages/browser carries out after the slots show the new view.

    Focus, OpenDialog      move the focus; open a dialog
    Copy, Save             a link to this page, or a text, into the clipboard; a file to the reader
    Store                  a text into local storage: it comes back as a Restore event at the next visit
    SetAddress             what the page's address says, without a new entry in the browser's history
    SetTheme               the page's theme, which is remembered
    KeepWorker             the worker that the page wants to have, or none

Offers these, and `Effect`, any of them.
"""

from dataclasses import dataclass
from typing import TypeAlias

from .environment import Theme


@dataclass(frozen=True)
class Focus:
    """The element with this id."""

    id: str


@dataclass(frozen=True)
class OpenDialog:
    """The dialog with this id."""

    id: str


@dataclass(frozen=True)
class Copy:
    """The page's address with this fragment, '#idea:at=3', into the clipboard; a Copied event says whether it went."""

    fragment: str


@dataclass(frozen=True)
class Save:
    """A text as a file of this name."""

    text: str
    name: str


@dataclass(frozen=True)
class Store:
    """A text into local storage, under the page's own name."""

    text: str


@dataclass(frozen=True)
class SetAddress:
    """What the page's address says behind '#page:'."""

    fragment: str


@dataclass(frozen=True)
class SetTheme:
    """The page's theme, until the reader chooses another."""

    theme: Theme


@dataclass(frozen=True)
class KeepWorker:
    """The worker that the page wants: which one it is, and every message that it is to have, in order.

    life     another number is another worker; the one before is stopped at once, whatever it does
    messages texts; each is sent once. A worker without any is none
    ticking  whether a WorkerTick is to come every second
    spare    whether another worker, with the first message, is to wait in reserve: then the next life begins at once
    """

    life: int
    script: str
    folder: str
    messages: tuple[str, ...] = ()
    ticking: bool = False
    spare: bool = False


Effect: TypeAlias = Focus | OpenDialog | Copy | Save | Store | SetAddress | SetTheme | KeepWorker
