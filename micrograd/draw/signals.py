"""The numbers that move in a drawn network: what arrives at a neuron, what becomes of it, and what goes back.

Each has a ground of its own, in the lane before a neuron, in which nothing else is written. How far a stage has gone is
the CSS variable `--t` (0 to 1) of any element around them, as in tokens.py.

Offers `Stage`, `stages_of` (a step), `Signals`, the numbers that can be on their way, and `signals` (of a stage).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .bench import HEIGHT, width_of
from .geometry import DOWN_PLAYED, RIGHT_SLIM, line
from .layout import Point
from .neurons import BOX, RADIUS
from .svg import Markup
from .tokens import figure, moving, resting

Kind = Literal["bias", "product", "bend", "value", "dots", "sums", "error", "slope", "arrive", "pass", "share"]
MS: dict[Kind, float] = {
    "bias": 300,  # forward, into one neuron: its bias comes first
    "product": 380,  # then weight × input, one after the other, beside the sum so far
    "bend": 320,  # the whole sum
    "value": 360,  # what the activation makes of it
    "dots": 560,  # into, or out of, a whole layer: along all of its edges
    "sums": 440,  # before each neuron of the layer: its sum; back: what it lets through of its gradient
    "error": 700,  # into the loss: the output
    "slope": 700,  # out of the loss: the gradient of the output
    "arrive": 380,  # back, out of one neuron: its gradient, and what its activation multiplies it with
    "pass": 320,  # what is let through
    "share": 380,  # that × weight goes to each input
}
GAP = 10.0  # between a ring and what stands before it
ROW = HEIGHT / 2 + 1


@dataclass(frozen=True)
class Stage:
    """source: the input that it is about; -1: none, or all of them."""

    kind: Kind
    source: int = -1

    @property
    def ms(self) -> float:
        return MS[self.kind]


@lru_cache(maxsize=64)
def stages_of(phase: str, loss: bool, inputs: int) -> tuple[Stage, ...]:
    """The stages of a step. inputs: of the one neuron that it is about; 0: it is about a layer."""
    if loss:
        return (Stage("error" if phase == "forward" else "slope"),)
    if not inputs:
        return (Stage("dots"), Stage("sums")) if phase == "forward" else (Stage("sums"), Stage("dots"))
    if phase == "forward":
        products = (Stage("product", k) for k in range(inputs))
        return (Stage("bias"), *products, Stage("bend"), Stage("value"))
    return (Stage("arrive"), Stage("pass"), *(Stage("share", k) for k in range(inputs)))


@dataclass(frozen=True)
class Signals:
    """What goes through one neuron.

    products, sums, value: as they come; grad, passed: that of its output, and what goes on; shares: to each input
    """

    products: Sequence[float]
    sums: Sequence[float]
    value: float
    grad: float
    passed: float
    shares: Sequence[float]
    activation: str = ""  # '' bends nothing
    dead: bool = False


@dataclass(frozen=True)
class Lane:
    """The places before and behind a neuron, in a network that runs to the right, or down."""

    down: bool

    def before(self, center: Point, text: str, row: float = 0.0) -> Point:
        """Before the ring; row: -1 and 1 are beside each other."""
        return self.beside(center, text, -1.0, row)

    def behind(self, center: Point, text: str, row: float = 0.0) -> Point:
        return self.beside(center, text, 1.0, row)

    def beside(self, center: Point, text: str, way: float, row: float) -> Point:
        flow = DOWN_PLAYED if self.down else RIGHT_SLIM
        wide = width_of(text, flow)
        if self.down:
            return (center[0] + row * (wide / 2 + 1), center[1] + way * (RADIUS + GAP + HEIGHT / 2))
        return (center[0] + way * (RADIUS + GAP + wide / 2), center[1] + row * ROW)

    def row_of(self, source: Point, center: Point) -> float:
        """On which side what comes from a source arrives, so that it passes nothing that rests there."""
        axis = 0 if self.down else 1
        return -1.0 if source[axis] <= center[axis] else 1.0


def signals(
    prefix: str, stage: Stage, s: Signals, at: Point, sources: Sequence[Point], bias: Point, down: bool
) -> list[Markup]:
    """What moves and what rests during a stage of the neuron at `at`, with its inputs at `sources`."""
    lane, flow = Lane(down), DOWN_PLAYED if down else RIGHT_SLIM

    def still(name: str, text: str, kind: str, row: float = 0.0) -> Markup:
        return resting(f"{prefix}-token-{name}", lane.before(at, text, row), [[(text, kind)]], kind, flow)

    def travel(name: str, text: str, kind: str, start: Point, end: Point) -> Markup:
        return moving(f"{prefix}-token-{name}", line(start, end), text, kind, flow)

    match stage.kind:
        case "bias":
            text = figure(s.sums[0])
            end = lane.before(at, text, -lane.row_of(sources[0], at))
            start = (bias[0], end[1]) if down else (end[0], bias[1])  # beside its dot, and clear of the ring
            return [travel("bias", text, "data", start, end)]
        case "product":
            k = stage.source
            so_far, text = figure(s.sums[k]), figure(s.products[k])
            row = lane.row_of(sources[k], at)
            way = lane.behind(sources[k], text, row), lane.before(at, text, row)
            return [still("sum", so_far, "data", -row), travel("product", text, "data", *way)]
        case "bend":
            return [still("sum", figure(s.sums[-1]), "data")]
        case "value" if s.activation:
            return [still("bend", s.activation, "data", -1.0), still("value", figure(s.value), "data", 1.0)]
        case "value":
            return [still("sum", figure(s.value), "data")]
        case "arrive":
            return [
                still("grad", figure(s.grad), "grad", -1.0),
                still("local", "× 0" if s.dead else "× 1", "grad", 1.0),
            ]
        case "pass":
            return [still("passed", figure(s.passed), "grad")]
        case "share":
            text, source = figure(s.shares[stage.source]), sources[stage.source]
            return [travel("share", text, "grad", lane.before(at, text), lane.behind(source, text))]
    return []


def layer_signals(
    prefix: str, phase: str, layer: Sequence[Signals], place: Callable[[int], Point], down: bool
) -> list[Markup]:
    """Before each neuron of a layer its sum; on the way back, what it lets through."""
    lane, flow = Lane(down), DOWN_PLAYED if down else RIGHT_SLIM
    shown = []
    for i, s in enumerate(layer):
        text, kind = (figure(s.sums[-1]), "data") if phase == "forward" else (figure(s.passed), "grad")
        at = lane.before(place(i), text)
        shown.append(resting(f"{prefix}-token-{i}", at, [[(text, kind)]], kind, flow))
    return shown


def to_loss(prefix: str, phase: str, s: Signals, output: Point, box: Point, down: bool) -> list[Markup]:
    """The output on its way to the loss, and its gradient on the way back."""
    lane, flow = Lane(down), DOWN_PLAYED if down else RIGHT_SLIM
    text, kind = (figure(s.value), "data") if phase == "forward" else (figure(s.grad), "grad")
    half = HEIGHT / 2 if down else width_of(text, flow) / 2
    near = lane.behind(output, text)
    far = (box[0], box[1] - BOX[1] / 2 - 2 - half) if down else (box[0] - BOX[0] / 2 - 2 - half, box[1])
    ends = (near, far) if phase == "forward" else (far, near)
    return [moving(f"{prefix}-token-loss", line(*ends), text, kind, flow)]
