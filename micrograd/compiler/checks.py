"""What a program is handed, checked before a machine sees it: a machine trusts its arguments.

Offers `whole` (numbers), `length` (columns), and `chunks` (batches).
"""

from collections.abc import Sequence

from .backends.protocol import Column, Machine

Rows = Sequence[int]  # numbers of the samples in a batch


def length(columns: Sequence[Column], names: Sequence[str], most: int, what: str) -> int:
    """How many rows the columns have, one column for each of `names`; ValueError if they do not fit."""
    if len(columns) != len(names):
        raise ValueError(f"there must be one column for each of {', '.join(names)}, not {len(columns)}")
    lengths = {len(c) for c in columns}
    if len(lengths) > 1:
        raise ValueError(f"the columns differ in length: {sorted(lengths)}")
    count = lengths.pop() if lengths else 0
    if count > most:
        raise ValueError(f"{count} {what}, but the program was compiled for {most} at most")
    return count


def chunks(batches: list[Rows], rows: int, machine: Machine) -> list[list[Rows]]:
    """Parts of `batches`, lists of row numbers, each as large as the machine takes at once."""
    count = len(batches[0]) if batches else 0
    if not count or any(len(batch) != count for batch in batches):
        raise ValueError("batches must be lists of row numbers, at least one in each, all of one length")
    if count > rows or count > machine.most_indices:
        raise ValueError(f"a batch of {count}: the program was compiled for {rows} rows at most")
    most = min(machine.most_indices // count, machine.most_steps)
    return [batches[i : i + most] for i in range(0, len(batches), most)]


def whole(n: int, what: str, least: int) -> int:
    if not isinstance(n, int) or n < least:
        raise ValueError(f"{what} must be a whole number from {least} up, not {n!r}")
    return n
