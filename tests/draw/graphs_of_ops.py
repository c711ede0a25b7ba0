"""For every op that a method of Value has: a small graph with it, for tests of what is drawn and said of any op."""

from micrograd import Value
from micrograd.ops import OPS

CALLED = [name for name, op in OPS.items() if op.method]  # the ops that a method of Value makes


def graph_of(name: str, a: float = 0.5, b: float = 3.0, times: float = 2.0) -> Value:
    """L = times * (the op of a, or of a and b): so the op's result has the gradient `times`, and not 1."""
    first, second, k = Value(a, label="a"), Value(b, label="b"), Value(times, label="k")
    op = OPS[name]
    given = [second] if op.arity == 2 else [3] if name == "**" else []
    out = getattr(first, op.method)(*given)
    out.label = "out"
    L = k * out
    L.label = "L"
    return L
