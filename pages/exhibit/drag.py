"""Changing a leaf's number by hand: pulled sideways or upwards, or by the arrow keys.

What the number then means (a number in a text, a parameter) is the section's affair: here it is only found.

Offers `Pull`, `update` (what is pulled, and the number that it is to have) and `KEYS`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import floor, isfinite, log10

from micrograd.tape import Tape

from ..events import Drag, Event, Key
from ..targets import Target

PER_PIXEL = 0.02  # of the number's own order of magnitude, at least of 1
KEYS = {"ArrowUp": 0.1, "ArrowDown": -0.1, "PageUp": 1.0, "PageDown": -1.0}
COARSE = 10.0  # times as far, with Shift and a key
FINE = 0.1  # times as far, with Shift and a pull


@dataclass(frozen=True)
class Pull:
    """A leaf whose number is being changed: which box, and its number when it was taken."""

    node: int
    before: float


@dataclass(frozen=True)
class Dragged:
    """pull: what is in hand after an event, or None; number: what its leaf's number is to be, as one writes it; None:
    what it is. let_go: the number is what it was meant to be.
    """

    pull: Pull | None
    number: str | None = None
    let_go: bool = False


def update(pull: Pull | None, event: Event, tape: Tape, draggable: Collection[int]) -> Dragged | None:
    """What an event does to a leaf's number; None: nothing. draggable: the leaves whose number can be changed."""
    match event:
        case Drag(Target("box", (int(node),)), "start") if node in draggable:
            return Dragged(Pull(node, tape.nodes[node].data))
        case Drag(Target("box", (int(node),)), "move", x, y, fine) if pull and pull.node == node:
            return Dragged(pull, number_at(pull, (x - y) * PER_PIXEL * (FINE if fine else 1.0)))
        case Drag(phase="end") if pull:
            return Dragged(None, let_go=True)
        case Key(key, Target("box", (int(node),)), shift) if key in KEYS and node in draggable:
            pull = Pull(node, tape.nodes[node].data)
            return Dragged(pull, number_at(pull, KEYS[key] * (COARSE if shift else 1.0)), let_go=True)
    return None


def number_at(pull: Pull, way: float) -> str | None:
    """The number, `way` orders of magnitude from where it was, as one writes it; None where that is none."""
    number = pull.before + way * magnitude(pull.before)
    return format_number(number, max(2 - round(log10(magnitude(number))), 0)) if isfinite(number) else None


def magnitude(number: float) -> float:
    power: float = 10.0 ** floor(log10(max(abs(number), 1.0)))
    return power


def format_number(number: float, digits: int) -> str:
    """A number as one would write it: no more decimals than needed, one at least."""
    whole, _, rest = f"{number:.{digits}f}".partition(".")
    text = f"{whole}.{rest.rstrip('0') or '0'}"
    return "0.0" if text == "-0.0" else text
