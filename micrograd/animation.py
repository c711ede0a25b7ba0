"""Pictures that take the place of the one before: as many as can be seen, and the newest is never lost.

    animation = Animation(draw)         # draw(place, picture)
    animation.show(place, make)         # in a loop: draws make(), if the picture before it has had its time
    animation.finish()                  # after the loop: draws what was held back

Offers `Animation`.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

LEAST = 0.08  # seconds that a picture stays
SHARE = 2.0  # and this much longer than it took to make: a third of the time at most goes into pictures

Picture = TypeVar("Picture")


@dataclass
class Frame(Generic[Picture]):
    """One place: when it may be drawn again, and how to make what is to be drawn then."""

    due: float = 0.0
    waiting: Callable[[], Picture] | None = None


class Animation(Generic[Picture]):
    """Several places, each with its newest picture. now: a clock, in seconds."""

    def __init__(self, draw: Callable[[Hashable, Picture], None], now: Callable[[], float] = monotonic) -> None:
        self.draw, self.now = draw, now
        self.frames: dict[Hashable, Frame[Picture]] = {}

    def show(self, place: Hashable, make: Callable[[], Picture]) -> None:
        """Draws make() at this place now, or keeps `make` until the picture that is there has had its time."""
        frame = self.frames.setdefault(place, Frame())
        start = self.now()
        if start < frame.due:
            frame.waiting = make
            return
        self.draw(place, make())
        end = self.now()
        frame.due, frame.waiting = end + max(LEAST, SHARE * (end - start)), None

    def finish(self) -> None:
        """Draws the newest picture of every place that holds one back."""
        for place, frame in self.frames.items():
            make, frame.waiting = frame.waiting, None
            if make is not None:
                self.draw(place, make())

    def clear(self) -> None:
        """Forgets all places, and what they hold back."""
        self.frames.clear()
