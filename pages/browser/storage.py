"""Local storage, which may be forbidden or full: then what is stored holds for this visit."""

import js
from pyodide.ffi import JsException


def store(name: str, text: str) -> None:
    try:
        js.localStorage.setItem(name, text)
    except JsException:
        pass


def load(name: str) -> str | None:
    """The text of that name, or None."""
    try:
        text = js.localStorage.getItem(name)
    except JsException:
        return None
    return text if isinstance(text, str) else None
