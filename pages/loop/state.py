"""04 The Loop: what it remembers.

Offers `State` and `build(settings, …)`, which begins a training run.
"""

from dataclasses import dataclass
from typing import Any

from micrograd.data import Data
from micrograd.draw.charts import NARROW, WIDE
from micrograd.training.calculator import Calculator
from micrograd.training.checkpoint import Checkpoint
from micrograd.training.history import History

from ..environment import Environment
from .crosshair import Crosshair
from .settings import Settings, data_of, hyperparameters_of, program_of
from .slowly import Slow


@dataclass(frozen=True)
class State:
    """A value: no step, no picture and no later state changes anything of it.

    program     computes, and remembers nothing that counts: it is told the checkpoint each time (training/calculator.py)
    history     every step so far; `checkpoint` is the one of them that is shown
    """

    settings: Settings
    program: Calculator
    history: History
    checkpoint: Checkpoint
    data: Data
    runtime: Any = None
    texts: tuple[tuple[str, str], ...] = ()  # (setting, text) of fields whose text is not a valid setting, as typed
    waiting: tuple[str, Any, float] | None = (
        None  # (setting, its new value, ms until it is applied) as the reader types
    )
    playing: bool = False
    speed: float = 0.0  # training steps a second, averaged over about half a second of frames
    pace: int = 0  # of SPEEDS: how many steps a frame are asked for
    look: int | None = None  # the step under the pointer, in the chart
    neuron: tuple[int, int] | None = None  # (layer, index) of the neuron that is pointed at
    pen: str = "disc"
    held: int | None = None  # the point that the pointer drags
    crosshair: Crosshair = Crosshair()
    listing: str = ""  # which view of the program that trains is open
    slow: Slow | None = None  # the step that is told stage by stage
    env: Environment = Environment()

    @property
    def at(self) -> int:
        return self.checkpoint.step

    @property
    def last(self) -> int:
        return self.history.last

    @property
    def sheet(self) -> Any:
        return NARROW if self.env.half else WIDE


def kept(state: State) -> tuple[object, ...] | None:
    """What the reader has made: the settings, the data, and where the training began; None while a point is in hand.

    Training itself is none of it: it has a history of its own.
    """
    return None if state.held is not None else (state.settings, state.data, id(state.history.kept[0]))


def build(
    settings: Settings, runtime: Any = None, backend: str | None = None, data: Data | None = None, **kept: Any
) -> State:
    """A state at step 0 of a new training run."""
    data, program = data or data_of(settings), program_of(settings, runtime, backend)
    history = History.start(program, program.parameters, hyperparameters_of(settings), data)
    return State(settings, program, history, history.kept[0], data, runtime, **kept)
