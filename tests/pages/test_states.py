"""States are values: whatever happens, an old state still has its old view, byte for byte; and so after an error.

The events are random ones from each page's own controls, as its view and index.html offer them, and those of
recording.py.
"""

import random
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.app import App
from pages.environment import Environment
from pages.events import Change, Drag, Draw, Frame, Input, Key, Look, Near, Press, Screen, Track
from pages.registry import PAGES
from pages.targets import parse_target

from .recording import SCRIPTS, markup

INDEX = (Path(__file__).parents[2] / "index.html").read_text("utf-8")
TEXTS = ("", "x", "3", "0.5", "8 8", "a = Value(2.0)\nL = a * a")
KEYS = ("ArrowUp", "ArrowLeft", "PageDown", "Home", "Enter", "Delete", "Escape", " ", "?")
GENERAL = (
    *(Frame(ms, ms) for ms in (1.0, 16.0, 90.0)),
    Near(),
    Screen(Environment(390, False, "light")),
    Screen(Environment(1440, True, "dark")),
)


class Offers(HTMLParser):
    """The events that markup offers for a page."""

    def __init__(self, name, text):
        super().__init__()
        self.name, self.events, self.select = name, [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        mine = {
            kind: has[f"data-{kind}"].split(".", 1)[1]
            for kind in ("do", "look", "drag", "draw", "track")
            if has.get(f"data-{kind}", "").startswith(f"{self.name}.")
        }
        if tag == "option":
            if self.select:
                self.events.append(Change(*self.select[:1], has["value"], *self.select[1:]))
            return
        self.select = None
        match tag, mine.get("do"):
            case _, None:
                pass
            case "select", do:
                self.select = do, has.get("data-of", "")
            case "input", do:
                own = has.get("value", "")
                texts = (has["min"], has["max"], own) if has["type"] == "range" else (*TEXTS, own)
                self.events += [kind(do, text, has.get("data-of", "")) for text in texts for kind in (Input, Change)]
            case _, do if has.get("aria-disabled") != "true":
                self.events.append(Press(do, has.get("value") or ""))
        if "look" in mine:
            target = parse_target(mine["look"])
            self.events += [
                Look(target),
                Look(None),
                *(Key(key, target, shift) for key in KEYS for shift in (False, True)),
            ]
        if "drag" in mine:
            target = parse_target(mine["drag"])
            self.events += [Drag(target, "start"), Drag(target, "move", 30.0), Drag(target, "end", -50.0, fine=True)]
        if "draw" in mine:
            places = [(x, y) for x in (0.1, 0.55, 0.9) for y in (0.2, 0.7)]
            for phase in ("down", "move", "up"):
                self.events += [Draw(mine["draw"], phase, x, y, other) for x, y in places for other in (False, True)]
        if "track" in mine:
            self.events += [Track(mine["track"], x, x) for x in (0.0, 0.3, 1.0)] + [Track(mine["track"], None, None)]


def look_at(page, state):
    """What the page shows in this state, with every pixel; looking changes nothing, not even the draw of random numbers."""
    before = random.getstate()
    page = getattr(page, "page", page)  # without an adapter's memory
    shown = {}
    for slot, content in page.view(state).items():
        shown[slot] = bytes(content.pixels()) if hasattr(content, "pixels") else markup(content)
    assert random.getstate() == before
    return shown


def offers(page, state):
    """The events that could come now, in groups: one for each control, and one for each other type of event.

    So none is drowned by another that has many values; what makes things move stands there several times.
    """
    text = "".join(str(getattr(content, "markup", content)) for content in page.view(state).values())
    groups = {}
    for event in (*Offers(page.NAME, INDEX + text).events, *GENERAL):
        groups.setdefault((type(event).__name__, getattr(event, "do", "")), []).append(event)
    moving = [group for (kind, _), group in groups.items() if kind in ("Press", "Frame")]
    return [*groups.values(), *moving, *moving, SCRIPT[page.NAME]]


def chosen(groups, number):
    group = groups[number % len(groups)]
    return group[number // len(groups) % len(group)]


SCRIPT = {name: tuple(script()) for name, script in SCRIPTS.items()}
choices = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 2**16)), min_size=1, max_size=10)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
@given(choices=choices)
@settings(max_examples=12, deadline=None)
def test_after_any_event_every_old_state_still_has_its_old_view(page, choices):
    """Any state that was there may go on, not only the newest; the same event leads to the same view again."""
    states = [page.start()]
    views = [look_at(page, states[0])]
    for which, event in choices:
        k = which % len(states) if which % 3 == 0 else -1
        event = chosen(offers(page, states[k]), event)
        new, _ = page.update(states[k], event)
        view = look_at(page, new)
        assert look_at(page, states[k]) == views[k], event
        assert look_at(page, page.update(states[k], event)[0]) == view, event
        states.append(new)
        views.append(view)
    for state, view in zip(reversed(states), reversed(views), strict=True):
        assert look_at(page, state) == view


class Broken:
    """A page whose view raises while `broken`."""

    def __init__(self, page):
        self.page, self.NAME, self.broken = page, page.NAME, False
        self.start, self.update, self.moving = page.start, page.update, page.moving

    def view(self, state):
        found = self.page.view(state)
        if self.broken:
            raise RuntimeError("no view")
        return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
@given(choices=choices)
@settings(max_examples=12, deadline=None)
def test_a_view_that_raises_leaves_everything_as_it_was(page, choices):
    """And what comes after is as if the event had never been: no ghost of it, no step that was half taken."""
    broken = Broken(page)
    app = App([broken])
    for first, second in choices:
        state, contents = app.states[page.NAME], dict(app.contents[page.NAME])
        before, possible = look_at(page, state), offers(page, state)
        event, lost = chosen(possible, second), chosen(possible, first)
        expected = look_at(page, page.update(state, event)[0])
        broken.broken = True
        if page.update(state, lost)[0] is not state:
            with pytest.raises(RuntimeError, match="no view"):
                app.send(page.NAME, lost)
        broken.broken = False
        assert app.states[page.NAME] is state and app.contents[page.NAME] == contents
        assert look_at(page, state) == before
        app.send(page.NAME, event)
        assert look_at(page, app.states[page.NAME]) == expected
