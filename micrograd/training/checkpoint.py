"""Where training stands after some steps: all that it takes to go on from there. Offers `Checkpoint`."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Checkpoint"]


@dataclass(frozen=True)
class Checkpoint:
    """A value, made by a calculator (calculator.py).

    step        how many steps led here
    loss        over the whole data set, with the penalty
    accuracy    over the whole data set, from 0 to 1
    parameters  the model's, in its own order
    optimizer   whose memory it is; '': it has none yet
    memory      what that optimizer remembers: opaque, for the calculator that made it
    """

    step: int
    loss: float
    accuracy: float
    parameters: tuple[float, ...]
    optimizer: str = ""
    memory: Any = None

    def __repr__(self) -> str:
        scored = "" if self.accuracy != self.accuracy else f", accuracy={self.accuracy:.6g}"
        return f"Checkpoint(step={self.step}, loss={self.loss:.6g}{scored}, {len(self.parameters)} parameters)"
