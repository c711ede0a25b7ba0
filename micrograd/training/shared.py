"""A list that only grows, of which every version stays what it was.

    one = Shared(["a", "b"])
    two = one.with_items(["c"])         # one still has two items, two has three; they share one list
    other = one.with_items(["d"])       # a branch: it has its own

So a state can hold a long history as a value, and the next state one more item of it, at the cost of that item.

Offers `Shared`.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """The first `length` items of a list (or array) that later versions append to. Nothing else may change it."""

    __slots__ = ("items", "length")

    def __init__(self, items: Any = (), length: int | None = None) -> None:
        self.items: Any = items if isinstance(items, (list, array)) else list(items)
        self.length = len(self.items) if length is None else length

    def __repr__(self) -> str:
        return f"Shared({self.length} items)"

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, k: int) -> T:
        if not -self.length <= k < self.length:
            raise IndexError(f"item {k} of {self.length}")
        item: T = self.items[k if k >= 0 else self.length + k]
        return item

    def __iter__(self) -> Iterator[T]:
        return islice(self.items, self.length)

    def with_items(self, more: Iterable[T]) -> "Shared[T]":
        """These items and `more`: in the same list, unless another version has gone on in it already."""
        items = self.items if len(self.items) == self.length else self.items[: self.length]
        items.extend(more)
        return Shared(items)

    def first(self, count: int) -> "Shared[T]":
        """The first `count` of them, in the same list."""
        return Shared(self.items, min(count, self.length))

    def every_second(self) -> "Shared[T]":
        """The items 0, 2, 4, …, in a list of their own."""
        return Shared(self.items[: self.length : 2])
