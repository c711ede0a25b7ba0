"""A plan as straight-line NumPy: every name in the source is a column, one number for each sample.

NumPy is imported when a program is made, not before. Offers `NumpyMachine`.
"""

from .python import PrintedMachine


def environment(np):
    """What the printed source calls, for arrays, with the special cases of scalar.py."""

    def sigmoid(x):
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1.0, e) / (1.0 + e)

    def power(x, k):
        x = np.asarray(x, float)
        return 1.0 / x if k == -1 else x * x if k == 2 else np.power(x, k)

    return {
        "relu": lambda x: np.maximum(x, 0.0),
        "tanh": np.tanh,
        "exp": np.exp,
        "log": np.log,
        "sigmoid": sigmoid,
        "power": power,
        "positive": lambda x: (x > 0) * 1.0,
        "same": lambda a, b: (a == b) * 1.0,
        "total": lambda x, seed: np.sum(x) if np.ndim(x) else x * len(seed),
        "nan": np.nan,
        "inf": np.inf,
    }


class NumpyMachine(PrintedMachine):
    """Runs a plan on NumPy arrays. ImportError where NumPy is missing."""

    name = "NumPy"
    columns = True

    def __init__(self, plan):
        import numpy

        self.numpy = numpy
        super().__init__(plan, environment(numpy))

    def column(self, numbers):
        return self.numpy.array(numbers, float)

    def seed(self, count):
        return self.numpy.full(count, 1 / count)

    def gather(self, order):
        return [column[order] for column in self.data]

    def run(self, name, columns, count):
        with self.numpy.errstate(all="ignore"):  # inf and nan are results like any other
            return self.functions[name](self.memory["parameters"], columns, self.seed(count))

    def forward(self, count):
        """A number that is the same at every point comes as one number."""
        points = self.run("forward", [c[:count] for c in self.points], count)
        return [self.numpy.broadcast_to(p, count) for p in points]
