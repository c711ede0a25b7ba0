"""Markup changed in place, element by element: what stays keeps its focus and its motion.

The work is in assets/patch.js.
"""

import json
from collections.abc import Mapping
from typing import Any

import js
from pyodide.ffi import to_js

from .dom import js_object

TYPED = ("number", "text")  # fields whose text belongs to the reader for as long as the cursor is in them
MORPH = {typing: js_object({"morphStyle": "innerHTML", "ignoreActiveValue": typing}) for typing in (False, True)}


def morph(node: Any, markup: str) -> None:
    """Changes what is inside `node` into `markup`."""
    typing = getattr(js.document.activeElement, "type", None) in TYPED
    js.microgradPatch.inside(node, markup, MORPH[typing])


def change(node: Any, before: Any, picture: Any) -> None:
    """Another picture in its place; where only some of its parts are new, only these; and of these only their words, if
    nothing else of them is new."""
    head = getattr(picture, "head", None)
    if head is None or head != getattr(before, "head", None):
        return morph(node, getattr(picture, "markup", picture))
    old, new = before.parts, picture.parts
    if old.keys() != new.keys():
        return morph(node, picture.markup)
    changed, words = [], []
    for key, part in new.items():
        if old[key] != part:
            if getattr(part, "fixed", None) == getattr(old[key], "fixed", part):
                words.append(
                    (key, difference(old[key].attributes, part.attributes), difference(old[key].texts, part.texts))
                )
            else:
                changed.append(key)
    if changed:
        js.microgradPatch.parts(to_js(changed), to_js([str(new[key]) for key in changed]), MORPH[False])
    if words:
        js.microgradPatch.words(json.dumps(words))


def difference(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str | None]:
    """What is new or another in a dict; None for what is gone."""
    gone = {name: None for name in before if name not in now}
    return gone | {name: text for name, text in now.items() if before.get(name) != text}
