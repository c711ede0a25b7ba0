"""JSON from somebody who may mean harm into records: every part is checked against its type before it is believed.

nan and inf, which JSON does not have, are written as the texts "nan", "inf" and "-inf".

Offers `parse`, `build_record`, `encodable` (the other way), and `WireError`, which is all that they raise; `fail`
raises it.
"""

import json
import re
from dataclasses import fields, is_dataclass
from functools import lru_cache
from math import isfinite
from types import UnionType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

LONGEST_TEXT = 20_000  # characters of one name, formula or line


class WireError(ValueError):
    """What is wrong with a text that came in; the message names the place, as in Graph.steps[3].changes[0].node."""


def fail(where: str, what: str) -> NoReturn:
    raise WireError(f"{where}: {what}")


def encodable(thing: Any) -> Any:
    """The same in what JSON has: lists for tuples, texts for nan and inf."""
    if isinstance(thing, dict):
        return {key: encodable(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [encodable(value) for value in thing]
    return str(thing) if isinstance(thing, float) and not isfinite(thing) else thing


def parse(text: str, longest: int, deepest: int) -> Any:
    """What this JSON text says, in lists, dicts, texts and numbers; WireError if it is none, too long or too deep."""
    if not isinstance(text, str):
        raise TypeError(f"a str of JSON is needed, not {type(text).__name__}")
    if len(text) > longest:
        raise WireError(f"the text has {len(text)} characters, more than {longest}")
    depth = 0
    for piece in re.finditer(r'"(?:[^"\\]++|\\.)*+"?|[][{}]', text, re.DOTALL):  # deep ones can end the interpreter
        depth += (piece[0] in "[{") - (piece[0] in "]}")
        if depth > deepest:
            raise WireError("brackets nested too deep")
    try:
        return json.loads(text, parse_constant=refuse_constant, object_pairs_hook=dict_of_pairs)
    except WireError:
        raise
    except (ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {error}") from None


def refuse_constant(name: str) -> NoReturn:
    fail("the text", f"{name} is not JSON")


def dict_of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        fail("an object", "the same key twice")
    return found


def build_record(kind: Any, raw: Any, where: str) -> Any:
    """raw, an object with the fields of this dataclass and no others, as such a record."""
    hints = field_types(kind)
    if not isinstance(raw, dict) or set(raw) != set(hints):
        got = ", ".join(map(short, raw)) if isinstance(raw, dict) and len(raw) < 20 else short(raw)
        fail(where, f"an object with {', '.join(hints)} is needed, not {got}")
    return kind(**{name: build(hint, raw[name], f"{where}.{name}") for name, hint in hints.items()})


@lru_cache
def field_types(kind: Any) -> dict[str, Any]:
    """{field: its type} of a dataclass, in their order."""
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


def build(kind: Any, raw: Any, where: str) -> Any:
    """raw as an object of this type: a dataclass, tuple[x, ...], x | None, int, str or float."""
    if is_dataclass(kind) and isinstance(kind, type):
        return build_record(kind, raw, where)
    if get_origin(kind) is tuple:
        if not isinstance(raw, list):
            fail(where, f"a list is needed, not {short(raw)}")
        inner = get_args(kind)[0]
        return tuple(build(inner, item, f"{where}[{i}]") for i, item in enumerate(raw))
    if get_origin(kind) is UnionType:
        return None if raw is None else build(get_args(kind)[0], raw, where)
    if kind is float:
        return build_float(raw, where)
    if type(raw) is not kind:
        fail(where, f"{'a text' if kind is str else 'a whole number'} is needed, not {short(raw)}")
    if kind is str and len(raw) > LONGEST_TEXT:
        fail(where, f"a text of {len(raw)} characters, more than {LONGEST_TEXT}")
    return raw


def build_float(raw: Any, where: str) -> float:
    if raw in ("nan", "inf", "-inf") and isinstance(raw, str):
        return float(raw)
    if type(raw) not in (int, float):
        fail(where, f"a number is needed, not {short(raw)}")
    try:
        number = float(raw)
    except OverflowError:
        number = float("inf")
    return number if isfinite(number) else fail(where, "a number too large for a float")


def short(thing: Any) -> str:
    """What something is, for a message."""
    text = repr(thing) if not isinstance(thing, (list, dict)) else f"a {type(thing).__name__} of {len(thing)}"
    return text if len(text) <= 60 else text[:57] + "..."
