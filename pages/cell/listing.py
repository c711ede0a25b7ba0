"""A drawn graph as the program that the compiler makes of it: one line for each number, the one that runs lit.

Offers `listing(item, told)`; None where the graph has an op that the compiler does not know.
"""

from functools import lru_cache

from micrograd.compiler.expression import tape_listing
from micrograd.draw.programs import serving, written_program
from micrograd.draw.svg import Markup

MOST = 200  # values: the cell records no tape of a larger graph


@lru_cache(maxsize=16)
def lines_of(tape):
    if len(tape.nodes) > MOST:
        return None
    try:
        return tape_listing(tape)
    except Exception:  # an op of the reader's own, or a tape that was not recorded: it may have been written by anyone
        return None


def listing(item, told):
    """The markup; told: the step of the tape that is under way or was the last one, or None."""
    tape, name = item.content.tape, f"cell.{item.key}.program"
    lines = lines_of(tape) if tape else None
    if not lines:
        return None
    markup = panel(tape, name)
    if told is not None:
        step = tape.steps[told]
        for n in serving(lines, tape.nodes[step.node].name, step.phase):
            here = f'id="{name.replace(".", "-")}-{n}"'
            markup = markup.replace(here, f'{here} aria-current="step"')
    return Markup(markup)


@lru_cache(maxsize=16)
def panel(tape, name):
    return written_program(lines_of(tape), name)
