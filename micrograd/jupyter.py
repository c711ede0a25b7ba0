"""`show` and `display` in a notebook: pictures through IPython, those of one line in each other's place.

Offers `notebook_sink`, for show.py.
"""

import sys
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import FrameType
from typing import Any

from . import notebook
from .animation import Animation
from .draw.drawing import Bundle, Drawing
from .engine import Value
from .nn import Layer, Module, Neuron
from .number_like import plain_number
from .show import Terminal, short_text


@dataclass(frozen=True)
class Words:
    """A text that a notebook shows as it is, without quotes around it."""

    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Passing:
    """A picture that gives way to the next one in no time, and so is shown without a PNG of it."""

    drawing: Drawing

    def __str__(self) -> str:
        return str(self.drawing)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return self.drawing.bundle(still=False)


Content = Drawing | Words


class Notebook:
    """The sink of a notebook's kernel. shell: IPython's, which says when a cell is over."""

    moves = True

    def __init__(self, shell: Any, display: Callable[..., Any]) -> None:
        self.shell, self.insert = shell, display
        self.handles: dict[Hashable, Any] = {}  # of the pictures that this cell shows, by the line that shows them
        self.newest: dict[Hashable, Content] = {}
        self.animation: Animation[Content] = Animation(self.draw)
        self.line: Any = None  # the handle of the line of progress, while a training runs
        shell.events.register("post_run_cell", self.end)

    def show(self, *things: object) -> None:
        frame = calling_frame()
        place = (frame.f_code.co_filename, frame.f_lineno)
        self.animation.show(place, content_maker(things, {**frame.f_globals, **frame.f_locals}))

    def display(self, *things: object) -> None:
        frame = calling_frame()
        self.insert(content_maker(things, {**frame.f_globals, **frame.f_locals})())

    def note(self, text: str) -> None:
        Terminal().note(text)

    def progress(self, text: str, last: bool) -> None:
        """One line of a cell, which is written anew in its place."""
        if self.line is None:
            self.line = self.insert(Words(text), display_id=True)
        else:
            self.line.update(Words(text))
        if last:
            self.line = None

    def draw(self, place: Hashable, content: Content) -> None:
        self.newest[place] = content
        shown = Passing(content) if isinstance(content, Drawing) else content
        if place in self.handles:
            self.handles[place].update(shown)
        else:
            self.handles[place] = self.insert(shown, display_id=True)

    def end(self, *_: object) -> None:
        """The cell is over: its newest pictures, whole. When it runs again, it has a new output."""
        self.animation.finish()
        self.animation.clear()
        for place, content in self.newest.items():
            self.handles[place].update(content)
        self.newest.clear()
        self.handles.clear()


sinks: dict[int, Notebook] = {}  # by the id of their shell, which outlives them


def notebook_sink() -> Notebook | None:
    """The sink of the notebook that this runs in; None in a terminal, or without IPython."""
    ipython: Any = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or type(shell).__name__ == "TerminalInteractiveShell":
        return None
    if id(shell) not in sinks:
        sinks[id(shell)] = Notebook(shell, import_module("IPython.display").display)
    return sinks[id(shell)]


def calling_frame() -> FrameType:
    """What called show, display or train: the innermost frame that is not this package's."""
    frame = sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == __package__:
        frame = frame.f_back
    return frame


def content_maker(things: tuple[Any, ...], names: Mapping[str, Any]) -> Callable[[], Content]:
    """A function that makes what is shown of these things, as they are now: a Drawing, or in words what has no picture.

    names: {name: object}, for values without a label.
    """
    match things:
        case (Value() as root,):
            return lambda: notebook.graph(root, names)
        case (model,) if has_layers(model):
            return as_now(model, lambda: notebook.network(model))
        case (data,) if is_data(data):
            return lambda: notebook.points(data)
        case (list() | tuple() as losses,) if is_losses(losses):
            numbers = [plain_number(x) for x in losses]
            return lambda: notebook.loss(numbers)
        case (model, data) if is_model(model) and is_data(data):
            return as_now(model, lambda: notebook.boundary(model, data))
    words = Words(" ".join(map(short_text, things)))
    return lambda: words


def has_layers(thing: object) -> bool:
    return isinstance(thing, (Neuron, Layer)) or (isinstance(thing, Module) and hasattr(thing, "layers"))


def is_model(thing: object) -> bool:
    """Can it be called, and has it parameters()?"""
    return not isinstance(thing, type) and callable(thing) and callable(getattr(thing, "parameters", None))


def is_data(thing: object) -> bool:
    return hasattr(thing, "points") and hasattr(thing, "labels")


def is_losses(things: list[Any] | tuple[Any, ...]) -> bool:
    """At least three numbers or Values."""
    return len(things) > 2 and all(isinstance(x, (Value, int, float)) and not isinstance(x, bool) for x in things)


def as_now(model: Any, make: Callable[[], Drawing]) -> Callable[[], Drawing]:
    """make, on the model with the parameters and gradients that it has now; then it is as it was found."""
    parameters = list(model.parameters())
    now = [(p.data, p.grad) for p in parameters]

    def make_later() -> Drawing:
        found = [(p.data, p.grad) for p in parameters]
        put(parameters, now)
        try:
            return make()
        finally:
            put(parameters, found)

    return make_later


def put(parameters: list[Value], numbers: list[tuple[float, float]]) -> None:
    for p, (data, grad) in zip(parameters, numbers):
        p.data, p.grad = data, grad
