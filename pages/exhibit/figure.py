"""From a tape to its picture: at one step, with what is pointed at lit, and with what is said below the boxes.

Offers `graph`; `svg_file`, the same at rest, as a file; `variables`, what moves in it, and `size`.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

from micrograd.draw import graphs as draw
from micrograd.draw.drawing import Drawing
from micrograd.draw.geometry import Flow
from micrograd.draw.parts import Pieces

from ..environment import Environment
from .kin import relatives
from .listing import boxes_of
from .run import Run, stage_in, variables_in
from .state import Exhibit
from .tools import faults, nudge, predict

FAR = 0.7  # below this zoom no number can be read: boxes are names and colors


def graph(exhibit: Exhibit, draggable: Collection[int] = ()) -> Pieces:
    """The figure. draggable: the leaves whose number can be changed in it."""
    return picture(
        exhibit.run,
        exhibit.time.step,
        exhibit.time.under_way,
        stage_in(exhibit.run, exhibit.time)[0],
        prefix=exhibit.offers.page,
        flow=flow(exhibit),
        label=exhibit.offers.label(exhibit.run.root),
        look=exhibit.box,
        lit=lit(exhibit),
        pulls=frozenset(draggable),
        notes=notes(exhibit),
        stop=exhibit.stop if "walk" in exhibit.offers.parts else None,
        waves=nudge.waves(exhibit.nudge, exhibit.run),
        far=zoom(exhibit) < FAR,
        asked=predict.asked_box(exhibit.predict, exhibit.run, exhibit.time),
    )


def svg_file(exhibit: Exhibit) -> str:
    """The figure at rest, as the text of an SVG file."""
    still = picture(
        exhibit.run,
        exhibit.time.step,
        False,
        0,
        prefix=exhibit.offers.page,
        flow=flow(exhibit),
        label=exhibit.offers.label(exhibit.run.root),
        notes=notes(exhibit),
    )
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(Drawing(still.markup, exhibit.env.theme))


@lru_cache(maxsize=256)
def picture(
    run: Run,
    k: int,
    under_way: bool,
    stage: int,
    *,
    prefix: str,
    flow: Flow,
    label: str,
    look: int | None = None,
    lit: frozenset[int] | None = None,
    pulls: frozenset[int] = frozenset(),
    notes: tuple[tuple[int, tuple[str, str]], ...] = (),
    stop: int | None = None,
    waves: tuple[tuple[int, tuple[str | None, ...], str], ...] = (),
    asked: int | None = None,
    far: bool = False,
) -> Pieces:
    """The only place at which a tape becomes a picture: what it was made of before, is not made again."""
    return draw.pieces(
        run.tape,
        k,
        under_way=under_way,
        stage=stage,
        prefix=prefix,
        flow=flow,
        look=look,
        label=label,
        lit=lit,
        notes=notes,
        pulls=pulls,
        ties=run.ties,
        stop=stop,
        waves=waves,
        asked=asked,
        far=far,
        inputs=run.inputs,
    )


def variables(exhibit: Exhibit) -> dict[str, str]:
    """The variable that moves what travels: how far the step, or the wave of a nudge, has come."""
    wave = exhibit.nudge.wave
    return variables_in(exhibit.run, exhibit.time, exhibit.env.still) if wave is None else {"--t": f"{wave % 1:.3f}"}


def size(exhibit: Exhibit) -> Mapping[str, str]:
    """The variables of how wide the figure is drawn: at least, and how far it is zoomed."""
    where = draw.geometry(operands(exhibit.run), flow(exhibit))
    return {"--wide": f"{where.width * draw.LEAST:.0f}px", "--zoom": f"{zoom(exhibit):.3g}"}


def zoom(exhibit: Exhibit) -> float:
    """How far the figure is zoomed; 1 is as small as its numbers can be read. Unless the reader has zoomed it, that is
    how it is seen; only a graph of which this would show no more than a part begins whole, as names and colors.
    """
    if "zoom" not in exhibit.offers.parts:
        return 1.0
    if exhibit.zoom is not None:
        return exhibit.zoom
    found = whole(operands(exhibit.run), flow(exhibit), exhibit.env)
    begun = exhibit.time.at > 0 or exhibit.time.moving
    return 1.0 if begun or found >= FAR else found


@lru_cache(maxsize=32)
def whole(operands: tuple[tuple[int, ...], ...], flow: Flow, env: Environment) -> float:
    """The zoom at which a graph is seen whole, 1 at most. (How large its place is, the style sheets say: here it is
    somewhat less. A figure that is smaller than its place grows into it.)"""
    where = draw.geometry(operands, flow)
    room = (env.width - 40, 700) if env.narrow else (min(env.width, 1800) * 0.58, 380)
    return min(room[0] / (where.width * draw.LEAST), room[1] / (where.height * draw.LEAST), 1.0)


def flow(exhibit: Exhibit) -> Flow:
    return exhibit.offers.flow(operands(exhibit.run), exhibit.env)


def operands(run: Run) -> tuple[tuple[int, ...], ...]:
    return tuple(node.operands for node in run.tape.nodes)


def current_box(exhibit: Exhibit) -> str | None:
    """The id of the box that is to be in sight: that of the step that the caption is about; at the beginning the first."""
    k = exhibit.time.current
    return f"{exhibit.offers.page}-box-0" if k is None else f"{exhibit.offers.page}-box-{exhibit.tape.steps[k].node}"


def lit(exhibit: Exhibit) -> frozenset[int] | None:
    """The boxes beside which the rest fades, or None: the kin of a box, or what a line of code made."""
    if exhibit.box is not None:
        return relatives(exhibit.run, exhibit.box) if "kin" in exhibit.offers.parts else None
    return boxes_of(exhibit.run, exhibit.look or exhibit.listing.picked)


def notes(exhibit: Exhibit) -> tuple[tuple[int, tuple[str, str]], ...]:
    """What is said below the boxes: what a wrong gradient should be, how far a nudge carries, what has been checked."""
    run, k = exhibit.run, exhibit.time.step
    found = {**nudge.notes(exhibit.nudge, run, k), **faults.notes(run, k, exhibit.env.narrow)}
    return tuple(sorted(found.items()))
