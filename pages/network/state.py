"""What The Network remembers, and what every event makes of it."""

from dataclasses import dataclass, field, replace
from typing import Any

from ..effects import Effect
from ..environment import Environment
from ..events import Change, Event, Input, Look, Press, Restored, Screen
from ..exhibit import player
from ..exhibit.player import Phases, Transport, bounded
from ..targets import Target
from .run import Passes, run_network

SIZES = (2, 4, 4, 1)
SEED = 33
MOST_LAYERS = 6  # of neurons, the output's among them


@dataclass(frozen=True)
class State:
    sizes: tuple[int, ...] = SIZES
    seed: int = SEED
    x: tuple[float, float] = (1.0, -0.5)
    run: Passes = field(default_factory=lambda: run_network(SIZES, SEED, (1.0, -0.5)))
    time: Transport = Transport(speed=0.8)
    look: Target | None = None
    inspected: Target | None = None  # whose facts stay to be read when the pointer has gone on
    env: Environment = Environment()

    @property
    def layers(self) -> int:
        """How many layers of neurons: as many forward steps, one step that seeds the output's gradient, as many back."""
        return len(self.sizes) - 1

    @property
    def length(self) -> int:
        return 2 * self.layers + 1

    @property
    def phases(self) -> Phases:
        return Phases(self.layers, self.length)

    @property
    def moment(self) -> "State":
        """The state as if any step under way were half done: what is seen of it, but for what travels."""
        return replace(self, time=self.time.moment)


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return state.time.moving


def kept(state: State) -> tuple[object, ...]:
    """What the reader has made: the architecture, the weights' seed, the inputs."""
    return state.sizes, state.seed, state.x


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    return after(state, event), ()


def after(state: State, event: Event) -> State:
    """The state after an event: this page asks nothing of the browser."""
    event = player.as_press(event)
    match event:
        case Screen(environment):
            return replace(state, env=environment)
        case Look(at):
            return replace(state, look=at, inspected=at or state.inspected)
        case Input("x1" | "x2" as name, value) | Change("x1" | "x2" as name, value):
            number = bounded(value, -2.0, 2.0)
            if number is None:
                return state
            return with_passes(state, x=(number, state.x[1]) if name == "x1" else (state.x[0], number))
        case Restored(State() as old):
            state = state if old.sizes == state.sizes else with_sizes(state, old.sizes)
            return with_passes(state, seed=old.seed, x=old.x)
        case Press("weights"):
            return with_passes(state, seed=state.seed + 1)
        case Press("reset"):
            return replace(start(), env=state.env)
        case Press("add") if state.layers < MOST_LAYERS:
            return with_sizes(state, (*state.sizes[:-1], 4, state.sizes[-1]))
        case Press("remove") if state.layers > 1:
            return with_sizes(state, (*state.sizes[:-2], state.sizes[-1]))
    time = player.update(state.time, event, state.phases)
    return state if time is state.time else replace(state, time=time)


def with_passes(state: State, **changes: Any) -> State:
    """Other inputs or weights: the passes that were shown are shown with the new numbers."""
    state = replace(state, **changes)
    return replace(state, run=run_network(state.sizes, state.seed, state.x))


def with_sizes(state: State, sizes: tuple[int, ...]) -> State:
    """Another architecture starts from the beginning."""
    return with_passes(state, sizes=sizes, time=state.time.jump(0), look=None, inspected=None)


def reached(state: State) -> tuple[int, int | None]:
    """(how many layers have their value, the lowest layer whose neurons have a gradient or None)."""
    k = state.time.step
    if k <= state.layers:
        return k, None
    return state.layers, state.layers - (k - state.layers - 1)


def under_way(state: State) -> tuple[str, int] | None:
    """('forward' | 'backward', layer) that the signal is entering or leaving, or None."""
    k = state.time.step
    if not state.time.under_way or k >= state.length or k == state.layers:
        return None
    return ("forward", k + 1) if k < state.layers else ("backward", state.length - k)
