"""From entries to statements, and from statements to registers.

Most numbers are used once, straight away: the products of a neuron's sum, for example. They need no name. A statement
is therefore a whole expression, written in the order in which a stack machine (WebAssembly is one) evaluates it:

    h = relu(b + w1*x1 + w2*x2)     ('set', h, [b, w1, x1, '*', '+', w2, x2, '*', '+', 'ReLU'])

An int is an entry to read, a string an operation. The numbers that do have a name live in registers; a register is
free again after the last statement that reads it. That keeps them few, where one for each entry would be more than
engines allow (50,000) and than fits a processor's cache.

Offers `statements` and `registers`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from .code import Code

Item = int | str
Statement = tuple[str, Any, list[Item]]  # ('set', entry, items) or ('sum', target, items)

LONGEST = 512  # items: longer expressions are cut in two
HIGHEST = 150  # operations within operations: Python's parser takes fewer than 200 brackets within brackets


def statements(code: Code, entries: Iterable[int], keep: Iterable[int] = ()) -> list[Statement]:
    """The statements ('set', entry, items) and ('sum', target, items) that compute `entries`, in order.

    keep    entries that must be set, however often they are used
    """
    nodes = code.nodes
    uses: dict[int, int] = {}
    for i in entries:
        for o in code.operands(i):
            uses[o] = uses.get(o, 0) + 1
    for i in keep:
        uses[i] = 2
    result: list[Statement] = []
    waiting: dict[int, tuple[list[Item], int]] = {}  # {entry: (items, height)}, to be used once, later

    for i in entries:
        op, a, b = nodes[i]
        if op == "sum":
            assert b is not None
            items, _ = waiting.pop(b, ([b], 0))
            result.append(("sum", a, items))
            continue
        items, height = waiting.pop(a, ([a], 0))
        if b is not None:
            more, other = waiting.pop(b, ([b], 0))
            items += more
            height = max(height, other)
        items.append(op)
        if uses.get(i) == 1 and len(items) < LONGEST and height < HIGHEST:
            waiting[i] = items, height + 1
        else:
            result.append(("set", i, items))
    return result


def registers(code_statements: Sequence[Statement]) -> tuple[dict[Item, int], int]:
    """({entry: register}, count) for the entries that `set` statements make: a linear scan, lowest free one first."""
    last: dict[Item, int] = {}
    for n, (_, _, items) in enumerate(code_statements):
        for item in items:
            last[item] = n
    place: dict[Item, int] = {}
    free: list[int] = []
    count = 0
    for n, (kind, target, items) in enumerate(code_statements):
        for item in items:
            if item in place and last[item] == n:
                free.append(place[item])
                last[item] = -1  # once, though x * x reads it twice
        if kind == "set":
            if free:
                place[target] = free.pop()
            else:
                place[target] = count
                count += 1
            if target not in last:  # nobody reads it here: it is for those who come later
                last[target] = len(code_statements)
    return place, count
