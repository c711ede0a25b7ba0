"""A long list of numbers in bounded memory, with the outline that a chart needs of it. Every version stays what it was.

    losses = Series().with_numbers([1.0, 0.8])
    more = losses.with_numbers([0.7])       # losses still has two numbers, and shares them (shared.py)

Offers `Series`.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from .shared import Shared

MOST = 1 << 17  # numbers kept: then every second is forgotten
PIECES = 240  # of the outline at most: then two become one

Pair = tuple[int, float]  # a number, and which it is
Piece = tuple[Pair, Pair]  # the lowest and the highest of a stretch


@dataclass(frozen=True, eq=False)
class Series:
    """Numbers 0, 1, 2, ... as they come. len() counts all of them; series[k] is number k, or the kept one before it.

    stride      every how many-th number is kept            newest  the last one, which is always known
    width       how many numbers a whole piece stands for   open    the piece that is not whole yet
    """

    count: int = 0
    stride: int = 1
    kept: Shared[float] = field(default_factory=lambda: Shared(array("d")))
    width: int = 1
    pieces: Shared[Piece] = field(default_factory=Shared)
    open: Piece | None = None
    newest: Pair = (-1, 0.0)

    @staticmethod
    def of(numbers: Iterable[float]) -> "Series":
        return Series().with_numbers(numbers)

    def __repr__(self) -> str:
        return f"Series({self.count} numbers, the last is {self.newest[1]:.6g})" if self.count else "Series(no numbers)"

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, k: int) -> float:
        if not -self.count <= k < self.count:
            raise IndexError(f"number {k} of {self.count}")
        k %= self.count
        return self.newest[1] if k == self.newest[0] else self.kept[k // self.stride]

    def __iter__(self) -> Iterator[float]:
        return (self[k] for k in range(self.count))

    def with_numbers(self, numbers: Iterable[float]) -> "Series":
        """This, and these numbers after it."""
        numbers = [float(x) for x in numbers]
        if not numbers:
            return self
        kept, stride = self.kept, self.stride
        new = array("d")
        for k, x in enumerate(numbers, self.count):
            if k % stride == 0:
                new.append(x)
                if len(kept) + len(new) > MOST:
                    kept, stride, new = kept.with_items(new).every_second(), 2 * stride, array("d")
        after = replace(self, count=self.count + len(numbers), kept=kept.with_items(new), stride=stride)
        return after.with_outline(enumerate(numbers, self.count))

    def with_outline(self, pairs: Iterable[Pair]) -> "Series":
        """These numbers in the outline."""
        width, pieces, piece, whole = self.width, self.pieces, self.open, list[Piece]()
        pair = self.newest
        for pair in pairs:
            k, x = pair
            if piece is not None and k % width:
                low, high = piece
                piece = (pair if x < low[1] else low), (pair if x > high[1] else high)
                continue
            if piece is not None:
                whole.append(piece)
            if len(pieces) + len(whole) == PIECES:
                pieces, whole, width = halved(pieces.with_items(whole)), [], 2 * width
            piece = (pair, pair)
        return replace(self, width=width, pieces=pieces.with_items(whole), open=piece, newest=pair)

    @property
    def outline(self) -> list[Pair]:
        """In order: the lowest and the highest of at most PIECES stretches, and the newest, with their places."""
        pieces = [*self.pieces, *([self.open] if self.open else [])]
        pairs = dict(sorted({pair for piece in pieces for pair in piece} | {self.newest}))
        return list(pairs.items())

    def upto(self, k: int) -> "Series":
        """The numbers 0 ... k; where this one has forgotten some, it has their neighbors."""
        if not 0 <= k < self.count:
            raise IndexError(f"number {k} of {self.count}")
        whole = k // self.width  # pieces before the one that k is in
        piece = self.pieces[whole] if whole < len(self.pieces) else self.open
        part = replace(
            self, count=k + 1, kept=self.kept.first(k // self.stride + 1), pieces=self.pieces.first(whole), open=None
        )
        if (k + 1) % self.width == 0:
            return replace(part, open=piece, newest=(k, self[k]))
        return part.with_outline((i, self[i]) for i in range(whole * self.width, k + 1))


def halved(pieces: Shared[Piece]) -> Shared[Piece]:
    """An even number of pieces, two made one."""
    found = [pieces[i] for i in range(len(pieces))]
    return Shared(
        [
            (min(a[0], b[0], key=second), max(a[1], b[1], key=second))
            for a, b in zip(found[::2], found[1::2], strict=True)
        ]
    )


def second(pair: Pair) -> float:
    return pair[1]
