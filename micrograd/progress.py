"""How far a long training has come, on one line that is written anew in its place.

    line = ProgressLine(500, sink, progress=None)
    line.tell(step, loss, accuracy)             # after each step: written five times a second at most
    line.finish()

    step 120 of 500 · loss 0.0231 · accuracy 97% · 230 steps/s · 2 s left

It is for somebody who waits: nothing is written in the first second, nor where nobody looks (a file, a pipe, a test).

Offers `ProgressLine` and `progress_text`.
"""

import sys
from collections.abc import Callable
from math import isfinite
from time import monotonic
from typing import Any

PATIENCE, PAUSE = 1.0, 0.2  # seconds: before the first line, and from one to the next


class ProgressLine:
    """total: steps; sink: where pictures go (show.py); progress: True and False write always and never, None where
    somebody looks. now: a clock, in seconds."""

    def __init__(
        self, total: int, sink: Any = None, progress: bool | None = None, now: Callable[[], float] = monotonic
    ) -> None:
        if progress not in (None, True, False):
            raise TypeError(f"progress is True, False or None (where somebody looks), not {progress!r}")
        self.total, self.now, self.start = total, now, now()
        self.write = None if progress is False else writer(sink, bool(progress))
        self.due = self.start if progress else self.start + PATIENCE
        self.newest, self.shown = "", ""

    def tell(self, step: int, loss: float, accuracy: float) -> None:
        """Writes the line, if it is time."""
        if self.write is None:
            return
        at = self.now()
        if at >= self.due:
            self.put(progress_text(step, self.total, loss, accuracy, at - self.start))
            self.due, self.newest = at + PAUSE, ""
        elif step == self.total and self.shown:
            self.newest = progress_text(step, self.total, loss, accuracy, at - self.start)

    def put(self, text: str) -> None:
        assert self.write is not None
        self.write(text, False)
        self.shown = text

    def finish(self) -> None:
        """The training is over, however it ended: the last line stays."""
        if self.write is not None and self.shown:
            self.write(self.newest or self.shown, True)
        self.newest, self.shown = "", ""


def progress_text(step: int, total: int, loss: float, accuracy: float, seconds: float) -> str:
    """The line. accuracy: from 0 to 1, or nan where there is none; seconds: since the first step."""
    parts = [f"step {step:,} of {total:,}", f"loss {loss:.4g}"]
    if isfinite(accuracy):
        parts.append(f"accuracy {accuracy:.0%}")
    if step and seconds > 0:
        speed = step / seconds
        parts.append(f"{speed:,.0f} steps/s" if speed >= 10 else f"{speed:.2g} steps/s")
        parts.append(f"{time_text((total - step) / speed)} left" if step < total else f"took {time_text(seconds)}")
    return " · ".join(parts)


def time_text(seconds: float) -> str:
    """A time as people say it: '8 s', '2 min 05 s', '1 h 03 min'."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def writer(sink: Any, always: bool) -> Callable[[str, bool], object] | None:
    """write(text, last), the way that this sink, or else a terminal, has; None where nobody looks."""
    own = getattr(sink, "progress", None)
    if own is not None:
        found: Callable[[str, bool], object] = own
        return found
    if getattr(sink, "moves", False):  # it shows pictures, and has no line to write on
        return (lambda text, last: sink.note(text) if last else None) if always else None
    if always or (hasattr(sys.stderr, "isatty") and sys.stderr.isatty()):
        return TerminalLine().write
    return None


class TerminalLine:
    """The line on which stderr is."""

    def __init__(self) -> None:
        self.width = 0

    def write(self, text: str, last: bool) -> None:
        """Goes back to the beginning of the line, and covers what was there."""
        sys.stderr.write("\r" + text.ljust(self.width) + ("\n" if last else ""))
        sys.stderr.flush()
        self.width = len(text)
