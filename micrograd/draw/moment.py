"""What the picture of a graph needs to know: a Tape has it, and so has any graph that stands still."""

from collections.abc import Mapping, Sequence
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
