"""The graph as it stands: at one step, with what is pointed at lit, and with what is said below the boxes.

Offers `graph`; `still`, the same at rest, for a file; `way` and `size`, its CSS variables.
"""

from dataclasses import replace
from functools import lru_cache
from math import floor

from micrograd.draw import graphs as drawn
from micrograd.draw.layout import layers
from micrograd.draw.scale import plus, short

from .drag import can_be_pulled
from .nudge import depths, moved
from .relatives import relatives
from .variables import of_line, ties


def graph(state):
    under = state.time.under_way
    return picture(
        state.run,
        state.time.step,
        under,
        state.env.narrow,
        state.look,
        light(state),
        can_be_pulled(state),
        notes(state),
        state.stop,
        ripple(state),
    )


def still(state):
    """The graph as it is at rest, for a file."""
    return picture(state.run, state.time.step, False, state.env.narrow, None, None, frozenset(), notes(state)).markup


def way(state):
    """The variable that moves what travels: how far the step, or the wave of a nudge, has come."""
    return state.time.variables(state.env.still) if state.wave is None else {"--t": f"{state.wave % 1:.3f}"}


def size(state):
    """The variables of how wide the graph is drawn: at least, and how far it is zoomed."""
    where = drawn.geometry(operands(state.run), flow(operands(state.run), state.env.narrow))
    return {"--wide": f"{where.width * drawn.LEAST:.0f}px", "--zoom": f"{state.zoom:.3g}"}


def operands(run):
    return tuple(node.operands for node in run.tape.nodes)


def notes(state):
    """What is said below the boxes: a wrong gradient and the right one, how far a nudge carries, what has been checked."""
    graded = state.tape.grad_at(state.time.step)
    checked = {index for index in state.checked if index in graded}
    found = dict.fromkeys(checked, ("checked", "✓ checked"))
    if state.nudge is not None:
        deep = depths(state.made, state.nudge)
        for index, by in changes(state).items():
            if state.wave is None or deep[index] <= state.wave:
                found[index] = ("ripple", ("✓ " if index in checked else "") + plus(by, 3))
    first = True
    for step, index, right in state.run.wrong:
        if state.time.step > step:
            found[index] = (
                "wrong first" if first else "wrong",
                f"{'≠' if state.env.narrow else 'right:'} {short(right)}",
            )  # narrow boxes stand close
        first = False
    return tuple(sorted(found.items()))


def changes(state):
    """{node: by how much it moves} with the nudge."""
    nodes = state.tape.nodes
    return {i: data - nodes[i].data for i, data in moved(state.made, state.nudge, 10.0**-state.power).items()}


def ripple(state):
    """The ops that the wave of a nudge goes through just now, with the changes that go in and the one that comes out."""
    if state.wave is None:
        return ()
    by, now = changes(state), floor(state.wave) + 1
    return tuple(
        (i, tuple(plus(by[j], 3) if j in by else None for j in state.tape.nodes[i].operands), plus(by[i], 3))
        for i, deep in depths(state.made, state.nudge).items()
        if deep == now
    )


@lru_cache(maxsize=256)
def picture(run, k, under_way, narrow, look, lit, pulls, notes=(), stop=None, ripple=()):
    return drawn.pieces(
        run.tape,
        k,
        under_way=under_way,
        prefix="idea",
        flow=flow(operands(run), narrow),
        look=look,
        label=f"The graph of {run.tape.nodes[-1].name}",
        lit=lit,
        notes=notes,
        pulls=pulls,
        ties=ties(run.made),
        stop=stop,
        ripple=ripple,
    )


@lru_cache(maxsize=32)
def flow(operands, narrow):
    """Long wires where there is room for them: here they are the point.

    And a line of words below a box touches no other.
    """
    if narrow:
        return drawn.DOWN
    deep = max(layers(operands)) + 1
    return replace(drawn.RIGHT, across=240.0 if deep <= 3 else 204.0 if deep == 4 else 184.0, along=92.0)


def light(state):
    """The boxes beside which the rest fades, or None: the kin of a box, or what a line of code made."""
    if state.look is not None:
        return relatives(state.run, state.look)
    return of_line(state)
