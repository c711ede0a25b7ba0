"""What can be pointed at, focused, dragged: one type for all pages.

    Target("box", 3)            the box of value 3         Target("neuron", 2, 1)      layer 2, place 1, counted from 0
    Target("edge", 1, 2, 0)     layer, neuron, input       Target("line", 37)          a line of a listing

The markup carries a Target as text (`data-look="idea.box.3"`, behind the page's name). `format_target` and `parse_target`
are the only two that know how.
"""

from dataclasses import dataclass


@dataclass(frozen=True, init=False)
class Target:
    """kind: what sort of thing; key: which one (a bias is the edge whose input is None); of: on a page with several
    exhibits, the number of the one that it belongs to.
    """

    kind: str
    key: tuple[int | str | None, ...]
    of: int | None

    def __init__(self, kind: str, *key: int | str | None, of: int | None = None) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "of", of)


def format_target(target: Target) -> str:
    """The Target as it stands in an attribute: box.3, edge.1.2.b, and 2.box.3 in exhibit 2."""
    exhibit = [] if target.of is None else [str(target.of)]
    return ".".join([*exhibit, target.kind, *("b" if part is None else str(part) for part in target.key)])


def parse_target(text: str) -> Target:
    """The Target that an attribute's text stands for."""
    first, *rest = text.split(".")
    of, (kind, *key) = (int(first), rest) if first.isdecimal() and rest else (None, (first, *rest))
    return Target(kind, *(None if part == "b" else int(part) if part.isdecimal() else part for part in key), of=of)
