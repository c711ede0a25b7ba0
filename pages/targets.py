"""What can be pointed at, focused, pulled: one type for all pages.

    Target("box", 3)            the box of value 3         Target("neuron", 2, 1)      layer 2, place 1, counted from 0
    Target("edge", 1, 2, 0)     layer, neuron, input       Target("line", 37)          a line of a listing

The markup carries a Target as text (`data-look="idea.3"`); `written` and `read` are the only two who know how.
"""

from dataclasses import dataclass


@dataclass(frozen=True, init=False)
class Target:
    """kind: what sort of thing; key: which one. A bias is the edge whose input is None."""

    kind: str
    key: tuple[int | str | None, ...]

    def __init__(self, kind: str, *key: int | str | None) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "key", key)


def written(target: Target) -> str:
    """The Target as it stands in an attribute: box.3, edge.1.2.b"""
    return ".".join([target.kind, *("b" if part is None else str(part) for part in target.key)])


def read(text: str) -> Target:
    """The Target that an attribute's text stands for."""
    kind, *parts = text.split(".")
    return Target(kind, *(None if part == "b" else int(part) if part.isdigit() else part for part in parts))
