"""What The Network remembers, and what every event makes of it."""

from dataclasses import dataclass, field, replace
from typing import Any

from ..effects import Effect
from ..environment import Environment
from ..events import Change, Event, Frame, Input, Look, Press, Screen
from ..targets import Target
from ..transport import Transport
from .run import Run, run_network

SIZES = (2, 4, 4, 1)
SEED = 33
MOST_LAYERS = 6  # of neurons, the output's among them


@dataclass(frozen=True)
class State:
    sizes: tuple[int, ...] = SIZES
    seed: int = SEED
    x: tuple[float, float] = (1.0, -0.5)
    run: Run = field(default_factory=lambda: run_network(SIZES, SEED, (1.0, -0.5)))
    time: Transport = Transport(speed=0.8)
    look: Target | None = None
    env: Environment = Environment()

    @property
    def layers(self) -> int:
        """How many layers of neurons: as many forward steps, one step that seeds the output's gradient, as many back."""
        return len(self.sizes) - 1

    @property
    def length(self) -> int:
        return 2 * self.layers + 1


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return state.time.moving


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    return after(state, event), ()


def after(state: State, event: Event) -> State:
    """The state after an event: this page asks nothing of the browser."""
    time = state.time
    match event:
        case Frame(ms):
            return replace(state, time=time.advance(ms))
        case Screen(environment):
            return replace(state, env=environment)
        case Look(at):
            return replace(state, look=at)
        case Input("x1" | "x2" as name, value) | Change("x1" | "x2" as name, value):
            number = min(max(float(value), -2.0), 2.0)
            return with_passes(state, x=(number, state.x[1]) if name == "x1" else (state.x[0], number))
        case Press("forward"):
            return replace(state, time=time.play(0, state.layers))
        case Press("backward"):
            return replace(state, time=time.play(state.layers, state.length))
        case Press("weights"):
            return with_passes(state, seed=state.seed + 1)
        case Press("reset"):
            return replace(start(), env=state.env)
        case Press("add") if state.layers < MOST_LAYERS:
            return with_sizes(state, (*state.sizes[:-1], 4, state.sizes[-1]))
        case Press("remove") if state.layers > 1:
            return with_sizes(state, (*state.sizes[:-2], state.sizes[-1]))
    return state


def with_passes(state: State, **changes: Any) -> State:
    """Other inputs or weights: the passes that were shown are shown with the new numbers."""
    state = replace(state, **changes)
    return replace(state, run=run_network(state.sizes, state.seed, state.x))


def with_sizes(state: State, sizes: tuple[int, ...]) -> State:
    """Another architecture starts from the beginning."""
    return with_passes(state, sizes=sizes, time=state.time.jump(0), look=None)


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
