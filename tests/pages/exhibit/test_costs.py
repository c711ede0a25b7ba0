"""What a frame costs in which only time moves: counted in calls of Python functions, which are the same on any machine."""

import sys

import pytest

from pages.app import App
from pages.events import Change, Frame, Look, Press
from pages.targets import Target
from tests.pages.exhibit.sections import SECTIONS, every_section

MOST = 300


def calls(function):
    """How many Python functions are called, itself among them."""
    count = 0

    def note(frame, kind, argument):
        nonlocal count
        count += kind == "call"

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


def cost_of_frame(app, page):
    """Of a frame in the middle of a step, after two that the page has seen."""
    for _ in range(2):
        app.send(page, Frame(16.0, 16.0))
    return calls(lambda: app.send(page, Frame(16.0, 16.0)))


@every_section
@pytest.mark.parametrize("do", ["forward", "backward", "play", "step"])
def test_a_frame_in_which_only_time_moves_costs_less_than_300_calls(section, do):
    app = App([section.page])
    app.states[section.page.NAME] = section.start()
    app.send(section.page.NAME, Press(do, section.of), Frame(100.0, 100.0))
    before = section.time(app.states[section.page.NAME])
    assert 0 < cost_of_frame(app, section.page.NAME) < MOST
    after = section.time(app.states[section.page.NAME])
    assert before.step == after.step and before.at < after.at  # it was the middle of a step, and time did move


@pytest.mark.parametrize(
    "do", [Press("fault", "set"), Change("nudge", "0"), Press("view", "wasm"), Look(Target("box", 1))]
)
def test_nor_does_it_where_more_is_to_be_seen(do):
    app = App([SECTIONS[0].page])
    app.send("idea", Change("example", "readme"), do, Press("reset"))
    app.send("idea", Press("backward"), Frame(100.0, 100.0))
    assert cost_of_frame(app, "idea") < MOST


def test_the_wave_of_a_nudge_costs_no_more():
    app = App([SECTIONS[0].page])
    app.send("idea", Change("example", "readme"), Change("nudge", "0"), Frame(100.0, 100.0))
    assert app.moving and cost_of_frame(app, "idea") < MOST
