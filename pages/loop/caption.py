"""04 The Loop: what it says of the moment that is shown. Offers `caption(state)`."""

from math import isfinite

from micrograd.draw import names
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag
from micrograd.ops import symbol_of
from micrograd.training.calculator import Calculator
from micrograd.training.divergence import origin
from micrograd.training.history import History
from micrograd.training.outputs import outputs

from ..words import caption as formulas
from .crosshair import describe
from .memo import remember
from .settings import Settings, model_of
from .state import State

PATIENCE = 30  # steps, after which a loss no lower than at first is called a failure


def caption(state: State) -> Markup:
    checkpoint, settings, first = state.checkpoint, state.settings, state.history.losses[0]
    rules = state.history.span_before(state.at).hyperparameters  # what led here, which need not be what is set now
    if not isfinite(checkpoint.loss):
        return group(
            failure(
                "It diverged. ",
                f"At step {checkpoint.step} the loss is no longer a finite number. The learning rate was {rules.lr:g}, and L2 {rules.l2:g}: "
                "where an update is too large, each one overshoots by more than the one before. Go back with History, or Reset, and choose smaller ones.",
                role="alert",
            ),
            cause(state.history, state.program, settings, checkpoint.step),
        )
    if checkpoint.step >= PATIENCE and checkpoint.loss >= first:
        return failure(
            "It does not learn. ",
            f"After {checkpoint.step} steps the loss is no lower than at the start, {short(first)}. The learning rate was {rules.lr:g}: an "
            "update that is too large jumps over the valley, and may close ReLUs for good. Reset, and try a smaller rate.",
        )
    if state.crosshair.seen:
        there = None if state.playing else score(state, state.crosshair.place)
        return hint(describe(state.crosshair, state.data, there))
    if state.neuron is not None:
        name = names.neuron(*state.neuron).capitalize()
        return hint(f"{name}: its output at every place, teal above 0, orange below.")
    if checkpoint.step == 0 and not state.playing:
        return hint("An untrained network cuts the plane at random. Press Start and watch the line move.")
    if state.playing:
        seen = (
            f"{min(settings.batch, len(state.data))} of the {len(state.data)}"
            if settings.batch < len(state.data)
            else f"all {len(state.data)}"
        )
        return hint(f"Training: each step takes {seen} points: forward, loss, backward, update.")
    if state.at < state.last:
        return hint(
            f"This is step {state.at}. Train on with the same settings and the same steps follow; with others, the old curve stays as a ghost."
        )
    right = round(checkpoint.accuracy * len(state.data))
    return hint(f"{right} of {len(state.data)} points lie on the right side of the line.")


def score(state: State, place: tuple[float, float]) -> float:
    """What the network says of a place, worked out by the engine."""
    return outputs(model_of(state.settings, state.checkpoint.parameters), [place])[-1][0][0]


def hint(text: str) -> Markup:
    return tag("p", text, class_="hint")


def failure(what: str, why: str, role: str | None = None) -> Markup:
    return tag("p", tag("strong", what, class_="wrong"), why, class_="stop", role=role)


@remember
def cause(history: History, program: Calculator, settings: Settings, step: int) -> Markup:
    """The first op that gave a number that is not finite, with its numbers. It takes a sample's whole graph to find it."""
    found = origin(program, history, model_of(settings), step)
    if found.phase == "sum":
        return tag("p", "Each point’s cost is finite; their sum grew too large.", class_="hint")
    if found.parameter:
        name, before, after = found.parameter
        how = "the penalty squared" if found.phase == "penalty" else "the update moved"
        return tag(
            "p",
            f"It began where {how} ",
            tag("code", name),
            f": from {short(before)} to {short(after)}.",
            class_="hint",
        )
    assert found.tape is not None and found.step is not None and found.sample is not None  # so it is in a sample
    data, node = history.span_before(step).data, found.tape.nodes[found.tape.steps[found.step].node]
    x, y = data.points[found.sample]
    point, op = f"({short(x, 3)}, {short(y, 3)})", symbol_of(node.op)
    words = f"It began {where(found.neuron)}, {found.phase}, at the op {op}, for the point {point}. ({names.code(2, 0, 1)} is {names.parameter(2, 0, 1)}.)"
    return group(tag("p", words, class_="hint"), formulas(found.tape, found.step))


def where(neuron: tuple[int, int] | None) -> str:
    """A neuron, in words; None: the loss."""
    return f"in {names.neuron(*neuron)}" if neuron else "in the loss"
