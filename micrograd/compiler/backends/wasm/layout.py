"""The memory map of a program: where in the module's memory each number is.

    settings        2 f64       l2, t (the optimizer's steps so far)
    hyperparameters f64         those of the optimizer in use, in its order
    results         8 f64       loss (mean cost + penalty), share of right answers, penalty, ...
    parameters      K f64
    sums            K+T f64     gradients of the parameters, then the totals of the plan (cost and right are the last)
    slot0, ...      K f64       the optimizer's memory, a section for each number that it keeps of a parameter
    partial         2(K+T) f64  sums under way, one for each of the two lanes
    shared          f64         what is computed once for all samples
    crossing        f64         what passes from one block of a loop to another, TILE samples of it (blocks.py)
    order           i32         rows to gather, for batches that are not a range
    losses          f64         the loss of each step of a call, before its update
    palette         257 i32     colors, as four bytes red, green, blue, opacity; the last is for nan
    pixels          i32         what `paint` makes: a picture of the grid for each output
    table           f64         columns, one for each input and then one for each output

Every column of the table has `stride` rows: first the data, then as many for a gathered batch, then the points of
the grid. So a row's address is the column's + 8 * row, whatever it is used for. Sections begin at multiples of 16 and
have 64 unused bytes between them. All sizes are fixed when the program is compiled; the memory never grows.

Offers `Layout`.
"""

from dataclasses import dataclass, field

from .blocks import TILE

GAP = 64
L2, STEPS = range(2)  # places in `settings`


def even(n: int) -> int:
    return n + n % 2


@dataclass(frozen=True)
class Layout:
    """Sizes, and from them addresses in bytes.

    parameters, totals, shared, crossing, inputs, outputs, hyperparameters, slots   how many of each
    rows        samples of data at most     points  points of the grid at most
    order       row numbers at most         losses  steps in one call at most
    """

    parameters: int
    totals: int
    shared: int
    crossing: int
    inputs: int
    outputs: int
    hyperparameters: int
    slots: int
    rows: int
    points: int
    order: int
    losses: int

    sections: dict[str, tuple[int, int]] = field(init=False)  # {name: (address, bytes)}
    size: int = field(init=False)  # bytes in all

    def __post_init__(self) -> None:
        address = GAP
        sections: dict[str, tuple[int, int]] = {}
        k, t = even(self.parameters), self.totals
        for name, size in (
            ("settings", 16),
            ("hyperparameters", 8 * self.hyperparameters),
            ("results", 64),
            ("parameters", 8 * k),
            ("sums", 8 * (k + t)),
            *((f"slot{n}", 8 * k) for n in range(self.slots)),
            ("partial", 16 * (k + t)),
            ("shared", 8 * self.shared),
            ("crossing", 8 * TILE * self.crossing),
            ("order", 4 * self.order),
            ("losses", 8 * self.losses),
            ("palette", 4 * 257),
            ("pixels", 4 * even(self.points) * self.outputs),
            ("table", 8 * self.stride * (self.inputs + self.outputs)),
        ):
            sections[name] = address, size
            address = -(-(address + size) // 16) * 16 + GAP
        object.__setattr__(self, "sections", sections)
        object.__setattr__(self, "size", address)

    @property
    def batch(self) -> int:
        """The first row of the gathered batch."""
        return even(self.rows)

    @property
    def grid(self) -> int:
        """The first row of the grid's points."""
        return 2 * even(self.rows)

    @property
    def stride(self) -> int:
        return 2 * even(self.rows) + even(self.points)

    @property
    def pages(self) -> int:
        """Memory in units of 64 KiB."""
        return -(-self.size // 65536)

    def address(self, section: str, item: int = 0) -> int:
        """Of item number `item` in a section of f64."""
        return self.sections[section][0] + 8 * item

    def column(self, j: int, row: int = 0) -> int:
        """Address of an input's column (an output's: j = inputs + its place)."""
        return self.address("table", self.stride * j + row)

    def total(self, t: int) -> int:
        """The place of total number t among the sums."""
        return even(self.parameters) + t
