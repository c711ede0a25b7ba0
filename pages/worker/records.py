"""What crosses from the worker to the page: plain records of numbers and words, and nothing that could run.

Offers the messages (`Progress`, `Ready`, `Text`, `Draw`, `Failure`, `Note`, `Folded`, `Done`, `Dead`; `Message` is any
of them) and the drawings (`Graph`, `Large`, `Network`, `Curve`, `Response`; `Drawing` is any of them).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from micrograd.response import Response
from micrograd.tape.records import Node, Step, Tape

# --- drawings ---


@dataclass(frozen=True, eq=False)  # large: told apart by identity, also in a cache
class Graph:
    """The graph behind a value, the value last: data and gradients as the program left them.

    steps: those of its tape, in which every op runs again; () where it could not be recorded.
    """

    nodes: tuple[Node, ...]
    grads: tuple[float, ...]  # of each node
    steps: tuple[Step, ...]

    @cached_property
    def tape(self) -> Tape | None:
        """The graph in time."""
        return Tape(self.nodes, self.steps, len(self.nodes) - 1) if self.steps else None


@dataclass(frozen=True)
class Large:
    """A graph with too many values for a picture. ops: '+ 1200' and the like, the most frequent first."""

    values: int
    leaves: int
    ops: tuple[str, ...]
    data: float
    grad: float


@dataclass(frozen=True)
class Edge:
    """One parameter of neuron `index` in `layer` (1 is the first after the inputs): a weight, or (source None) the
    bias.
    """

    layer: int
    index: int
    source: int | None
    weight: float
    grad: float


@dataclass(frozen=True)
class Network:
    """sizes: the number of inputs, then of the neurons of each layer."""

    title: str
    sizes: tuple[int, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Curve:
    """Numbers over their places in a list."""

    numbers: tuple[float, ...]


Drawing: TypeAlias = Graph | Large | Network | Curve | Response

# --- messages ---


@dataclass(frozen=True)
class Progress:
    """stage: 'interpreter', 'engine', or a package that is being loaded."""

    stage: str


@dataclass(frozen=True)
class Ready:
    """The session waits for a program."""


@dataclass(frozen=True)
class Text:
    """stream: 'out', 'err' (warnings, mostly), or 'value' (of the last expression)."""

    stream: str
    text: str


@dataclass(frozen=True)
class Draw:
    """place: the line that shows, so that its next drawing takes the place of this one; None: this one stays."""

    place: int | None
    drawing: Drawing


@dataclass(frozen=True)
class Place:
    """A line of the reader's program that an error went through; run: the number of the run that it is from."""

    run: int
    line: int
    inside: str
    text: str


@dataclass(frozen=True)
class Failure:
    """An error: its type, what it says, the reader's own lines (the last one failed), and advice where there is any."""

    kind: str
    message: str
    line: int | None
    trace: tuple[Place, ...]
    hint: str | None


@dataclass(frozen=True)
class Note:
    """A sentence about the run."""

    text: str


@dataclass(frozen=True)
class Folded:
    """How much was left out, because it was too much: characters of text, and pictures."""

    characters: int
    pictures: int


@dataclass(frozen=True)
class Done:
    """The run is over."""

    run: int
    seconds: float


@dataclass(frozen=True)
class Dead:
    """The interpreter cannot go on."""

    reason: str


Message: TypeAlias = Progress | Ready | Text | Draw | Failure | Note | Folded | Done | Dead
