"""04 The Loop: on in time and back: steps, frames of many steps, one step slowly, other data, a new run.

Offers `frame`, `trained`, `slowly`, `revisited`, `edited`, `again`: each gives the state after it.
"""

from dataclasses import replace
from math import isfinite

from .settings import SPEEDS, rules
from .slowly import STAGES, begun
from .state import build

WORK = 4e6  # samples * parameters * steps in one frame: about 4 ms of it, where they are compiled
SLOW = 1.5e5  # the same, where there is no WebAssembly
DRAWS = 20  # steps in one frame at most, if each of them draws its samples


def frame(state, ms, elapsed):
    """One animation frame of training: as many steps as were asked for, if they fit into it.

    elapsed: the true time since the last frame, where `ms` has a limit.
    """
    if not state.playing:
        return state
    run, rows = state.run, len(state.data)
    budget = WORK if run.program.backend.startswith("WebAssembly") else SLOW
    most = int(budget / (min(rows, state.settings.batch) * len(state.moment.parameters)))
    if state.settings.batch < rows:
        most = min(most, DRAWS)
    steps = max(1, min(SPEEDS[state.pace], most))
    now = 1000.0 * steps / elapsed if elapsed > 0 else 0.0
    return trained(replace(state, speed=state.speed + (now - state.speed) * min(ms / 500, 1.0)), steps)


def trained(state, steps):
    """So many steps further. From a moment in the past, the history after it is given up: a branch."""
    if not isfinite(state.moment.loss):
        return replace(state, playing=False)
    run = state.run if state.at == state.last else state.run.branch(state.at)
    moment = run.advance(state.moment, rules(state.settings, state.data), steps)
    return replace(state, run=run, moment=moment, playing=state.playing and isfinite(moment.loss), slow=None)


def slowly(state):
    """One stage further in the step that is told slowly; the last of them is the step."""
    slow = state.slow
    if not isfinite(state.moment.loss):
        return state
    if slow is None or slow.stage == len(STAGES):
        return replace(state, playing=False, slow=begun(state))
    if slow.stage < len(STAGES) - 1:
        return replace(state, slow=replace(slow, stage=slow.stage + 1))
    state = trained(state, 1)
    return replace(state, slow=replace(slow, stage=len(STAGES), after=state.moment))


def revisited(state, at):
    """The run as it was after `at` steps, with the data of that time."""
    return replace(
        state, moment=state.run.moment(at), data=state.run.rules_at(at).data, playing=False, look=None, slow=None
    )


def edited(state, data, held):
    """Other points. Training goes on with them, from the weights that there are; a full batch stays a full batch."""
    if data is state.data:
        return replace(state, held=held)
    settings = state.settings
    if settings.batch == len(state.data):
        settings = replace(settings, batch=len(data))
    run = state.run if state.at == state.last else state.run.branch(state.at)
    run.change(state.at, rules(settings, data))
    return replace(state, settings=settings, run=run, data=data, held=held, moment=run.moment(state.at), slow=None)


def again(state, settings, data):
    """A new run; what the reader set up around it stays."""
    kept = {name: getattr(state, name) for name in ("env", "texts", "pace", "pen", "crosshair", "program")}
    return build(settings, state.runtime, data=data, **kept)
