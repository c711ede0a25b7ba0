"""What the cell remembers.

Offers `State`, `Item` (a piece of output) and `with_fresh_worker`.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from ..environment import Environment
from ..exhibit.player import Transport
from ..targets import Target
from .examples import EXAMPLES
from .sources import start_message

PATIENCE = 30  # seconds of silence after which the reader is asked
MOST_ITEMS = 1100  # pieces of output; the cell itself stops at 1,000 pictures
MOST_TEXT = 1_200_000  # characters of output; the cell itself stops at a million
HASTY = 3  # times that a fresh Python may fail before it is left alone


@dataclass(frozen=True, eq=False)
class Item:
    """kind: 'out', 'err' or 'value' (content is a str), 'failure', 'note', 'trouble' (of the cell itself), 'drawing'."""

    kind: str
    content: Any
    key: int
    place: int | None = None


@dataclass(frozen=True)
class State:
    """status: 'asleep', 'starting', 'ready', 'running', or 'stopped' (and starting anew).

    life, messages which worker, and all that it has been sent (effects.KeepWorker)
    run            the number of the last run; ran: its program
    waiting        a program that runs as soon as there is a Python
    seconds        of starting, or of the run; quiet: since it last said something; patience: when to ask
    origin         the example from which the text came, for Reset
    before         a text that an example or a link has put aside
    linked         the text came with the link, and has not been run
    unlinkable     the text is too long for a link
    notice         the last thing that is worth a sentence
    unfolded       the pieces of output that are shown whole; programs: the drawings whose program is shown
    active, time   which drawing is being played, and where it is; all others are as the program left them
    """

    text: str = EXAMPLES[0].text
    touched: bool = False
    origin: str = EXAMPLES[0].key
    before: str | None = None
    linked: bool = False
    status: str = "asleep"
    stage: str = ""
    life: int = 0
    messages: tuple[str, ...] = ()
    run: int = 0
    ran: str | None = None
    waiting: str | None = None
    seconds: int = 0
    quiet: int = 0
    patience: int = PATIENCE
    deaths: int = 0
    items: tuple[Item, ...] = ()
    written: int = 0
    serial: int = 0
    unfolded: frozenset[int] = frozenset()
    programs: frozenset[int] = frozenset()
    active: int | None = None
    time: Transport = Transport()
    look: Target | None = None
    unlinkable: bool = False
    notice: str = ""
    env: Environment = field(default_factory=Environment)

    @property
    def asking(self) -> bool:
        """Whether the reader is asked whether to go on."""
        return self.status == "running" and self.quiet >= self.patience

    @property
    def busy(self) -> bool:
        """Whether there is something to stop: a run, or one that waits for its Python."""
        return self.status == "running" or self.waiting is not None

    @property
    def text_to_store(self) -> dict[str, str | None] | None:
        """What is to be there again at the next visit, once the reader has changed something."""
        return {"text": self.text, "before": self.before, "origin": self.origin} if self.touched else None

    def with_item(self, kind: str, content: Any, place: int | None = None) -> "State":
        """The state with one more piece of output; text joins the text before it, a picture replaces that of its place."""
        items, written = self.items, self.written
        if isinstance(content, str):
            written += len(content)
            if written > MOST_TEXT:
                return self
        if place is not None:
            for i in range(len(items) - 1, -1, -1):
                if items[i].place == place:
                    return replace(self, items=(*items[:i], Item(kind, content, items[i].key, place), *items[i + 1 :]))
        if items and kind in ("out", "err") and items[-1].kind == kind:
            last = items[-1]
            return replace(self, items=(*items[:-1], Item(kind, last.content + content, last.key)), written=written)
        if len(items) >= MOST_ITEMS:
            return self
        serial = self.serial + 1
        return replace(self, items=(*items, Item(kind, content, serial, place)), serial=serial, written=written)


def with_fresh_worker(state: State, status: str = "starting") -> State:
    """Another worker, and with it an empty namespace; the one before is stopped at once."""
    return replace(
        state,
        life=state.life + 1,
        messages=(start_message(),),
        status=status,
        stage="",
        seconds=0,
        quiet=0,
        patience=PATIENCE,
    )
