"""04 The Loop: one training step, slowly: forward, loss, backward, update, each when the reader asks, with its numbers.

The first three look at what is there; the fourth is the step itself. Told are one point of the batch, the one that
costs most, and one parameter, the one with the largest gradient.

Offers `Slow`, `first_stage(state)`, `panel(state)` and `STAGES`.
"""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from micrograd.draw import names
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, tag
from micrograd.optim import OPTIMIZERS
from micrograd.training.checkpoint import Checkpoint
from micrograd.training.outputs import outputs
from micrograd.training.sampling import batch, takes_all

from .. import controls
from .settings import hyperparameters_of, model_of

if TYPE_CHECKING:
    from .state import State

STAGES = "Forward", "Loss", "Backward", "Update"


@dataclass(frozen=True)
class Slow:
    """stage: of STAGES, from 1. The rest is of the moment before the update, but for `after`: its checkpoint, once it is
    there.

    sample: the place in the data of the point that is told; batch: how many the step looks at; loss: of these, the
    penalty included; parameter: which one is told, its place and its name; gradients: of all.
    """

    stage: int
    sample: int
    score: float
    cost: float
    batch: int
    loss: float
    penalty: float
    parameter: int
    name: str
    numbers: tuple[float, ...]
    gradients: tuple[float, ...]
    after: Checkpoint | None = None


def first_stage(state: "State") -> Slow:
    """The first stage of the next step."""
    how, checkpoint = hyperparameters_of(state.settings), state.checkpoint
    rows = batch(how, checkpoint.step, len(state.data))
    model = model_of(state.settings, checkpoint.parameters)
    scores = outputs(model, [state.data.points[i] for i in rows])[-1][0]
    costs = [max(0.0, 1 - state.data.labels[i] * score) for i, score in zip(rows, scores)]
    worst = costs.index(max(costs))
    seen = None if takes_all(how, len(state.data)) else rows
    loss, gradients = state.program.gradients(checkpoint, how, state.data, seen)
    most = max(range(len(gradients)), key=lambda k: abs(gradients[k]) if isfinite(gradients[k]) else 0.0)
    penalty = how.l2 * sum(p * p for p in checkpoint.parameters)
    return Slow(
        1,
        rows[worst],
        scores[worst],
        costs[worst],
        len(rows),
        loss,
        penalty,
        most,
        names.code(*names.parameters(state.settings.sizes)[most]),
        checkpoint.parameters,
        gradients,
    )


def panel(state: "State") -> Markup:
    """The button, and the four stages, each with its numbers once it is reached."""
    slow = state.slow
    stage = slow.stage if slow else 0
    words_of = sentences(state, slow) if slow else ()
    items = [
        tag(
            "li",
            tag("strong", name),
            tag("span", words_of[k], class_="told-now") if k < stage else None,
            class_=("now " if k + 1 == stage else "") + ("forward", "forward", "backward", "update")[k],
            aria_current="step" if k + 1 == stage else None,
        )
        for k, name in enumerate(STAGES)
    ]
    follows = STAGES[stage % 4]
    words = "One step, slowly" if not slow else f"Next: {follows}"
    return tag(
        "div",
        controls.button(words, "loop.slowly", disabled=not isfinite(state.checkpoint.loss)),
        tag("ol", items, class_="stages"),
        class_="slow",
    )


def sentences(state: "State", slow: Slow) -> tuple[str, ...]:
    """What each of the four stages says."""
    data, settings = state.data, state.settings
    x, y = data.points[slow.sample]
    label = data.labels[slow.sample]
    kind = "disc, +1" if label > 0 else "diamond, −1"
    k, grad = slow.parameter, slow.gradients[slow.parameter]
    points = f"{slow.batch} points in, {slow.batch} scores out" if slow.batch > 1 else "One point in, one score out"
    forward = (
        f"{points}. The ringed one, at ({short(x, 3)}, {short(y, 3)}), is a {kind}; its score is {short(slow.score)}."
    )
    cost = f"Its cost is max(0, 1 − {signed(float(label))} × {signed(slow.score)}) = {short(slow.cost)}: how far it falls short of the margin."
    penalty = f", with the L2 penalty of {short(slow.penalty)}," if settings.l2 else ""
    loss = f"{cost} The mean over {slow.batch}{penalty} is the loss: {short(slow.loss)}."
    way = (
        "raising it raises the loss"
        if grad > 0
        else "raising it lowers the loss"
        if grad < 0
        else "it makes no difference"
    )
    backward = f"{len(slow.gradients)} gradients, in gold. The largest is that of {slow.name}: {short(grad)}, so {way}."
    if slow.after is None:
        return forward, loss, backward
    after = slow.after.parameters[k]
    if settings.optimizer == "SGD":
        moved = f"{slow.name} = {short(slow.numbers[k])} − {short(settings.rate)} × {signed(grad)} = {short(after)}"
    else:
        idea = OPTIMIZERS[settings.optimizer].idea
        moved = f"{slow.name} goes from {short(slow.numbers[k])} to {short(after)}" + (f": {idea}" if idea else "")
    update = f"{moved}, and the other {len(slow.gradients) - 1} likewise. Over all points, the loss is now {short(slow.after.loss)}."
    return forward, loss, backward, update
