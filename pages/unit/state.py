"""What The Unit remembers: its numbers, what came of them, and the exhibit of its graph.

Offers `State`, `OFFERS` (what this section's exhibit has), RANGES and `with_numbers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from micrograd.draw.geometry import DOWN_PLAYED, RIGHT_SLIM, Flow
from micrograd.draw.svg import tag

from ..environment import Environment
from ..exhibit.player import STEP_MS, Transport
from ..exhibit.state import Exhibit, Offers, Operands, with_run
from ..targets import Target
from .descent import Update
from .neuron import LEARNED, NeuronRun, neuron_with

START = (("x1", 1.0), ("x2", -1.5), ("w1", 0.8), ("w2", -0.6), ("b", -0.4), ("target", 0.5), ("rate", 0.02))
RANGES = {
    "x1": (-2, 2),
    "x2": (-2, 2),
    "w1": (-2, 2),
    "w2": (-2, 2),
    "b": (-10, 10),
    "target": (-2, 2),
    "rate": (0, 0.5),
}
SPEED = 2.0  # at first: the steps are many, and known from The Idea
UPDATE_MS = 8 * STEP_MS  # at speed 1: all three parameters move together, slowly enough to follow


def flow(operands: Operands, env: Environment) -> Flow:
    return DOWN_PLAYED if env.narrow else RIGHT_SLIM


OFFERS = Offers(
    page="unit",
    parts=frozenset(("kin", "paths", "walk", "zoom", "engine", "program", "wasm", "nudge", "faults", "predict")),
    flow=flow,
    label=lambda root: "The neuron as a graph of values",
    start=tag("p", "Press Forward: two products, a sum, a bend. Then Backward, then Update.", class_="hint"),
    hint=tag(
        "p",
        "Point at a box to read what is known of it. Pull a leaf’s number sideways",
        tag("span", ": a green parameter’s or a blue input’s. Everything is computed anew", class_="aside-note"),
        ".",
        class_="hint",
    ),
    showcases={"tanh": "a tanh neuron"},
    tabs={"curve": "Curve", "step": "Step", "code": "Code"},
)


@lru_cache(maxsize=1)
def first_neuron() -> NeuronRun:
    return neuron_with(dict(START), "relu")


@dataclass(frozen=True)
class State:
    """numbers: (name, number) of every slider; neuron: what came of them; update: of its parameters, under way or done;
    wanted: whether an update waits for the backward pass to be shown; report: what the last update did; losses: before the
    first and after every update since a number was changed by hand; address: what
    the page's address says of this section; copied: whether the link was copied, None: it was not asked for, or long ago.
    """

    numbers: tuple[tuple[str, float], ...] = START
    activation: str = "relu"
    neuron: NeuronRun = field(default_factory=first_neuron)
    exhibit: Exhibit = field(default_factory=lambda: Exhibit(OFFERS, first_neuron().run, time=Transport(speed=SPEED)))
    update: Update | None = None
    wanted: bool = False
    report: str = ""
    losses: tuple[float, ...] = ()
    address: str = ""
    copied: bool | None = None

    @property
    def draggable(self) -> frozenset[int]:
        """The leaves whose number can be pulled in the figure: all of them."""
        return frozenset(node.index for node in self.neuron.run.tape.nodes if not node.op)

    def __getitem__(self, name: str) -> float:
        return dict(self.numbers)[name]

    @property
    def updating(self) -> bool:
        return self.update is not None and self.update.part < 1


def with_numbers(state: State, numbers: Mapping[str, float], activation: str | None = None) -> State:
    """The neuron computed anew with some numbers changed; time stays, so that what was shown is shown anew.

    What updates there were led to other numbers, and are forgotten."""
    merged = dict(state.numbers) | dict(numbers)
    activation = activation or state.activation
    neuron = neuron_with(merged, activation)
    before, exhibit = state.exhibit, with_run(state.exhibit, neuron.run)
    if not neuron.run.same_graph(before.origin):  # another activation has other boxes
        box, inspected = (same_box(before, index, neuron) for index in (before.box, before.inspected))
        exhibit = replace(exhibit, look=None if box is None else Target("box", box), inspected=inspected)
    return replace(
        state, numbers=tuple(merged.items()), activation=activation, neuron=neuron, exhibit=exhibit, losses=()
    )


def same_box(exhibit: Exhibit, box: int | None, neuron: NeuronRun) -> int | None:
    """The box of the same name in another graph; None, if there is none."""
    if box is None:
        return None
    return next((n.index for n in neuron.run.tape.nodes if n.name == exhibit.tape.nodes[box].name), None)


def kept(state: State) -> tuple[object, ...] | None:
    """What the reader has made: the numbers, the activation and the mistake in the engine; None while an update or a hand
    moves a number."""
    moved = state.updating or state.exhibit.pull is not None
    return None if moved else (state.numbers, state.activation, state.exhibit.fault)


def gradients(state: State) -> dict[str, float]:
    """{'w1': dL/dw1, ...} of the whole backward pass."""
    tape = state.exhibit.tape
    grads = tape.grad_at(len(tape.steps))
    return {node.name: grads[node.index] for node in tape.nodes if node.name in LEARNED}
