"""Bytes as text in an HTML page, at 1.016 times their size; base64 needs 1.333 times.

In windows-1252 every byte is a character, and comes back from it. A page that is declared so can hold any bytes in a
<script type="text/plain">, but four: NUL would be read as U+FFFD, CR as LF, "<" could end the element, and "=" is what
these are written with, followed by the byte plus 64. assets/single_file.js reads them.

Everything else in such a page has to be ASCII. `packed` and `unpacked` are for the bytes, `ascii_page` for the rest.
"""

import re

from tools.project import Trouble

CHARSET = "windows-1252"
ESCAPE = b"="
SHIFT = 64
UNSAFE = re.compile(rb"[\x00\r<=]")
ESCAPED = re.compile(rb"=(.)", re.DOTALL)

RAW = re.compile(r"(<(script|style)\b[^>]*>)(.*?)(</\2>)", re.DOTALL | re.IGNORECASE)
CONTROL = re.compile(r"[\x80-\x9f]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def packed(content: bytes) -> bytes:
    """The bytes as they can stand in a <script type="text/plain"> of a page in windows-1252."""
    return UNSAFE.sub(lambda match: ESCAPE + bytes([match[0][0] + SHIFT]), content)


def unpacked(text: bytes) -> bytes:
    """What `packed` was given."""
    return ESCAPED.sub(lambda match: bytes([match[1][0] - SHIFT]), text)


def ascii_page(html: str) -> str:
    """The same page in ASCII alone: each other character by its number, as HTML, JavaScript or CSS write it.

    In scripts these must stand in strings, templates, regular expressions, names or comments, as JavaScript allows.
    """
    parts, at = [], 0
    for match in RAW.finditer(html):
        start, end = match.span(3)
        parts += [in_markup(html[at:start]), ESCAPES[match[2].lower()](html[start:end])]
        at = end
    return "".join([*parts, in_markup(html[at:])])


def in_markup(text: str) -> str:
    """Trouble, if a character's number would be read as another character."""
    if control := CONTROL.search(text):
        raise Trouble(f"The page holds U+{ord(control[0]):04X}, a control character that HTML has no number for.")
    return BEYOND_ASCII.sub(lambda match: f"&#{ord(match[0])};", text)


def in_style(sheet: str) -> str:
    return BEYOND_ASCII.sub(lambda match: f"\\{ord(match[0]):x} ", sheet)


def in_script(source: str) -> str:
    """Characters beyond U+FFFF as the two halves that JavaScript knows them by."""

    def halves(match: re.Match[str]) -> str:
        units = match[0].encode("utf-16-be").hex()
        return "".join(f"\\u{units[k : k + 4]}" for k in range(0, len(units), 4))

    return BEYOND_ASCII.sub(halves, source)


ESCAPES = {"script": in_script, "style": in_style}
