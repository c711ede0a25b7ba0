"""The reader's own texts, in CodeMirror (see assets/editor.js)."""

import json

import js
from pyodide.ffi import create_proxy, to_js


class Editors:
    """Makes an editor for a slot when it is first filled. `send(page, event)` is told what is typed and pointed at."""

    def __init__(self, slots, send):
        self.slots, self.send = slots, send
        self.editors = {}
        self.shown = {}  # what is marked in each
        self.texts = {}  # what stands in each, as far as the pages know

    def edit(self, name, content):
        """A text is set only when the page has made another one of it than what the reader typed."""
        shown = content.problem, content.marks
        if name not in self.editors:
            self.make(name, content)
        elif content.text != self.texts[name]:
            self.texts[name], self.shown[name] = content.text, shown
            return self.editors[name].setText(content.text, content.problem, json.dumps(content.marks))
        if self.shown.get(name) != shown:
            self.shown[name] = shown
            self.editors[name].show(content.problem, json.dumps(content.marks))

    def make(self, name, content):
        page, do = name.split(".", 1)

        def heard(text):
            self.texts[name] = text
            self.send(page, {"type": "input", "do": do, "value": text})

        def pointed(at):
            self.send(page, {"type": "point", "do": do, "at": at if at >= 0 else None})

        ears = (create_proxy(heard), create_proxy(pointed))
        self.texts[name] = content.text
        self.editors[name] = js.microgradEditor.make(
            self.slots[name], content.label, content.text, *ears, to_js(content.names)
        )

    def flush(self, page):
        """Hears what was typed a moment ago, before something is done with it."""
        for name, editor in self.editors.items():
            if name.split(".")[0] == page:
                editor.flush()
