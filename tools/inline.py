"""Puts into the page what would hold up its first picture if it were asked for: its style and its first scripts.

The page's content-security policy learns the scripts by their hashes.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from tools.project import Trouble

STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"\s*/?>')
SCRIPT = re.compile(r'<script src="(assets/[^"]+)"></script>')
CSS_URL = re.compile(r'url\(\s*["\']?(?!data:|#)([^)"\']+)["\']?\s*\)')
SOURCES = "script-src 'self'"  # of the policy, for the scripts that lie beside the page


def names(html: str) -> set[str]:
    """What `inlined` puts into the page."""
    return {*STYLE.findall(html), *SCRIPT.findall(html)}


def inlined(html: str, read: Callable[[str], str]) -> str:
    """The page with its style sheets and classic scripts in it. `read(name)` gives a file's text; names are relative to
    the page.
    """
    scripts = []

    def put(match: re.Match) -> str:
        source = f"\n{script(read(match[1]))}"
        scripts.append(source)
        return f"<script>{source}</script>"

    html = STYLE.sub(lambda match: f"<style>\n{css(match[1], read(match[1]))}</style>", html)
    html = SCRIPT.sub(put, html)
    return html.replace(SOURCES, " ".join([SOURCES, *map(mark, scripts)]), 1)


def mark(source: str) -> str:
    """By which a content-security policy knows a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def css(name: str, style: str) -> str:
    """A style sheet as it reads in the page: what it asks for lies beside the page, no longer beside the sheet."""
    if "</style" in style.lower():
        raise Trouble(f"{name} contains </style, which would end it early in the page.")
    return CSS_URL.sub(lambda match: f"url({PurePosixPath(name).parent / match[1]})", style)


def script(source: str) -> str:
    """A script that nothing in it can end early: `<\\/script` means the same to JavaScript, but not to HTML."""
    return re.sub(r"<(/script|!--)", lambda match: "<\\" + match[1], source, flags=re.IGNORECASE)
