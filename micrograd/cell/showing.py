"""What a program says to its stage: `show` and `display`, and what it prints.

Offers these, and `Printed`, which stands in for sys.stdout.
"""

import sys

from .models import Plane, is_data, layers_of
from .stage import CELL, on_stage
from .things import drawing
from .values import is_value


def show(*things):
    """Draws: a Value, a Module, a data set, a list of losses, or a model and a data set. In a loop the picture moves."""
    present(things, lambda stage, make: stage.animate(line_of_caller(), make))


def display(*things):
    """Draws like show, but every picture stays."""
    present(things, lambda stage, make: stage.draw(make()))


def present(things, draw):
    """draw(stage, make) with what makes their picture; in words what has none; printed, where there is no stage."""
    stage = on_stage.get()
    if stage is None:
        return print(*things)
    make = maker(things, stage)
    if make is None:
        stage.write(" ".join(map(repr, things)) + "\n")
    else:
        draw(stage, make)


def maker(things, stage):
    """A function that makes the record of these things, or None if they have no picture."""
    if not things:
        raise TypeError("show what? A Value, a model, a data set, a list of losses, or a model and a data set")
    if len(things) == 2 and layers_of(things[0]) and is_data(things[1]):
        return Plane(*things).record
    if len(things) > 1:
        return None
    (thing,) = things
    if layers_of(thing) or isinstance(thing, (list, tuple)):  # these change while the loop runs: as they are now
        record = drawing(thing, stage.names)
        return record and (lambda: record)
    return (lambda: drawing(thing, stage.names)) if drawable(thing) else None


def drawable(thing):
    return is_data(thing) or is_value(thing)


def line_of_caller():
    """The line of the reader's program that is running; 0 if there is none."""
    frame = sys._getframe()
    while frame is not None and not frame.f_code.co_filename.startswith(CELL):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


class Printed:
    """What stands in for sys.stdout and sys.stderr while a program runs."""

    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self, stage, stream):
        self._stage, self._stream = stage, stream

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._stage.write(text, self._stream)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        """Nothing is held back for long."""

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False
