"""An update of the parameters, as motion: gradient × rate goes into each parameter, its old value stays beside it as a
ghost, and zero_grad() puts the gradients back to 0.

Offers `Update` (on its way, or done), `STAGES`, and `with_motion`, the figure with what moves in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from micrograd.draw import graphs as draw
from micrograd.draw.bench import HEIGHT, width_of
from micrograd.draw.geometry import Flow, Geometry, line
from micrograd.draw.layout import Point
from micrograd.draw.marks import spoken
from micrograd.draw.parts import Part, Pieces
from micrograd.draw.scale import fit
from micrograd.draw.svg import Markup, tag
from micrograd.draw.tokens import figure, moving, resting

from ..exhibit.run import Run
from .neuron import LEARNED

STAGES = {"scale": 0.4, "move": 0.75, "zero": 1.0}  # each ends there, as a part of the whole


@dataclass(frozen=True)
class Update:
    """Parameters on their way from `old` to `new`; part: how far they are, from 0 to 1."""

    old: tuple[float, ...]
    new: tuple[float, ...]
    before: float  # the loss at `old`
    grads: tuple[float, ...]
    rate: float
    part: float = 0.0

    @property
    def stage(self) -> str:
        return next((name for name, end in STAGES.items() if self.part < end), "done")

    @property
    def stage_part(self) -> float:
        """How much of its stage is done."""
        start = 0.0
        for end in STAGES.values():
            if self.part < end:
                return (self.part - start) / (end - start)
            start = end
        return 1.0

    @property
    def moment(self) -> "Update":
        """The update as if its stage were half done: all that is seen of it but for what travels."""
        ends = (0.0, *STAGES.values())
        return replace(self, part=next(((a + b) / 2 for a, b in pairwise(ends) if self.part < b), 1.0))


def with_motion(picture: Pieces, update: Update | None, run: Run, flow: Flow) -> Pieces:
    """The figure with the update's numbers over it, and with the gradients that the parameters still hold."""
    boxes = {node.name: node.index for node in run.tape.nodes if node.name in LEARNED}
    over: list[Markup] = []
    layers = list(picture.layers)
    if update is not None:
        where = draw.geometry(tuple(node.operands for node in run.tape.nodes), flow)
        for n, name in enumerate(LEARNED):
            over += shown(update, n, boxes[name], where)
        if update.stage in ("move", "zero"):
            layers[2] = holding(layers[2], update, boxes)
    return Pieces(picture.head, (*layers, {"unit-updating": tag("g", *over, class_="tokens", id="unit-updating")}))


def holding(
    parts: Mapping[str, Markup | Part], update: Update, boxes: Mapping[str, int]
) -> Mapping[str, Markup | Part]:
    """The boxes, in which the parameters keep their gradients until zero_grad() sets them to 0."""
    found = dict(parts)
    for name, grad in zip(LEARNED, update.grads):
        key, grad = f"unit-box-{boxes[name]}", 0.0 if update.stage == "zero" else grad
        part = found[key]
        if isinstance(part, Part):
            data = float(part.attributes["data-value"])
            words = spoken(name, data, grad)
            found[key] = Part(
                part.fixed,
                {**part.attributes, "data-grad": repr(float(grad)), "aria-label": words},
                {**part.texts, "title": words, ".grad": fit(grad, 7)},
            )
    return found


def shown(update: Update, n: int, box: int, where: Geometry) -> Sequence[Markup]:
    """What is beside the box of parameter number n."""
    flow, key, stage = where.flow, f"unit-update-{LEARNED[n]}", update.stage
    grad, step = figure(update.grads[n]), figure(-update.rate * update.grads[n])
    old = figure(update.old[n])
    factor = f"× {fit(-update.rate, 5)}"
    if stage == "scale":
        lines = [[(grad, "grad")], [(factor, "sign")]]
        return [resting(f"{key}-scale", beside(where, box, (grad, factor)), lines, "grad", flow, 0.1)]
    x, y = beside(where, box, (old if flow.down else f"was {old}", step))
    words = old if flow.down else f"was {old}"
    ghost = resting(f"{key}-ghost", (x, y - HEIGHT / 2), [[(words, "ghost")]], "ghost", flow)
    if stage == "move":
        start = (x, y + HEIGHT / 2)
        return [ghost, moving(f"{key}-step", line(start, edge(where, box)), step, "grad", flow, 0.1, 0.6, brief=True)]
    zero = tag(
        "text",
        "zero_grad()",
        class_="zeroed",
        x=where.boxes[box][0],
        y=where.boxes[box][1] + flow.height / 2 + 14,
        text_anchor="middle",
        id=f"{key}-zero",
    )
    return [ghost, zero] if stage == "zero" else [ghost]


def beside(where: Geometry, box: int, texts: Sequence[str]) -> Point:
    """The middle of two lines behind a box, in the lane in which nothing is written."""
    x, y = where.boxes[box]
    if where.flow.down:
        return x, y + where.flow.height / 2 + HEIGHT + 5
    return x + where.flow.width / 2 + max(width_of(text, where.flow) for text in texts) / 2 + 5, y


def edge(where: Geometry, box: int) -> Point:
    """The middle of the side of a box from which its wire leaves."""
    x, y = where.boxes[box]
    return (x, y + where.flow.height / 2) if where.flow.down else (x + where.flow.width / 2, y)
