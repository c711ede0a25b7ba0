"""Three-address code: a list in which every entry computes one number from the numbers of earlier entries.

    code = Code()
    x, w = code.leaf('input', 0), code.leaf('parameter', 0)
    y = code.add('+', code.add('*', w, x), code.const(1.0))     # the entries' indices

An entry is (op, a, b), a and b being indices, or None. Each is computed once and never changes (the form is known as
static single assignment), so the same operation on the same operands is the same entry: it is looked up before it
is made. Two kinds are told apart throughout: *uniform* entries are the same for all samples of a batch (constants,
parameters, and what comes of them), *varying* ones are not.

Leaves:     ('const', number, None)  ('parameter', k, None)  ('input', column, None)  ('seed', None, None)
Operations: (op, a, b), (op, a, None), with op one of ops.OPS or '**' and an exponent
Sums:       ('sum', target, value) adds a varying value up over the samples; ('total', target, None) is the result.
            target is the uniform entry whose gradient it is, or 'cost', or 'right'.

Offers `Code` and `LEAVES`.
"""

from collections.abc import Iterable
from typing import Any

from ..ops import op_of

Node = tuple[str, Any, int | None]  # (op, a, b): see above
Origin = tuple[int, int | None]
LEAVES = frozenset(("const", "parameter", "input", "seed", "total"))


class Code:
    """A list of entries under construction.

    nodes     the entries
    varying   for each entry: does it depend on the sample?
    wanted    for each entry: does it depend on a parameter, so that its gradient is of use?
    origin    for each entry: (entry of the value, operand) that it serves; operand is None in the forward pass
    names     {entry: name} for those that have one
    values    {entry: names of all the values that it computes}: several, where they come to the same
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.varying: list[bool] = []
        self.wanted: list[bool] = []
        self.origin: list[Origin] = []
        self.names: dict[int, str] = {}
        self.values: dict[int, tuple[str, ...]] = {}
        self.constants: dict[int, float] = {}  # {entry: number}
        self.known: dict[Node, int] = {}  # {entry's contents: entry}
        self.flows: list[tuple[Origin, int, int, int]] = []
        # (origin, entry, amount, g): the gradient of entry grew by amount, made from g
        self.serving: Origin | None = None  # what new entries get as their origin; None: themselves

    def append(self, key: Node, varying: bool, wanted: bool) -> int:
        i = self.known[key] = len(self.nodes)
        self.nodes.append(key)
        self.varying.append(varying)
        self.wanted.append(wanted)
        self.origin.append(self.serving or (i, None))
        return i

    def leaf(self, kind: str, which: int | None = None) -> int:
        key = (kind, which, None)
        known = self.known.get(key)
        return self.append(key, kind in ("input", "seed"), kind == "parameter") if known is None else known

    def const(self, number: float) -> int:
        key = ("const", repr(number), None)  # by its text: nan is not equal to nan, and -0.0 is to 0.0
        if key not in self.known:
            i = self.known[key] = self.append(("const", number, None), False, False)
            self.constants[i] = number
        return self.known[key]

    def add(self, op: str, a: int, b: int | None = None) -> int:
        """The entry that computes `a op b` (or op of a): a known one, or a simpler one, or a new one."""
        if a in self.constants or b in self.constants:
            simpler = self.folded(op, a, b)
            if simpler is not None:
                return simpler
        known = self.known.get((op, a, b))
        if known is None and b is not None and op_of(op).commutes:
            known = self.known.get((op, b, a))
        if known is not None:
            return known
        if b is None:
            return self.append((op, a, None), self.varying[a], self.wanted[a])
        return self.append((op, a, b), self.varying[a] or self.varying[b], self.wanted[a] or self.wanted[b])

    def folded(self, op: str, a: int, b: int | None) -> int | None:
        """What `a op b` comes to when an operand is a constant; None if that makes it no simpler.

        0 * x stays: it is nan where x is inf.
        """
        x, y = self.constants.get(a), None if b is None else self.constants.get(b)
        if x is not None and (b is None or y is not None):
            return self.const(op_of(op).compute(x) if y is None else op_of(op).compute(x, y))
        if op == "+":
            return b if x == 0 else a if y == 0 else None
        if op == "*":
            return b if x == 1 else a if y == 1 else None
        return None

    def power(self, a: int, k: float) -> int:
        """a ** k, for a number k. a ** 0 is 1 and has no slope, even where a is nan: as in Python and the engine."""
        if k == 0:
            return self.const(1.0)
        return a if k == 1 else self.add(f"**{float(k)!r}", a)

    def sum(self, target: int | str, value: int) -> int:
        """An entry that adds up `value` over the samples; the result is the entry ('total', target, None)."""
        self.nodes.append(("sum", target, value))
        self.varying.append(True)
        self.wanted.append(False)
        self.origin.append(self.serving or (value, None))
        return len(self.nodes) - 1

    def operands(self, i: int) -> tuple[int, ...]:
        """The entries that entry i reads."""
        op, a, b = self.nodes[i]
        if op in LEAVES:
            return ()
        assert b is not None or op != "sum"
        return (b,) if op == "sum" and b is not None else (a,) if b is None else (a, b)

    def live(self, roots: Iterable[int], given: Iterable[int] = ()) -> list[int]:
        """The operations that must run for the entries `roots` to be known, in order; those in `given` are known."""
        seen, todo = set(given), list(roots)
        found = []
        while todo:
            i = todo.pop()
            if i not in seen:
                seen.add(i)
                if self.nodes[i][0] not in LEAVES:
                    found.append(i)
                    todo += self.operands(i)
        return sorted(found)
