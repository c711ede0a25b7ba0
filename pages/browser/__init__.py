"""The browser: the only package that imports js or pyodide. It fills slots, carries out effects, listens, keeps the clock.

Offers `start(app)`, which brings the page to life and is awaited, `yield_to_browser()`, which lets the browser do what
waits, and `fail(error)`, for when the page cannot be brought to life.

    slots.py          every kind of content (see pages/content.py), brought into the page
    patch.py          markup changed in place, so that what stays keeps its focus and its motion
    canvases.py       rasters and pictures
    editors.py        the texts that are the reader's
    effects.py        what a page asks for (see pages/effects.py), carried out
    worker_keeper.py  the worker that a page wants; worker.py one worker
    listeners.py      controls, keys, and what else happens to the document, as typed events (see pages/events.py)
    pointer.py        looking, dragging, drawing; panning.py a picture larger than its place
    clock.py          animation frames
    dom.py            finding elements, scrolling them into sight, objects made of dicts
    storage.py        local storage, which may be forbidden or full
    tasks.py          coroutines that are started, and errors that are reported

None of them knows a page: they meet in `tab.py`, which hands events to the app, what it answers to the screen, and the
effects to those who carry them out.
"""

from .tab import fail, start
from .tasks import yield_to_browser

__all__ = ["fail", "start", "yield_to_browser"]
