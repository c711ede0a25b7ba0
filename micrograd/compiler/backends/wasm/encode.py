"""An assembler for the part of WebAssembly that the compiler uses.

    code = assemble('local.get', 0, 'f64.const', 1.0, 'f64.add')        # bytes
    binary = module(functions, exports, pages)

Source: WebAssembly Core Specification 2.0, chapter 5 (binary format); the vector instructions are in 5.4.8.

Offers `OPCODES`, `assemble`, `Function`, `module`, `unsigned`, `signed`, and the types `I32`, `I64`, `F64`, `V128`.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

I32, I64, F64, V128 = 0x7F, 0x7E, 0x7C, 0x7B


def unsigned(n: int) -> bytes:
    """n >= 0 in base 128, least digit first (LEB128)."""
    if n < 128:
        return bytes((n,))
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def signed(n: int) -> bytes:
    """An int in two's complement base 128, least digit first."""
    out = bytearray()
    while not -64 <= n < 64:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n & 127)
    return bytes(out)


# What follows an opcode. Each writes one immediate.
IMMEDIATES: dict[str, Callable[[Any], bytes]] = {
    "index": unsigned,  # of a local, a function, an enclosing block
    "int": signed,
    "float": lambda x: struct.pack("<d", x),
    "floats": lambda x: struct.pack("<dd", x, x),  # the same in both lanes
    "ints": lambda n: struct.pack("<qq", n, n),
    "lane": unsigned,
    "none": lambda _: b"",
}
MEMORY = {"i32": 2, "f64": 3, "v128": 3}  # alignment, as a power of two: no more than 8 is promised


def opcodes() -> dict[str, tuple[bytes, str]]:
    """{name: (bytes before the immediates, kind of immediate)}."""
    table: dict[str, tuple[bytes, str]] = {}
    plain = {
        0x0B: "end",
        0x0F: "return",
        0x1A: "drop",
        0x1B: "select",
        0x45: "i32.eqz",
        0x46: "i32.eq",
        0x49: "i32.lt_u",
        0x6A: "i32.add",
        0x6B: "i32.sub",
        0x6C: "i32.mul",
        0x71: "i32.and",
        0x74: "i32.shl",
        0x76: "i32.shr_u",
        0x7C: "i64.add",
        0x7D: "i64.sub",
        0x83: "i64.and",
        0x84: "i64.or",
        0x86: "i64.shl",
        0x87: "i64.shr_s",
        0x88: "i64.shr_u",
        0x61: "f64.eq",
        0x62: "f64.ne",
        0x63: "f64.lt",
        0x64: "f64.gt",
        0x66: "f64.ge",
        0x99: "f64.abs",
        0x9A: "f64.neg",
        0x9C: "f64.floor",
        0x9E: "f64.nearest",
        0x9F: "f64.sqrt",
        0xA0: "f64.add",
        0xA1: "f64.sub",
        0xA2: "f64.mul",
        0xA3: "f64.div",
        0xA4: "f64.min",
        0xA5: "f64.max",
        0xA6: "f64.copysign",
        0xB7: "f64.convert_i32_s",
        0xB8: "f64.convert_i32_u",
        0xBD: "i64.reinterpret_f64",
        0xBF: "f64.reinterpret_i64",
        0xAB: "i32.trunc_f64_u",
    }
    table.update({name: (bytes((n,)), "none") for n, name in plain.items()})
    for n, name, kind in (
        (0x10, "call", "index"),
        (0x0C, "br", "index"),
        (0x0D, "br_if", "index"),
        (0x20, "local.get", "index"),
        (0x21, "local.set", "index"),
        (0x22, "local.tee", "index"),
        (0x41, "i32.const", "int"),
        (0x42, "i64.const", "int"),
        (0x44, "f64.const", "float"),
    ):
        table[name] = bytes((n,)), kind
    for n, name in (0x02, "block"), (0x03, "loop"), (0x04, "if"):
        table[name] = bytes((n, 0x40)), "none"  # none of ours leaves a value
    for n, name in (0x28, "i32.load"), (0x2B, "f64.load"), (0x36, "i32.store"), (0x39, "f64.store"):
        table[name] = bytes((n, MEMORY[name[:3]])), "index"
    for n, name in (0, "v128.load"), (10, "v128.load64_splat"), (11, "v128.store"):
        table[name] = bytes((0xFD, n, 3)), "index"
    table["i32.trunc_sat_f64_u"] = b"\xfc\x03", "none"  # nan gives 0, too much the nearest
    table["f64x2.const"] = b"\xfd\x0c", "floats"
    table["i64x2.const"] = b"\xfd\x0c", "ints"
    table["f64x2.extract_lane"] = b"\xfd\x21", "lane"
    vector = {
        0x14: "f64x2.splat",
        0x47: "f64x2.eq",
        0x48: "f64x2.ne",
        0x49: "f64x2.lt",
        0x4A: "f64x2.gt",
        0x4C: "f64x2.ge",
        0x4E: "v128.and",
        0x50: "v128.or",
        0x52: "v128.bitselect",
        0x53: "v128.any_true",
        0x75: "f64x2.floor",
        0x94: "f64x2.nearest",
        0xCB: "i64x2.shl",
        0xCC: "i64x2.shr_s",
        0xCD: "i64x2.shr_u",
        0xCE: "i64x2.add",
        0xD1: "i64x2.sub",
        0xEC: "f64x2.abs",
        0xED: "f64x2.neg",
        0xEF: "f64x2.sqrt",
        0xF0: "f64x2.add",
        0xF1: "f64x2.sub",
        0xF2: "f64x2.mul",
        0xF3: "f64x2.div",
        0xF6: "f64x2.pmin",
        0xF7: "f64x2.pmax",
    }
    table.update({name: (b"\xfd" + unsigned(n), "none") for n, name in vector.items()})
    return table


