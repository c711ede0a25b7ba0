"""What The Network remembers, and how much of it has been reached.

Offers `State`, `start`, `moving`, `kept`, `with_passes`, `with_sizes`, `with_order`, `reached`, `under_way`, `stage_in`. What
events make of it is in update.py.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from ..environment import Environment
from ..exhibit.player import Phases, Transport
from ..targets import Target
from .run import Passes, Place, run_network
from .schedule import By, Reached, Schedule, Step

SIZES = (2, 4, 4, 1)
SEED = 33
X = (1.0, -0.5)
TARGET = 1.0
MOST_NEURONS = 8  # in a layer
MOST_LAYERS = 6  # of neurons, the output's among them
RANGES = {"x1": (-2.0, 2.0), "x2": (-2.0, 2.0), "target": (-2.0, 2.0), "rate": (0.0, 0.2)}

Show = Literal["weights", "gradients", "updates"]


@dataclass(frozen=True)
class Updated:
    """What the last update did: the loss before it, and what it added to each parameter, in the model's order."""

    before: float
    steps: tuple[float, ...]


@dataclass(frozen=True)
class Pull:
    """A weight in the reader's hand, and what it was when it was taken."""

    place: Place
    before: float


@dataclass(frozen=True)
class State:
    """weights: of all parameters, where they are no longer those that the seed draws; wanted: whether an update waits for
    the backward pass to be shown; updated: the last update, until anything else changes; show: what the edges' thickness
    stands for; by: in which steps
    it is played.
    """

    sizes: tuple[int, ...] = SIZES
    seed: int = SEED
    x: tuple[float, float] = X
    target: float = TARGET
    rate: float = 0.02
    weights: tuple[float, ...] | None = None
    run: Passes = field(default_factory=lambda: run_network(SIZES, SEED, X, TARGET))
    time: Transport = Transport(speed=0.8)
    wanted: bool = False
    updated: Updated | None = None
    show: Show = "weights"
    by: By = "layer"
    look: Target | None = None
    inspected: Target | None = None  # whose facts stay to be read when the pointer has gone on
    picked: Target | None = None  # the edge whose number is being changed
    pull: Pull | None = None
    env: Environment = Environment()

    @property
    def layers(self) -> int:
        """How many layers of neurons."""
        return len(self.sizes) - 1

    @property
    def schedule(self) -> Schedule:
        return schedule(self.sizes, self.by)

    @property
    def length(self) -> int:
        return len(self.schedule.steps)

    @property
    def phases(self) -> Phases:
        return phases(self.schedule)

    @property
    def moment(self) -> "State":
        """The state as if any stage under way were half done: what is seen of it, but for what travels."""
        if under_way(self) is None:
            return self
        k = self.time.step
        return replace(self, time=replace(self.time, at=k + self.schedule.middle_of(k, stage_in(self)[0])))


@lru_cache(maxsize=16)
def schedule(sizes: tuple[int, ...], by: By) -> Schedule:
    return Schedule(sizes, by)


@lru_cache(maxsize=16)
def phases(order: Schedule) -> Phases:
    return Phases(order.forward, len(order.steps), order.durations)


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return state.time.moving


def kept(state: State) -> tuple[object, ...] | None:
    """What the reader has made: the architecture, the weights, the inputs, the target, the rate; None while a weight is in
    hand."""
    return None if state.pull else (state.sizes, state.seed, state.weights, state.x, state.target, state.rate)


def with_passes(state: State, **changes: Any) -> State:
    """Other inputs, weights or another target: the passes that were shown are shown with the new numbers."""
    state = replace(state, **{"wanted": False, "updated": None, **changes})
    return replace(state, run=run_network(state.sizes, state.seed, state.x, state.target, weights=state.weights))


def with_sizes(state: State, sizes: tuple[int, ...]) -> State:
    """Another architecture starts from the beginning."""
    return with_passes(
        state, sizes=sizes, weights=None, time=state.time.jump(0), look=None, inspected=None, picked=None, pull=None
    )


def with_order(state: State, by: By) -> State:
    """Played in other steps, from as far on as both have come."""
    other = schedule(state.sizes, by)
    k = state.time.step
    at = len(other.steps) if k >= state.length else other.forward if k >= state.schedule.forward else 0
    return replace(state, by=by, time=state.time.jump(at), wanted=False)


def reached(state: State) -> Reached:
    """How far the passes have come."""
    return Reached(state.schedule, state.time.step)


def under_way(state: State) -> Step | None:
    """The step that is being played, or None."""
    time = state.time
    return state.schedule.steps[time.step] if time.under_way and time.step < state.length else None


def stage_in(state: State) -> tuple[int, float]:
    """(the number of the stage of the step under way, how much of it is done)."""
    return state.schedule.stage_at(state.time.step, state.time.part) if under_way(state) else (0, 0.0)
