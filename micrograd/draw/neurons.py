"""The neurons of a drawn network: a circle with its numbers, its ring, an arrow; and the loss behind them.

Offers `Neuron`, `Outcome`, `draw_neuron`, `draw_outcome`, RADIUS and BOX, the size of the loss's box.
"""

from dataclasses import dataclass
from typing import Literal

from . import names
from .color import sign
from .layout import Point
from .scale import exact, fit, short
from .svg import Markup, group, tag

RADIUS = 28.0
MARGIN = 46.0  # from the middle of the outermost neurons to the edge of the sheet
RING = (1.5, 6.0)  # how thick the ring of the smallest and of the largest gradient is
BADGE = 9.0  # of the arrow's ground
BOX = (104.0, 76.0)
NOTE = (160.0, 76.0)  # the room from neuron to neuron, across and along, that a note below one takes


Note = Literal["words", "short", "none"]


@dataclass(frozen=True)
class Neuron:
    """One neuron. Layer 0 holds the inputs. `value` and `grad` are None until their pass has reached it.

    passed: what the neuron lets through of its gradient, once it has; None: not yet, or not to be shown.
    """

    layer: int
    index: int
    value: float | None = None
    grad: float | None = None
    dead: bool = False
    passed: float | None = None


@dataclass(frozen=True)
class Outcome:
    """The loss, behind the output. `loss` and `grad` are None until their pass has reached it."""

    target: float
    loss: float | None = None
    grad: float | None = None


def note_for(across: float, along: float, down: bool) -> Note:
    """How much can be said below a neuron that is off, so that it lies on no other one."""
    if down:
        return "short"
    return "none" if along < NOTE[1] else "short" if across < NOTE[0] else "words"


def draw_neuron(
    prefix: str,
    n: Neuron,
    center: Point,
    step: tuple[str, int] | None,
    look: str | None,
    strongest: float | None,
    note: Note,
) -> Markup:
    """strongest: the gradient of the thickest ring; None: rings say nothing of gradients. note: see note_for."""
    x, y = center
    words = names.neuron(n.layer - 1, n.index) if n.layer else names.input_name(n.index)
    if n.value is not None:
        words += f": {short(n.value)}"
    if n.grad is not None:
        words += f", gradient {short(n.grad)}"
    if n.dead and n.passed is not None:
        words += f"; {short(n.grad)} arrives, 0 goes on"
    key = f"{prefix}.neuron.{n.layer}.{n.index}"
    kind = "input" if n.layer == 0 else "unit"
    known = f" {sign(n.value)}" if n.value else ""
    now = f" now {step[0]}" if step and step[1] == n.layer else ""
    depth = min(abs(n.value), 1.5) / 1.5 if n.value is not None else 0.0
    return tag(
        "g",
        tag("title", words),
        tag("circle", r=RADIUS, class_="ground"),
        tag("circle", r=RADIUS, class_="body", style=f"--depth:{depth:.3f}"),
        tag(
            "text",
            fit(n.value, 5) if n.value is not None else "·",
            class_="figure data",
            dy="-0.05em" if n.grad is not None else "0.35em",
            text_anchor="middle",
        ),
        tag("text", fit(n.grad, 5), class_="figure grad", dy="1.1em", text_anchor="middle")
        if n.grad is not None
        else None,
        flow_of(n, strongest, note) if strongest is not None and n.grad is not None else None,
        id=f"{prefix}-neuron-{n.layer}-{n.index}",
        class_=f"neuron {kind}{known}{now}{' dead' if n.dead else ''}{' looked' if look == key else ''}",
        data_neuron=f"{n.layer - 1}.{n.index}" if n.layer else None,
        data_input=n.index if n.layer == 0 else None,
        data_value=exact(n.value),
        data_grad=exact(n.grad),
        data_look=key,
        tabindex="0",
        role="img",
        aria_label=words,
        style=f"transform:translate({x:.1f}px,{y:.1f}px)",
    )