OPCODES = opcodes()


def assemble(*source: str | float | bytes) -> bytes:
    """Bytes for instructions: names, each followed by its immediate if it has one. Bytes go in as they are."""
    out, items = [], iter(source)
    for item in items:
        if isinstance(item, bytes):
            out.append(item)
        elif item:
            opcode, kind = OPCODES[str(item)]
            out.append(opcode if kind == "none" else opcode + IMMEDIATES[kind](next(items)))
    return b"".join(out)


@dataclass(frozen=True)
class Function:
    """parameters and results: types. locals: further types. code: instructions, without the last `end`."""

    name: str
    parameters: tuple[int, ...]
    results: tuple[int, ...]
    locals: tuple[tuple[int, int], ...]  # (count, type) pairs
    code: bytes


def vector(items: Sequence[bytes]) -> bytes:
    return unsigned(len(items)) + b"".join(items)


def section(number: int, body: bytes) -> bytes:
    return bytes((number,)) + unsigned(len(body)) + body


def text(name: str) -> bytes:
    return vector([bytes((c,)) for c in name.encode()])


def module(functions: Sequence[Function], exports: Sequence[str], pages: int) -> bytes:
    """The bytes of a module with `functions`, in order, those named in `exports` being visible, and a memory called
    'memory' of `pages` times 64 KiB that does not grow. The names are kept for those who read the module."""
    types = list(dict.fromkeys((f.parameters, f.results) for f in functions))
    bodies = []
    for f in functions:
        body = vector([unsigned(n) + bytes((t,)) for n, t in f.locals if n]) + f.code + b"\x0b"
        bodies.append(unsigned(len(body)) + body)
    names = vector([unsigned(i) + text(f.name) for i, f in enumerate(functions)])
    return b"".join(
        (
            b"\0asm\1\0\0\0",
            section(
                1,
                vector(
                    [b"\x60" + vector([bytes((t,)) for t in p]) + vector([bytes((t,)) for t in r]) for p, r in types]
                ),
            ),
            section(3, vector([unsigned(types.index((f.parameters, f.results))) for f in functions])),
            section(5, vector([b"\x01" + unsigned(pages) + unsigned(pages)])),
            section(
                7,
                vector(
                    [text("memory") + b"\x02\x00"]
                    + [text(f.name) + b"\x00" + unsigned(i) for i, f in enumerate(functions) if f.name in exports]
                ),
            ),
            section(10, vector(bodies)),
            section(0, text("name") + b"\x01" + unsigned(len(names)) + names),
        )
    )
