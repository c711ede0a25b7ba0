"""Undo and redo: every change of every section comes back exactly, and only changes are undone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import cell, idea, loop, network, unit
from pages.app import App
from pages.events import Change, Drag, Draw, Frame, Input, Key, Look, Press
from pages.targets import Target
from pages.undo import MOST, Undoable

A = Target("box", 0)
CHANGES = {
    "idea": [
        [Input("text", "a = Value(7.0)\nL = a * a")],
        [Input("text", "a = Value(7.0)\nL = a *"), Input("text", "a = Value(7.0)\nL = a * 3")],
        [Change("example", "diamond")],
        [Press("fault", "set")],
        [Drag(A, "start"), Drag(A, "move", 30.0), Drag(A, "move", 60.0), Drag(A, "end")],
        [Key("ArrowUp", A)],
    ],
    "unit": [
        [Input("w1", "0.5"), Input("w1", "0.6"), Change("w1", "0.7")],
        [Change("activation", "tanh")],
        [Press("kill")],
        [Press("update"), *[Frame(100.0, 5000.0)] * 400],
    ],
    "network": [
        [Press("weights")],
        [Press("add")],
        [Press("remove")],
        [Input("x1", "0.5"), Input("x1", "0.6"), Change("x1", "0.6")],
    ],
    "loop": [
        [Change("data", "moons")],
        [Change("rate", "0.3")],
        [Draw("point", "down", 0.1, 0.1), Draw("point", "move", 0.2, 0.2), Draw("point", "up", 0.2, 0.2)],
        [Press("weights")],
    ],
}
PAGES = {page.NAME: page for page in (idea, unit, network, loop)}
every_change = pytest.mark.parametrize(
    "name, events",
    [pytest.param(name, events, id=f"{name}-{k}") for name, lists in CHANGES.items() for k, events in enumerate(lists)],
)


def kept(app, name):
    return PAGES[name].kept(app.states[name])


@every_change
def test_a_change_is_undone_with_one_press_and_done_again_with_another(name, events):
    app = App([PAGES[name]])
    before = kept(app, name)
    for event in events:
        app.send(name, event)
    after = kept(app, name)
    assert after is not None and after != before
    app.send(name, Press("undo"))
    assert kept(app, name) == before
    assert app.send(name, Press("undo")) == ({}, ())  # there was one change
    app.send(name, Press("redo"))
    assert kept(app, name) == after
    assert app.send(name, Press("redo")) == ({}, ())


@pytest.mark.parametrize("name", CHANGES)
def test_several_changes_come_back_in_reverse(name):
    app = App([PAGES[name]])
    stations = [kept(app, name)]
    for events in CHANGES[name]:
        for event in events:
            app.send(name, event)
        app.send(name, Press("back"))
        if kept(app, name) != stations[-1]:
            stations.append(kept(app, name))
    for station in reversed(stations[:-1]):
        app.send(name, Press("undo"))
        assert kept(app, name) == station
    for station in stations[1:]:
        app.send(name, Press("redo"))
        assert kept(app, name) == station


@pytest.mark.parametrize("name", CHANGES)
def test_what_only_plays_or_is_pointed_at_is_not_undone(name):
    app = App([PAGES[name]])
    for event in (
        Press("play"),
        Frame(100.0, 100.0),
        Press("step"),
        Input("timeline", "1"),
        Look(A),
        Input("speed", "2"),
    ):
        app.send(name, event)
    assert app.send(name, Press("undo"))[1] == () and not app.changes[name].past


def test_after_an_undo_another_change_leaves_nothing_to_do_again():
    app = App([idea])
    app.send("idea", Change("example", "square"))
    app.send("idea", Press("undo"))
    app.send("idea", Change("example", "diamond"))
    assert app.send("idea", Press("redo")) == ({}, ())
    app.send("idea", Press("undo"))
    assert app.states["idea"].text == idea.start().text


def test_an_undo_says_what_the_address_is_now_and_keeps_the_place_in_time():
    app = App([idea])
    app.send("idea", Input("timeline", "3"))
    for event in CHANGES["idea"][4]:
        app.send("idea", event)
    app.send("idea", Input("timeline", "4"))
    _, effects = app.send("idea", Press("undo"))
    assert app.states["idea"].exhibit.time.at == 4 and [e.fragment for e in effects] == ["at=4"]


def test_training_is_not_undone_but_a_reset_is():
    app = App([loop])
    for _ in range(3):
        app.send("loop", Press("step"))
    assert app.send("loop", Press("undo")) == ({}, ()) and app.states["loop"].at == 3
    app.send("loop", Press("reset"))
    assert app.states["loop"].at == 0
    app.send("loop", Press("undo"))
    assert app.states["loop"].at == 3


def test_what_an_editor_has_undone_by_itself_is_not_undone_again():
    app = App([idea])
    first = app.states["idea"].text
    app.send("idea", Change("example", "square"))
    square = app.states["idea"].text
    app.send("idea", Input("text", square + "\nz = y * 2"))
    app.send("idea", Input("text", square))  # Ctrl+Z in the editor
    app.send("idea", Press("undo"))
    assert app.states["idea"].text == first


def test_there_is_an_end_to_what_is_remembered():
    app = App([network])
    for _ in range(MOST + 20):
        app.send("network", Press("weights"))
    for _ in range(MOST + 20):
        app.send("network", Press("undo"))
    assert app.states["network"].seed == network.start().seed + 20


def test_every_section_but_the_cell_has_something_to_undo():
    assert all(isinstance(page, Undoable) for page in PAGES.values())
    assert not isinstance(cell, Undoable)  # its editor has a history of its own


@pytest.mark.parametrize("name", ["idea", "network", "unit"])
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_whatever_was_done_as_many_undos_bring_back_the_beginning(name, data):
    app = App([PAGES[name]])
    first = kept(app, name)
    picks = data.draw(
        st.lists(st.sampled_from([*CHANGES[name], [Press("play")], [Press("undo")], [Press("redo")]]), max_size=8)
    )
    for events in picks:
        for event in events:
            app.send(name, event)
    while app.changes[name].past:
        app.send(name, Press("undo"))
    assert kept(app, name) == first
