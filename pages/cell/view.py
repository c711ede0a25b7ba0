"""What the cell shows."""

from dataclasses import replace
from functools import lru_cache

from micrograd.draw.svg import Markup, group, tag

from ..content import Content, Editor, Moving
from ..controls import button, select
from ..exhibit.run import moment_in, variables_in
from .completions import completions
from .examples import BY_TEXT, EXAMPLES
from .graphs import active_run
from .output import output
from .state import PATIENCE, State


def view(state: State) -> dict[str, Content]:
    run = active_run(state)
    if run is None:
        slots, markup = slots_of_moment(state)
        return {**slots, "cell.output": Moving(markup, {})}
    slots, markup = slots_of_moment(replace(state, time=moment_in(run, state.time)))
    return {**slots, "cell.output": Moving(markup, variables_in(run, state.time, state.env.still))}


@lru_cache(maxsize=4)
def slots_of_moment(state: State) -> tuple[dict[str, Content], Markup]:
    """(all slots but the output's, the output): what does not change while only time moves."""
    slots: dict[str, Content] = {
        "cell.example": example(state),
        "cell.text": Editor("Python", state.text, problem(state), names=completions()),
        "cell.buttons": buttons(state),
        "cell.status": status(state),
        "cell.asking": asking(state),
        "cell.said": notice(state),
    }
    return slots, output(state)


def problem(state: State) -> int:
    """The line with an error, as long as the text is the one that ran."""
    if state.text != state.ran:
        return 0
    return next((item.content.line or 0 for item in state.items if item.kind == "failure"), 0)


def example(state: State) -> Markup:
    chosen = BY_TEXT.get(state.text)
    own = [] if chosen else [("own", "Your own")]
    return group(
        select("Example", "cell.example", chosen.key if chosen else "own", own + [(e.key, e.title) for e in EXAMPLES]),
        tag(
            "p",
            "This program came with the link. It has not run: read it first, then press Run if you trust it.",
            class_="linked",
            role="status",
        )
        if state.linked
        else None,
        tag(
            "p",
            "Your own text was put aside. ",
            button("Bring my text back", "cell.bring", kind="quiet"),
            class_="aside",
        )
        if state.before is not None
        else None,
    )


def buttons(state: State) -> Markup:
    return group(
        button("Run", "cell.run", kind="data", disabled=state.busy, hint="Shift+Enter or Ctrl+Enter"),
        button("Stop", "cell.stop", kind="wrong", disabled=not state.busy, hint="Ends the program at once"),
        button(
            "Restart",
            "cell.restart",
            disabled=state.status in ("asleep", "starting"),
            hint="A fresh Python: all names are gone",
        ),
        button("Reset", "cell.reset", hint="Back to the example; undo in the editor takes it back"),
        button("Share", "cell.share", hint="A link that holds this program"),
        button("Save as .py", "cell.save", hint="A file that runs under any Python with micrograd"),
    )


def status(state: State) -> Markup:
    words = {
        "asleep": "Asleep: a Python of its own wakes when you press Run.",
        "starting": "Starting a Python of its own.",
        "ready": "Ready.",
        "running": "Running.",
        "stopped": "Stopped. A fresh Python is starting.",
    }[state.status]
    waits = (
        " Your program runs as soon as it is there." if state.waiting is not None and state.status != "running" else ""
    )
    at_work = state.status in ("starting", "running", "stopped")
    loading = f" Loading {state.stage}" if state.stage else ""
    progress = (
        tag("span", f"{loading} … {f'{state.seconds} s' if state.seconds else ''}", aria_hidden="true")
        if at_work
        else None
    )
    return tag("p", words + waits, progress, class_="state", data_state=state.status, data_run=str(state.run))


def notice(state: State) -> str:
    """In a sentence, for the eye and for a screen reader; and a way on, where a link is none."""
    save = button("Save it now", "cell.save", "now") if state.unlinkable else None
    return group(state.notice, " " if save else None, save) if state.status != "running" else ""


def asking(state: State) -> str:
    if not state.asking:
        return ""
    return tag(
        "div",
        tag(
            "p",
            f"Nothing has come for {state.quiet // PATIENCE * PATIENCE} seconds. It may be at work, or in a loop that does not end. Go on, or press Stop?",
        ),
        button("Go on", "cell.on"),
        class_="asking",
        role="alert",
    )
