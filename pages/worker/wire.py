"""Messages as JSON texts, and back. What comes in may have been written by anyone: it is checked before it is believed.

Offers `write(message)`, `read(text)` and `WireError`, which is all that read raises for a text that is no message.
"""

import json
from dataclasses import asdict
from typing import Any, TypeVar, get_args

from . import records
from .checks import CHECKS
from .decode import WireError, build_record, encodable, fail, parse

__all__ = ["WireError", "read", "write"]

LONGEST = 8 * 2**20  # characters of one message
DEEPEST = 7  # brackets within brackets: a change of a step of a graph has 6
MESSAGES = {kind.__name__: kind for kind in get_args(records.Message) if kind is not records.Draw}
DRAWINGS = {kind.__name__: kind for kind in get_args(records.Drawing)}

Record = TypeVar("Record")


def write(message: records.Message) -> str:
    """The message as a text of one line, in ASCII. WireError for a drawing that nobody would take."""
    raw = {"type": type(message).__name__, **asdict(message)}
    if isinstance(message, records.Draw):
        raw["what"] = type(message.drawing).__name__
        check(message.drawing)
    return json.dumps(encodable(raw), allow_nan=False, separators=(",", ":"))


def read(text: str) -> records.Message:
    """The message that this text is."""
    raw = parse(text, LONGEST, DEEPEST)
    kind = raw.pop("type", None) if isinstance(raw, dict) else None
    if kind == "Draw":
        return read_draw(raw)
    if not isinstance(kind, str) or kind not in MESSAGES:
        fail("message", "of no known type")
    message: records.Message = check(build_record(MESSAGES[kind], raw, kind))
    return message


def read_draw(raw: dict[str, Any]) -> records.Draw:
    what, place = raw.get("what"), raw.get("place")
    if set(raw) != {"what", "place", "drawing"} or not isinstance(what, str) or what not in DRAWINGS:
        fail("Draw", "of nothing that can be drawn")
    if place is not None and type(place) is not int:
        fail("Draw.place", "is a whole number or nothing")
    return records.Draw(place, check(build_record(DRAWINGS[what], raw["drawing"], what)))


def check(record: Record) -> Record:
    """The record, if its parts fit together."""
    if type(record) in CHECKS:
        CHECKS[type(record)](record)
    return record
