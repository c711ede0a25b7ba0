"""A tape at one moment as a picture: boxes, ops, wires, and the numbers that travel.

Offers `graph(tape, step, ...)`, and `pieces`, the same in parts. The markup depends
on the step alone: geometry.py says where things are, marks.py draws them, tokens.py lets the numbers travel. How far
the step has gone is the CSS variable `--t` (0 to 1) of any element around it, so that a frame costs one style change,
and going backwards shows what going forwards showed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from .geometry import DOWN, RIGHT, Flow, Geometry, geometry
from .marks import box, sign, wire
from .moment import GraphInTime
from .parts import Part, Pieces
from .stages import gradients_during
from .svg import Markup, tag
from .tokens import doing, ripple, tokens

__all__ = ["DOWN", "LEAST", "RIGHT", "Pieces", "geometry", "graph", "pieces"]
Group = tuple[str, Collection[int]]  # a name, and the indices of the boxes that it frames
Note = tuple[str, str]  # a class, and words for a line below a box
Wave = tuple[int, Sequence[str | None], str]
MANY = 6  # operands: the wires to an op that has more are drawn finer
LEAST, MOST = 0.93, 1.3  # how far a page scales a graph by itself: below, its text would be too small to read


def graph(tape: GraphInTime, step: int, **how: Any) -> Markup:
    """The picture of `tape` after `step` whole steps; how: see `pieces`."""
    return pieces(tape, step, **how).markup


def pieces(
    tape: GraphInTime,
    step: int,
    *,
    under_way: bool = False,
    stage: int = 0,
    prefix: str = "graph",
    flow: Flow = RIGHT,
    look: int | None = None,
    groups: Sequence[Group] = (),
    label: str = "Computation graph",
    lit: Collection[int] | None = None,
    notes: Mapping[int, Note] | Iterable[tuple[int, Note]] = (),
    pulls: Collection[int] = (),
    ties: Mapping[int, int] | None = None,
    stop: int | None = None,
    waves: Sequence[Wave] = (),
    asked: int | None = None,
    far: bool = False,
    inputs: Collection[int] = (),
) -> Pieces:
    """The picture of `tape` after `step` whole steps, as Pieces.

    under_way: the step after those has begun, and is in its stage number `stage` (see stages.py): what takes part in it
    is lit, the rest fades on the way back, and its numbers are there to move by --t.
    look: the index of the box that is inspected, or None.
    groups: (name, indices of boxes) pairs; each is framed.
    lit: the indices of the boxes beside which the rest fades. notes: {index: (class, words)} for a line below a box.
    pulls: the boxes whose number can be dragged. ties: {index: how its variable is underlined, see marks.py}.
    waves: (node, a text or None for each operand, the result's text) for ops through which other numbers travel by
    --t. asked: the box that has a "?" where its next gradient will stand. far: boxes are to be names and colors.
    stop: the one box to which the Tab key comes; None: it comes to all. inputs: the leaves that are given and not
    learned: blue, with square corners.
    """
    where = geometry([node.operands for node in tape.nodes], flow, [members for _, members in groups])
    now = tape.steps[step] if under_way and step < len(tape.steps) else None
    data, grad = tape.data_at(step), tape.grad_at(step) if now is None else gradients_during(tape, step, stage)
    part, one = doing(tape, step, stage) if now else (frozenset[int](), -1)
    passed, blocked = closed(tape, step)
    behind = cut_off(tape, blocked)
    lit_all, notes, ties = lit or (), dict(notes), ties or {}
    wires: dict[str, Markup | Part] = {}
    ops: dict[str, Markup | Part] = {}
    boxes: dict[str, Markup | Part] = {}
    for node in tape.nodes:
        i = node.index
        current = f" now {now.phase}" if now is not None and now.node == i else ""
        on = " on" if i in part else ""
        light = " lit" if i in lit_all else ""
        dense = " many" if len(node.operands) > MANY else ""
        for k, j in enumerate(node.operands):
            reached = (
                (" shut" if i in blocked or not passed[i] else " gradient")
                if i in passed
                else " known"
                if i in data
                else ""
            )
            key = f"{prefix}-wire-{i}-{k}"
            at_work = current + on if one in (-1, k) else ""
            wires[key] = wire(
                key, where.paths[i, k], reached + at_work + dense + (" lit" if light and j in lit_all else "")
            )
        if node.operands:
            key = f"{prefix}-link-{i}"
            wires[key] = wire(
                key, where.links[i], " link" + (" known" if i in data else "") + (on if current else "") + light
            )
            key = f"{prefix}-op-{i}"
            shut = "" if passed.get(i, True) else " shut"
            ops[key] = sign(key, node.op, where.ops[i], current + (on if current else "") + shut + light)
        grey = " shut" if i in grad and i in behind else ""
        state = current + on + (" looked" if look == i else "") + light + grey
        key = f"{prefix}-box-{i}"
        boxes[key] = box(
            prefix,
            node,
            where.boxes[i],
            data.get(i),
            grad.get(i),
            state,
            flow,
            note=notes.get(i),
            pull=i in pulls,
            tie=ties.get(i),
            stop=stop is None or stop == i,
            asked=asked == i,
            given=i in inputs,
        )
    traveling = tokens(prefix, tape, step, stage, where) if now else []
    for i, texts, result in waves:
        traveling += ripple(f"{prefix}-{i}", where, i, tape.nodes[i].op, texts, result)
    moving: dict[str, Markup | Part] = {
        f"{prefix}-tokens": tag("g", *traveling, class_="tokens", id=f"{prefix}-tokens")
    }
    kinds = (
        (" far" if far else "")
        + (" looking" if lit is not None else "")
        + (" staged" if now and now.phase == "backward" else "")
    )
    return Pieces(opening(where, groups, label, kinds), (wires, ops, boxes, moving))


def opening(where: Geometry, groups: Sequence[Group], label: str, kinds: str) -> str:
    """The svg element up to the first part: its size, and the frames of groups."""
    frames = [
        tag(
            "g",
            tag("rect", x=x, y=y, width=w, height=h, rx=12.0),
            tag("text", name, x=x + 12, y=y + 19),
            class_="group",
        )
        for (name, _), (x, y, w, h) in zip(groups, where.frames)
    ]
    return tag(
        "svg",
        tag("g", *frames) if frames else None,
        viewBox=f"0 0 {where.width:.1f} {where.height:.1f}",
        style=f"min-width:{where.width * LEAST:.0f}px;max-width:{where.width * MOST:.0f}px",
        class_="graph" + (" down" if where.flow.down else "") + ("" if where.flow.words else " small") + kinds,
        role="group",
        aria_label=label,
        xmlns="http://www.w3.org/2000/svg",
    ).removesuffix("</svg>")


def closed(tape: GraphInTime, step: int) -> tuple[dict[int, bool], set[int]]:
    """({node: whether its op lets gradient through}, nodes that get none because of a closed op after them)."""
    done = [s for s in tape.steps[tape.forward : step] if s.locals]
    passed = {s.node: any(s.locals) for s in done}
    users: dict[int, list[int]] = {}
    blocked: set[int] = set()
    for s in done:  # results before operands
        for j in tape.nodes[s.node].operands:
            users.setdefault(j, []).append(s.node)
    for s in done:
        if s.node in users and all(i in blocked or not passed[i] for i in users[s.node]):
            blocked.add(s.node)
    return passed, blocked


def cut_off(tape: GraphInTime, blocked: Collection[int]) -> set[int]:
    """The nodes that get 0 because every way to them is closed further on; not the one at the closed op itself."""
    users = dict[int, list[int]]()
    for node in tape.nodes if blocked else ():
        for j in node.operands:
            users.setdefault(j, []).append(node.index)
    return {j for j, into in users.items() if all(i in blocked for i in into)}
