"""An exception as a record: the reader's own lines, what went wrong, and what may help.

Offers `failure(error, run, texts)`.
"""

import re

from .hints import hint
from .records import Failure, Place
from .stage import CELL

MOST = 12  # places of a traceback: the first few and the last few
LONGEST = 2000  # characters of a message


def failure(error, run, texts):
    """The Failure of an exception in run number `run`. texts: {run: its lines}."""
    kind = type(error).__name__[:100]
    if isinstance(error, SyntaxError):
        line = error.lineno if isinstance(error.lineno, int) and ours(error.filename) else None
        text = texts[run][line - 1] if line and 0 < line <= len(texts[run]) else ""
        trace = (Place(run, line, "", text[:200]),) if line else ()
        return Failure(kind, str(error.msg)[:LONGEST], line, trace, hint(error))
    trace = places(error.__traceback__, texts)
    mine = [place.line for place in trace if place.run == run]
    return Failure(kind, said(error), mine[-1] if mine else None, shortened(trace), hint(error))


def ours(name):
    return isinstance(name, str) and name.startswith(CELL)


def said(error):
    """What the error says; its own words may fail as well."""
    try:
        return str(error)[:LONGEST]
    except BaseException:  # whatever it is, it is not what is to be told
        return "an error whose own message cannot be made"


def places(traceback, texts):
    """The Places in the reader's programs, outermost first."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        named = re.fullmatch(rf"{CELL}(\d+)>", code.co_filename, re.ASCII)
        if named and traceback.tb_lineno:
            run, line = int(named[1]), traceback.tb_lineno
            lines = texts.get(run, ())
            text = lines[line - 1] if line <= len(lines) else ""
            found.append(Place(run, line, "" if code.co_name == "<module>" else code.co_name[:100], text[:200]))
        traceback = traceback.tb_next
    return found


def shortened(trace):
    return tuple(trace if len(trace) <= MOST else [*trace[: MOST // 2], *trace[-MOST // 2 :]])
