"""The same instructions for one number (f64) and for two side by side (f64x2).

Code for both is written once, with names that begin with `T.`: `Lanes.code('T.add')` is `f64.add` or `f64x2.add`.

    T.load T.store T.const      8 or 16 bytes           T.uniform    one number for every lane
    T.add sub mul div sqrt abs neg floor nearest        T.copysign   (magnitude, sign)
    T.min T.max                 of (x, constant); nan stays nan
    T.lt gt ge eq               a mask                  T.select     (if true, if false, mask)
    T.one                       mask -> 1.0 or 0.0      T.any        mask -> is it true in any lane?
    B.bits B.number             to and from the 64 bits of a number
    B.add sub and or const      on those                B.shl52 shr52 half: shifts by 52, and >> 1 with sign

Offers `SCALAR`, `VECTOR` and `Lanes`.
"""

from dataclasses import dataclass, field

from .encode import F64, I64, V128, assemble


@dataclass(frozen=True)
class Lanes:
    """width: numbers at a time. type: of a local that holds them. bits: of a local that holds their bits."""

    width: int
    type: int
    bits: int
    spelling: dict[str, tuple[str | float, ...]] = field(repr=False)  # {generic name: instructions}

    def code(self, *source: str | float | bytes) -> bytes:
        """Bytes for instructions whose names may begin with T. or B."""
        spelling = self.spelling
        out: list[str | float | bytes] = []
        for item in source:
            if isinstance(item, str) and item[1] == ".":
                out += spelling[item]
            else:
                out.append(item)
        return assemble(*out)


SAME = "add", "sub", "mul", "div", "sqrt", "abs", "floor", "nearest", "neg", "lt", "gt", "ge", "eq", "const"
SIGN = -1 << 63


SCALAR = Lanes(
    1,
    F64,
    I64,
    {
        **{f"T.{name}": (f"f64.{name}",) for name in SAME},
        **{f"B.{name}": (f"i64.{name}",) for name in ("add", "sub", "and", "or", "const")},
        "T.load": ("f64.load",),
        "T.store": ("f64.store",),
        "T.uniform": ("f64.load",),
        "T.splat": (),
        "T.min": ("f64.min",),
        "T.max": ("f64.max",),
        "T.copysign": ("f64.copysign",),
        "T.select": ("select",),
        "T.one": ("f64.convert_i32_u",),
        "T.any": (),
        "B.bits": ("i64.reinterpret_f64",),
        "B.number": ("f64.reinterpret_i64",),
        "B.shl52": ("i64.const", 52, "i64.shl"),
        "B.shr52": ("i64.const", 52, "i64.shr_u"),
        "B.half": ("i64.const", 1, "i64.shr_s"),
    },
)

VECTOR = Lanes(
    2,
    V128,
    V128,
    {
        **{f"T.{name}": (f"f64x2.{name}",) for name in SAME},
        "T.load": ("v128.load",),
        "T.store": ("v128.store",),
        "T.uniform": ("v128.load64_splat",),
        "T.splat": ("f64x2.splat",),
        "T.min": ("f64x2.pmin",),
        "T.max": ("f64x2.pmax",),
        "T.select": ("v128.bitselect",),
        "T.copysign": ("i64x2.const", ~SIGN, "v128.bitselect"),
        "T.one": ("f64x2.const", 1.0, "v128.and"),
        "T.any": ("v128.any_true",),
        "B.add": ("i64x2.add",),
        "B.sub": ("i64x2.sub",),
        "B.and": ("v128.and",),
        "B.or": ("v128.or",),
        "B.const": ("i64x2.const",),
        "B.bits": (),
        "B.number": (),
        "B.shl52": ("i32.const", 52, "i64x2.shl"),
        "B.shr52": ("i32.const", 52, "i64x2.shr_u"),
        "B.half": ("i32.const", 1, "i64x2.shr_s"),
    },
)
