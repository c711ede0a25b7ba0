"""The player below a figure: its buttons in one row, the time in another; and what is needed less often at their ends, or,
on a phone, behind the button "More".

Offers `bar`, and `links`, the quiet buttons that all sections have. The player itself is in player.py.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from micrograd.draw.svg import Markup, group, tag

from ..controls import button

PHASES = ("forward", "backward")
STEPS = ("back", "play", "step", "reset")
SETTINGS = ("speed", "zoom")


def bar(page: str, controls: Mapping[str, Markup], links: Sequence[Markup] = (), own: Sequence[Markup] = ()) -> Markup:
    """controls: the player's, {action: markup}; links: quiet buttons; own: what a section has after Forward and Backward."""
    more = f"{page}-more"
    return group(
        tag("div", *(controls[do] for do in PHASES), *own, *(controls[do] for do in STEPS), class_="buttons"),
        tag(
            "div",
            controls["timeline"],
            tag("button", "⋯", type="button", class_="more quiet", aria_label="More", popovertarget=more),
            class_="time",
        ),
        tag(
            "div",
            tag("div", [controls[name] for name in SETTINGS if name in controls], class_="sliders"),
            tag("div", *links, class_="links") if links else None,
            id=more,
            class_="extras",
            popover="",
        ),
    )


LINKS = {
    "link": ("Copy link", "A link to this moment"),
    "save": ("Save SVG", "This picture, as a file"),
    "keys": ("Keys", "What the keyboard does (?)"),
}
ANSWERS = {
    None: "",
    True: "Link copied.",
    False: "This browser lets no page copy. The link stands in the address bar: take it from there.",
}


@lru_cache(maxsize=16)
def links(page: str, copied: bool | None) -> tuple[Markup, ...]:
    """The quiet buttons, and whether the link was copied, or what to do if it cannot be."""
    buttons = [button(name, f"{page}.{do}", kind="quiet", hint=hint) for do, (name, hint) in LINKS.items()]
    return (*buttons, tag("span", ANSWERS[copied], class_="answer", role="status"))
