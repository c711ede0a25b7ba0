"""Nudge a value: move it by a small h, see how the change spreads, and how much the root moves: a gradient, measured.

Offers `Nudge` (a state), `update`, `advance`, `view`; and what the figure shows of it: `notes`, `waves`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor, isnan

from micrograd.draw.scale import plus, short
from micrograd.draw.svg import Markup, group, tag
from micrograd.tape.differences import Sides
from micrograd.tape.names import attribute

from ...controls import select, slider
from ...events import Change, Event, Input
from ..inspector import fact_list
from ..player import Transport, bounded
from ..run import Run, rerun

WAVE_MS = 600.0  # from one op to the next
NEAR = 1e-6  # a step at which the slopes of the two sides of a kink stay apart, and all others meet
SMALLEST = 5  # h goes down to 10**-5
SMALL = 1e-4  # where measurement and gradient should have met
CLOSE = 2e-3  # how near measurement and gradient are when they have met


@dataclass(frozen=True)
class Nudge:
    """node: the box that is moved, None: none, by 10**-power; wave: how many ops deep the change has come, None: all
    the way; checked: the boxes whose gradient a nudge has confirmed.
    """

    node: int | None = None
    power: float = 0.0
    wave: float | None = None
    checked: frozenset[int] = frozenset()

    @property
    def h(self) -> float:
        step: float = 10.0**-self.power
        return step


def update(nudge: Nudge, event: Event, run: Run, time: Transport, still: bool) -> Nudge:
    """The state after an event; the very same, if the event is none of this tool's. still: without motion.

    Another value to move, or another h; where measurement and gradient meet, the gradient is checked.
    """
    match event:
        case Input("nudge", value) | Change("nudge", value):
            node = int(value) if value.isdecimal() and int(value) < len(run.tape.nodes) else None
            nudge = replace(nudge, node=node, power=1.0, wave=first_wave(node, run, time, still))
        case Input("h", value) | Change("h", value) if (power := bounded(value, 0.0, 9.0)) is not None:
            wave = (
                first_wave(nudge.node, run, time, still) if isinstance(event, Change) else None
            )  # not while it slides
            nudge = replace(nudge, power=power, wave=wave)
        case _:
            return nudge
    return with_check(nudge, run, time.step)


def with_check(nudge: Nudge, run: Run, k: int) -> Nudge:
    """The state with the nudged box among those that are checked, if measurement and gradient meet."""
    if nudge.node is None or not meets(nudge, nudge.node, run, k):
        return nudge
    return replace(nudge, checked=nudge.checked | {nudge.node})


def meets(nudge: Nudge, node: int, run: Run, k: int) -> bool:
    """Whether, with this h, a value's gradient after k steps is what is measured; never at a kink."""
    grad = run.tape.grad_at(k).get(node)
    if grad is None or sides(run, node).kink:
        return False
    return abs(slope(run, node, nudge.h) - grad) <= CLOSE * max(1.0, abs(grad))


def first_wave(node: int | None, run: Run, time: Transport, still: bool) -> float | None:
    """Where the wave of a nudge begins; None where there is nothing to see of it."""
    return None if node is None or node == run.tape.root or still or time.moving else 0.0


def advance(nudge: Nudge, ms: float, run: Run) -> Nudge:
    """`ms` later: the wave has come further, or has reached the root."""
    if nudge.wave is None or nudge.node is None:
        return nudge
    wave = nudge.wave + ms / WAVE_MS
    return replace(nudge, wave=wave if wave < depths(run, nudge.node)[run.tape.root] else None)


# --- what is measured ---


@lru_cache(maxsize=512)
def moved(run: Run, node: int, h: float) -> dict[int, float]:
    """{node: its data} for the nudged value and all that depend on it, with the value moved by h."""
    return rerun(run).moved(node, h)


@lru_cache(maxsize=512)
def slope(run: Run, node: int, h: float) -> float:
    """How many times as far as the value the root moves."""
    return (moved(run, node, h)[run.sound.root] - run.sound.nodes[run.sound.root].data) / h


@lru_cache(maxsize=512)
def sides(run: Run, node: int) -> Sides:
    """The slopes very near, to the left and to the right."""
    return rerun(run).sides(node, NEAR)


@lru_cache(maxsize=64)
def depths(run: Run, node: int) -> dict[int, int]:
    """{node: how many ops lie between it and the nudged one, on the longest way}, for all that move with it."""
    found = {node: 0}
    for each in run.tape.nodes:
        behind = [found[j] for j in each.operands if j in found]
        if behind:
            found[each.index] = 1 + max(behind)
    return found


