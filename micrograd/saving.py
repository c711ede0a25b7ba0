"""A module's parameters by name, for saving and loading: names are the way to each of them, as in
'layers.0.neurons.2.w.1'.

Offers `named_parameters`, `state_of` and `load_into`; Module.state_dict() and the like are made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .engine import Value
from .scalar import number


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
    missing, unknown = [n for n in parameters if n not in state], [n for n in state if n not in parameters]
    if missing or unknown:
        parts = [f"it lacks {listed(missing)}"] * bool(missing) + [f"it has {listed(unknown)}"] * bool(unknown)
        raise ValueError(
            f"this state is not one of this module, with its {len(parameters)} parameters: {' and '.join(parts)}"
        )
    numbers = {name: number(state[name], f"the parameter {name}") for name in parameters}
    for name, p in parameters.items():
        p.data = numbers[name]


def listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
