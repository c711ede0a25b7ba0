"""The stage: only what changed is shown anew, and an error in a page leaves everything as it was."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from types import SimpleNamespace

import pytest

from pages.app import App
from pages.effects import Focus, SetAddress
from pages.environment import Environment
from pages.events import Arrive, Frame, Key, Near, Press, Restore, Screen
from pages.page import Page
from pages.registry import PAGES

UP = Press("up")


def counter(**more):
    """A page with two slots, one of which never changes; what it asks for says where it is."""
    return SimpleNamespace(
        **{
            "NAME": "counter",
            "start": lambda: 0,
            "view": lambda n: {"counter.n": str(n), "counter.title": "Counter"},
            "update": lambda n, event: (n + 1, (SetAddress(str(n + 1)),)) if event == UP else (n, ()),
            "moving": lambda n: n == 3,
        }
        | more
    )


def test_everything_is_shown_at_first_and_then_what_changed():
    app = App([counter()])
    assert app.contents == {"counter": {"counter.n": "0", "counter.title": "Counter"}}
    assert app.send("counter", UP) == ({"counter.n": "1"}, (SetAddress("1"),))
    assert app.send("counter", Near()) == ({}, ())
    assert app.contents == {"counter": {"counter.n": "1", "counter.title": "Counter"}}


def test_several_events_are_shown_as_one_and_their_effects_follow_each_other():
    app = App([counter()])
    assert app.send("counter", UP, UP) == ({"counter.n": "2"}, (SetAddress("1"), SetAddress("2")))


def test_an_effect_needs_no_other_state():
    app = App([counter(update=lambda n, event: (n, (Focus("there"),)))])
    assert app.send("counter", UP) == ({}, (Focus("there"),))


def test_the_clock_is_wanted_while_any_page_moves():
    app = App([counter()])
    moved = []
    for _ in range(4):
        moved.append(app.moving)
        app.send("counter", UP)
    assert moved == [False, False, False, True] and not app.moving


def fails(*_):
    raise RuntimeError("no")


def fails_at_two(n, event):
    return (n + 1, ()) if n < 1 else fails()


@pytest.mark.parametrize(
    "broken", [{"update": fails}, {"update": fails_at_two}, {"view": lambda n: fails() if n else {"counter.n": "0"}}]
)
def test_a_page_that_raises_keeps_its_state_and_what_it_shows_and_asks_for_nothing(broken):
    app = App([counter(**broken)])
    with pytest.raises(RuntimeError):
        app.send("counter", UP, UP)
    assert app.states == {"counter": 0}
    assert app.contents["counter"]["counter.n"] == "0"


pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)


@pages
def test_every_page_is_a_page(page):
    assert isinstance(page, Page)


@pages
def test_states_are_frozen_and_views_are_functions_of_them(page):
    state = page.start()
    assert is_dataclass(state)
    if fields(state):
        with pytest.raises(FrozenInstanceError):
            setattr(state, fields(state)[0].name, None)
    assert page.view(state) == page.view(state)
    assert all(slot.split(".")[0] == page.NAME for slot in page.view(state))


@pages
@pytest.mark.parametrize(
    "event", [Press("no such thing"), Press("no such thing", "line.12"), Key("q"), Near(), Restore("{"), Arrive("?")]
)
def test_an_event_that_means_nothing_to_a_page_changes_nothing(page, event):
    known = {("cell", Near), ("cell", Arrive), ("idea", Arrive), ("unit", Arrive)}  # any address leads to a state
    state = page.start()
    if (page.NAME, type(event)) not in known:
        assert page.update(state, event) == (state, ()) and page.update(state, event)[0] is state


@pages
def test_every_page_hears_of_the_screen_and_of_frames(page):
    state, effects = page.update(page.start(), Screen(Environment(390, True, "light")))
    assert effects == ()
    after, _ = page.update(state, Frame(16.0, 16.0))
    assert page.view(after) == page.view(state)
