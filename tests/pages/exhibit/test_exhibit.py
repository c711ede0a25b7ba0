"""An exhibit as a whole: what a section offers, what is made once, and a graph that no text made."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.draw.geometry import RIGHT
from micrograd.tape import record
from pages.environment import Environment
from pages.events import Change, Frame, Input, Look, Press, Screen, Zoom
from pages.exhibit.run import Run
from pages.exhibit.state import Exhibit, Offers, Part, with_run
from pages.exhibit.tools.faults import FAULTS
from pages.exhibit.update import update
from pages.exhibit.view import in_motion, view
from pages.targets import Target
from tests.pages.exhibit.graphs import KEYS, key, show

ALL = frozenset(get_args(Part))
EVERYTHING = Offers("hall", lambda operands, env: RIGHT, ALL)
BARE = Offers("hall", lambda operands, env: RIGHT)


def loss():
    """The loss of a small network, which nobody has written down as a text."""
    x = [Value(0.5, label="x"), Value(-1.0, label="y")]
    return (MLP(2, [2, 1], activation="tanh")(x) - 1.0) ** 2


def after(exhibit, *events):
    for event in events:
        exhibit, _ = update(exhibit, event)
    return exhibit


def end(exhibit):
    return after(exhibit, Input("timeline", str(exhibit.length)))


@pytest.fixture(scope="module")
def graph():
    return Run(record(loss()))


def test_a_graph_without_a_text_can_be_nudged(graph):
    exhibit = end(Exhibit(EVERYTHING, graph))
    for node in graph.tape.nodes:
        exhibit = after(exhibit, Change("nudge", str(node.index)), Change("h", "5"))
    assert exhibit.nudge.checked == {node.index for node in graph.tape.nodes}
    assert "They meet" in view(exhibit).tools


@pytest.mark.parametrize("fault", FAULTS)
def test_a_graph_without_a_text_can_be_broken(graph, fault):
    exhibit = end(after(Exhibit(EVERYTHING, graph), Press("fault", fault)))
    wrong = {entry.node: entry.right for entry in exhibit.run.wrong}
    right, have = (tape.grad_at(len(tape.steps)) for tape in (graph.tape, exhibit.tape))
    for node in graph.tape.nodes:
        assert wrong.get(node.index, have[node.index]) == pytest.approx(right[node.index], rel=1e-9)
    assert (fault in ("twice", "tanh")) <= bool(wrong)
    seen = view(exhibit)
    assert "hall.fix" in seen.tools and "hall.show" not in seen.tools
    assert ("goes wrong first, with" in seen.tools) == bool(wrong) == ("wrong first" in seen.picture.markup)


def test_where_there_is_no_code_backward_twice_is_two_calls(graph):
    exhibit = end(after(Exhibit(EVERYTHING, graph), Press("fault", "twice")))
    code = view(exhibit).listing
    assert code.markup.count("hall-call-") == 2
    assert [name for name in code.marks if name.startswith("hall-call-")] == ["hall-call-1"]


def test_the_parts_that_a_section_does_not_offer_are_not_there_and_do_nothing(graph):
    bare = Exhibit(BARE, graph)
    for event in (
        *(Press("fault", fault) for fault in FAULTS),
        Press("fix"),
        Press("predict"),
        Press("view", "wasm"),
        Press("pick", "line.44"),
        Change("nudge", "0"),
        Input("zoom", "2"),
        Zoom(2.0),
    ):
        assert update(bare, event) == (bare, ()) and update(bare, event)[0] is bare
    seen = view(bare)
    assert seen.tools == "" and seen.listing is None and "zoom" not in seen.controls


def test_a_part_that_there_is_none_of_is_an_error_that_names_those_that_there_are():
    with pytest.raises(ValueError, match="no part of an exhibit: wings; there are kin, paths"):
        replace(BARE, parts=frozenset(("wings",)))


def test_while_only_time_moves_the_very_same_view_is_shown_and_the_tokens_move(graph):
    exhibit = after(Exhibit(EVERYTHING, graph), Press("step"), Frame(50.0, 50.0))
    later = after(exhibit, Frame(50.0, 50.0))
    assert view(exhibit) is view(later)
    first, second = (in_motion(state, view(state)).variables["--t"] for state in (exhibit, later))
    assert float(first) < float(second)


events = st.one_of(
    st.sampled_from(
        ["forward", "backward", "play", "step", "back", "reset", "predict", "check", "reveal", "fix", "save"]
    ).map(Press),
    st.sampled_from(list(FAULTS)).map(lambda fault: Press("fault", fault)),
    st.sampled_from(["engine", "program", "wasm"]).map(lambda name: Press("view", name)),
    st.sampled_from(["line.47", "line.60", "program.2", "program.99"]).map(lambda line: Press("pick", line)),
    st.floats(-1, 20).map(lambda at: Input("timeline", repr(at))),
    st.sampled_from(["0", "2", "99", ""]).map(lambda node: Change("nudge", node)),
    st.sampled_from(["0", "3.5", "x"]).map(lambda power: Change("h", power)),
    st.sampled_from(["1", "-2", "two"]).map(lambda guess: Change("guess", guess)),
    st.sampled_from(["box.0", "box.3", "line.47", "program.1"]).map(lambda at: key("Enter", at)),
    st.sampled_from([Target("box", 1), Target("line", 47), Target("program", 0), None]).map(Look),
    st.floats(1, 900).map(lambda ms: Frame(ms, ms)),
    st.sampled_from([Screen(Environment(390, True, "light")), Screen(Environment()), Zoom(1.5)]),
)


@given(st.sampled_from(KEYS), st.lists(events, max_size=12))
@settings(max_examples=60, deadline=None)
def test_an_old_state_gives_the_old_view_whatever_has_happened_since(example, history):
    exhibit = show(example).exhibit
    before = [(exhibit, picture_of(exhibit))]
    for event in history:
        exhibit = after(exhibit, event)
        before.append((exhibit, picture_of(exhibit)))
    view.__globals__["view_of_moment"].cache_clear()
    for state, picture in before:
        assert picture_of(state) == picture


def picture_of(exhibit):
    """All that is seen, as text."""
    seen = view(exhibit)
    code = (seen.listing.markup, seen.listing.marks, seen.listing.show)
    texts = (seen.picture.markup, seen.controls, seen.caption, seen.sentence, seen.facts, seen.tools, seen.size)
    return (*texts, code, in_motion(exhibit, seen).variables)


def test_another_run_of_the_same_graph_keeps_the_place_and_another_graph_the_phase(graph):
    exhibit = after(Exhibit(EVERYTHING, graph), Input("timeline", "7"), Look(Target("box", 2)))
    same = with_run(exhibit, Run(record(loss())))
    assert (same.time.at, same.box) == (7.0, 2)
    other = Run(record(Value(2.0, label="a") * 3.0))
    assert (with_run(exhibit, other).time.at, with_run(exhibit, other).box) == (0.0, None)
    assert with_run(end(exhibit), other).time.at == other.length
    halfway = after(exhibit, Input("timeline", str(graph.tape.forward + 1)))
    assert with_run(halfway, other).time.at == other.tape.forward
