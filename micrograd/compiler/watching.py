"""Does a model look at the numbers of its Values? Then the graph of one sample need not be that of another.

    with watch(model) as looks:
        out = model(x)
    looks           # ["__call__, line 7, looks at the number of a Value: h if h.data > 0 else 0.1 * h"], or []

While it lasts, `data` of every Value is read through a gate that asks who reads it. The engine's own operations may;
whatever else does (an `if`, a comparison, an op of somebody's own) is noted with its place. So a branch is found even
when the samples at hand all take the same way. Numbers drawn at random are found in the same manner: the generators
of Python and NumPy, or one that the model holds, have moved on.

Offers `watch`.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import unwrap
from types import CodeType, FrameType
from typing import Any

from .. import engine, errors, nn, number_like
from ..chance import states
from ..engine import Value
from ..ops import OPS

TRUSTED = {str(module.__file__) for module in (engine, errors, nn)}
BETWEEN = {*TRUSTED, str(number_like.__file__), __file__}


class Gate:
    """`data` of a Value, while somebody watches: before the slot in which it is."""

    def __init__(self, looks: list[str], slot: Any) -> None:
        self.slot = slot
        self.looks = looks
        self.engine = TRUSTED | {unwrap(Value.__add__).__code__.co_filename}
        self.ops: set[CodeType] = set()
        for row in OPS.values():
            method: Any = getattr(Value, row.method, None) if row.method else None
            code = getattr(unwrap(method), "__code__", None) if method else None
            if code is not None:
                self.ops.add(code)

    def __get__(self, v: Any, kind: Any = None) -> Any:
        if v is None:
            return self
        self.note(sys._getframe(1), "looks at")
        return self.slot.__get__(v)

    def __set__(self, v: Any, number: Any) -> None:
        if hasattr(v, "_prev"):  # the first time it is made
            self.note(sys._getframe(1), "changes")
        self.slot.__set__(v, number)

    def note(self, frame: FrameType, does: str) -> None:
        code = frame.f_code
        if code.co_filename not in self.engine and code not in self.ops and not self.looks:
            self.looks.append(f"{place(frame)} {does} the number of a Value{line(frame)}")


def place(frame: FrameType) -> str:
    frame = outside(frame)
    return (
        f"{frame.f_code.co_qualname if sys.version_info >= (3, 11) else frame.f_code.co_name}, line {frame.f_lineno},"
    )


def line(frame: FrameType) -> str:
    frame = outside(frame)
    text = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
    return f": {text[:80]}" if text else ""


def outside(frame: FrameType) -> FrameType:
    """The nearest frame that is not in the package's own code for Values."""
    found: FrameType | None = frame
    while found is not None and found.f_code.co_filename in BETWEEN:
        found = found.f_back
    return found or frame


@contextmanager
def watch(*things: Any) -> Iterator[list[str]]:
    """Collects, in words, the first place that looks at a number, or draws one at random.

    things  the model and the loss: they may hold generators of their own
    """
    looks: list[str] = []
    before = states(*things)
    own = Value.__dict__["data"]
    setattr(Value, "data", Gate(looks, own))  # noqa: B010
    try:
        yield looks
    finally:
        setattr(Value, "data", own)  # noqa: B010
    if not looks and states(*things) != before:
        looks.append("the model draws numbers at random")
