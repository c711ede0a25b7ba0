"""Puts into the page what would hold up its first picture if it had to be fetched: its styles and its first scripts.

The page's content-security policy learns the scripts by their hashes.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping

from tools import styles

STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"\s*/?>')
STYLES = re.compile(rf"(?:{STYLE.pattern.replace('(', '(?:')}\s*)+(?<=>)")  # those that follow one another
SCRIPT = re.compile(r'<script src="(assets/[^"]+)"></script>')
SOURCES = "script-src 'self'"  # of the policy, for the scripts that lie beside the page


def names(html: str) -> set[str]:
    """What `inlined` puts into the page."""
    return {*STYLE.findall(html), *SCRIPT.findall(html)}


def inlined(html: str, read: Callable[[str], str], conditions: Mapping[str, str]) -> str:
    """The page with its style sheets and classic scripts in it, sheets that follow one another as one.

    `read(name)` gives a file's text, names being relative to the page; `conditions` are those that @media may name.
    """
    scripts = []

    def put_style(match: re.Match[str]) -> str:
        return f"<style>\n{styles.joined(STYLE.findall(match[0]), read, conditions)}\n</style>"

    def put_script(match: re.Match[str]) -> str:
        source = f"\n{script(read(match[1]))}"
        scripts.append(source)
        return f"<script>{source}</script>"

    html = STYLES.sub(put_style, html)
    html = SCRIPT.sub(put_script, html)
    return html.replace(SOURCES, " ".join([SOURCES, *map(mark, scripts)]), 1)


def mark(source: str) -> str:
    """By which a content-security policy knows a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def script(source: str) -> str:
    """A script that nothing in it can end early: `<\\/script` means the same to JavaScript, but not to HTML."""
    return re.sub(r"<(/script|!--)", lambda match: "<\\" + match[1], source, flags=re.IGNORECASE)
