"""What The Idea shows."""

from micrograd.draw.svg import tag

from .. import words
from ..content import Address, Marked, Moving
from .address import fragment
from .code import engine, running
from .facts import facts
from .help import dialog
from .player import caption, transport
from .scene import graph, size, way
from .tools import tools
from .writing import editor, example, problem

HELP = dialog()
HINT = tag(
    "p",
    "Point at a box, or walk to it with Tab and the arrow keys, to read its data, its gradient and its local derivatives. ",
    "Pull a green leaf’s number sideways, and everything is computed anew.",
    class_="hint",
)


def view(state):
    k, run = state.time.step, state.run
    marks, chief = running(state)
    shown = {
        "idea.example": example(state),
        "idea.text": editor(state),
        "idea.problem": problem(state),
        "idea.graph": Moving(
            graph(state), way(state) | {"--dim": "0.4" if state.problem else "1"} | size(state), shown_box(state)
        ),
        "idea.engine": Marked(engine(state), marks, chief),
        "idea.transport": transport(state),
        "idea.caption": caption(state),
        "idea.look": facts(run, k, state.look, bool(state.pull)) if state.look is not None else HINT,
        "idea.said": words.sentence(state.tape, k - 1) if k else "",
        "idea.tools": tools(state),
        "idea.help": HELP,
    }
    if not state.time.moving and not state.pull and (where := fragment(state)):
        shown["idea.address"] = Address(where)
    return shown | ({"idea.task": state.task} if state.task else {})


def shown_box(state):
    """The box that is to be in sight: that of the step that is told."""
    return f"idea-box-{state.tape.steps[state.time.told].node}" if state.time.told is not None else None
