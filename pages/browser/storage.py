"""Local storage, which may be forbidden or full: then what is stored holds for this visit."""

import contextlib

import js
from pyodide.ffi import JsException


def store(name: str, text: str) -> None:
    with contextlib.suppress(JsException):
        js.localStorage.setItem(name, text)


def load(name: str) -> str | None:
    """The text of that name, or None."""
    try:
        text = js.localStorage.getItem(name)
    except JsException:
        return None
    return text if isinstance(text, str) else None
