"""04 The Loop: on in time and back: steps, frames of many steps, one step slowly, other data, a new run.

Offers `train_frame`, `train_steps`, `tell_slowly`, `go_back`, `with_data`, `restart`: each gives the state after it.
"""

from dataclasses import replace
from math import isfinite

from micrograd.data import Data
from micrograd.training.history import History

from .settings import SPEEDS, Settings, hyperparameters_of, is_fast
from .slowly import STAGES, first_stage
from .state import State, build

WORK = 4e6  # samples * parameters * steps in one frame: about 4 ms of it, where they are compiled
SLOW = 1.5e5  # the same, where there is no WebAssembly
DRAWS = 20  # steps in one frame at most, if each of them draws its samples


def train_frame(state: State, ms: float, elapsed: float) -> State:
    """One animation frame of training: as many steps as were asked for, if they fit into it.

    elapsed: the true time since the last frame, where `ms` has a limit.
    """
    if not state.playing:
        return state
    rows = len(state.data)
    budget = WORK if is_fast(state.program) else SLOW
    most = int(budget / (min(rows, state.settings.batch) * len(state.checkpoint.parameters)))
    if state.settings.batch < rows:
        most = min(most, DRAWS)
    steps = max(1, min(SPEEDS[state.pace], most))
    now = 1000.0 * steps / elapsed if elapsed > 0 else 0.0
    return train_steps(replace(state, speed=state.speed + (now - state.speed) * min(ms / 500, 1.0)), steps)


def train_steps(state: State, steps: int) -> State:
    """So many steps further. From a checkpoint in the past, the history after it is given up: a branch."""
    if not isfinite(state.checkpoint.loss):
        return replace(state, playing=False)
    history, checkpoint = history_until_here(state).advance(
        state.program, state.checkpoint, hyperparameters_of(state.settings), state.data, steps
    )
    playing = state.playing and isfinite(checkpoint.loss)
    return replace(state, history=history, checkpoint=checkpoint, playing=playing, slow=None)


def history_until_here(state: State) -> History:
    """A history whose newest step is the one that is shown."""
    return state.history if state.at == state.last else state.history.branch(state.at)


def tell_slowly(state: State) -> State:
    """One stage further in the step that is told slowly; the last of them is the step."""
    slow = state.slow
    if not isfinite(state.checkpoint.loss):
        return state
    if slow is None or slow.stage == len(STAGES):
        return replace(state, playing=False, slow=first_stage(state))
    if slow.stage < len(STAGES) - 1:
        return replace(state, slow=replace(slow, stage=slow.stage + 1))
    state = train_steps(state, 1)
    return replace(state, slow=replace(slow, stage=len(STAGES), after=state.checkpoint))


def go_back(state: State, at: int) -> State:
    """The run as it was after `at` steps, with the data of that time."""
    checkpoint, data = state.history.checkpoint(state.program, at), state.history.span_after(at).data
    return replace(state, checkpoint=checkpoint, data=data, playing=False, look=None, slow=None)


def with_data(state: State, data: Data, held: int | None) -> State:
    """Other points. Training goes on with them, from the weights that there are; a full batch stays a full batch."""
    if data is state.data:
        return replace(state, held=held)
    settings = state.settings
    if settings.batch == len(state.data):
        settings = replace(settings, batch=len(data))
    hyperparameters = hyperparameters_of(settings)
    history = history_until_here(state).with_settings(state.program, hyperparameters, data)
    checkpoint = state.program.measure(state.checkpoint, hyperparameters, data)
    return replace(state, settings=settings, history=history, data=data, held=held, checkpoint=checkpoint, slow=None)


def restart(state: State, settings: Settings, data: Data) -> State:
    """A new run; what the reader set up around it stays."""
    kept = {name: getattr(state, name) for name in ("env", "texts", "pace", "pen", "crosshair", "listing")}
    return build(settings, state.runtime, data=data, **kept)
