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

STEP_MS = 800.0  # a step is two movements (into the op, and out of it) of 400 ms each
SLOWEST, FASTEST = 0.25, 4  # speeds
KEYS = {" ": "play", ".": "step", ",": "back"}  # keys that do what a button does
HINTS = {
    "forward": "Compute every value",
    "backward": "Find the gradient of every value",
    "reset": "Back to the leaves",
}


@dataclass(frozen=True)
class Phases:
    """What is played: the first `forward` of its `length` steps go forward, the rest go back."""

    forward: int
    length: int


@dataclass(frozen=True)
class Transport:
    """at: where we are; goal: where we are going, or None when at rest; speed: 1 is one step in STEP_MS."""

    at: float = 0.0
    goal: float | None = None
    speed: float = 1.0

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

    @property
    def moment(self) -> "Transport":
        """The same time with any part of a step as half of it: all that a view shows, but for what travels."""
        return self.moment_in(1)

    def moment_in(self, stages: int) -> "Transport":
        """The same time with any part of a step as the middle of its stage, where a step has several, equally long."""
        return replace(self, at=self.step + (self.stage(stages) + 0.5) / stages) if self.part else self

    def stage(self, stages: int) -> int:
        """Which of the stages of the step is under way, from 0."""
        return min(floor(self.part * stages), stages - 1)

    def play(self, start: float, goal: float) -> "Transport":
        """Runs to `goal`: from where we are if that lies in [start, goal), else from `start`."""
        begin = self.at if start <= self.at < goal else float(start)
        return replace(self, at=begin, goal=float(goal))

    def jump(self, at: float) -> "Transport":
        """At rest at `at`."""
        return replace(self, at=float(at), goal=None)

    def pause(self) -> "Transport":
        return replace(self, goal=None)

    def forward(self, length: int) -> "Transport":
        """Sets out for the end of the step that comes next; a step still under way is done at once."""
        at = ceil(self.at)
        return replace(self, at=float(at), goal=float(at + 1)) if at < length else self.jump(length)

    def back(self) -> "Transport":
        """Sets out for the beginning of the step under way, or of the one before where none is."""
        undo = self.at != floor(self.at) and (self.goal is None or self.goal > self.at)
        start = self.at if undo else float(floor(self.at))
        goal = floor(start) if undo else start - 1
        return replace(self, at=start, goal=float(goal)) if goal >= 0 else self.jump(0)

    def advance(self, ms: float) -> "Transport":
        """`ms` milliseconds later."""
        if self.goal is None:
            return self
        way = ms / STEP_MS * self.speed
        if abs(self.goal - self.at) <= way:
            return self.jump(self.goal)
        return replace(self, at=self.at + (way if self.goal > self.at else -way))

    def variables(self, still: bool) -> dict[str, str]:
        """The CSS variable that moves the tokens: --t, or 0 where the reader asked for reduced motion."""
        return {"--t": "0" if still else f"{self.part:.3f}"}


def as_press(event: Event) -> Event:
    """A key that does what a button does as that button; any other event as it is."""
    return Press(KEYS[event.key]) if isinstance(event, Key) and event.key in KEYS else event


def update(time: Transport, event: Event, phases: Phases) -> Transport:
    """The time after an event; the very same, if the event is none of the player's."""
    match event:
        case Frame(ms):
            return time.advance(ms)
        case Press("forward"):
            return time.play(0, phases.forward)
        case Press("backward"):
            return time.play(phases.forward, phases.length)
        case Press("play"):
            return time.pause() if time.moving else time.play(0, phases.length)
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
    place: tuple[int, str] | None = None,
) -> dict[str, Markup]:
    """{action: its button or slider}. Which of them are there to see, and in which order, a section says itself.

    of: which of several on the page. place: what the timeline shows, and says, where that is not the step.
    """
    at, where = place or (time.step, f"step {time.step} of {phases.length}")
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
        "timeline": slider("Timeline", f"{page}.timeline", at, 0, phases.length, 1, of=of, text=where),
        "speed": slider("Speed", f"{page}.speed", time.speed, SLOWEST, FASTEST, 0.25, of=of, text=f"{time.speed:g}×"),
    }


def bounded(text: str, low: float, high: float) -> float | None:
    """The number that a field's text is, brought into its bounds; None if it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return min(max(number, low), high) if isfinite(number) else None
