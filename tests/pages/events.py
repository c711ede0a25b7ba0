"""Events as a reader causes them, for the tests of all pages."""

from pages.events import Frame, Input, Look, Press
from pages.targets import parse_target


def send(page, state, *events):
    """The state after these events; what the page asks of the browser is left out."""
    for event in events:
        state, _ = page.update(state, event)
    return state


def press(page, state, do, value=None):
    """A button; with a value, a field or slider in which that is entered."""
    return send(page, state, Press(do) if value is None else Input(do, value))


def frame(page, state, ms=40.0):
    return send(page, state, Frame(ms, ms))


def look(page, state, target):
    """At a Target as it stands in the markup, without the page's name; None: away."""
    return send(page, state, Look(target and parse_target(target)))


def rest(page, state):
    """Lets animation frames pass until nothing moves."""
    for _ in range(20_000):
        if not page.moving(state):
            return state
        state = frame(page, state)
    raise AssertionError("never came to rest")
