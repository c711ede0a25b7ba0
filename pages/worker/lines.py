"""The reader's own lines: which of them an error went through, and which one is running.

Offers `program_name` and `is_program` (what a run's code is called), `places` and `running_line`.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from types import FrameType, TracebackType

from .records import Place

PREFIX = "<cell "
LONGEST = 200  # characters of a line that is quoted


def program_name(run: int) -> str:
    """What the code of run number `run` gives as the name of its file."""
    return f"{PREFIX}{run}>"


def is_program(name: object) -> bool:
    return isinstance(name, str) and name.startswith(PREFIX)


def places(traceback: TracebackType | None, texts: Mapping[int, Sequence[str]]) -> list[Place]:
    """The Places in the reader's programs, outermost first. texts: {run: its lines}."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        name = re.fullmatch(rf"{PREFIX}(\d+)>", code.co_filename, re.ASCII)
        if name and traceback.tb_lineno:
            run, line = int(name[1]), traceback.tb_lineno
            inside = "" if code.co_name == "<module>" else code.co_name[:100]
            found.append(Place(run, line, inside, line_text(texts.get(run, ()), line)))
        traceback = traceback.tb_next
    return found


def line_text(lines: Sequence[str], line: int) -> str:
    """The line of this number, counted from 1, cut where it is very long; '' if there is none."""
    return lines[line - 1][:LONGEST] if 0 < line <= len(lines) else ""


def running_line() -> int:
    """The line of the reader's program that is running; 0 if there is none."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and not is_program(frame.f_code.co_filename):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0
