"""The stage: only what changed is shown anew, and an error in a page leaves every state as it was."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from types import SimpleNamespace

import pytest

from pages.registry import PAGES
from pages.runtime import Stage


def counter(**more):
    """A page with two slots, one of which never changes."""
    return SimpleNamespace(
        **{
            "NAME": "counter",
            "start": lambda: 0,
            "view": lambda n: {"counter.n": str(n), "counter.title": "Counter"},
            "handle": lambda n, event: n + 1 if event["type"] == "press" else n,
            "moving": lambda n: n == 3,
        }
        | more
    )


def test_everything_is_shown_at_first_and_then_what_changed():
    stage = Stage([counter()])
    assert stage.shown == {"counter": {"counter.n": "0", "counter.title": "Counter"}}
    assert stage.send("counter", {"type": "press"}) == {"counter.n": "1"}
    assert stage.send("counter", {"type": "nothing"}) == {}
    assert stage.shown == {"counter": {"counter.n": "1", "counter.title": "Counter"}}


def test_several_events_are_shown_as_one():
    stage = Stage([counter()])
    assert stage.send("counter", {"type": "press"}, {"type": "press"}) == {"counter.n": "2"}


def test_the_clock_is_wanted_while_any_page_moves():
    stage = Stage([counter()])
    moved = []
    for _ in range(4):
        moved.append(stage.moving)
        stage.send("counter", {"type": "press"})
    assert moved == [False, False, False, True] and not stage.moving


def fails(*_):
    raise RuntimeError("no")


@pytest.mark.parametrize("broken", [{"handle": fails}, {"view": lambda n: fails() if n else {"counter.n": "0"}}])
def test_a_page_that_raises_keeps_its_state_and_what_it_shows(broken):
    stage = Stage([counter(**broken)])
    with pytest.raises(RuntimeError):
        stage.send("counter", {"type": "press"})
    assert stage.states == {"counter": 0}
    assert stage.shown["counter"]["counter.n"] == "0"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_states_are_frozen_and_views_are_functions_of_them(page):
    state = page.start()
    assert is_dataclass(state)
    if fields(state):
        with pytest.raises(FrozenInstanceError):
            setattr(state, fields(state)[0].name, None)
    assert page.view(state) == page.view(state)
    assert all(slot.split(".")[0] == page.NAME for slot in page.view(state))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_an_event_that_a_page_does_not_know_changes_nothing(page):
    state = page.start()
    assert page.handle(state, {"type": "press", "do": "no such thing", "value": None}) is state
