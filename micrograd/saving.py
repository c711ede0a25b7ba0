"""A module's parameters by name, for saving and loading: names are the way to each of them, as in
'layers.0.neurons.2.w.1'.

    save(model, "weights.json")     # for a Module also model.save("weights.json")
    load(model, "weights.json")     # a model of the same shape

A file is JSON: {"format": "micrograd parameters", "version": 1, "parameters": {name: number}}.

Offers `save`, `load`, `to_text`, `from_text`, `named_parameters`, `state_of` and `load_into`; Module.state_dict() and
the like are made of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BufferedIOBase, RawIOBase
from math import isfinite
from pathlib import Path
from typing import Any

from .engine import Value
from .scalar import number, short

__all__ = ["from_text", "load", "load_into", "named_parameters", "save", "state_of", "to_text"]

FORMAT, VERSION = "micrograd parameters", 1
NO_NUMBERS = ("nan", "inf", "-inf")


def named_parameters(module: Any) -> dict[str, Value]:
    """{name: parameter} for all of module.parameters(), in its order.

    A parameter that no attribute leads to (one in a closure, say) is called by its place: 'parameter.3'.
    """
    found = {id(v): name for name, v in reversed(list(ways(module, "", set())))}
    parameters = {id(p): p for p in module.parameters()}
    return {found.get(i, f"parameter.{k}"): p for k, (i, p) in enumerate(parameters.items())}


def ways(thing: Any, name: str, seen: set[int]) -> Iterator[tuple[str, Value]]:
    """(name, Value) for every Value that attributes, lists and dicts lead to from a thing."""
    if isinstance(thing, Value):
        yield name, thing
        return
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, Mapping):
        parts: Any = thing.items()
    elif isinstance(thing, Sequence) and not isinstance(thing, (str, bytes)):
        parts = enumerate(thing)
    elif hasattr(thing, "parameters") and hasattr(thing, "__dict__"):
        parts = vars(thing).items()
    else:
        return
    for key, part in parts:
        yield from ways(part, f"{name}.{key}" if name else str(key), seen)


def state_of(module: Any) -> dict[str, float]:
    """{name: number} of all parameters: plain floats, which JSON can hold."""
    return {name: float(p.data) for name, p in named_parameters(module).items()}


def load_into(module: Any, state: Mapping[str, float]) -> None:
    """Set the parameters to a state's numbers. All of them or, with an error that says why, none.

    ValueError for names that are missing or not known; TypeError for what is no number.
    """
    parameters = named_parameters(module)
    numbers = fitting_numbers(tuple(parameters), state, "this module")
    for p, x in zip(parameters.values(), numbers, strict=True):
        p.data = x


def fitting_numbers(names: Sequence[str], state: Mapping[str, float], who: str) -> list[float]:
    """The state's numbers in the order of these names. Errors: see load_into."""
    if not isinstance(state, Mapping):
        raise TypeError(f"a state is a dict of numbers by name, as state_dict() gives it, not {short(state)}")
    missing, unknown = [n for n in names if n not in state], [n for n in state if n not in names]
    if missing or unknown:
        parts = [f"it lacks {listed(missing)}"] * bool(missing) + [f"it has {listed(unknown)}"] * bool(unknown)
        raise ValueError(f"this state is not one of {who}, with its {len(names)} parameters: {' and '.join(parts)}")
    return [number(state[name], f"the parameter {name}") for name in names]


# --- as a text, and in a file ---


def to_text(state: Mapping[str, float]) -> str:
    """A state as JSON: every number exactly, also nan and inf, which JSON has no numbers for, as texts."""
    numbers = {name: x if isfinite(x) else repr(float(x)) for name, x in state.items()}
    return json.dumps({"format": FORMAT, "version": VERSION, "parameters": numbers}, indent=1) + "\n"


def from_text(text: str) -> dict[str, float]:
    """The state in a text of to_text(), or in a plain JSON object of numbers by name. ValueError for anything else."""
    try:
        found = json.loads(text)
    except ValueError as why:
        raise ValueError(f"this is no JSON: {why}") from why
    if isinstance(found, dict) and "format" in found:
        if found["format"] != FORMAT:
            raise ValueError(f"this JSON has the format {short(found['format'])}, and not {FORMAT!r}")
        if found.get("version") != VERSION:
            raise ValueError(
                f"this was saved in version {short(found.get('version'))} of the format; "
                f"this version of the package reads version {VERSION}"
            )
        found = found.get("parameters")
    if not isinstance(found, dict):
        raise ValueError("this JSON has no parameters: an object with a number for each name is needed")
    return {name: float(x) if x in NO_NUMBERS else number(x, f"the parameter {name}") for name, x in found.items()}


def save(module: Any, file: Any) -> None:
    """Write the parameters of anything that has parameters() to a file: its path, or an open text file.

    TypeError for a file that is open for bytes.
    """
    text = to_text(state_of(module))  # before the file is opened: nothing is half written
    if hasattr(file, "write"):
        if isinstance(file, (RawIOBase, BufferedIOBase)):
            raise TypeError("this file is open for bytes: open it for text, with the mode 'w'")
        file.write(text)
    else:
        Path(file).write_text(text, encoding="utf-8")


def load(module: Any, file: Any) -> None:
    """Set the parameters to those that save() has written there: to a path, or in an open text file.

    ValueError, with the names, where they do not fit; TypeError for what is no number.
    """
    try:
        text = file.read() if hasattr(file, "read") else Path(file).read_text(encoding="utf-8")
        load_into(module, from_text(text))
    except UnicodeDecodeError as why:
        raise ValueError(f"{getattr(file, 'name', file)}: this is no JSON: it holds bytes that are no text") from why
    except TypeError as why:
        raise TypeError(f"{getattr(file, 'name', file)}: {why}") from why
    except ValueError as why:
        raise ValueError(f"{getattr(file, 'name', file)}: {why}") from why


def listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
