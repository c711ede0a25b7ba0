"""The player: time as part of a state, and the buttons, sliders and keys that move it.

Play, pause, step, step back, scrub and jump are all `at`, a place on what is played: 3.25 means that three steps are
done and the fourth is a quarter done.

Offers `Transport`, `Phases`, `update`, `as_press` (for keys), `controls` and `bounded`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, floor, isfinite

from micrograd.draw.svg import Markup

from ..controls import button, slider
from ..events import Change, Event, Frame, Input, Key, Press

STEP_MS = 800.0  # how long a step takes where nothing else is said
LONGEST_MS = 16_000.0  # a whole pass takes no longer at speed 1: a large graph plays its steps faster
SLOWEST, FASTEST = 0.25, 4  # speeds
FINE = 0.01  # of a step: how finely the timeline can be dragged; keys go by whole steps
KEYS = {" ": "play", ".": "step", ",": "back"}  # keys that do what a button does
HINTS = {
    "forward": "Compute every value",
    "backward": "Find the gradient of every value",
    "reset": "Back to the leaves",
}


@dataclass(frozen=True)
class Phases:
    """What is played: the first `forward` of its `length` steps go forward, the rest go back.

    durations: how long each of them takes at speed 1, in milliseconds; empty: STEP_MS each.
    """

    forward: int
    length: int
    durations: tuple[float, ...] = ()

    def duration(self, k: int) -> float:
        """How long step k takes."""
        return self.durations[k] if k < len(self.durations) else STEP_MS

    def pace(self, start: float, goal: float) -> float:
        """How many times as fast the steps from start to goal are played, so that nobody waits too long for the end."""
        return max(1.0, sum(self.duration(k) for k in range(floor(start), ceil(goal))) / LONGEST_MS)


@dataclass(frozen=True)
class Transport:
    """at: where we are; goal: where we are going, or None when at rest; speed: the reader's; pace: how many times as fast
    as that a whole pass is played (see Phases).
    """

    at: float = 0.0
    goal: float | None = None
    speed: float = 1.0
    pace: float = 1.0

    @property
    def moving(self) -> bool:
        return self.goal is not None

    @property
    def step(self) -> int:
        """How many steps are done."""
        return floor(self.at)

    @property
    def part(self) -> float:
        """How much of the next step is done, from 0 to 1."""
        return self.at - floor(self.at)

    @property
    def under_way(self) -> bool:
        """Whether the step after the finished ones has begun, or is just about to."""
        return self.at != floor(self.at) or (self.goal is not None and self.goal > self.at)

    @property
    def current(self) -> int | None:
        """The number of the step that a caption is about: the one under way, else the last one done; None before it."""
        return self.step if self.under_way else self.step - 1 if self.step else None

    def play(self, start: float, goal: float, phases: Phases | None = None) -> "Transport":
        """Runs to `goal`: from where we are if that lies in [start, goal), else from `start`."""
        begin = self.at if start <= self.at < goal else float(start)
        return replace(self, at=begin, goal=float(goal), pace=phases.pace(begin, goal) if phases else 1.0)

    def jump(self, at: float) -> "Transport":
        """At rest at `at`."""
        return replace(self, at=float(at), goal=None, pace=1.0)

    def pause(self) -> "Transport":
        return replace(self, goal=None)

    def forward(self, length: int) -> "Transport":
        """Sets out for the end of the step that comes next; a step still under way is done at once."""
        at = ceil(self.at)
        return replace(self, at=float(at), goal=float(at + 1), pace=1.0) if at < length else self.jump(length)

    def back(self) -> "Transport":
        """Sets out for the beginning of the step under way, or of the one before where none is."""
        undo = self.at != floor(self.at) and (self.goal is None or self.goal > self.at)
        start = self.at if undo else float(floor(self.at))
        goal = floor(start) if undo else start - 1
        return replace(self, at=start, goal=float(goal), pace=1.0) if goal >= 0 else self.jump(0)

    def advance(self, ms: float, phases: Phases | None = None) -> "Transport":
        """`ms` milliseconds later."""
        if self.goal is None:
            return self
        at, left = self.at, ms * self.speed * self.pace
        while at != self.goal:
            ahead = self.goal > at
            k = floor(at) if ahead else ceil(at) - 1
            length = phases.duration(k) if phases else STEP_MS
            end = min(k + 1, self.goal) if ahead else max(k, self.goal)
            needed = abs(end - at) * length
            if left < needed:
                return replace(self, at=at + (left if ahead else -left) / length)
            at, left = float(end), left - needed
        return self.jump(self.goal)


def as_press(event: Event) -> Event:
    """A key that does what a button does as that button; any other event as it is."""
    return Press(KEYS[event.key]) if isinstance(event, Key) and event.key in KEYS else event


def update(time: Transport, event: Event, phases: Phases) -> Transport:
    """The time after an event; the very same, if the event is none of the player's."""
    match event:
        case Frame(ms):
            return time.advance(ms, phases)
        case Press("forward"):
            return time.play(0, phases.forward, phases)
        case Press("backward"):
            return time.play(phases.forward, phases.length, phases)
        case Press("play"):
            return time.pause() if time.moving else time.play(0, phases.length, phases)
        case Press("step"):
            return time.forward(phases.length)
        case Press("back"):
            return time.back()
        case Press("reset"):
            return time.jump(0)
        case Input("timeline", value) | Change("timeline", value) if (
            at := bounded(value, 0, phases.length)
        ) is not None:
            return time.jump(at)
        case Input("speed", value) | Change("speed", value) if (speed := bounded(value, SLOWEST, FASTEST)) is not None:
            return replace(time, speed=speed)
    return time


def controls(
    page: str,
    time: Transport,
    phases: Phases,
    *,
    of: str = "",
    hints: Mapping[str, str] = HINTS,
    place: tuple[float, str] | None = None,
) -> dict[str, Markup]:
    """{action: its button or slider}. Which of them are there to see, and in which order, a section says itself.

    of: which of several on the page. place: what the timeline shows, and says, where that is not the step.
    """
    done = 0 if time.current is None else time.current + 1  # the one that the caption is about
    at, where = place or (time.at, f"step {done} of {phases.length}")
    finished = time.at >= phases.length and not time.moving

    def player_button(name: str, do: str, *, kind: str = "", disabled: bool = False) -> Markup:
        return button(name, f"{page}.{do}", of, kind=kind, disabled=disabled, hint=hints.get(do))

    return {
        "forward": player_button("Forward", "forward", kind="data"),
        "backward": player_button("Backward", "backward", kind="grad"),
        "reset": player_button("Reset", "reset"),
        "back": player_button("Step back", "back", disabled=time.at == 0),
        "play": player_button("Pause" if time.moving else "Play", "play"),
        "step": player_button("Step forward", "step", disabled=finished),
        "timeline": slider("Timeline", f"{page}.timeline", at, 0, phases.length, FINE, of=of, text=where, notch=1),
        "speed": slider("Speed", f"{page}.speed", time.speed, SLOWEST, FASTEST, 0.25, of=of, text=f"{time.speed:g}×"),
    }


def bounded(text: str, low: float, high: float) -> float | None:
    """The number that a field's text is, brought into its bounds; None if it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return min(max(number, low), high) if isfinite(number) else None