def changes(run: Run, node: int, h: float) -> dict[int, float]:
    """{node: by how much it moves} with the nudge."""
    return {i: data - run.tape.nodes[i].data for i, data in moved(run, node, h).items()}


# --- what is seen of it ---


def notes(nudge: Nudge, run: Run, k: int) -> Mapping[int, tuple[str, str]]:
    """{box: (class, words below it)}: what has been checked, and how far a nudge carries."""
    graded = run.tape.grad_at(k)
    checked = {index for index in nudge.checked if index in graded}
    if nudge.node is not None and meets(nudge, nudge.node, run, k):
        checked.add(nudge.node)
    found = dict.fromkeys(checked, ("checked", "✓ checked"))
    if nudge.node is not None:
        deep = depths(run, nudge.node)
        for index, by in changes(run, nudge.node, nudge.h).items():
            if nudge.wave is None or deep[index] <= nudge.wave:
                found[index] = ("ripple", ("✓ " if index in checked else "") + plus(by, 3))
    return found


def waves(nudge: Nudge, run: Run) -> tuple[tuple[int, tuple[str | None, ...], str], ...]:
    """The ops that the wave goes through just now, with the changes that go in and the one that comes out."""
    if nudge.wave is None or nudge.node is None:
        return ()
    by, now = changes(run, nudge.node, nudge.h), floor(nudge.wave) + 1
    return tuple(
        (i, tuple(plus(by[j], 3) if j in by else None for j in run.tape.nodes[i].operands), plus(by[i], 3))
        for i, deep in depths(run, nudge.node).items()
        if deep == now
    )


def view(nudge: Nudge, page: str, run: Run, time: Transport) -> Markup:
    """The tool's panel."""
    parts = [
        tag(
            "p",
            f"A gradient is a promise: nudge this value a little, and {run.root} moves by gradient × nudge.",
            class_="hint",
        ),
        chooser(page, tuple(node.name for node in run.tape.nodes), nudge.node),
    ]
    if nudge.node is not None:
        h_slider = slider("h", f"{page}.h", nudge.power, 0, SMALLEST, 0.5, text=short(nudge.h, 2))
        parts += [h_slider, outcome(nudge, nudge.node, run, time)]
    return group(*parts)


@lru_cache(maxsize=32)
def chooser(page: str, names: tuple[str, ...], node: int | None) -> Markup:
    options = [("", "choose a value")] + [(str(i), name) for i, name in enumerate(names)]
    return select("Nudge", f"{page}.nudge", "" if node is None else str(node), options)


def outcome(nudge: Nudge, node: int, run: Run, time: Transport) -> Markup:
    """What the root did, beside what the gradient promised."""
    root, name = run.tape.nodes[run.tape.root], run.tape.nodes[node].name
    grad = run.tape.grad_at(time.step).get(node)
    after = moved(run, node, nudge.h)[run.tape.root]
    rows = [
        (f"{name} moves by", short(nudge.h, 2), ""),
        (f"{root.name} moves by", short(after - root.data), "data"),
        (f"measured: Δ{root.name} / Δ{name}", short(slope(run, node, nudge.h), 6), "data"),
        (f"promised: {attribute(name, 'grad')}", short(grad, 6) if grad is not None else "press Backward", "grad"),
    ]
    sentence = verdict(nudge, node, run, time, isnan(after))
    return group(fact_list(rows), tag("p", sentence, class_="told") if sentence else None)


def verdict(nudge: Nudge, node: int, run: Run, time: Transport, fails: bool) -> str:
    """Whether measurement and gradient meet, in a sentence; '' as long as there is no gradient."""
    root, name, near = run.root, run.tape.nodes[node].name, sides(run, node)
    if fails:
        return f"Moved that far, {name} is where one of the operations has no result."
    if near.kink:
        return (
            f"Here is a kink. To the right of it {root} moves {short(near.right)} times as far as {name}, to the left "
            f"{short(near.left)} times. No number is right for both; the engine has to pick one."
        )
    if run.tape.grad_at(time.step).get(node) is None:
        return ""
    if meets(nudge, node, run, time.step):
        return f"They meet. The gradient of {name} is checked."
    if nudge.h <= SMALL:
        end = ", or not whole yet." if time.at < run.length else "."
        return f"They do not meet, however small h is: the gradient of {name} is wrong{end}"
    met = " With a smaller h they did." if node in nudge.checked else " Make h smaller: do the two meet?"
    return f"At h = {short(nudge.h, 2)} they do not meet.{met}"
