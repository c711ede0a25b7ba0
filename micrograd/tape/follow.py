"""Which lines run: watching functions with `sys.settrace`, as a debugger does.

Offers `follow`, and the records `Visit` and `Moment` that it gives.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, TypeVar

from ..engine import Value

Result = TypeVar("Result")
Tracer = Callable[[FrameType, str, Any], Any]  # what sys.settrace takes


@dataclass(frozen=True)
class Moment:
    """A line about to run (or, as the last one of a visit, the return), and what was known then."""

    line: int
    known: Mapping[str, object]  # the function's variables
    watched: Any  # what `watch` returned


@dataclass
class Visit:
    """One call of a function: its code, its moments, and the values that it made."""

    code: CodeType
    moments: list[Moment] = field(default_factory=list)
    made: list[Value] = field(default_factory=list)


def follow(
    thunk: Callable[[], Result], wanted: Callable[[CodeType], bool], watch: Callable[[], object] = lambda: None
) -> tuple[Result, list[Visit]]:
    """Call thunk() and watch the functions whose code object is `wanted(code)`.

    Returns (what thunk returned, [Visit, ...] in the order in which they ended). `watch()` is called before each line
    and at the return; what it returned stands in Moment.watched. An exception in thunk passes through.
    """
    open_visits: dict[FrameType, Visit] = {}
    visits: list[Visit] = []

    def enter(frame: FrameType, event: str, arg: object) -> Tracer | None:
        note_maker(frame)
        if wanted(frame.f_code):
            open_visits[frame] = Visit(frame.f_code)
            return within
        return None

    def note_maker(frame: FrameType) -> None:
        """A value is made by the function that called its constructor."""
        new = constructed(frame)
        if new is not None:
            maker = frame.f_back
            while maker and constructed(maker) is new:  # a subclass's constructor that calls its parent's
                maker = maker.f_back
            if maker in open_visits:
                made = open_visits[maker].made
                if not any(v is new for v in made):
                    made.append(new)

    def within(frame: FrameType, event: str, arg: object) -> Tracer:
        if event in ("line", "return"):
            visit = open_visits[frame]
            visit.moments.append(Moment(frame.f_lineno, dict(frame.f_locals), watch()))
            if event == "return":
                visits.append(open_visits.pop(frame))
        return within

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        result = thunk()
    finally:
        sys.settrace(before)
    return result, visits


def constructed(frame: FrameType) -> Value | None:
    """The Value whose constructor this frame is, or None."""
    code = frame.f_code
    if code.co_name == "__init__" and code.co_argcount:
        new = frame.f_locals.get(code.co_varnames[0])
        return new if isinstance(new, Value) else None
    return None
