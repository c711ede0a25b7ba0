"""The rules of style.py, answered for one element at a time: what it is painted with, given where it stands.

A page leaves this to the browser. A picture that stands alone cannot: what shows it may drop style sheets and classes.

Offers `Place` (an element: its tag and its classes) and `painting(places)`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .style import RULES


@dataclass(frozen=True)
class Place:
    """An element as a selector sees it."""

    tag: str
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """One selector, as the places that it asks for from the outermost to the element itself ('' for any tag), and what
    it declares."""

    path: tuple[Place, ...]
    declarations: tuple[tuple[str, str], ...]

    @property
    def specificity(self) -> tuple[int, int]:
        """How many classes, and how many tags: of two rules, the one that asks for more counts."""
        return sum(len(place.classes) for place in self.path), sum(bool(place.tag) for place in self.path)


@lru_cache(maxsize=4096)  # in one picture the same few kinds of element stand in the same few places
def painting(places: tuple[Place, ...]) -> dict[str, str]:
    """{property: value} that the rules give to the last of `places`, which lies in the others, outermost first.

    Colors are still names such as var(--data); a rule for what the mouse or the keyboard does never counts.
    """
    found: dict[str, str] = {}
    for rule in rules():
        if asks_for(rule.path, places):
            found.update(rule.declarations)
    return found


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, those that count more after those that count less."""
    return tuple(sorted(_read(RULES), key=lambda rule: rule.specificity))


def _read(text: str) -> Iterator[Rule]:
    for line in text.strip().splitlines():
        selectors, _, body = line.partition("{")
        pairs = (piece.partition(":") for piece in body.strip(" }").split(";"))
        declarations = tuple((name.strip(), value.strip()) for name, _, value in pairs)
        for selector in selectors.split(","):
            if ":" not in selector:
                yield Rule(tuple(_place(part) for part in selector.split()), declarations)


def _place(compound: str) -> Place:
    tag, *classes = compound.split(".")
    return Place(tag, frozenset(classes))


def asks_for(path: Sequence[Place], places: Sequence[Place]) -> bool:
    """Whether a selector means the last of these places: each part is the element, or one around it, in this order."""
    if not _is(path[-1], places[-1]):
        return False
    around = iter(reversed(places[:-1]))
    return all(any(_is(part, place) for place in around) for part in reversed(path[:-1]))


def _is(part: Place, place: Place) -> bool:
    return part.tag in ("", place.tag) and part.classes <= place.classes
