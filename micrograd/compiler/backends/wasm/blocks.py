"""A long loop over samples as several short ones, in turn over a few samples at a time.

Straight-line code for a large network is longer than what a processor keeps of its instructions at hand, and adds to
more sums than it keeps of its data: going through all of it for every pair of samples means fetching all of it from
further away, every time. So the statements are cut into blocks, and a tile of samples goes through the first block,
then through the second, and so on: what a block needs is fetched once a tile. (Compilers call it loop fission, and
strip mining.)

What one block computes and a later one reads crosses over by memory: a slot of TILE numbers for each.

Offers `blocks`, `crossing`, `TILE`.
"""

from collections.abc import Sequence

from ...registers import Item, Statement

LONGEST = 1500  # items in a block: some ten kilobytes of machine code
TILE = 64  # samples that go through a block at a time; even


def blocks(statements: Sequence[Statement], longest: int = LONGEST) -> list[list[Statement]]:
    """The statements in lists, in order, of at most `longest` items each (or of one statement)."""
    result: list[list[Statement]] = [[]]
    size = 0
    for statement in statements:
        more = len(statement[2]) + 1
        if result[-1] and size + more > longest:
            result.append([])
            size = 0
        result[-1].append(statement)
        size += more
    return result


def crossing(cut: Sequence[Sequence[Statement]]) -> list[int]:
    """The entries that one of the blocks sets and a later one reads, in order."""
    made: dict[Item, int] = {}
    found: dict[int, bool] = {}
    for n, block in enumerate(cut):
        for kind, target, items in block:
            found.update((item, True) for item in items if isinstance(item, int) and made.get(item, n) != n)
            if kind == "set":
                made[target] = n
    return list(found)
