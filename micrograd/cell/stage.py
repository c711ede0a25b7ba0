"""Between a running program and the page: what is sent, when, and how much of it.

A print is sent at once, as long as they do not come in floods; then several are sent together. `show` in a loop sends a
picture when the one before has had its time, and always the newest; the last one is never lost.

Offers `Stage`, `on_stage` (the one of the running program), and `note`, a sentence about the run. showing.py is what
speaks to it.
"""

from contextvars import ContextVar
from time import monotonic

from . import wire
from .records import Draw, Folded, Note, Text

CELL = "<cell "  # how the names of the reader's programs begin
PIECE = 16_000  # characters in one message
MOST_TEXT = 1_000_000  # characters that one run prints
MOST_DRAWN = 1000  # pictures that stay
KEPT_TAIL = 2000  # characters from the end of what was too much
BURST, RATE = 200.0, 40.0  # messages at once, and then in a second
FRAME = 0.08  # seconds that a picture has at least
SHARE = 2.0  # and this much longer than it took to make

on_stage = ContextVar("on_stage", default=None)


class Frame:
    """What one line shows: when it may do so again, and what it would show then."""

    def __init__(self):
        self.due, self.waiting = 0.0, None


class Stage:
    """One run's output. post(text) sends a message; names is the program's namespace."""

    def __init__(self, post, names, now=monotonic):
        self.post, self.names, self.now = post, names, now
        self.text, self.stream = [], "out"
        self.left, self.lost, self.tail = MOST_TEXT, 0, ""
        self.drawn, self.undrawn, self.frames = 0, 0, {}
        self.tokens, self.refilled = BURST, now()

    def send(self, message):
        """A message that is not text: it comes after all text so far."""
        self.flush()
        self.post(wire.write(message))

    def write(self, text, stream="out"):
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
        text, self.text = "".join(self.text), []
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
                self.send(Text("out", self.tail))
            self.lost, self.undrawn, self.tail = 0, 0, ""


def note(text):
    """A sentence about the run, if it runs in the cell."""
    if stage := on_stage.get():
        stage.send(Note(text))
