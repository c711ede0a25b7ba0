"""A program as part of a link, and as a file.

Offers `pack` and `unpack` (the text, compressed, in letters that an address may have) and `as_file`.
"""

import base64
import binascii
import re
import zlib

from micrograd.data import DATASETS

from ..worker.session import GIVEN

LONGEST_LINK = 8000  # characters of a fragment that can still be sent around
LONGEST_TEXT = 200_000  # of a program that came in a link

# {module: names} that the cell gives without being asked; in a file they have to be imported.
DATA = sorted(make.__name__ for make in DATASETS.values())
IMPORTS = {"micrograd": sorted(GIVEN.keys() - {*DATA}), "micrograd.data": DATA}


def pack(text: str) -> str | None:
    """The text as a fragment; None if it is too long for a link."""
    data = zlib.compress(text.encode("utf-8", "replace"), 9)
    fragment = base64.urlsafe_b64encode(data).decode().rstrip("=")
    return fragment if len(fragment) <= LONGEST_LINK else None


def unpack(fragment: str) -> str | None:
    """The text of such a fragment; None if it is none."""
    if not re.fullmatch(r"[\w-]+", fragment, re.ASCII):
        return None
    try:
        data = base64.urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4))
        unzip = zlib.decompressobj()
        text = unzip.decompress(data, LONGEST_TEXT)
        return text.decode() if unzip.eof else None
    except (ValueError, zlib.error, binascii.Error):
        return None


def as_file(text: str) -> str:
    """The program as a file that runs under CPython: it imports what the cell gives without being asked."""
    used = set(re.findall(r"\b[A-Za-z]\w*\b", re.sub(r"#.*|\"[^\"\n]*\"|'[^'\n]*'", "", text)))
    imported = " ".join(re.findall(r"^\s*(?:from|import)\s.*", text, re.MULTILINE))
    lines = []
    for module, names in IMPORTS.items():
        needed = [name for name in names if name in used and not re.search(rf"\b{name}\b|\*", imported)]
        if needed:
            lines.append(f"from {module} import {', '.join(needed)}\n")
    return "".join([*lines, "\n" if lines else "", text])
