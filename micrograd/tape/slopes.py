"""The local derivatives of one op.

Offers `local_slopes`.
"""

from ..engine import Value
from .follow import follow


def local_slopes(v: Value) -> tuple[float, ...]:
    """d v / d operand for each operand: what v's own `_backward` adds to zeros when the gradient of v is 1.

    If an operand is there twice (x * x), each of its two wires has what one line added; or an equal part, if the lines
    are not as many as the wires.
    """
    kept = [(o, o.grad) for o in {v, *v._prev}]
    for o, _ in kept:
        o.grad = 0.0
    v.grad = 1.0
    try:
        operands = list(dict.fromkeys(v._prev))
        code = getattr(v._backward, "__code__", None)
        if len(operands) == len(v._prev) or code is None:
            v._backward()
            return tuple(float(o.grad) / v._prev.count(o) for o in v._prev)
        added: dict[Value, list[float]] = {o: [] for o in operands}

        def take() -> None:
            for o in operands:
                if o.grad != 0:  # also nan
                    added[o].append(float(o.grad))
                    o.grad = 0.0

        follow(v._backward, lambda c: c is code, take)
        for o in operands:
            n = v._prev.count(o)
            if len(added[o]) != n:
                added[o] = [sum(added[o]) / n] * n
        return tuple(added[o].pop(0) for o in v._prev)
    finally:
        for o, grad in kept:
            o.grad = grad
