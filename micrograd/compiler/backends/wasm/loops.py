"""The loops over samples, and what runs once for all of them, as WebAssembly functions.

Offers `Emitter`, and `Writer`, which writes one block of statements, for a loop or for a reader's listing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ....ops import op_of
from ...plan import Plan
from ...registers import Item, Statement, registers, statements
from ...term import of_formula
from . import maths
from .blocks import TILE
from .encode import F64, I32, Function, assemble, unsigned
from .lanes import SCALAR, Lanes
from .layout import Layout

# A loop's locals: offset in a column, where to stop, 1/n, offset in what crosses, 1/n for each lane, the rest.
P, END, SEED, Q, SEEDS, FIRST = range(6)


Table = dict[str, bytes]  # {op: its instructions}


def operations(
    needed: Iterable[str], kinds: Sequence[Lanes], first: int = 0
) -> tuple[list[Function], dict[int, Table]]:
    """(Functions, {width: {op: its instructions}}): what the ops `needed` take, for each of the Lanes in `kinds`.

    An op that is written in terms of others needs those as well. first: the number of the first of the functions.
    """
    used: set[str] = set()
    todo = list(needed)
    while todo:
        op = todo.pop()
        if op not in used:
            used.add(op)
            row = op_of(op)
            if row.formula and not row.wasm:
                code, result = of_formula(row)
                todo += [code.nodes[i][0] for i in code.live([result])]
    single = {op: row.wasm for op in used if (row := op_of(op)) and isinstance(row.wasm, tuple) and row.wasm}
    called = sorted(used - single.keys())
    numbers = {
        (op, lanes.width): n for n, (lanes, op) in enumerate(((lanes, op) for lanes in kinds for op in called), first)
    }
    table = {
        lanes.width: {
            op: lanes.code(*single[op]) if op in single else assemble("call", numbers[op, lanes.width]) for op in used
        }
        for lanes in kinds
    }
    return [maths.function(op, lanes, table[lanes.width]) for lanes in kinds for op in called], table


class Emitter:
    """Turns statements into functions. helpers: the functions of mathematics that the plan calls; they come first."""

    def __init__(self, plan: Plan, layout: Layout, crossing: Mapping[int, int], kinds: Sequence[Lanes]) -> None:
        self.code, self.plan, self.layout = plan.code, plan, layout
        self.crossing = {i: layout.sections["crossing"][0] + 8 * TILE * n for i, n in crossing.items()}  # addresses
        parts = (plan.once, plan.body, plan.after, plan.maps, plan.check)
        used = {self.code.nodes[i][0] for part in parts for i in part} - {"sum"}
        self.helpers, self.operations = operations(used, kinds)
        self.slots = {i: n for n, i in enumerate((*plan.once, *plan.after))}
        self.targets: dict[int | str, int] = {t: layout.total(n) for n, t in enumerate(plan.totals)}

    def sum_place(self, target: int | str) -> int:
        """Where among the sums the gradient of a uniform entry (or the cost) is added up."""
        if target in self.targets:
            return self.targets[target]
        assert isinstance(target, int)
        place: int = self.code.nodes[target][1]
        return place

    def once(self, name: str, entries: Sequence[int], gradients: bool = False) -> Function:
        """A function that computes uniform entries, and with `gradients` the parameters' gradients from the sums."""
        out = [part for _, _, *parts in self.once_parts(entries) for group in parts for part in group]
        read = Operands(self, SCALAR, {})
        for k, g in enumerate(self.plan.gradients if gradients else ()):
            if g is not None and self.code.nodes[g] != ("total", self.code.leaf("parameter", k), None):
                out += (assemble("i32.const", 0), read[g], assemble("f64.store", self.layout.address("sums", k)))
        return Function(name, (), (), (), b"".join(out))

    def once_parts(
        self, entries: Sequence[int]
    ) -> Iterator[tuple[int, list[Item], list[bytes], list[bytes], list[bytes]]]:
        """For each of the uniform entries: (entry, items, before, instructions for the items, after)."""
        read = Operands(self, SCALAR, {})
        read.update(self.operations[1])
        for _, target, items in statements(self.code, entries, keep=entries):
            yield (
                target,
                items,
                [assemble("i32.const", 0)],
                [read[item] for item in items],
                [assemble("f64.store", self.layout.address("shared", self.slots[target]))],
            )

    def loops(
        self,
        name: str,
        blocks: Sequence[Sequence[Statement]],
        lanes: Lanes,
        given: Sequence[int] = (),
        store: Sequence[int] = (),
        first: int = 0,
    ) -> list[Function]:
        """The functions of one loop over samples; the last, called `name`_1 or _2, is the one to call. first: its
        number.

        given   outputs to read from their columns; store: outputs to write there
        """
        name = f"{name}_{lanes.width}"
        made = {target for block in blocks for kind, target, _ in block if kind == "set"}
        known = {i: j for j, i in enumerate(given)}
        others = [
            i for i in dict.fromkeys(store) if i not in made
        ]  # an output that is an input, or the same for all samples
        if len(blocks) == 1:
            return [self.loop(name, blocks[0], lanes, known, store, others)]
        known |= {i: j for j, i in enumerate(store) if i in made}  # what an earlier block has stored
        parts = [
            self.loop(f"{name}_part{n}", block, lanes, known, store, others if n == 0 else ())
            for n, block in enumerate(blocks)
        ]
        return [*parts, tiles(name, range(first, first + len(parts)))]

    def loop(
        self,
        name: str,
        block: Sequence[Statement],
        lanes: Lanes,
        given: Mapping[int, int],
        store: Sequence[int],
        others: Iterable[int],
    ) -> Function:
        """A function (p, end, seed) that runs a block for the samples whose byte offset in a column is p ... end."""
        writer = Writer(self, block, lanes, given, store)
        out = [lanes.code("local.get", SEED, "T.splat", "local.set", SEEDS, "loop")]
        for statement in block:
            before, items, after = writer.parts(*statement)
            out += before
            out += items
            out += after
        for i in others:
            out += writer.stored(i)
        if writer.crosses:
            out.append(assemble("local.get", Q, "i32.const", 8 * lanes.width, "i32.add", "local.set", Q))
        out.append(
            assemble(
                "local.get",
                P,
                "i32.const",
                8 * lanes.width,
                "i32.add",
                "local.tee",
                P,
                "local.get",
                END,
                "i32.lt_u",
                "br_if",
                0,
                "end",
            )
        )
        return Function(name, (I32, I32, F64), (), ((1, I32), (1 + writer.count, lanes.type)), b"".join(out))


