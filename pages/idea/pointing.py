"""What is pointed at: a box, a line of the engine, a place in the text.

Offers `looked` and `box_at`.
"""

from dataclasses import replace


def looked(state, what):
    """Pointing at a box, at a line of engine.py, or away. The Tab key comes back to where one was last."""
    if what is None:
        return replace(state, look=None, line=None)
    if what.startswith("line-"):
        line = int(what.removeprefix("line-"))
        return replace(state, look=None, line=line, stopped=line)
    return replace(state, look=int(what), line=None, stop=int(what))


def box_at(state, at):
    """The box of the smallest piece of text around a place in it."""
    if at is None or state.problem:
        return None
    around = [(span.end - span.start, -i) for i, span in enumerate(state.made.spans) if span.start <= at < span.end]
    return -min(around)[1] if around else None
