"""What is pointed at: a box, a line of code, a place in the text.

Offers `looked` and `box_at`.
"""

from dataclasses import replace


def looked(state, what):
    """Pointing at a box, at a line of code, or away. The Tab key comes back to where one was last."""
    if what is None:
        return replace(state, look=None, line=None)
    if not what.isdigit():
        return replace(state, look=None, line=what, stopped=what)
    return replace(state, look=int(what), line=None, stop=int(what))


def box_at(state, at):
    """The box of the smallest piece of text around a place in it."""
    if at is None or state.problem:
        return None
    around = [(span.end - span.start, -i) for i, span in enumerate(state.made.spans) if span.start <= at < span.end]
    return -min(around)[1] if around else None
