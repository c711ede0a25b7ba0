"""Time as part of a page's state: play, step, step back, scrub and jump are all `at`, a place on the tape.

`at` = 3.25 means that three steps are done and the fourth is a quarter done.
"""

from dataclasses import dataclass, replace
from math import ceil, floor

STEP_MS = 800.0  # a step is two movements (into the op, and out of it) of 400 ms each


@dataclass(frozen=True)
class Transport:
    """at: where we are; goal: where we are going, or None when at rest; speed: 1 is one step in STEP_MS."""

    at: float = 0.0
    goal: float | None = None
    speed: float = 1.0

    @property
    def moving(self):
        return self.goal is not None

    @property
    def step(self):
        """How many steps are done."""
        return floor(self.at)

    @property
    def part(self):
        """How much of the next step is done, from 0 to 1."""
        return self.at - floor(self.at)

    @property
    def under_way(self):
        """Whether the step after the finished ones has begun, or is just about to."""
        return self.at != floor(self.at) or (self.goal is not None and self.goal > self.at)

    @property
    def told(self):
        """The number of the step that a caption speaks of: the one under way, else the last one done; None at the
        start.
        """
        return self.step if self.under_way else self.step - 1 if self.step else None

    def play(self, start, goal):
        """Runs to `goal`: from where we are if that lies in [start, goal), else from `start`."""
        begin = self.at if start <= self.at < goal else float(start)
        return replace(self, at=begin, goal=float(goal))

    def jump(self, at):
        """At rest at `at`."""
        return replace(self, at=float(at), goal=None)

    def pause(self):
        return replace(self, goal=None)

    def forward(self, length):
        """Sets out for the end of the step that comes next; a step still under way is done at once."""
        at = ceil(self.at)
        return replace(self, at=float(at), goal=float(at + 1)) if at < length else self.jump(length)

    def back(self):
        """Sets out for the beginning of the step under way, or of the one before where none is."""
        undo = self.at != floor(self.at) and (self.goal is None or self.goal > self.at)
        start = self.at if undo else float(floor(self.at))
        goal = floor(start) if undo else start - 1
        return replace(self, at=start, goal=float(goal)) if goal >= 0 else self.jump(0)

    def advance(self, ms):
        """`ms` milliseconds later."""
        if self.goal is None:
            return self
        way = ms / STEP_MS * self.speed
        if abs(self.goal - self.at) <= way:
            return self.jump(self.goal)
        return replace(self, at=self.at + (way if self.goal > self.at else -way))

    def variables(self, still):
        """The CSS variable that moves the tokens: --t, or 0 where the reader asked for reduced motion."""
        return {"--t": "0" if still else f"{self.part:.3f}"}
