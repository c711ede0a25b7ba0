"""What a running program sends to the page: when, and how much of it.

A print is sent at once, as long as they do not come in floods; then several are sent together. `show` in a loop sends a
picture when the one before has had its time (micrograd/animation.py). There is an end to how much one run may say.

Offers `Output`, which is the sink of show and display, and `Stream`, which stands in for sys.stdout.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from time import monotonic

from micrograd.animation import Animation

from . import wire
from .drawable import drawing_maker
from .lines import running_line
from .records import Draw, Drawing, Folded, Message, Note, Text

PIECE = 16_000  # characters in one message
MOST_TEXT = 1_000_000  # characters that one run prints
MOST_PICTURES = 1000  # that stay
MOST_TAIL = 2000  # characters from the end of what was too much
BURST, RATE = 200.0, 40.0  # messages at once, and then in a second


class Output:
    """One run's output. post(text) sends a message; names is the program's namespace."""

    moves = True

    def __init__(
        self, post: Callable[[str], object], names: Mapping[str, object], now: Callable[[], float] = monotonic
    ) -> None:
        self.post, self.names, self.now = post, names, now
        self.text: list[str] = []
        self.stream = "out"
        self.room, self.lost, self.tail = MOST_TEXT, 0, ""
        self.pictures, self.lost_pictures = 0, 0
        self.places: set[Hashable] = set()
        self.animation = Animation(self.draw_at, now)
        self.tokens, self.refilled = BURST, now()

    # Messages.

    def send(self, message: Message) -> None:
        """A message that is not text: it comes after all text so far."""
        self.flush()
        self.post(wire.write(message))

    def write(self, text: str, stream: str = "out") -> None:
        """Text that the program prints."""
        if not self.room:
            self.lost += len(text)
            self.tail = (self.tail + text[-MOST_TAIL:])[-MOST_TAIL:]
            return
        if stream != self.stream:
            self.flush()
            self.stream = stream
        fits, rest = text[: self.room], text[self.room :]
        self.room -= len(fits)
        self.text.append(fits)
        now = self.now()
        self.tokens = min(BURST, self.tokens + (now - self.refilled) * RATE)
        self.refilled = now
        if self.tokens >= 1:
            self.tokens -= 1
            self.flush()
        if rest:
            self.write(rest, stream)

    def flush(self) -> None:
        """Sends the text that was held back."""
        text, self.text = "".join(self.text), []
        for start in range(0, len(text), PIECE):
            self.post(wire.write(Text(self.stream, text[start : start + PIECE])))

    def end(self) -> None:
        """The run is over: the newest pictures, and how much was left out."""
        self.animation.finish()
        self.flush()
        if self.lost or self.lost_pictures:
            self.send(Folded(self.lost - len(self.tail), self.lost_pictures))
            if self.tail:
                self.send(Text("out", self.tail))
            self.lost, self.lost_pictures, self.tail = 0, 0, ""

    # Pictures.

    def draw(self, drawing: Drawing) -> None:
        """A picture that stays."""
        if self.has_room():
            self.send(Draw(None, drawing))

    def draw_at(self, place: Hashable, drawing: Drawing) -> None:
        """A picture in place of the one before it; the first one at a place counts."""
        if place not in self.places:
            if not self.has_room():
                return
            self.places.add(place)
        self.send(Draw(place if isinstance(place, int) else None, drawing))

    def has_room(self) -> bool:
        """Whether one more picture may be sent; counts it."""
        if self.pictures >= MOST_PICTURES:
            self.lost_pictures += 1
            return False
        self.pictures += 1
        return True

    # The sink of show and display: see micrograd/show.py.

    def show(self, *things: object) -> None:
        self.picture(things, lambda make: self.animation.show(running_line(), make))

    def display(self, *things: object) -> None:
        self.picture(things, lambda make: self.draw(make()))

    def picture(self, things: tuple[object, ...], draw: Callable[[Callable[[], Drawing]], None]) -> None:
        """draw(make) with what makes their picture; in words what has none."""
        make = drawing_maker(things, self.names)
        if make is None:
            self.write(" ".join(map(repr, things)) + "\n")
        else:
            draw(make)

    def note(self, text: str) -> None:
        self.send(Note(text))


class Stream:
    """What stands in for sys.stdout and sys.stderr while a program runs."""

    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self, output: Output, name: str) -> None:
        self._output, self._name = output, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.write(text, self._name)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing is held back for long."""

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False
