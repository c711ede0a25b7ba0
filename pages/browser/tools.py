"""Small things that the browser makes harder than they are: finding, storing, telling, objects made of dicts."""

import asyncio
import contextlib
import traceback

import js
from pyodide.ffi import JsException, jsnull, to_js

root = js.document.documentElement
STILL = "(prefers-reduced-motion: reduce)"
under_way = set()


def closest(target, selector):
    """The nearest element at or around `target` that matches, or None. (What finds nothing is jsnull, not None.)"""
    if not hasattr(target, "closest"):  # the document itself, or a text node
        return None
    found = target.closest(selector)
    return None if found is jsnull or found is None else found


def bring_into_sight(node):
    """Scrolls what is around `node`, and not the page, until it can be seen."""
    around = node.offsetParent
    if around is jsnull:  # folded away
        return
    top, bottom = node.offsetTop - node.offsetHeight, node.offsetTop + 2 * node.offsetHeight
    if top < around.scrollTop or bottom > around.scrollTop + around.clientHeight:
        around.scrollTop = node.offsetTop - around.clientHeight / 3


def keep_in_sight(node, around):
    """Scrolls `around`, and not the page, until `node` stands in the middle part of it.

    Where all can be seen, nothing moves.
    """
    if around.scrollWidth <= around.clientWidth and around.scrollHeight <= around.clientHeight:
        return
    inner, outer = node.getBoundingClientRect(), around.getBoundingClientRect()
    wide, high = min(outer.width / 4, 160), 20
    by = {
        "left": past(inner.left - outer.left - wide, outer.right - inner.right - wide),
        "top": past(inner.top - outer.top - high, outer.bottom - inner.bottom - high),
        "behavior": "auto" if js.matchMedia(STILL).matches else "smooth",
    }
    around.scrollBy(plain(by))


def past(before, behind):
    """How far something is outside: less than 0 on the near side, more on the far one."""
    return before if before < 0 else -behind if behind < 0 else 0


def plain(things):
    """A dict as an object of JavaScript, without what is None."""
    return to_js(
        {name: value for name, value in things.items() if value is not None}, dict_converter=js.Object.fromEntries
    )


def store(name, text):
    """Into local storage, which may be forbidden or full: then it holds for this visit."""
    with contextlib.suppress(JsException):
        js.localStorage.setItem(name, text)


def stored(name):
    try:
        text = js.localStorage.getItem(name)
    except JsException:
        return None
    return text if isinstance(text, str) else None


def make(coroutine, *arguments):
    """Begins something that takes time; errors in it are told."""

    async def watched():
        try:
            await coroutine(*arguments)
        except Exception as error:
            report(error)

    task = asyncio.ensure_future(watched())
    under_way.add(task)  # the loop itself would let it be collected
    task.add_done_callback(under_way.discard)


def report(error):
    """An error of the page's own code: whole in the console, in one sentence for the reader."""
    js.console.error("".join(traceback.format_exception(error)))
    place = js.document.getElementById("alert")
    last = traceback.format_exception_only(error)[-1].strip()
    place.textContent = f"Something in this page went wrong, and was left undone: {last}. Everything else works on."
    place.hidden = False


async def turn():
    """Lets the browser do what waits."""
    await asyncio.sleep(0)
