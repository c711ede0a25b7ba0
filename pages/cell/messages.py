"""What comes from the worker, and what it does to the state. It is checked first: it may have been written by anyone.

Offers `after_messages`, `after_tick` and `after_death`: the state after it.
"""

import re
from dataclasses import replace

from ..worker import records, wire
from ..worker.lines import line_text, program_name
from . import programs
from .state import HASTY, State, with_fresh_worker

STAGES = {"interpreter": "the interpreter", "engine": "the engine", "numpy": "NumPy"}


def after_messages(state: State, texts: tuple[str, ...]) -> State:
    life, state = state.life, replace(state, quiet=0)
    for text in texts:
        try:
            message = wire.read(text)
        except wire.WireError:
            return after_death(state, "what came from it was not the data it sends, so it was not shown")
        state = after_message(state, message)
        if state.life != life:  # it was ended by what it sent
            break
    return state


def after_tick(state: State) -> State:
    if state.status == "running":
        return replace(state, seconds=state.seconds + 1, quiet=state.quiet + 1)
    return replace(state, seconds=state.seconds + 1) if state.status in ("starting", "stopped") else state


def after_message(state: State, message: records.Message) -> State:
    running = state.status == "running"
    match message:
        case records.Progress(stage):
            return replace(state, stage=STAGES.get(stage, ""))
        case records.Ready() if state.status in ("starting", "stopped"):
            return programs.run_waiting(replace(state, status="ready", stage="", deaths=0))
        case records.Text(stream, text) if running:
            return state.with_item(stream, text)
        case records.Draw(place, drawing) if running:
            return state.with_item("drawing", drawing, place)
        case records.Failure() if running:
            where = f" in line {message.line}" if message.line else ""
            return replace(state.with_item("failure", message), notice=f"{message.kind[:60]}{where}.")
        case records.Note(text) if running:
            return state.with_item("note", text)
        case records.Folded(characters, pictures) if running:
            return state.with_item("note", folded_note(characters, pictures))
        case records.Done(run, seconds) if running and run == state.run:
            took = f"{seconds:.1f} s" if 0 <= seconds < 1e6 else "a moment"
            notice = state.notice or f"Finished in {took}."
            return programs.run_waiting(replace(state, status="ready", stage="", notice=notice))
        case records.Dead(reason):
            return after_death(state, reason)
    return state


def folded_note(characters: int, pictures: int) -> str:
    left = [f"{characters:,} characters"] * (characters > 0) + [f"{pictures:,} pictures"] * (pictures > 0)
    return f"Folded: {' and '.join(left) or 'nothing'} of this run are left out here. A run shows a million characters and 1,000 pictures."


WORDS = (
    (
        "call stack",
        "The program went deeper than the interpreter can, and it broke. An operator, a __repr__ or the like probably calls itself without end.",
    ),
    (
        "recursion",
        "The program went deeper than the interpreter can, and it broke. An operator, a __repr__ or the like probably calls itself without end.",
    ),
    ("memory", "The cell’s memory, 512 MB, ran out, and the interpreter broke."),
    ("not the data", "Something in the cell sent messages that are not the cell’s own. They were not shown."),
    ("not put back", "The program changed parts of Python or of the engine that could not be put back."),
    ("more than anyone", "The cell sent more output than anyone could read."),
    ("could not be loaded", "The cell’s Python could not be loaded."),
    ("exit", "The program ended the interpreter itself."),
)


def after_death(state: State, reason: str) -> State:
    """The interpreter is gone: another one starts by itself, unless that has just failed several times."""
    why = reason.partition("\nStack (most recent")[0].lower()
    what = next((words for sign, words in WORDS if sign in why), "The interpreter broke.")
    if state.status in ("starting", "stopped", "asleep"):
        deaths = state.deaths + 1
        if deaths >= HASTY:
            asleep = replace(state, life=state.life + 1, messages=(), status="asleep", waiting=None, deaths=0)
            return asleep.with_item("trouble", f"{what} It was tried {HASTY} times. Run tries again. ({reason[:200]})")
        return with_fresh_worker(replace(state, deaths=deaths), "stopped")
    lost = "A fresh one is starting by itself; the names your programs made are gone, your text and the output stay."
    where = place_of_death(state, reason)
    if where is None:
        state = state.with_item("trouble", f"{what} {lost}")
    else:
        broke = records.Failure("The interpreter broke", what, where.line, (where,), None)
        state = state.with_item("failure", broke).with_item("note", lost)
    return with_fresh_worker(replace(state, notice="The interpreter broke and is restarted."), "stopped")


def place_of_death(state: State, reason: str) -> records.Place | None:
    """The line of the reader's at which it broke, if its last words name one."""
    program = re.escape(program_name(state.run))
    found = re.search(rf'File "{program}", line (\d{{1,9}}) in (\S{{1,60}})', reason)
    lines = (state.ran or "").splitlines()
    if not found or not 0 < int(found[1]) <= len(lines):
        return None
    line, inside = int(found[1]), "" if found[2] == "<module>" else found[2]
    return records.Place(state.run, line, inside, line_text(lines, line))
