"""WebAssembly text, read back from the bytes of a module that encode.py wrote.

    text(binary)                    the whole module
    instructions(code)              ['local.get 0', 'f64.const 1.0', 'f64.add'] for instructions

Offers these two.
"""

import struct
from collections.abc import Sequence

from .encode import OPCODES

BY_BYTES = {code: (name, kind) for name, (code, kind) in OPCODES.items() if name != "i64x2.const"}
TYPES = {0x7F: "i32", 0x7E: "i64", 0x7C: "f64", 0x7B: "v128"}


class Reader:
    """Reads bytes from a place on."""

    def __init__(self, data: bytes, at: int = 0, end: int | None = None) -> None:
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    def more(self) -> bool:
        return self.at < self.end

    def take(self, n: int) -> bytes:
        self.at += n
        return self.data[self.at - n : self.at]

    def unsigned(self) -> int:
        n = shift = 0
        while True:
            (byte,) = self.take(1)
            n |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return n

    def signed(self) -> int:
        start = self.at
        n = self.unsigned()
        bits = 7 * (self.at - start)
        return n - (1 << bits) if n >> (bits - 1) else n

    def name(self) -> str:
        return self.take(self.unsigned()).decode()

    def types(self) -> list[str]:
        return [TYPES[b] for b in self.take(self.unsigned())]

    def instruction(self) -> tuple[str, str]:
        """(name, immediate as text)"""
        for size in range(1, 5):
            found = BY_BYTES.get(self.data[self.at : self.at + size])
            if found:
                self.at += size
                return found[0], self.immediate(*found)
        raise ValueError(f"no known instruction at byte {self.at}")

    def immediate(self, name: str, kind: str) -> str:
        if kind == "none":
            return ""
        if kind == "int":
            return f" {self.signed()}"
        if kind == "float":
            return f" {struct.unpack('<d', self.take(8))[0]!r}"
        if kind == "floats":
            bits = self.take(16)
            numbers = struct.unpack("<dd", bits)
            if any(x != x for x in numbers):  # as text, one nan is like another: here they are masks
                return "".join(f" {n}" for n in ("i64x2", *struct.unpack("<qq", bits)))
            return "".join(f" {x!r}" for x in ("f64x2", *numbers)).replace("'", "")
        number = self.unsigned()
        return f" offset={number}" if "load" in name or "store" in name else f" {number}"


def instructions(code: bytes, called: Sequence[str] = ()) -> list[str]:
    """The instructions in `code`, one a string, blocks indented. called: names of functions, by number."""
    reader, depth = Reader(code), 0
    result: list[str] = []
    while reader.more():
        name, immediate = reader.instruction()
        if name == "call" and called:
            immediate = f" ${called[int(immediate)]}"
        name = {"f64x2.const": "v128.const"}.get(name, name)
        depth -= name == "end"
        result.append("  " * depth + name + immediate)
        depth += name in ("block", "loop", "if")
    return result


def text(binary: bytes) -> str:
    """The module as WebAssembly text."""
    sections: dict[int, Reader] = {}
    reader = Reader(binary, 8)
    while reader.more():
        number, size = reader.take(1)[0], reader.unsigned()
        sections[number] = Reader(binary, reader.at, reader.at + size)
        reader.at += size
    types = []
    for _ in range(sections[1].unsigned()):
        sections[1].take(1)
        types.append((sections[1].types(), sections[1].types()))
    kinds = [types[sections[3].unsigned()] for _ in range(sections[3].unsigned())]
    sections[5].take(2)
    pages = sections[5].unsigned()
    exports: dict[tuple[int, int], str] = {}
    for _ in range(sections[7].unsigned()):
        name, kind = sections[7].name(), sections[7].take(1)[0]
        exports[kind, sections[7].unsigned()] = name
    sections[0].name(), sections[0].take(1), sections[0].unsigned()
    names = [(sections[0].unsigned(), sections[0].name())[1] for _ in range(sections[0].unsigned())]
    out = ["(module", f'  (memory (export "{exports[2, 0]}") {pages} {pages})']
    bodies = sections[10]
    for i in range(bodies.unsigned()):
        size = bodies.unsigned()
        body = Reader(binary, bodies.at, bodies.at + size)
        bodies.at += size
        out += function(i, names, kinds[i], exports.get((0, i)), body)
    return "\n".join(out) + ")\n"


def function(
    i: int, names: Sequence[str], kind: tuple[list[str], list[str]], export: str | None, body: Reader
) -> list[str]:
    parameters, results = kind
    head = f"  (func ${names[i]}" + (f' (export "{export}")' if export else "")
    head += f" (param {' '.join(parameters)})" if parameters else ""
    head += f" (result {' '.join(results)})" if results else ""
    local: list[str] = []
    for _ in range(body.unsigned()):
        count, of = body.unsigned(), TYPES[body.take(1)[0]]
        local += [of] * count
    code = instructions(body.data[body.at : body.end - 1], names)
    return [head, *([f"    (local {' '.join(local)})"] if local else []), *(f"    {line}" for line in code), "  )"]
