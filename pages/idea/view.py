"""What The Idea shows."""

from collections.abc import Mapping

from micrograd.draw.svg import Markup, tag

from ..content import Content
from ..controls import button
from ..exhibit import keys
from ..exhibit.bar import bar
from ..exhibit.view import in_motion
from ..exhibit.view import view as view_exhibit
from .state import State
from .writing import editor, example, problem

HELP = keys.dialog("idea")
LINKS = (
    button("Copy link", "idea.link", kind="quiet", hint="A link to this moment"),
    button("Save SVG", "idea.save", kind="quiet", hint="This picture, as a file"),
    button("Keys", "idea.keys", kind="quiet", hint="What the keyboard does (?)"),
)

ANSWERS = {
    None: "",
    True: "Link copied.",
    False: "This browser lets no page copy. The link stands in the address bar: take it from there.",
}


def view(state: State) -> Mapping[str, Content]:
    seen = view_exhibit(state.exhibit, state.draggable)
    faded = {"--dim": "0.4" if state.problem else "1"}
    return {
        "idea.example": example(state),
        "idea.text": editor(state),
        "idea.problem": problem(state),
        "idea.graph": in_motion(state.exhibit, seen, faded),
        "idea.engine": seen.listing or "",
        "idea.transport": bar("idea", seen.controls, (*LINKS, answer(state.copied))),
        "idea.caption": seen.caption,
        "idea.look": seen.facts,
        "idea.said": seen.sentence,
        "idea.tools": seen.tools,
        "idea.help": HELP,
    }


def answer(copied: bool | None) -> Markup:
    """Whether the link was copied, or what to do if it cannot be."""
    return tag("span", ANSWERS[copied], class_="answer", role="status")
