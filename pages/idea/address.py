"""A state as part of the page's address, so that a link leads to a moment: example=diamond&at=5&fault=order

Offers `fragment` (of a state) and `arrived` (the state that one leads to).
"""

from dataclasses import replace
from urllib.parse import parse_qs, quote

from .examples import BY_KEY, BY_TEXT, FIRST
from .faults import BY_KEY as FAULTS
from .state import State, with_text


SPEEDS = {f"{quarters / 4:g}" for quarters in range(1, 17)}  # as the slider has them


def fragment(state):
    """What leads back to this state; '' for the first one."""
    example = BY_TEXT.get(state.text)
    parts = []
    if example != FIRST:
        parts.append(f"example={example.key}" if example else "text=" + quote(state.text, safe="()=*+-/,.:"
                     ).replace("+", "%2B"))
    if state.time.step:
        parts.append(f"at={state.time.step}")
    if state.fault:
        parts.append(f"fault={state.fault}")
    if state.predicting:
        parts.append("predict=1")
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
    fault = given.get("fault")
    new = replace(new, fault=fault if fault in FAULTS else "", predicting=given.get("predict") == "1")
    at, speed = given.get("at", "0"), given.get("speed")
    time = replace(new.time, speed=float(speed) if speed in SPEEDS else 1.0)
    return replace(new, time=time.jump(min(int(at), new.length) if at.isascii() and at.isdigit() and len(at) < 6 else 0))
