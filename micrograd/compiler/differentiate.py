"""The backward pass, as code: reverse mode on the list of entries.

The list is in topological order, so going through it backwards meets every entry after all that use it. Each step is
the engine's `_backward` for one operation, with one difference: where the engine adds to `grad`, which costs nothing
to name, code makes a new entry for the sum.

Gradients of varying entries are computed for each sample. A uniform entry (a parameter, or what is made of
parameters alone) has its gradient added up over the samples first, and is then differentiated once for the whole
batch: d(sum of costs)/dw = sum of d(cost)/dw.

Offers `differentiate`.
"""

from ..ops import op_of
from .code import Code
from .term import Term


def differentiate(code: Code, cost: int) -> tuple[list[int], dict[int, int]]:
    """Extend `code` by the gradient of the mean over the samples of entry `cost`.

    Returns (sums, gradients): the 'sum' entries to run for each sample, and {parameter's entry: entry of its gradient}
    for the parameters on which the cost depends. Gradients are known when all samples are through.
    """
    first_sum = len(code.nodes)
    gradient: dict[int, int] = {}
    grow(code, gradient, cost, code.leaf("seed"))  # d(mean)/d(cost of one sample) = 1/n
    for i in range(cost, -1, -1):
        if code.varying[i] and i in gradient:
            pull(code, gradient, i)
    sums = [i for i in range(first_sum, len(code.nodes)) if code.nodes[i][0] == "sum"]

    totals = {code.nodes[i][1] for i in sums}
    gradient = {i: code.leaf("total", i) for i in totals}
    parameters = {}
    for i in range(cost, -1, -1):
        if i in gradient and not code.varying[i]:
            if code.nodes[i][0] == "parameter":
                parameters[i] = gradient[i]
            else:
                pull(code, gradient, i, uniform=True)
    code.serving = None
    return sums, parameters


def pull(code: Code, gradient: dict[int, int], i: int, uniform: bool = False) -> None:
    """Take the gradient of entry i through its operation, to its operands."""
    op = code.nodes[i][0]
    if op in ("input", "parameter"):
        return
    g = gradient[i]
    row = op_of(op)
    operands = tuple(Term(code, o) for o in code.operands(i))
    for k in range(row.arity):
        operand = operands[k].entry
        if code.wanted[operand]:
            code.serving = (i, k)
            amount = row.slope(k, Term(code, i), operands, Term(code, g)).entry
            code.flows.append(((i, k), operand, amount, g))
            grow(code, gradient, operand, amount, uniform)


def grow(code: Code, gradient: dict[int, int], i: int, amount: int, uniform: bool = False) -> None:
    """gradient of i += amount."""
    if not code.wanted[i]:
        return
    if not code.varying[i] and not uniform:
        code.sum(i, amount)
    elif i in gradient:
        gradient[i] = code.add("+", gradient[i], amount)
    else:
        gradient[i] = amount
