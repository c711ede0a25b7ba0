"""What the picture of a graph needs to know: a Tape has it, and so has a graph that stands still.

Offers `GraphInTime`, which is either, and `Still`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..tape.records import Node, Step


class GraphInTime(Protocol):
    """Nodes in topological order; steps, of which the first `forward` ones go forward; and what is known after k."""

    @property
    def nodes(self) -> Sequence[Node]: ...

    @property
    def steps(self) -> Sequence[Step]: ...

    @property
    def forward(self) -> int: ...

    def data_at(self, k: int) -> Mapping[int, float]: ...

    def grad_at(self, k: int) -> Mapping[int, float]: ...


@dataclass(frozen=True)
class Still:
    """A graph as it is now, in the form of a tape that has been run."""

    nodes: tuple[Node, ...]
    data: Mapping[int, float]
    grad: Mapping[int, float]
    steps: tuple[Step, ...] = ()
    forward: int = 0

    def data_at(self, k: int) -> Mapping[int, float]:
        return self.data

    def grad_at(self, k: int) -> Mapping[int, float]:
        return self.grad
