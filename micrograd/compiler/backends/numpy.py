"""A plan as straight-line NumPy: every name in the source is a column, one number for each sample.

NumPy is imported when a program is made, not before. Offers `NumpyMachine`.
"""

from collections.abc import Sequence
from typing import Any

from ...ops import OPS
from ..plan import Plan
from .printer import definition
from .protocol import Column
from .python import Numbers, PrintedMachine


def environment(np: Any) -> dict[str, Any]:
    """What the printed source calls, for arrays, with the special cases of scalar.py."""
    functions: dict[str, Any] = {
        "total": lambda x, seed: np.sum(x) if np.ndim(x) else x * len(seed),
        "nan": np.nan,
        "inf": np.inf,
    }
    for op in OPS.values():
        if op.numpy:
            functions[op.word] = op.numpy(np)
        elif op.formula:
            exec(definition(op), functions)  # of the other functions here
        elif not op.infix and op.word not in functions:
            functions[op.word] = np.vectorize(op.function, otypes=[float])  # number by number, in Python
    return functions


class NumpyMachine(PrintedMachine):
    """Runs a plan on NumPy arrays. ImportError where NumPy is missing."""

    name = "NumPy"
    whole_columns = True

    def __init__(self, plan: Plan) -> None:
        import numpy

        self.numpy: Any = numpy
        super().__init__(plan)

    def environment(self) -> dict[str, Any]:
        return environment(self.numpy)

    def column(self, numbers: Column) -> Any:
        return self.numpy.array(numbers, float)

    def seed(self, count: int) -> Any:
        return self.numpy.full(count, 1 / count)

    def gather(self, order: Sequence[int]) -> list[Any]:
        return [column[order] for column in self.data]

    def run(self, name: str, columns: Sequence[Any], count: int) -> Any:
        with self.numpy.errstate(all="ignore"):  # inf and nan are results like any other
            return self.functions[name](self.memory["parameters"], columns, self.seed(count))

    def apply(self, parameters: Numbers, gradients: Numbers, slots: Sequence[Numbers]) -> None:
        """The optimizer's rule, for all parameters at once."""
        np = self.numpy
        p, g, *kept = (np.frombuffer(column) for column in (parameters, gradients, *slots))
        with np.errstate(all="ignore"):
            results = self.optimizer.update(p, g, self.t, kept, self.chosen)
        for column, result in zip((p, *kept), results):
            column[:] = result

    def forward(self, count: int) -> Sequence[Column]:
        """A number that is the same at every point comes as one number."""
        points = self.run("forward", [c[:count] for c in self.points], count)
        return [self.numpy.broadcast_to(p, count) for p in points]
