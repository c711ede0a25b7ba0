"""Elements: the nearest one, one scrolled into sight; and objects of JavaScript made of dicts."""

from collections.abc import Mapping
from typing import Any

import js
from pyodide.ffi import jsnull, to_js

root = js.document.documentElement
REDUCED_MOTION = "(prefers-reduced-motion: reduce)"


def closest(target: Any, selector: str) -> Any:
    """The nearest element at or around `target` that matches, or None. (What finds nothing is jsnull, not None.)"""
    if not hasattr(target, "closest"):  # the document itself, or a text node
        return None
    found = target.closest(selector)
    return None if found is jsnull or found is None else found


def bring_into_sight(node: Any) -> None:
    """Scrolls what is around `node`, and not the page, until it can be seen."""
    around = node.offsetParent
    if around is jsnull:  # folded away
        return
    margin = max(node.offsetHeight, 40)  # with the line before it, and the one behind it
    top, bottom = node.offsetTop - margin, node.offsetTop + node.offsetHeight + margin
    if top < around.scrollTop or bottom > around.scrollTop + around.clientHeight:
        around.scrollTop = node.offsetTop - around.clientHeight / 3


def keep_in_sight(node: Any, around: Any) -> None:
    """Scrolls `around`, and not the page, until `node` stands in the middle part of it.

    Where all can be seen, nothing moves.
    """
    if around.scrollWidth <= around.clientWidth and around.scrollHeight <= around.clientHeight:
        return
    inner, outer = node.getBoundingClientRect(), around.getBoundingClientRect()
    wide, high = min(outer.width / 4, 160), 20
    by = {
        "left": overlap(inner.left - outer.left - wide, outer.right - inner.right - wide),
        "top": overlap(inner.top - outer.top - high, outer.bottom - inner.bottom - high),
        "behavior": "auto" if js.matchMedia(REDUCED_MOTION).matches else "smooth",
    }
    around.scrollBy(js_object(by))


def overlap(before: float, behind: float) -> float:
    """How far something is outside, given the room before and behind it: less than 0 on the near side, more on the far one."""
    return before if before < 0 else -behind if behind < 0 else 0


def js_object(entries: Mapping[str, Any]) -> Any:
    """A dict as an object of JavaScript, without what is None."""
    return to_js(
        {name: value for name, value in entries.items() if value is not None}, dict_converter=js.Object.fromEntries
    )
