"""The Unit's plots: the bend of the activation, the plane of inputs, the loss over updates, and why one subtracts.

Offers `bend` and `step`, the panels of two tabs, and `tip`: how far the tangent has tipped.
"""

from functools import lru_cache

from micrograd import Value
from micrograd.draw.charts import FAR, activation_curve, loss_curve
from micrograd.draw.neuron_plots import input_plane, slope_plot
from micrograd.draw.svg import Markup, tag
from micrograd.nn import ACTIVATIONS
from micrograd.ops import activation_title

from .neuron import LEARNED, loss_of
from .state import State, gradients

HALF, LOW = (250.0, 172.0), (330.0, 136.0)  # sheets, on which numbers stay readable: two side by side, and on a phone
SAMPLES = 48  # of the loss over a parameter
NEAR = 0.6  # how far it is seen on both sides, if the step is not longer


TOO_FAR = tag("p", "The numbers have grown too large to be drawn. Reset brings the first ones back.", class_="hint")


def bend(state: State) -> Markup:
    """The activation's curve, and the plane in which the weights draw a line."""
    return beside(curve(state), plane(state), "The activation's curve, and the plane of inputs")


def step(state: State) -> Markup:
    """The loss over the updates, and the loss over w1 with the step against its slope."""
    return beside(why_minus(state), strip(state), "Why one subtracts, and the loss over the updates")


def beside(one: Markup, other: Markup, label: str) -> Markup:
    """Two plots side by side. Where there is too little room for both they scroll, so the keyboard can come there too."""
    return tag("div", one, other, class_="plots", role="group", tabindex="0", aria_label=label)


def sheet(state: State) -> tuple[float, float]:
    return LOW if state.exhibit.env.narrow else HALF


def curve(state: State) -> Markup:
    activation = ACTIVATIONS[state.activation] or (lambda v: v)
    known = state.neuron.out in state.exhibit.tape.data_at(state.exhibit.time.step)
    slope = local_slope(state) if known and tip(state) is not None else None
    return activation_curve(
        lambda x: float(activation(Value(x)).data),
        activation_title(state.activation),
        (state.neuron.sum, state.neuron.output) if known else None,
        slope,
        target=state["target"],
        sheet=sheet(state),
        prefix="unit-curve",
    )


def local_slope(state: State) -> float:
    """The derivative of the activation where the neuron is, as its own backward step found it."""
    if state.activation == "linear":
        return 1.0
    steps = state.exhibit.origin.tape.steps
    return next(s.locals[0] for s in steps if s.phase == "backward" and s.node == state.neuron.out)


def tip(state: State) -> float | None:
    """How far the tangent has tipped from level to its slope, 0 to 1: it does while the gradient passes the activation.
    None, before it comes there."""
    exhibit = state.exhibit
    at = next(
        (k for k, s in enumerate(exhibit.tape.steps) if s.phase == "backward" and s.node == state.neuron.out), None
    )
    if at is None or exhibit.time.step < at or (exhibit.time.step == at and not exhibit.time.under_way):
        return None
    return 1.0 if exhibit.time.step > at or exhibit.env.still else exhibit.time.part


def plane(state: State) -> Markup:
    if not all(abs(state[name]) < FAR for name in LEARNED):
        return TOO_FAR
    at = (state["x1"], state["x2"])
    return input_plane((state["w1"], state["w2"]), state["b"], at, sheet=sheet(state), prefix="unit-plane")


def strip(state: State) -> Markup:
    """The loss after each update since the reader changed a number."""
    losses = state.losses or (state.neuron.loss,)
    return loss_curve(losses, at=len(losses) - 1, sheet=sheet(state), prefix="unit-loss", plot="unit-loss")


def why_minus(state: State) -> Markup:
    """The loss over w1, all else as it is, at the numbers from which the last update set out, else at those of now."""
    update = state.update
    numbers = dict(state.numbers)
    if update is not None:
        numbers |= dict(zip(LEARNED, update.old))
        slope: float | None = update.grads[0]
    else:
        exhibit = state.exhibit
        slope = gradients(state)["w1"] if exhibit.time.at >= exhibit.length else None
    here = tuple(numbers.items())
    goal = None
    if slope is not None:
        after = numbers["w1"] - (update.rate if update else state["rate"]) * slope
        goal = (after, loss_at(here, state.activation, after))
    at = numbers["w1"]
    if not all(abs(number) < FAR for number in (at, loss_at(here, state.activation, at), *(goal or ()))):
        return TOO_FAR
    around = max(NEAR, 1.6 * abs(goal[0] - at)) if goal else NEAR
    return slope_plot(
        losses_over(here, state.activation, at - around, at + around),
        "w1",
        (at, loss_at(here, state.activation, at)),
        slope,
        goal,
        sheet=sheet(state),
        prefix="unit-why",
    )


@lru_cache(maxsize=64)
def loss_at(numbers: tuple[tuple[str, float], ...], activation: str, w1: float) -> float:
    """The loss with another w1, as the engine finds it."""
    return loss_of({**dict(numbers), "w1": w1}, activation)


@lru_cache(maxsize=16)
def losses_over(
    numbers: tuple[tuple[str, float], ...], activation: str, low: float, high: float
) -> tuple[tuple[float, float], ...]:
    """(w1, the loss there), evenly from low to high."""
    places = [low + (high - low) * k / SAMPLES for k in range(SAMPLES + 1)]
    return tuple((w1, loss_of({**dict(numbers), "w1": w1}, activation)) for w1 in places)
