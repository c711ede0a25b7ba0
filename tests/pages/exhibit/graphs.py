"""States of The Idea, whose exhibit has all parts, for the tests of these parts."""

from pages import idea
from pages.events import Key, Press
from pages.idea.examples import EXAMPLES
from pages.targets import parse_target
from tests.pages.events import press, send

KEYS = [example.key for example in EXAMPLES]


def show(example, *events):
    """An example at its beginning, and then these events."""
    return send(idea, press(idea, idea.start(), "example", example), *events)


def at(state, k):
    """After k steps."""
    return press(idea, state, "timeline", str(k))


def end(state):
    return at(state, state.exhibit.length)


def write(text):
    """The state in which the reader has written this text."""
    return press(idea, idea.start(), "text", text)


def fault(key):
    return Press("fault", key)


def effects(state, event):
    """What is asked of the browser."""
    return idea.update(state, event)[1]


def key(name, target=None, shift=False):
    """A key on a Target as it stands in the markup, without the page's name."""
    return Key(name, target and parse_target(target), shift)


def place(state, name):
    """The number of the box of this name."""
    return next(node.index for node in state.exhibit.tape.nodes if node.name == name)
