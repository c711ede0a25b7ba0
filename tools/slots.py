"""Fills the page's slots: first pictures, put into the HTML that is served.

A slot is an empty element with a data-slot attribute: <div data-slot="idea.graph"></div>. What goes into
it is text (HTML, SVG), a style (custom properties) or a picture (PNG). Only the slots change:
not one other character of the page does.
"""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.project import Trouble

# An element that has a data-slot: its tag name, its attributes, what it contains up to the end tag.
SLOT = re.compile(
    r"<(?P<tag>[a-z][\w-]*)(?P<attributes>\s[^<>]*?\bdata-slot=\"(?P<name>[^\"]*)\"[^<>]*)>"
    r"(?P<inside>.*?)</(?P=tag)>",
    re.DOTALL,
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def filled(page: str, contents: Mapping[str, Mapping[str, Any]]) -> str:
    """The page with every slot filled. `contents` maps a slot's name to {"html": …, "style": …, "first": …}, or some of
    them.

    Trouble, if a slot has no content, a content no slot, or a slot is there twice or not empty.
    """
    comments = [range(*match.span()) for match in COMMENT.finditer(page)]
    found = [match for match in SLOT.finditer(page) if not any(match.start() in span for span in comments)]
    names = [match["name"] for match in found]
    complain("index.html has this slot more than once", [name for name in names if names.count(name) > 1])
    complain("no page's view fills this slot of index.html", set(names) - set(contents))
    complain("a view fills this slot, which index.html does not have", set(contents) - set(names))
    complain("this slot of index.html is not empty", [m["name"] for m in found if m["inside"].strip()])

    pieces, end = [], 0
    for match in found:
        pieces += [page[end : match.start()], element(match, contents[match["name"]])]
        end = match.end()
    return "".join([*pieces, page[end:]])


def element(match: re.Match[str], content: Mapping[str, Any]) -> str:
    """One slot's element, filled."""
    tag, attributes = match["tag"], match["attributes"]
    if content.get("style"):
        if re.search(r"\sstyle=", attributes):
            complain("this slot is given a style, but has one already", [match["name"]])
        attributes += f' style="{html.escape(content["style"])}"'
    if "first" in content:
        attributes += f' data-first="{content["first"]:x}"'
    return f"<{tag}{attributes}>{content.get('html', '')}</{tag}>"


def complain(reason: str, names: Iterable[str]) -> None:
    """Trouble, if there is any such name."""
    if names:
        raise Trouble(f"{reason}: {', '.join(sorted(set(names)))}")
