"""A picture made of bytes: what a canvas shows, and what a PNG file holds.

Offers `Raster` and `field` (scores on a grid as a raster in the two class colors), `image_address`.
"""

import base64
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from .color import RGB, ramp, shade


@dataclass(frozen=True)
class Raster:
    """`rgba` holds 4 bytes for each of `width` * `height` pixels, row by row from the top left."""

    width: int
    height: int
    rgba: bytes

    def png(self) -> bytes:
        """The picture as the bytes of a PNG file (RGBA, 8 bits a channel; ISO/IEC 15948)."""

        def chunk(kind: bytes, body: bytes) -> bytes:
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        row = 4 * self.width
        lines = b"".join(b"\0" + self.rgba[i * row : (i + 1) * row] for i in range(self.height))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 6, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(lines, 9))
            + chunk(b"IEND", b"")
        )


def image_address(colors: Iterable[RGB], width: int, height: int) -> str:
    """The address of an image with these colors, row by row from the top left: the image itself."""
    png = Raster(width, height, b"".join([bytes((*color, 255)) for color in colors])).png()
    return "data:image/png;base64," + base64.b64encode(png).decode()


def field(scores: Iterable[float], width: int, height: int, theme: str = "dark") -> Raster:
    """The raster of `width` * `height` scores, row by row from the top left."""
    colors = ramp(theme)
    return Raster(width, height, b"".join([shade(score, colors) for score in scores]))
