"""The reader's own texts, in CodeMirror (see assets/editor/field.js)."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import js
from pyodide.ffi import create_proxy, to_js

from ..content import Editor
from ..events import Event, Input, Point, Press


class Editors:
    """Makes an editor for a slot when it is first filled. `send(page, event)` hears what is typed and pointed at."""

    def __init__(self, slots: Mapping[str, Any], send: Callable[[str, Event], bool]) -> None:
        self.slots, self.send = slots, send
        self.editors: dict[str, Any] = {}
        self.marks: dict[str, Any] = {}  # what is marked in each
        self.texts: dict[str, str] = {}  # what stands in each, as far as the pages know

    def edit(self, name: str, content: Editor) -> None:
        """A text is set only when the page has made another one of it than what the reader typed."""
        marks = content.problem, content.marks
        if name not in self.editors:
            self.create(name, content)
        elif content.text != self.texts[name]:
            self.texts[name], self.marks[name] = content.text, marks
            self.editors[name].setText(content.text, content.problem, json.dumps(content.marks))
            return
        if self.marks.get(name) != marks:
            self.marks[name] = marks
            self.editors[name].show(content.problem, json.dumps(content.marks))

    def create(self, name: str, content: Editor) -> None:
        page, do = name.split(".", 1)

        def on_text(text: str) -> None:
            self.texts[name] = text
            self.send(page, Input(do, text))

        def on_pointer(at: int) -> None:
            self.send(page, Point(do, at if at >= 0 else None))

        def on_undo(what: str) -> None:
            self.flush(page)
            self.send(page, Press(what))

        on_text_there, on_pointer_there, on_undo_there = map(create_proxy, (on_text, on_pointer, on_undo))
        self.texts[name] = content.text
        self.editors[name] = js.microgradEditor.make(
            self.slots[name],
            content.label,
            content.text,
            on_text_there,
            on_pointer_there,
            to_js(content.names),
            on_undo_there,
        )

    def flush(self, page: str) -> None:
        """Hears what was typed a moment ago, before something is done with it."""
        for name, editor in self.editors.items():
            if name.split(".")[0] == page:
                editor.flush()
