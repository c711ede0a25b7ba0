"""Changing a leaf's number by hand: what is dragged is the number in the reader's own text."""

from dataclasses import replace
from math import floor, isfinite, log10

from ..expression.again import with_number
from .state import Pull, with_text

PER_PIXEL = 0.02  # of the number's own order of magnitude, at least of 1


def can_be_pulled(state):
    """The leaves whose number stands in the text."""
    if state.problem and not state.pull:
        return frozenset()
    return frozenset(i for i, span in enumerate(state.made.literals) if span)


def handle_drag(state, index, event):
    """A drag begins, goes on (x and y: pixels since it began), ends."""
    match event["phase"]:
        case "start":
            if index not in can_be_pulled(state):
                return state
            return replace(state, pull=Pull(index, state.made), look=index)
        case "move" if state.pull and state.pull.index == index:
            way = (event["x"] - event["y"]) * PER_PIXEL * (0.1 if event["fine"] else 1)
            return pulled(state, way)
        case "end" if state.pull:
            return let_go(state)
    return state


def handle_key(state, index, key, coarse):
    """The arrow keys on a focused leaf."""
    if index not in can_be_pulled(state):
        return None
    by = {"ArrowUp": 0.1, "ArrowDown": -0.1, "PageUp": 1.0, "PageDown": -1.0}[key] * (10 if coarse else 1)
    state = replace(state, pull=Pull(index, state.made))
    return let_go(pulled(state, by))


def pulled(state, way):
    """The state with the number moved by `way` from where it was, at once: the tape says only what the eye sees."""
    index, made = state.pull.index, state.pull.made
    before = made.tape.nodes[index].data
    number = before + way * magnitude(before)
    if not isfinite(number):
        return state
    figure, span = written(number, max(2 - round(log10(magnitude(number))), 0)), made.literals[index]
    text = made.text[: span.start] + figure + made.text[span.end :]
    if text == state.text:
        return state
    try:
        moved = with_number(made, index, figure, state.time.told)
    except (ValueError, ArithmeticError):  # no result there: read in full, the text says at which line
        return with_text(state, text)
    return with_text(state, text, lambda text: moved)


def let_go(state):
    """The end of a drag: now the tape is recorded in full."""
    state = replace(state, pull=None)
    return with_text(state, state.text)


def magnitude(number):
    return 10.0 ** floor(log10(max(abs(number), 1.0)))


def written(number, digits):
    """A number as one would write it: no more decimals than needed, one at least."""
    whole, _, rest = f"{number:.{digits}f}".partition(".")
    text = f"{whole}.{rest.rstrip('0') or '0'}"
    return "0.0" if text == "-0.0" else text
