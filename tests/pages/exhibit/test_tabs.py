"""The tools as tabs: one panel is open, the rest wait behind their names, and a name says whether its tool is in use."""

import re

import pytest

from pages import idea
from pages.events import Arrive, Change, Press
from pages.exhibit.tabs import TITLES


def after(*events):
    state = idea.start()
    for event in events:
        state, _ = idea.update(state, event)
    return state


def tabs(state):
    """{tool: (selected, whether its panel is hidden, whether its name is marked)}"""
    markup = idea.view(state)["idea.tools"]
    names = {tool: re.search(rf'<button[^>]*id="idea-tool-{tool}"[^>]*>', markup)[0] for tool in TITLES}
    panels = {tool: re.search(rf'<div[^>]*id="idea-panel-{tool}"[^>]*>', markup)[0] for tool in TITLES}
    return {
        tool: ('aria-selected="true"' in names[tool], "hidden" in panels[tool], 'class="used"' in names[tool])
        for tool in TITLES
    }


def opened(state):
    """The one tool that is open, by all signs."""
    found = tabs(state)
    selected = [tool for tool, (chosen, _, _) in found.items() if chosen]
    assert selected == [tool for tool, (_, hidden, _) in found.items() if not hidden]
    (tool,) = selected
    return tool


@pytest.mark.parametrize("tool", TITLES)
def test_a_press_opens_one_panel_and_closes_the_others(tool):
    assert opened(after(Press("tool", tool))) == tool
    assert opened(after(*(Press("tool", each) for each in TITLES), Press("tool", tool))) == tool


def test_the_first_tool_is_open_at_first_and_what_is_no_tool_opens_nothing():
    assert opened(idea.start()) == next(iter(TITLES))
    assert after(Press("tool", "engine")) == idea.start()


@pytest.mark.parametrize(
    "link, tool", [("fault=set", "faults"), ("predict=1", "predict"), ("nudge=0&h=1", "nudge"), ("at=3", "nudge")]
)
def test_a_link_opens_the_tool_that_it_speaks_of(link, tool):
    assert opened(after(Arrive(link))) == tool


def test_a_tool_that_is_in_use_is_marked_whichever_is_open():
    state = after(Press("tool", "faults"), Press("fault", "set"), Press("tool", "nudge"), Change("nudge", "1"))
    assert opened(state) == "nudge"
    assert {tool for tool, (_, _, used) in tabs(state).items() if used} == {"faults", "nudge"}
    state, _ = idea.update(state, Press("fix"))
    assert {tool for tool, (_, _, used) in tabs(state).items() if used} == {"nudge"}


def test_another_text_and_a_reset_leave_the_open_tool_open():
    assert opened(after(Press("tool", "predict"), Change("example", "diamond"), Press("reset"))) == "predict"


def test_every_tab_names_its_panel_and_every_panel_its_tab():
    markup = idea.view(idea.start())["idea.tools"]
    for tool in TITLES:
        assert f'aria-controls="idea-panel-{tool}"' in markup
        assert f'aria-labelledby="idea-tool-{tool}"' in markup
    assert markup.count('tabindex="0"') == 1  # the Tab key comes to the open one, the arrows walk from there
