"""The browser: the only package that imports js or pyodide. It fills slots, hears events, keeps the clock.

Offers `start(stage)`, which brings the page to life and is awaited, `turn()`, which lets the browser do what waits, and
`fail(error)`, for when the page cannot be brought to life.

    screen.py    every kind of content (see pages/content.py), brought into the page
    patch.py     markup changed in place, so that what stays keeps its focus and its motion
    canvases.py  rasters and pictures
    editors.py   the texts that are the reader's
    workers.py   programs that run beside the page; process.py one of them
    ears.py      controls, keys, and what else happens to the document
    pointer.py   looking, pulling, drawing
    clock.py     animation frames
    tools.py     small things that the browser makes harder than they are
    wasm.py      WebAssembly, for micrograd.compiler; the pages get it from tab.py

None of them knows a page: they meet in `tab.py`, which hands events to the stage and what it answers to the screen.
"""

from .tab import fail, start
from .tools import turn

__all__ = ["fail", "start", "turn"]
