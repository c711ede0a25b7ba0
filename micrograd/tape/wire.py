"""A tape as JSON, and back. What comes in may have been written by anyone: it is checked before it is believed.

nan and inf, which JSON does not have, are written as the texts "nan", "inf" and "-inf".

Offers `to_json`, `from_json`, `TapeError`.
"""

import json
import re
from dataclasses import asdict, fields, is_dataclass
from functools import lru_cache
from math import isfinite
from types import UnionType
from typing import get_args, get_origin, get_type_hints

from .records import Tape

LONGEST = 64 * 2**20  # characters of a whole tape
LONGEST_TEXT = 20_000  # of one name, formula or line
DEEPEST = 8  # brackets within brackets; a tape has 6


class TapeError(ValueError):
    """What from_json says of a text that is no tape; the message names the place, as in steps[3].changes[0].node."""


def to_json(tape):
    """The tape as a text of one line."""
    return json.dumps(writable(asdict(tape)), allow_nan=False, separators=(",", ":"))


def writable(thing):
    if isinstance(thing, dict):
        return {key: writable(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [writable(value) for value in thing]
    return str(thing) if isinstance(thing, float) and not isfinite(thing) else thing


def from_json(text):
    """The Tape that this text is of; TapeError, and nothing else, if it is of none."""
    tape = build(Tape, parsed(text), "tape")
    check(tape)
    return tape


def parsed(text, longest=LONGEST, deepest=DEEPEST):
    """What this JSON text says, in lists, dicts, texts and numbers; TapeError if it is none, too long or too deep."""
    if not isinstance(text, str):
        raise TypeError(f"a str of JSON is needed, not {type(text).__name__}")
    if len(text) > longest:
        raise TapeError(f"the text has {len(text)} characters, more than {longest}")
    depth = 0
    for piece in re.finditer(r'"(?:[^"\\]++|\\.)*+"?|[][{}]', text, re.DOTALL):  # deep ones can end the interpreter
        depth += (piece[0] in "[{") - (piece[0] in "]}")
        if depth > deepest:
            raise TapeError("brackets nested too deep")
    try:
        return json.loads(
            text, parse_constant=lambda name: fail("the text", f"{name} is not JSON"), object_pairs_hook=without_doubles
        )
    except TapeError:
        raise
    except (ValueError, RecursionError) as error:
        raise TapeError(f"not JSON: {error}") from None


def fail(where, what):
    raise TapeError(f"{where}: {what}")


def without_doubles(pairs):
    made = dict(pairs)
    if len(made) != len(pairs):
        fail("an object", "the same key twice")
    return made


def build(kind, raw, where):
    """raw as an object of this type: a dataclass, tuple[x, ...], x | None, int, str or float."""
    if is_dataclass(kind):
        return build_record(kind, raw, where)
    if get_origin(kind) is tuple:
        if not isinstance(raw, list):
            fail(where, f"a list is needed, not {shown(raw)}")
        inner = get_args(kind)[0]
        return tuple(build(inner, item, f"{where}[{i}]") for i, item in enumerate(raw))
    if get_origin(kind) is UnionType:
        return None if raw is None else build(get_args(kind)[0], raw, where)
    if kind is float:
        return build_float(raw, where)
    if type(raw) is not kind:
        fail(where, f"{'a text' if kind is str else 'a whole number'} is needed, not {shown(raw)}")
    if kind is str and len(raw) > LONGEST_TEXT:
        fail(where, f"a text of {len(raw)} characters, more than {LONGEST_TEXT}")
    return raw


def build_record(kind, raw, where):
    names = [f.name for f in fields(kind)]
    if not isinstance(raw, dict) or set(raw) != set(names):
        got = ", ".join(map(shown, raw)) if isinstance(raw, dict) and len(raw) < 20 else shown(raw)
        fail(where, f"an object with {', '.join(names)} is needed, not {got}")
    return kind(**{name: build(hint, raw[name], f"{where}.{name}") for name, hint in hints(kind).items()})


hints = lru_cache(get_type_hints)


def build_float(raw, where):
    if raw in ("nan", "inf", "-inf") and isinstance(raw, str):
        return float(raw)
    if type(raw) not in (int, float):
        fail(where, f"a number is needed, not {shown(raw)}")
    try:
        number = float(raw)
    except OverflowError:
        number = float("inf")
    return number if isfinite(number) else fail(where, "a number too large for a float")


def shown(thing):
    text = repr(thing) if not isinstance(thing, (list, dict)) else f"a {type(thing).__name__} of {len(thing)}"
    return text if len(text) <= 60 else text[:57] + "..."


def check(tape):
    """TapeError unless the tape's parts fit together."""
    n, names = len(tape.nodes), set()
    if not n or tape.root != n - 1:
        fail("tape.root", f"{tape.root} is not the last of {n} nodes")
    for i, node in enumerate(tape.nodes):
        where = f"tape.nodes[{i}]"
        if node.index != i:
            fail(f"{where}.index", f"{node.index} instead of {i}")
        if bool(node.op) != bool(node.operands):
            fail(where, "a leaf has neither op nor operands, any other value has both")
        for operand in node.operands:
            if not 0 <= operand < i:
                fail(f"{where}.operands", f"{operand} does not come before {i}")
        if node.name in names:
            fail(f"{where}.name", f"{shown(node.name)} is the name of another node too")
        names.add(node.name)
    made = [node.index for node in tape.nodes if node.op]
    wanted = [("forward", i) for i in made] + [("backward", n - 1)] + [("backward", i) for i in reversed(made)]
    if [(step.phase, step.node) for step in tape.steps] != wanted:
        fail("tape.steps", "not one step forward for each op, in the order of the nodes, and one back in the reverse")
    for k, step in enumerate(tape.steps):
        check_step(step, tape.nodes, f"tape.steps[{k}]", seed=k == len(made))


def check_step(step, nodes, where, seed):
    node = nodes[step.node]
    if step.op != ("" if seed else node.op):
        fail(f"{where}.op", f"{shown(step.op)} does not fit the node")
    if len(step.locals) != (len(node.operands) if step.phase == "backward" and not seed else 0):
        fail(f"{where}.locals", f"{len(step.locals)} local derivatives for {len(node.operands)} operands")
    if len(step.formula) != len(step.numbers):
        fail(f"{where}.numbers", "not as many as formulas")
    may_change = {step.node} if step.phase == "forward" or seed else set(node.operands)
    for c, change in enumerate(step.changes):
        if change.node not in may_change:
            fail(f"{where}.changes[{c}].node", f"{change.node} is not changed by this step")
        if change.field != ("data" if step.phase == "forward" else "grad"):
            fail(f"{where}.changes[{c}].field", f"{shown(change.field)} is not changed in this phase")
    for i, line in enumerate(step.lines):
        if line.number < 1:
            fail(f"{where}.lines[{i}].number", f"{line.number} is no line")