def tiles(name: str, calls: Sequence[int]) -> Function:
    """A function (p, end, seed) that takes TILE samples at a time through the functions `calls`, in turn."""
    until = 3
    return Function(
        name,
        (I32, I32, F64),
        (),
        ((1, I32),),
        assemble(
            "loop",
            "local.get",
            P,
            "i32.const",
            8 * TILE,
            "i32.add",
            "local.tee",
            until,
            "local.get",
            END,
            "local.get",
            until,
            "local.get",
            END,
            "i32.lt_u",
            "select",
            "local.set",
            until,
            *(part for call in calls for part in ("local.get", P, "local.get", until, "local.get", SEED, "call", call)),
            "local.get",
            until,
            "local.tee",
            P,
            "local.get",
            END,
            "i32.lt_u",
            "br_if",
            0,
            "end",
        ),
    )


class Writer:
    """Writes the statements of one loop, one by one: for the loop itself, and for a reader's listing.

    read    {entry or operation: its instructions}      place, count    registers, from local FIRST on
    """

    def __init__(
        self,
        emitter: Emitter,
        body: Sequence[Statement],
        lanes: Lanes,
        given: Mapping[int, int] = MappingProxyType({}),
        store: Sequence[int] = (),
    ) -> None:
        self.place, self.count = registers(body)
        self.read = Operands(
            emitter, lanes, {i: assemble("local.get", FIRST + r) for i, r in self.place.items()}, given
        )
        self.read.update(emitter.operations[lanes.width])
        self.emitter, self.layout = emitter, emitter.layout
        self.partial = self.layout.sections["partial"][0]
        self.load, self.write = (lanes.code(name, 0)[:-1] for name in ("T.load", "T.store"))  # address to follow
        self.add = lanes.code("T.add")
        self.base, self.here, self.there = assemble("i32.const", 0), assemble("local.get", P), assemble("local.get", Q)
        self.crosses = any(
            i in emitter.crossing and i not in self.read.given for _, target, items in body for i in (target, *items)
        )
        self.columns: dict[int, list[bytes]] = {}
        for j, i in enumerate(store):
            self.columns.setdefault(i, []).append(unsigned(self.layout.column(self.layout.inputs + j)))

    def parts(
        self, kind: str, target: Any, items: Sequence[Item]
    ) -> tuple[Sequence[bytes], Sequence[bytes], Sequence[bytes]]:
        """(before, items, after): lists of instructions, those in the middle one for one with the statement's items."""
        read = self.read
        if kind == "sum":
            where = unsigned(self.partial + 16 * self.emitter.sum_place(target))
            return (self.base, self.base, self.load, where), [read[i] for i in items], (self.add, self.write, where)
        after: list[bytes] = [assemble("local.set", FIRST + self.place[target])]
        if target in self.columns:  # now: its register may be another's later
            after += self.stored(target)
        elif target in self.emitter.crossing:
            after += self.there, read[target], self.write, unsigned(self.emitter.crossing[target])
        return (), [read[i] for i in items], after

    def stored(self, i: int) -> list[bytes]:
        """Instructions that put entry i into its columns."""
        return [part for column in self.columns[i] for part in (self.here, self.read[i], self.write, column)]


class Operands(dict[Item, bytes]):
    """{entry: instructions that read it}, found out as entries are asked for."""

    def __init__(
        self,
        emitter: Emitter,
        lanes: Lanes,
        places: Mapping[Item, bytes],
        given: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        super().__init__(places)
        self.emitter, self.lanes = emitter, lanes
        self.given = given
        self.crossing = assemble("local.get", Q) + lanes.code("T.load", 0)[:-1]
        self.uniform = assemble("i32.const", 0) + lanes.code("T.uniform", 0)[:-1]
        self.column = assemble("local.get", P) + lanes.code("T.load", 0)[:-1]

    def __missing__(self, i: Item) -> bytes:
        assert isinstance(i, int)
        layout = self.emitter.layout
        kind, a, _ = self.emitter.code.nodes[i]
        if i in self.given:
            found = self.column + unsigned(layout.column(layout.inputs + self.given[i]))
        elif i in self.emitter.crossing:
            found = self.crossing + unsigned(self.emitter.crossing[i])
        elif kind == "input":
            found = self.column + unsigned(layout.column(a))
        elif kind == "parameter":
            found = self.uniform + unsigned(layout.address("parameters", a))
        elif kind == "const":
            found = self.lanes.code("T.const", a)
        elif kind == "seed":
            found = assemble("local.get", SEEDS)
        elif kind == "total":
            found = self.uniform + unsigned(layout.address("sums", self.emitter.sum_place(a)))
        else:
            found = self.uniform + unsigned(layout.address("shared", self.emitter.slots[i]))
        self[i] = found
        return found
