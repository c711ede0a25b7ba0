"""Controls as markup: what each says it does is what the event says that reaches the page."""

import re
from html.parser import HTMLParser

import pytest

from pages import controls
from pages.events import Change, Input, Press
from pages.registry import PAGES

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)


SEVERAL = {"idea": {"order", "tanh", "program", "wasm"}, "loop": {"python", "machine", "xor", "moons"}}  # to be found


class Controls(HTMLParser):
    """The attributes of all elements with a data-do."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "data-do" in given:
            self.found.append({"tag": tag, **given})


def controls_of(page):
    contents = page.view(page.start()).values()
    markup = "".join(str(getattr(content, "markup", content)) for content in contents)
    return Controls(markup).found


@pytest.mark.parametrize(
    "markup, key, which",
    [
        (controls.button("= for +=", "idea.fault", "set"), "idea-fault-set", ("value", "set")),
        (controls.button("Step", "idea.step"), "idea-step", ("value", None)),
        (controls.button("Yours", "loop.set", "your own"), "loop-set-your-own", ("value", "your own")),
        (controls.slider("Speed", "cell.speed", 1.0, 0, 4, 1, of="2"), "cell-speed-2", ("data-of", "2")),
        (controls.slider("Speed", "idea.speed", 1.0, 0, 4, 1), "idea-speed", ("data-of", None)),
        (controls.select("Nudge", "unit.nudge", "", [("", "none")], of="3"), "unit-nudge-3", ("data-of", "3")),
        (controls.field("Guess", "idea.guess", "", of="1", error="No."), "idea-guess-1", ("data-of", "1")),
    ],
)
def test_which_of_several_controls_it_is_stands_beside_what_it_does(markup, key, which):
    (found,) = Controls(markup).found
    attribute, value = which
    assert found["id"] == key and found.get(attribute) == value
    assert re.fullmatch(r"[a-z]+\.[a-z]+", found["data-do"])


@pages
def test_every_control_has_an_id_of_its_own_and_an_action_without_parts(page):
    found = controls_of(page)
    assert found and len({control["id"] for control in found}) == len(found)
    assert all(re.fullmatch(rf"{page.NAME}\.[a-z0-9]+", control["data-do"]) for control in found)


@pages
def test_what_a_control_is_of_several_is_no_action_by_itself(page):
    """An event with the bare name of a fault, a view or a data set must do nothing."""
    state, found = page.start(), controls_of(page)
    actions = {control["data-do"].split(".")[1] for control in found}
    values = {control["value"] for control in found if control["tag"] == "button" and "value" in control} - actions
    for name in values:
        for event in (Press(name), Input(name, name), Change(name, name)):
            assert page.update(state, event) == (state, ())
    assert SEVERAL.get(page.NAME, set()) <= values
