"""What The Idea shows."""

from collections.abc import Mapping

from ..content import Content
from ..exhibit import keys
from ..exhibit.bar import bar, links
from ..exhibit.view import in_motion
from ..exhibit.view import view as view_exhibit
from .state import State
from .writing import editor, example, problem

HELP = keys.dialog("idea")


def view(state: State) -> Mapping[str, Content]:
    seen = view_exhibit(state.exhibit, state.draggable)
    faded = {"--dim": "0.4" if state.problem else "1"}
    return {
        "idea.example": example(state),
        "idea.text": editor(state),
        "idea.problem": problem(state),
        "idea.graph": in_motion(state.exhibit, seen, faded),
        "idea.engine": seen.listing or "",
        "idea.transport": bar("idea", seen.controls, links("idea", state.copied)),
        "idea.caption": seen.caption,
        "idea.look": seen.facts,
        "idea.said": seen.sentence,
        "idea.tools": seen.tools,
        "idea.help": HELP,
    }
