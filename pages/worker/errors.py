"""An exception as a record: the reader's own lines, what went wrong, and what may help.

Offers `failure_record`.
"""

from collections.abc import Mapping, Sequence

from .hints import hint
from .lines import is_program, line_text, places
from .records import Failure, Place

MOST = 12  # places of a traceback: the first few and the last few
LONGEST = 2000  # characters of a message


def failure_record(error: BaseException, run: int, texts: Mapping[int, Sequence[str]]) -> Failure:
    """The Failure of an exception in run number `run`. texts: {run: its lines}."""
    kind = type(error).__name__[:100]
    if isinstance(error, SyntaxError):
        line = error.lineno if isinstance(error.lineno, int) and is_program(error.filename) else None
        trace = (Place(run, line, "", line_text(texts[run], line)),) if line else ()
        return Failure(kind, str(error.msg)[:LONGEST], line, trace, hint(error))
    found = places(error.__traceback__, texts)
    own = [place.line for place in found if place.run == run]
    return Failure(kind, message_of(error), own[-1] if own else None, shortened(found), hint(error))


def message_of(error: BaseException) -> str:
    """What the error says; its own words may fail as well."""
    try:
        return str(error)[:LONGEST]
    except BaseException:  # this second error is not the one that the reader wants to hear of
        return "an error whose own message cannot be made"


def shortened(trace: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(trace if len(trace) <= MOST else [*trace[: MOST // 2], *trace[-MOST // 2 :]])
