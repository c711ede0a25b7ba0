"""04 The Loop: what it remembers.

Offers `State` and `build(settings, …)`, which begins a training run.
"""

from dataclasses import dataclass, field

from micrograd.data import Data
from micrograd.draw.charts import NARROW, WIDE
from micrograd.training.history import Moment, Run

from ..environment import Environment
from .crosshair import Crosshair
from .settings import Settings, data_of, run_of
from .slowly import Slow


@dataclass(frozen=True)
class State:
    """`moment` is what is shown, one of the steps of `run`. A run's history only grows; a branch is another run."""

    settings: Settings
    run: Run
    moment: Moment
    data: Data
    runtime: object = None
    texts: tuple = ()  # (setting, text) pairs of fields whose text is not a valid setting, as typed
    waiting: tuple | None = None  # (setting, its new value, ms left until it is applied), while the reader types
    playing: bool = False
    speed: float = 0.0  # training steps a second, averaged over about half a second of frames
    pace: int = 0  # of SPEEDS: how many steps a frame are asked for
    look: int | None = None  # the step under the pointer, in the chart
    neuron: tuple | None = None  # (layer, index) of the neuron that is pointed at
    pen: str = "disc"
    held: int | None = None  # the point that the pointer drags
    crosshair: Crosshair = Crosshair()
    program: str = ""  # which view of the program that trains is open
    slow: Slow | None = None  # the step that is told stage by stage
    env: Environment = field(default_factory=Environment)

    @property
    def at(self):
        return self.moment.step

    @property
    def last(self):
        return self.run.last

    @property
    def sheet(self):
        return NARROW if self.env.half else WIDE


def build(settings, runtime=None, backend=None, data=None, **kept):
    """A state at step 0 of a new training run."""
    data = data or data_of(settings)
    run = run_of(settings, data, runtime, backend)
    return State(settings, run, run.moment(0), data, runtime, **kept)
