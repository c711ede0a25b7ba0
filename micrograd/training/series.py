"""A long list of numbers in bounded memory, with the outline that a chart needs of it.

Offers `Series`.
"""

from array import array

MOST = 1 << 17  # numbers kept: then every second is forgotten
PIECES = 240  # of the outline at most: then two become one


class Series:
    """Numbers 0, 1, 2, ... as they come. len() counts all of them; series[k] is number k, or the kept one before it.

    outline     (index, number) pairs in order: the lowest and the highest of at most PIECES stretches, and the newest
    """

    def __init__(self, numbers=()):
        self.count, self.stride = 0, 1
        self.kept = array("d")
        self.width, self.pieces = 1, []  # each piece: ((index, lowest), (index, highest)) of `width` numbers
        self.extend(numbers)

    def __len__(self):
        return self.count

    def __getitem__(self, k):
        if not -self.count <= k < self.count:
            raise IndexError(f"number {k} of {self.count}")
        k %= self.count
        return self.newest[1] if k == self.newest[0] else self.kept[k // self.stride]

    def extend(self, numbers):
        for x in numbers:
            k = self.count
            self.count += 1
            if k % self.stride == 0:
                self.kept.append(x)
                if len(self.kept) > MOST:
                    self.kept, self.stride = self.kept[::2], 2 * self.stride
            self.draw(k, x)

    def draw(self, k, x):
        """Number k comes into the outline."""
        self.newest = k, x
        if k % self.width == 0:
            self.pieces.append(((k, x), (k, x)))
        else:
            low, high = self.pieces[-1]
            self.pieces[-1] = (k, x) if x < low[1] else low, (k, x) if x > high[1] else high
        if len(self.pieces) > PIECES:
            pairs = zip(self.pieces[::2], self.pieces[1::2])
            odd = self.pieces[len(self.pieces) // 2 * 2 :]
            self.pieces = [(min(a[0], b[0], key=second), max(a[1], b[1], key=second)) for a, b in pairs] + odd
            self.width *= 2

    @property
    def outline(self):
        pairs = dict(sorted({pair for piece in self.pieces for pair in piece} | {self.newest}))
        return list(pairs.items())

    def upto(self, k):
        """Another Series, of the numbers 0 ... k; where this one has forgotten some, it has their neighbors."""
        other = Series()
        other.stride, other.kept, other.count = self.stride, self.kept[: k // self.stride + 1], k + 1
        other.width, whole = self.width, (k + 1) // self.width
        other.pieces = self.pieces[:whole]
        other.newest = k, self[k]
        for i in range(whole * self.width, k + 1):
            other.draw(i, self[i])
        return other


def second(pair):
    return pair[1]
