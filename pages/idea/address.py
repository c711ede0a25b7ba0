"""A state as part of the page's address, so that a link leads to a moment: example=diamond&at=5&fault=order

Offers `fragment` (of a state) and `arrived` (the state that one leads to).
"""

from dataclasses import replace
from urllib.parse import parse_qs, quote

from .code import VIEWS
from .examples import BY_KEY, BY_TEXT, FIRST
from .faults import BY_KEY as FAULTS
from .state import State, with_text
from .tools import SMALLEST

POWERS = {f"{halves / 2:g}" for halves in range(2 * SMALLEST + 1)}  # of h, as the slider has them
SPEEDS = {f"{quarters / 4:g}" for quarters in range(1, 17)}  # as the slider has them


def fragment(state):
    """What leads back to this state; '' for the first one."""
    example = BY_TEXT.get(state.text)
    parts = []
    if example != FIRST:
        parts.append(
            f"example={example.key}" if example else "text=" + quote(state.text, safe="()=*+-/,.:").replace("+", "%2B")
        )
    if state.time.step:
        parts.append(f"at={state.time.step}")
    if state.fault:
        parts.append(f"fault={state.fault}")
    if state.predicting:
        parts.append("predict=1")
    if state.nudge is not None:
        parts += [f"nudge={state.nudge}", f"h={state.power:g}"]
    if state.view != "engine":
        parts.append(f"view={state.view}")
    if state.time.speed != 1.0:
        parts.append(f"speed={state.time.speed:g}")
    return "&".join(parts)


def arrived(state, text):
    """The state to which a fragment leads; what in it makes no sense is left out."""
    try:
        given = {key: values[-1] for key, values in parse_qs(text, max_num_fields=20).items()}
    except ValueError:
        return state
    example = BY_KEY.get(given.get("example"))
    new = with_text(State(env=state.env, task=state.task), given.get("text", example.text if example else FIRST.text))
    fault, view = given.get("fault"), given.get("view")
    new = replace(new, fault=fault if fault in FAULTS else "", predicting=given.get("predict") == "1")
    nudge, power = whole(given.get("nudge")), given.get("h")
    new = replace(new, nudge=nudge if nudge is not None and nudge < len(new.tape.nodes) else None)
    new = replace(
        new,
        power=float(power) if power in POWERS else 1.0,
        view=view if view in dict(VIEWS) and not new.fault else "engine",
    )
    at, speed = whole(given.get("at")) or 0, given.get("speed")
    time = replace(new.time, speed=float(speed) if speed in SPEEDS else 1.0)
    return replace(new, time=time.jump(min(at, new.length)))


def whole(text):
    """The number that these few digits are, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
