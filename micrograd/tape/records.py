"""What a tape is made of: plain numbers, indices and words, and no Value.

Offers `Tape`, `Step`, `Line`, `Change`, `Node`.
"""

from dataclasses import dataclass


def shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


@dataclass(frozen=True)
class Node:
    """One value. A leaf has op '' and operands (); no two nodes of a tape have the same name."""

    index: int  # its place in Tape.nodes, which is in topological order
    name: str
    op: str
    operands: tuple[int, ...]
    data: float


@dataclass(frozen=True)
class Change:
    """One number that a step changed."""

    node: int
    field: str  # which of its numbers: 'data' or 'grad'
    before: float | None  # None: not known until now
    after: float


@dataclass(frozen=True)
class Line:
    """A line of source that ran. Files of this package are named as in 'micrograd/engine.py', others in full."""

    file: str  # 'micrograd/engine.py'
    number: int  # counted from 1
    text: str  # without its indentation


@dataclass(frozen=True)
class Step:
    """One op forward, one op backward, or (phase 'backward', op '') the 1.0 with which the backward pass begins."""

    phase: str  # 'forward' or 'backward'
    node: int
    op: str
    formula: tuple[str, ...]  # 'a.grad += c.data * L.grad'
    numbers: tuple[str, ...]  # '0.0 + 4.0 * 1.0 = 4.0': the formulas again, with numbers
    lines: tuple[Line, ...]  # in the order in which they ran; empty if the source could not be run again
    changes: tuple[Change, ...]  # the numbers that are other ones after it
    locals: tuple[float, ...]  # backward: d node / d operand, one for each operand

    def __repr__(self) -> str:
        return f"Step({self.phase}: {shortened('; '.join(self.formula))})"


@dataclass(frozen=True)
class Tape:
    """nodes: operands before results, the root last. steps: forward in that order, then backward in the reverse."""

    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    root: int

    @property
    def forward(self) -> int:
        """The number of forward steps; the backward steps come after them."""
        return sum(step.phase == "forward" for step in self.steps)

    def __repr__(self) -> str:
        root = self.nodes[self.root]
        back = len(self.steps) - self.forward
        result = f"{shortened(root.name, 40)} = {root.data:.6g}"
        return f"Tape({result}, {len(self.nodes)} values, {self.forward} steps forward, {back} back)"

    def data_at(self, k: int) -> dict[int, float]:
        """{node: data} known after k steps; the leaves' data are known from the start."""
        return {n.index: n.data for n in self.nodes if not n.op} | self._after(k, "data")

    def grad_at(self, k: int) -> dict[int, float]:
        """{node: gradient} known after k steps: a value has none before the backward pass reaches it."""
        return self._after(k, "grad")

    def _after(self, k: int, field: str) -> dict[int, float]:
        return {c.node: c.after for step in self.steps[:k] for c in step.changes if c.field == field}
