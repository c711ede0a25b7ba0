"""What happens to the cell's state, and what it asks of the browser."""

import json
from dataclasses import replace

from ..effects import Copy, Effect, KeepWorker, Save, SetAddress, Store
from ..events import (
    Arrive,
    Change,
    Copied,
    Event,
    Frame,
    Input,
    Look,
    Near,
    Press,
    Restore,
    Screen,
    WorkerDeath,
    WorkerMessages,
    WorkerTick,
)
from ..exhibit import player
from ..worker.records import Graph
from . import programs, share
from .examples import BY_KEY, BY_TEXT
from .graphs import active_run, run_of
from .messages import after_death, after_messages, after_tick
from .state import PATIENCE, State, with_fresh_worker

SCRIPT, FOLDER = "assets/sandbox.js", "assets/vendor/pyodide/"


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    match event:
        case Press("share"):
            new, effects = share_program(state)
        case Press("save"):
            new, effects = state, (Save(share.as_file(state.text), "micrograd_cell.py"),)
        case _:
            new, effects = after(state, event), ()
    return new, (*effects, *changed_needs(state, new))


def changed_needs(state: State, new: State) -> tuple[Effect, ...]:
    """What the new state needs to have beside the page, and the one before did not: its worker, the reader's text stored."""
    worker, text = needed_worker(new), new.text_to_store
    return (
        *([worker] if worker and worker != needed_worker(state) else []),
        *([Store(json.dumps(text))] if text and text != state.text_to_store else []),
    )


def needed_worker(state: State) -> KeepWorker | None:
    if not state.life:
        return None
    ticking = state.status in ("starting", "stopped", "running")
    # Who has run one program runs another, and after Stop is not to wait. (A phone has less room for a Python in
    # reserve.)
    spare = state.run > 0 and state.status == "ready" and not state.env.narrow
    return KeepWorker(state.life, SCRIPT, FOLDER, state.messages, ticking, spare)


def advance(state: State, ms: float) -> State:
    """`ms` later, in the graph that plays."""
    run = active_run(state)
    return replace(state, time=state.time.advance(ms, run.phases if run else None))


COPIED = {
    True: "Link copied. It is in the address bar, too.",
    False: "This browser lets no page copy. The link is in the address bar: take it from there.",
}


def after(state: State, event: Event) -> State:
    match event:
        case WorkerMessages(life, texts) if life == state.life:  # and not from a worker that has been stopped
            return after_messages(state, texts)
        case WorkerDeath(life, why) if life == state.life:
            return after_death(state, why)
        case WorkerTick(life) if life == state.life:
            return after_tick(state)
        case Frame(ms):
            return advance(state, ms) if state.time.moving else state
        case Screen(environment):
            return replace(state, env=environment)
        case Near():
            return with_fresh_worker(state) if state.status == "asleep" else state
        case Look(at):
            return replace(state, look=at)
        case Restore(text):
            return restore(state, text)
        case Arrive(fragment):
            return open_link(state, fragment)
        case Copied(done):
            return replace(state, notice=COPIED[done])
        case Input("text", text):
            return replace(state, text=text, touched=True, unlinkable=False)
        case Input("example", key) | Change("example", key) if key in BY_KEY:
            return replace(with_text(state, BY_KEY[key].text), origin=key)
        case Input("timeline" | "speed", _, key) | Press(
            "forward" | "backward" | "play" | "step" | "back" | "now", key
        ):
            return control_player(state, event, key)
        case Press(do, value):
            return after_press(state, do, value)
    return state


def after_press(state: State, do: str, value: str) -> State:
    match do:
        case "run":
            return programs.request_run(state)
        case "stop":
            return programs.stop(state)
        case "restart":
            return programs.restart(state)
        case "reset":
            return with_text(state, BY_KEY[state.origin].text)
        case "on":
            longer = 2 * state.patience if state.patience < 16 * PATIENCE else state.patience
            return replace(state, quiet=0, patience=longer)
        case "bring" if state.before is not None:
            return replace(state, text=state.before, before=None, linked=False, touched=True)
        case "unfold" if value == "all":
            return replace(state, unfolded=state.unfolded | {-1})
        case "unfold" if value.isdigit():
            return replace(state, unfolded=state.unfolded | {int(value)})
        case "program" if value.isdigit():
            return replace(state, programs=state.programs ^ {int(value)})
    return state


def with_text(state: State, text: str) -> State:
    """Another text; the reader's own, if that is what stood there, is put aside and can be brought back."""
    if text == state.text:
        return state
    own = state.text.strip() and state.text not in BY_TEXT
    before = state.text if own else state.before
    return replace(state, text=text, before=before, touched=True, linked=False, unlinkable=False)


def restore(state: State, text: str) -> State:
    """What the reader had at the last visit."""
    try:
        kept = json.loads(text)
        own, before, origin = kept["text"], kept["before"], kept.get("origin")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return state
    if not isinstance(own, str) or not (before is None or isinstance(before, str)):
        return state
    known = isinstance(origin, str) and origin in BY_KEY
    return replace(state, text=own, before=before, origin=origin if known else state.origin)


def open_link(state: State, fragment: str) -> State:
    """A program that came with the link: it is shown, and waits until the reader runs it."""
    text = share.unpack(fragment)
    if text is None:
        return replace(state, notice="The link’s program could not be read: the link is not whole.")
    if text == state.text:
        return state
    return replace(with_text(state, text), linked=True, touched=False)


def share_program(state: State) -> tuple[State, tuple[Effect, ...]]:
    fragment = share.pack(state.text)
    if fragment is None:
        long = "This program is too long for a link. Save it as a file instead."
        return replace(state, unlinkable=True, notice=long), ()
    new = replace(state, notice="The link is in the address bar.")
    return new, (SetAddress(fragment), Copy(f"#cell:{fragment}"))


def control_player(state: State, event: Press | Input | Change, key: str) -> State:
    """After a button or slider of the player of one drawn graph."""
    item = next((item for item in state.items if str(item.key) == key), None)
    run = run_of(item.content) if item is not None and isinstance(item.content, Graph) else None
    if item is None or run is None:
        return state
    active = state.active == item.key
    if event.do == "now":
        return replace(state, active=None, time=state.time.jump(0))
    time = player.update(state.time if active else state.time.jump(0), event, run.phases)
    if event.do == "speed":  # which graph is being played, it does not say
        return replace(state, time=replace(state.time, speed=time.speed))
    return replace(state, active=item.key, time=time)
