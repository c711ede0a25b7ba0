"""Which instruction of the training loop serves which value: for the listing, where each line shows its own.

Offers `wat_by_origin`.
"""

from collections.abc import Iterable, Sequence

from ....ops import op_of
from ...code import Origin
from ...plan import Plan
from ...registers import Item
from .emit import Loops
from .lanes import SCALAR, Lanes
from .layout import Layout
from .loops import Emitter, Writer
from .text import instructions

Owner = Origin | str  # what an instruction serves; 'cost': the sum of the costs


def wat_by_origin(plan: Plan, layout: Layout, lanes: Lanes) -> dict[Owner, list[str]]:
    """{origin: the instructions in the training loop that it asked for}, 'cost' for the sum of the costs."""
    loops = Loops.of(plan)
    emitter = Emitter(plan, layout, loops.slots, (SCALAR, lanes) if lanes is not SCALAR else (SCALAR,))
    called = [f.name for f in emitter.helpers]
    code = plan.code
    result: dict[Owner, list[str]] = {}
    sums: dict[int | str, list[int]] = {}
    for i in plan.body:
        if code.nodes[i][0] == "sum":
            sums.setdefault(code.nodes[i][1], []).append(i)

    def give(key: Owner, parts: Iterable[bytes]) -> None:
        result.setdefault(key, []).extend(instructions(b"".join(parts), called))

    def share(
        owner: Owner, items: Sequence[Item], before: Sequence[bytes], middle: Sequence[bytes], after: Sequence[bytes]
    ) -> None:
        """Give each instruction of a statement to the entry that asked for it."""
        give(owner, before)
        stack: list[tuple[int, bytes]] = []
        for item, part in zip(items, middle):
            if isinstance(item, int):
                stack.append((item, part))  # waits for the operation that reads it
                continue
            operands = stack[-op_of(item).arity :]
            del stack[-len(operands) :]
            made = code.known[item, operands[0][0], operands[1][0] if len(operands) > 1 else None]
            give(code.origin[made], [*(p for _, p in operands), part])
            stack.append((made, b""))
        give(owner, [*(p for _, p in stack), *after])

    for entries in plan.once, plan.after:
        for target, items, before, middle, after in emitter.once_parts(entries):
            share(code.origin[target], items, before, middle, after)
    for block in loops.body:
        writer = Writer(emitter, block, lanes)
        for kind, target, items in block:
            if kind == "sum":
                owner: Owner = "cost" if target == "cost" else code.origin[sums[target][0]]
                sums[target].pop(0)
            else:
                owner = code.origin[target]
            share(owner, items, *writer.parts(kind, target, items))
    return result
