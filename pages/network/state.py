"""What The Network remembers, and what every event makes of it."""

from dataclasses import dataclass, field, replace

from ..environment import Environment
from ..transport import Transport
from .run import Run, run_network

SIZES = (2, 4, 4, 1)
SEED = 33
MOST_LAYERS = 6  # of neurons, the output's among them


@dataclass(frozen=True)
class State:
    sizes: tuple = SIZES
    seed: int = SEED
    x: tuple = (1.0, -0.5)
    run: Run = field(default_factory=lambda: run_network(SIZES, SEED, (1.0, -0.5)))
    time: Transport = Transport(speed=0.8)
    look: str | None = None
    env: Environment = Environment()

    @property
    def layers(self):
        """How many layers of neurons: as many forward steps, one step that seeds the output's gradient, as many back."""
        return len(self.sizes) - 1

    @property
    def length(self):
        return 2 * self.layers + 1


def start():
    return State()


def moving(state):
    return state.time.moving


def handle(state, event):
    time = state.time
    match event:
        case {"type": "frame", "ms": ms}:
            return replace(state, time=time.advance(ms))
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "look", "look": look}:
            return replace(state, look=look)
        case {"do": "x1" | "x2" as name, "value": value}:
            number = min(max(float(value), -2.0), 2.0)
            return changed(state, x=(number, state.x[1]) if name == "x1" else (state.x[0], number))
        case {"do": "forward"}:
            return replace(state, time=time.play(0, state.layers))
        case {"do": "backward"}:
            return replace(state, time=time.play(state.layers, state.length))
        case {"do": "weights"}:
            return changed(state, seed=state.seed + 1)
        case {"do": "reset"}:
            return replace(start(), env=state.env)
        case {"do": "add"} if state.layers < MOST_LAYERS:
            return rebuilt(state, (*state.sizes[:-1], 4, state.sizes[-1]))
        case {"do": "remove"} if state.layers > 1:
            return rebuilt(state, (*state.sizes[:-2], state.sizes[-1]))
    return state


def changed(state, **what):
    """Other inputs or weights: the passes that were shown are shown with the new numbers."""
    state = replace(state, **what)
    return replace(state, run=run_network(state.sizes, state.seed, state.x))


def rebuilt(state, sizes):
    """Another architecture starts from the beginning."""
    return changed(state, sizes=sizes, time=state.time.jump(0), look=None)


def reached(state):
    """(how many layers have their value, the lowest layer whose neurons have a gradient or None)."""
    k = state.time.step
    if k <= state.layers:
        return k, None
    return state.layers, state.layers - (k - state.layers - 1)


def under_way(state):
    """('forward' | 'backward', layer) that the signal is entering or leaving, or None."""
    k = state.time.step
    if not state.time.under_way or k >= state.length or k == state.layers:
        return None
    return ("forward", k + 1) if k < state.layers else ("backward", state.length - k)
