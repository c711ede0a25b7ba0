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
    """The box of the variable at a place in the text, else that of the smallest piece of text around it."""
    if at is None or state.problem:
        return None
    pieces = [*((span, node) for node, span in enumerate(state.made.spans)), *state.made.mentions]
    around = [(span.end - span.start, -node) for span, node in pieces if span.start <= at < span.end]
    return -min(around)[1] if around else None
