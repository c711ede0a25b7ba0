"""Between a running program and the page: what is sent, when, and how much of it.

A print is sent at once, as long as they do not come in floods; then several are sent together. `show` in a loop sends a
picture when the one before has had its time, and always the newest; the last one is never lost.

Offers `Stage`, `on_stage` (the one of the running program), `show` and `display`.
"""

import sys
from contextvars import ContextVar
from time import monotonic

from . import wire
from .records import Draw, Folded, Note, Text
from .things import Plane, drawing, is_data, layers_of

CELL = '<cell '             # how the names of the reader's programs begin
PIECE = 16_000              # characters in one message
MOST_TEXT = 1_000_000       # characters that one run prints
MOST_DRAWN = 1000           # pictures that stay
KEPT_TAIL = 2000            # characters from the end of what was too much
BURST, RATE = 200.0, 40.0   # messages at once, and then in a second
FRAME = 0.08                # seconds that a picture has at least
SHARE = 2.0                 # and this much longer than it took to make

on_stage = ContextVar('on_stage', default=None)


class Frame:
    """What one line shows: when it may do so again, and what it would show then."""

    def __init__(self):
        self.due, self.waiting = 0.0, None


class Stage:
    """One run's output. post(text) sends a message; names is the program's namespace."""

    def __init__(self, post, names, now=monotonic):
        self.post, self.names, self.now = post, names, now
        self.text, self.stream = [], 'out'
        self.left, self.lost, self.tail = MOST_TEXT, 0, ''
        self.drawn, self.undrawn, self.frames = 0, 0, {}
        self.tokens, self.refilled = BURST, now()

    def send(self, message):
        """A message that is not text: it comes after all text so far."""
        self.flush()
        self.post(wire.write(message))

    def write(self, text, stream='out'):
        """Text that the program prints."""
        if not self.left:
            self.lost += len(text)
            self.tail = (self.tail + text[-KEPT_TAIL:])[-KEPT_TAIL:]
            return
        if stream != self.stream:
            self.flush()
            self.stream = stream
        kept, rest = text[: self.left], text[self.left :]
        self.left -= len(kept)
        self.text.append(kept)
        now = self.now()
        self.tokens = min(BURST, self.tokens + (now - self.refilled) * RATE)
        self.refilled = now
        if self.tokens >= 1:
            self.tokens -= 1
            self.flush()
        if rest:
            self.write(rest, stream)

    def flush(self):
        """Sends the text that was held back."""
        text, self.text = ''.join(self.text), []
        for start in range(0, len(text), PIECE):
            self.post(wire.write(Text(self.stream, text[start : start + PIECE])))

    def draw(self, record, place=None):
        """A picture; place None: it stays, and counts."""
        if place not in self.frames or place is None:
            if self.drawn >= MOST_DRAWN:
                self.undrawn += 1
                return
            self.drawn += 1
        self.send(Draw(place, record))

    def animate(self, place, make):
        """A picture at a place that is drawn again and again: now, if the last one has had its time."""
        start = self.now()
        frame = self.frames.get(place)
        if frame and start < frame.due:
            frame.waiting = make
            return
        self.draw(make(), place)
        frame = self.frames.setdefault(place, Frame())
        end = self.now()
        frame.due, frame.waiting = end + max(FRAME, SHARE * (end - start)), None

    def end(self):
        """The run is over: the newest pictures, and how much was left out."""
        for place, frame in self.frames.items():
            if frame.waiting:
                make, frame.waiting = frame.waiting, None
                self.draw(make(), place)
        self.flush()
        if self.lost or self.undrawn:
            self.send(Folded(self.lost - len(self.tail), self.undrawn))
            if self.tail:
                self.send(Text('out', self.tail))
            self.lost, self.undrawn, self.tail = 0, 0, ''


def show(*things):
    """Draws: a Value, a Module, a data set, a list of losses, or a model and a data set. In a loop the picture moves."""
    stage = on_stage.get()
    if stage is None:
        return print(*things)
    make = maker(things, stage)
    if make is None:
        stage.write(' '.join(map(repr, things)) + '\n')
    else:
        stage.animate(line_of_caller(), make)


def display(*things):
    """Draws like show, but every picture stays."""
    stage = on_stage.get()
    if stage is None:
        return print(*things)
    make = maker(things, stage)
    if make is None:
        stage.write(' '.join(map(repr, things)) + '\n')
    else:
        stage.draw(make())


def maker(things, stage):
    """A function that makes the record of these things, or None if they have no picture."""
    if not things:
        raise TypeError('show what? A Value, a model, a data set, a list of losses, or a model and a data set')
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
    return is_data(thing) or all(hasattr(thing, name) for name in ('data', 'grad', '_prev', '_op'))


def line_of_caller():
    """The line of the reader's program that is running; 0 if there is none."""
    frame = sys._getframe()
    while frame is not None and not frame.f_code.co_filename.startswith(CELL):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


class Printed:
    """What stands in for sys.stdout and sys.stderr while a program runs."""

    encoding, errors, closed = 'utf-8', 'strict', False

    def __init__(self, stage, stream):
        self._stage, self._stream = stage, stream

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
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


def note(text):
    """A sentence about the run, if it runs in the cell."""
    if stage := on_stage.get():
        stage.send(Note(text))
