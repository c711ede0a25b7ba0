"""A state as part of the page's address, so that a link leads to a moment: example=diamond&at=5&fault=order

Offers `fragment` (of a state) and `arrive` (at the state that one leads to).
"""

from dataclasses import replace
from urllib.parse import parse_qs, quote

from ..exhibit.tools.faults import FAULTS
from ..exhibit.tools.nudge import SMALLEST
from .examples import BY_KEY, BY_TEXT, FIRST
from .state import OFFERS, State, with_text

POWERS = {f"{halves / 2:g}" for halves in range(2 * SMALLEST + 1)}  # of h, as the slider has them
SPEEDS = {f"{quarters / 4:g}" for quarters in range(1, 17)}  # as the slider has them


def fragment(state: State) -> str:
    """What leads back to this state; '' for the first one."""
    example, exhibit = BY_TEXT.get(state.text), state.exhibit
    parts = []
    if example is None:
        parts.append("text=" + quote(state.text, safe="()=*+-/,.:", errors="replace").replace("+", "%2B"))
    elif example != FIRST:
        parts.append(f"example={example.key}")
    if exhibit.time.step:
        parts.append(f"at={exhibit.time.step}")
    if exhibit.fault:
        parts.append(f"fault={exhibit.fault}")
    if exhibit.predict.on:
        parts.append("predict=1")
    if exhibit.nudge.node is not None:
        parts += [f"nudge={exhibit.nudge.node}", f"h={exhibit.nudge.power:g}"]
    if exhibit.listing.view != "engine":
        parts.append(f"view={exhibit.listing.view}")
    if exhibit.time.speed != 1.0:
        parts.append(f"speed={exhibit.time.speed:g}")
    return "&".join(parts)


def arrive(state: State, text: str) -> State:
    """The state to which a fragment leads; what in it makes no sense is left out."""
    try:
        given = {key: values[-1] for key, values in parse_qs(text, max_num_fields=20).items()}
    except ValueError:
        return state
    first = State(address=state.address)
    first = replace(first, exhibit=replace(first.exhibit, env=state.exhibit.env))
    example = BY_KEY.get(given.get("example", ""))
    new = with_text(first, given.get("text", example.text if example else FIRST.text))
    exhibit = new.exhibit
    fault, view, power, speed = (given.get(key, "") for key in ("fault", "view", "h", "speed"))
    node = whole(given.get("nudge"))
    exhibit = replace(
        exhibit,
        fault=fault if fault in FAULTS else "",
        predict=replace(exhibit.predict, on=given.get("predict") == "1"),
        nudge=replace(
            exhibit.nudge,
            node=node if node is not None and node < len(exhibit.tape.nodes) else None,
            power=float(power) if power in POWERS else 1.0,
        ),
    )
    if view in OFFERS.views and not exhibit.fault:
        exhibit = replace(exhibit, listing=replace(exhibit.listing, view=view))
    time = replace(exhibit.time, speed=float(speed) if speed in SPEEDS else 1.0)
    return replace(new, exhibit=replace(exhibit, time=time.jump(min(whole(given.get("at")) or 0, exhibit.length))))


def whole(text: str | None) -> int | None:
    """The number that these few digits are, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
