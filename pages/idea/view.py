"""What The Idea shows."""

from collections.abc import Mapping

from micrograd.draw.svg import Markup, group, tag

from ..content import Content
from ..controls import button
from ..exhibit import keys
from ..exhibit.view import View, in_motion
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
        "idea.transport": transport(seen),
        "idea.caption": seen.caption,
        "idea.look": seen.facts,
        "idea.said": seen.sentence,
        "idea.tools": group(*seen.tools.values()),
        "idea.help": HELP,
    }


def transport(seen: View) -> Markup:
    """The player, and what else there is to press below the graph."""
    player = seen.controls
    return group(
        tag(
            "div",
            player["forward"],
            player["backward"],
            player["reset"],
            button("Copy link", "idea.link", kind="quiet", hint="A link to this moment"),
            button("Save SVG", "idea.save", kind="quiet", hint="This picture, as a file"),
            button("Keys", "idea.keys", kind="quiet", hint="What the keyboard does (?)"),
            class_="buttons",
        ),
        tag("div", player["back"], player["play"], player["step"], class_="buttons"),
        tag("div", player["timeline"], player["speed"], player.get("zoom"), class_="sliders"),
    )
