"""From code objects to the lines of their files.

Offers `lines` and `ran` (the lines, the statements of a visit), `seed_lines`.
"""

import linecache
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from types import CodeType
from typing import Any

from ..engine import Value
from .follow import Moment, Visit, follow
from .formula import Statement, statements
from .names import clipped
from .records import Line

PACKAGE = __file__.replace("\\", "/").rsplit("/", 2)[0]
LONGEST = 500  # characters of a line's text


def lines(visit: Visit | None) -> tuple[Line, ...]:
    """The Lines that ran in a visit, in order; () for None."""
    if visit is None:
        return ()
    return tuple(line_of(visit.code, moment.line) for moment in visit.moments[:-1])


def ran(visit: Visit) -> Iterator[tuple[Statement, Moment, Moment]]:
    """(statement, the moment before, the moment after) for every statement of a visit that can be read, in order."""
    statements, moments = source(visit.code)[1], visit.moments
    start = 0
    while start < len(moments) - 1:
        statement, end = statements.get(moments[start].line), start + 1
        while (
            statement and statement.long and end < len(moments) - 1 and (statements.get(moments[end].line) is statement)
        ):  # line by line, and back to the first
            end += 1
        if statement:
            yield statement, moments[start], moments[end]
        start = end


def line_of(code: CodeType, number: int) -> Line:
    text = source(code)[0]
    line = text[number - 1].strip() if number <= len(text) else ""
    return known_line(code.co_filename, number, clipped(line, LONGEST))


@lru_cache(maxsize=4096)
def known_line(file: str, number: int, text: str) -> Line:
    file = file.replace("\\", "/")
    if file.startswith(PACKAGE + "/"):
        file = "micrograd" + file.removeprefix(PACKAGE)
    return Line(file, number, text)


def source(code: CodeType) -> tuple[tuple[str, ...], Mapping[int, Statement]]:
    """(the lines of the file that this code is from, {line number: Statement})."""
    text = tuple(linecache.getlines(code.co_filename))
    return text, statements(text)


def seed_lines(backward: Callable[..., Any]) -> tuple[Line, ...]:
    """The line of backward() that sets a gradient, watched on a leaf of our own: the root's graph is not run twice."""
    leaf = Value(0.0)
    try:
        _, visits = follow(lambda: backward(leaf), lambda code: code is backward.__code__, lambda: leaf.grad)
    except Exception:  # a subclass's own backward(), which may want more than a leaf
        return ()
    moments = visits[-1].moments
    return tuple(line_of(backward.__code__, now.line) for now, then in pairwise(moments) if now.watched != then.watched)