def flow_of(n: Neuron, strongest: float, note: Note) -> Markup | None:
    """What the gradient says of a neuron: a gold ring, as thick as it is large; an arrow, which way the neuron's value
    should go; and below one that is off, what arrives and that nothing goes on.
    """
    grad = n.grad or 0.0
    share = min(abs(grad) / strongest, 1.0) if strongest else 0.0
    ring = None
    if grad and not n.dead:
        wide = RING[0] + (RING[1] - RING[0]) * share
        ring = tag("circle", r=RADIUS + wide / 2 - 2, class_="ring", style=f"stroke-width:{wide:.2f}px")
    off = None
    if n.dead and n.passed is not None and grad and note != "none":
        arrives = fit(grad, 6)
        pieces: list[Markup | str] = [
            tag("tspan", arrives, class_="grad"),
            " arrives, ",
            tag("tspan", "0", class_="grad"),
            " goes on",
        ]
        width = 6.1 * len(f"{arrives} arrives, 0 goes on") + 8
        if note == "short":
            pieces, width = [tag("tspan", f"{arrives} → 0", class_="grad")], 7.3 * (len(arrives) + 4) + 4
        off = tag(
            "g",
            tag("rect", x=-width / 2, y=RADIUS + 3, width=width, height=17.0, rx=5.0, class_="ground"),
            tag("text", *pieces, y=RADIUS + 15.5, text_anchor="middle"),
            class_="off",
        )
    return group(ring, off, arrow(grad) if n.layer and grad else None)


def arrow(grad: float) -> Markup:
    """Which way a neuron's value should go, for the loss to fall: against its gradient."""
    at, tip = RADIUS * 0.8, -5.0 if grad < 0 else 5.0
    return tag(
        "g",
        tag("circle", r=BADGE),
        tag("path", d=f"M0 {tip:g}L4.5 {-0.6 * tip:g}L-4.5 {-0.6 * tip:g}Z"),
        class_=f"arrow {'up' if grad < 0 else 'down'}",
        transform=f"translate({at:.1f} {-at:.1f})",
    )


def draw_outcome(
    prefix: str, outcome: Outcome, output: Point, place: Point, now: bool, look: str | None, down: bool
) -> Markup:
    """The box of the loss, with the target in it, and the line that leads to it."""
    (x, y), (width, height) = place, BOX
    words = f"the loss, squared error against the target {short(outcome.target)}"
    if outcome.loss is not None:
        words += f": {short(outcome.loss)}"
    key = f"{prefix}.loss"
    away = RADIUS + RING[1]
    begin, edge = (
        ((output[0], output[1] + away), (x, y - height / 2))
        if down
        else ((output[0] + away, output[1]), (x - width / 2, y))
    )
    d = f"M{begin[0]:.1f} {begin[1]:.1f}L{edge[0]:.1f} {edge[1]:.1f}"
    rows: list[tuple[str, str, str]] = [("target", fit(outcome.target, 5), "data")]
    rows.append(("loss", fit(outcome.loss, 6) if outcome.loss is not None else "·", "data"))
    if outcome.grad is not None:
        rows.append(("grad", fit(outcome.grad, 6), "grad"))
    top = -(len(rows) - 1) * 10.0 + 4.5
    texts = [
        tag("text", tag("tspan", word, class_="word"), " ", tag("tspan", text, class_=f"figure {kind}"), y=top + 20 * k)
        for k, (word, text, kind) in enumerate(rows)
    ]
    return group(
        tag("path", d=d, class_="to-loss" + (" grad" if outcome.grad is not None else ""), id=f"{prefix}-to-loss"),
        tag(
            "g",
            tag("title", words),
            tag("rect", x=-width / 2, y=-height / 2, width=width, height=height, rx=10.0, class_="body"),
            *texts,
            id=f"{prefix}-loss",
            class_="outcome" + (" now" if now else "") + (" looked" if look == key else ""),
            data_node="L",
            data_value=exact(outcome.loss),
            data_grad=exact(outcome.grad),
            data_look=key,
            tabindex="0",
            role="img",
            aria_label=words,
            style=f"transform:translate({x:.1f}px,{y:.1f}px)",
        ),
    )
