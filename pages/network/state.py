"""What The Network remembers, and how much of it has been reached.

Offers `State`, `start`, `moving`, `kept`, `with_passes`, `with_sizes`, `reached`, `under_way`. What events make of it is
in update.py.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ..environment import Environment
from ..exhibit.player import Phases, Transport
from ..targets import Target
from .run import Passes, run_network

SIZES = (2, 4, 4, 1)
SEED = 33
X = (1.0, -0.5)
TARGET = 1.0
MOST_LAYERS = 6  # of neurons, the output's among them
RANGES = {"x1": (-2.0, 2.0), "x2": (-2.0, 2.0), "target": (-2.0, 2.0), "rate": (0.0, 0.2)}

Show = Literal["weights", "gradients", "updates"]


@dataclass(frozen=True)
class Updated:
    """What the last update did: the loss before it, and what it added to each parameter, in the model's order."""

    before: float
    steps: tuple[float, ...]


@dataclass(frozen=True)
class State:
    """weights: of all parameters, where they are no longer those that the seed draws; wanted: whether an update waits for
    the backward pass to be shown; updated: the last update, until anything else changes; show: what the edges' thickness
    stands for.
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
    look: Target | None = None
    inspected: Target | None = None  # whose facts stay to be read when the pointer has gone on
    env: Environment = Environment()

    @property
    def layers(self) -> int:
        """How many layers of neurons: as many forward steps, and one for the loss; one back to the output, as many back."""
        return len(self.sizes) - 1

    @property
    def length(self) -> int:
        return 2 * self.layers + 2

    @property
    def phases(self) -> Phases:
        return Phases(self.layers + 1, self.length)

    @property
    def moment(self) -> "State":
        """The state as if any step under way were half done: what is seen of it, but for what travels."""
        return replace(self, time=self.time.moment)


def start() -> State:
    return State()


def moving(state: State) -> bool:
    return state.time.moving


def kept(state: State) -> tuple[object, ...]:
    """What the reader has made: the architecture, the weights, the inputs, the target, the rate."""
    return state.sizes, state.seed, state.weights, state.x, state.target, state.rate


def with_passes(state: State, **changes: Any) -> State:
    """Other inputs, weights or another target: the passes that were shown are shown with the new numbers."""
    state = replace(state, **{"wanted": False, "updated": None, **changes})
    return replace(state, run=run_network(state.sizes, state.seed, state.x, state.target, weights=state.weights))


def with_sizes(state: State, sizes: tuple[int, ...]) -> State:
    """Another architecture starts from the beginning."""
    return with_passes(state, sizes=sizes, weights=None, time=state.time.jump(0), look=None, inspected=None)


@dataclass(frozen=True)
class Reached:
    """valued: how many layers have their values; loss: whether the loss has; graded: the lowest layer whose neurons have
    a gradient, or None.
    """

    valued: int
    loss: bool
    graded: int | None

    def has_grad(self, layer: int) -> bool:
        """Whether neurons of this layer have their gradient."""
        return self.graded is not None and layer >= self.graded


def reached(state: State) -> Reached:
    """How far the passes have come."""
    k, layers = state.time.step, state.layers
    back = k - layers - 2
    return Reached(min(k, layers), k > layers, layers - back if back >= 0 else None)


def under_way(state: State) -> tuple[str, int] | None:
    """('forward' | 'backward', layer) that the signal is entering or leaving; the loss is the layer after the last. Or
    None."""
    k = state.time.step
    if not state.time.under_way or k >= state.length:
        return None
    return ("forward", k + 1) if k <= state.layers else ("backward", state.length - k)
