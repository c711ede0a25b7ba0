"""Where in engine.py an operation stands: the lines of the very code that runs, not a table of them.

Offers `engine_line`, `seed_line`, `code_lines` and `described`.
"""

import linecache
from inspect import unwrap
from types import CodeType

from ..engine import Value
from ..ops import op_of


def engine_line(op: str, k: int | None) -> tuple[str, int, str]:
    """(file, number, text) of the engine's line that does `op` forward (k None), or its gradient's part k."""
    row = op_of(op)
    if not row.method:
        return "", 0, ""
    method = unwrap(getattr(Value, row.method)).__code__
    backward = next(c for c in method.co_consts if getattr(c, "co_name", "") == "_backward")
    if k is None:
        number = max(n for n in code_lines(method) if n < backward.co_firstlineno)
    else:
        number = code_lines(backward)[k - row.arity]
    return described(method.co_filename, number)


def code_lines(code: CodeType) -> list[int]:
    """The numbers of the lines with instructions, without that of the `def`."""
    return sorted({n for _, _, n in code.co_lines() if n and n != code.co_firstlineno})


def described(file: str, number: int) -> tuple[str, int, str]:
    return file, number, linecache.getline(file, number).strip()


def seed_line() -> tuple[str, int, str]:
    """(file, number, text) of the line of `backward` that gives the root its gradient."""
    code = Value.backward.__code__
    found = (described(code.co_filename, n) for n in code_lines(code))
    return next(line for line in found if line[2].startswith("self.grad ="))
