"""Numbers as pixels: in Python what `paint` does in a module (backends/wasm/fixed.py). Offers `pixels`."""

from collections.abc import Iterable, Sequence


def pixels(columns: Iterable[Sequence[float]], palette: bytes, limit: float) -> bytes:
    """Four bytes for each number, column after column: color 0 of the palette for -limit or less, 255 for +limit or
    more, 256 for nan.
    """
    shades = [palette[i : i + 4] for i in range(0, len(palette), 4)]
    scale = 127.5 / limit
    return b"".join(
        [shades[int(min(max(128 + scale * x, 0.0), 255.0)) if x == x else 256] for column in columns for x in column]
    )
