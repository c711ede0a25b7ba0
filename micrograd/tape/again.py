"""A tape once more, for the same graph with other numbers: for a picture that follows a hand, many times a second.

No line is watched, which is what makes `record` slow: lines and formulas are those of the tape given. Only the step
that is being told gets its formula in numbers; the others have none.

Offers `again`.
"""

from collections.abc import Mapping

from ..engine import Value, topological
from .backward import backward_step
from .forward import forward_step
from .records import Change, Node, Step, Tape
from .slopes import local_slopes


def again(tape: Tape, root: Value, told: int | None = None) -> Tape:
    """The Tape of the graph behind `root`, which must be the graph that `tape` was recorded of, but for its numbers.

    told: the number of the step that gets its formula in numbers. Data and gradients of the values are left as they
    were. ValueError for a graph of another size.
    """
    order = topological(root)
    if len(order) != len(tape.nodes):
        raise ValueError(f"a graph of {len(order)} values on a tape of {len(tape.nodes)}")
    index = {v: i for i, v in enumerate(order)}
    names = {v: node.name for v, node in zip(order, tape.nodes)}
    kept = [(v, v.data, v.grad) for v in order]
    reached = {order[-1]}
    steps: list[Step] = []
    try:
        for v in order:
            v.grad = 0.0
        order[-1].grad = 1.0
        for k, step in enumerate(tape.steps):
            v = order[step.node]
            if step.phase == "forward":
                steps.append(
                    forward_step(v, index, names)
                    if k == told
                    else brief(step, (Change(step.node, "data", None, float(v.data)),), ())
                )
            elif not step.op:
                steps.append(step)  # the seed, 1.0
            else:
                steps.append(backward_step(v, index, names, reached) if k == told else briefly(step, v, index, reached))
    finally:
        for v, data, grad in kept:
            v.data, v.grad = data, grad
    nodes = tuple(
        Node(node.index, node.name, node.op, node.operands, float(v.data)) for v, node in zip(order, tape.nodes)
    )
    return Tape(nodes, tuple(steps), tape.root)


def briefly(step: Step, v: Value, index: Mapping[Value, int], reached: set[Value]) -> Step:
    """backward_step, without what it says."""
    slopes = local_slopes(v)
    before = {o: float(o.grad) if o in reached else None for o in v._prev}
    v._backward()
    reached.update(before)
    changes = tuple(Change(index[o], "grad", grad, float(o.grad)) for o, grad in before.items())
    return brief(step, changes, slopes)


def brief(step: Step, changes: tuple[Change, ...], slopes: tuple[float, ...]) -> Step:
    return Step(step.phase, step.node, step.op, step.formula, (), step.lines, changes, slopes)
