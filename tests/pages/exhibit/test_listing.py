"""The code beside the figure: the engine's own lines and the compiler's, lit as they run, walked by keys."""

import math

import pytest

from micrograd import engine
from micrograd.draw.scale import short
from pages import idea
from pages.content import Marked
from pages.effects import Focus
from pages.events import Press
from pages.exhibit.listing import program_lines
from pages.exhibit.source import engine_lines
from pages.targets import format_target
from tests.pages.events import look, press, send
from tests.pages.exhibit.graphs import KEYS, at, effects, end, key, show
from tests.pages.test_sections import elements


def test_the_panel_is_the_very_file_that_runs():
    with open(engine.__file__, encoding="utf-8") as file:
        assert list(engine_lines()) == file.read().splitlines()


@pytest.mark.parametrize("key", KEYS)
def test_the_lines_that_are_lit_are_those_of_the_step(key):
    state = show(key)
    for k in range(1, state.exhibit.length + 1):
        view = idea.view(at(state, k))["idea.engine"]
        step = state.exhibit.tape.steps[k - 1]
        assert isinstance(view, Marked)
        lit = {int(name.split("-")[-1]) for name, marks in view.marks.items() if marks.get("aria-current") == "step"}
        assert lit == {line.number for line in step.lines} != set()
        for line in step.lines:
            assert engine_lines()[line.number - 1].strip() == line.text
        told = [marks["data-numbers"] for marks in view.marks.values() if "data-numbers" in marks]
        assert len(told) <= len(step.numbers)


def test_a_line_that_is_picked_lights_what_it_made():
    state = end(show("neuron"))
    line = next(
        line.number
        for step in state.exhibit.tape.steps
        for line in step.lines
        if step.op == "tanh" and "Value(" in line.text
    )
    picked = send(idea, state, Press("pick", f"line.{line}"))
    lit = [e for e in elements(idea, picked) if "lit" in (e.get("class") or "").split() and e.get("data-node")]
    assert [e["data-node"] for e in lit] == ["o"]
    assert send(idea, picked, Press("pick", f"line.{line}")).exhibit.listing.picked is None


def stops(state):
    view = idea.view(state)
    boxes = [e["data-node"] for e in elements(idea, state) if e.get("data-node") and e["tabindex"] == "0"]
    return boxes, [name for name, marks in view["idea.engine"].marks.items() if marks.get("tabindex") == "0"]


@pytest.mark.parametrize("view", ["engine", "program", "wasm"])
def test_graph_and_code_are_one_stop_of_the_tab_key_each(view):
    state = show("neuron", Press("view", view))
    assert tuple(map(len, stops(state))) == (1, 1)
    moved = look(idea, look(idea, state, "box.3"), "program.2" if view != "engine" else "line.45")
    assert stops(moved) == (
        [state.exhibit.tape.nodes[3].name],
        ["idea-program-2" if view != "engine" else "idea-line-45"],
    )
    typed = press(idea, moved, "text", "a = Value(1.0)\nb = a * a")
    assert tuple(map(len, stops(typed))) == (1, 1)


@pytest.mark.parametrize("view", ["engine", "program"])
def test_arrows_walk_the_lines_enter_lights_what_one_made_and_escape_leaves(view):
    state = send(idea, end(show("neuron")), Press("view", view))
    [first] = stops(state)[1]

    def goes(name, line):
        [focus] = effects(state, key(name, target(line)))
        return focus.id

    walked = [first]
    for _ in range(60):
        to = goes("ArrowDown", walked[-1])
        if to == walked[-1]:
            break
        walked.append(to)
    known = (
        {f"idea-line-{n.number}" for s in state.exhibit.tape.steps for n in s.lines}
        if view == "engine"
        else {f"idea-program-{n}" for n in range(15)}
    )
    assert set(walked) == known and len(walked) == len(known)
    assert goes("Home", walked[-1]) == first and goes("End", first) == walked[-1]
    last = target(walked[-1])
    picked = send(idea, state, key("Enter", last))
    assert format_target(picked.exhibit.listing.picked) == last
    assert any("lit" in (e.get("class") or "").split() for e in elements(idea, picked))
    left = send(idea, picked, key("Escape", last))
    assert left.exhibit.listing.picked is None
    assert effects(picked, key("Escape", last)) == effects(state, key("Escape", "box.0")) == (Focus("idea-play"),)


def target(element):
    """What an element with this id is, as it stands in the markup: idea-line-12 is line.12."""
    return element.removeprefix("idea-").replace("-", ".")


@pytest.mark.parametrize("example", KEYS)
def test_the_program_that_is_shown_computes_the_gradients_that_are_shown(example):
    state = end(show(example))
    known = {name: getattr(math, name) for name in ("exp", "log", "tanh")} | {"relu": lambda x: max(x, 0.0)}
    known |= {"power": pow, "positive": lambda x: x > 0} | {
        node.name: node.data for node in state.exhibit.tape.nodes if not node.op
    }
    for line in program_lines(state.exhibit.run):
        exec(line.text, known)  # the compiler's own text
    grads = state.exhibit.tape.grad_at(state.exhibit.length)
    found = {node: known[f"grad_{node.name}"] for node in state.exhibit.tape.nodes if f"grad_{node.name}" in known}
    assert len(found) > 1
    for node, grad in found.items():
        assert grad == pytest.approx(grads[node.index], rel=1e-12)


@pytest.mark.parametrize("example", KEYS)
def test_each_step_lights_its_lines_of_the_program_and_each_line_its_boxes(example):
    state = show(example, Press("view", "program"))
    lines, seen = program_lines(state.exhibit.run), []
    for k in range(1, state.exhibit.length + 1):
        step = state.exhibit.tape.steps[k - 1]
        marks = idea.view(at(state, k))["idea.engine"].marks
        now = [int(name.split("-")[-1]) for name, given in marks.items() if given.get("aria-current") == "step"]
        assert all(state.exhibit.tape.nodes[step.node].name in lines[n].of and lines[n].part == step.phase for n in now)
        seen += now
    assert sorted(set(seen)) == list(range(len(lines)))  # every line in some step; a sum that two values share, in both
    for n, line in enumerate(lines):
        lit = look(idea, state, f"program.{n}")
        boxes = {e["data-node"] for e in elements(idea, lit) if e.get("data-node") and "lit" in e["class"].split()}
        assert boxes == {*line.of, *filter(None, [line.grows])}


@pytest.mark.parametrize("example", KEYS)
def test_the_names_of_a_running_line_have_its_numbers(example):
    state = show(example)
    for k in range(1, state.exhibit.length + 1):
        step, marks = state.exhibit.tape.steps[k - 1], idea.view(at(state, k))["idea.engine"].marks
        if step.phase == "backward" and step.op in ("+", "*"):
            first, second = step.changes[:2]
            add = [line.number for line in step.lines if "+=" in line.text]
            told = [marks[f"idea-word-{number}-0"]["data-number"] for number in add]
            assert told == [short(change.before or 0.0) for change in (first, second)]
            assert marks[f"idea-word-{add[0]}-{1 if step.op == '+' else 2}"]["data-number"] == short(
                state.exhibit.tape.grad_at(k - 1)[step.node]
            )
        if step.phase == "forward" and step.op == "*":
            line = next(line.number for line in step.lines if "Value(" in line.text)
            left, right = (state.exhibit.tape.nodes[i].data for i in state.exhibit.tape.nodes[step.node].operands)
            words = [
                marks[f"idea-word-{line}-{n}"].get("data-number") for n in range(5)
            ]  # out, self.data, other.data, self, other
            assert words == [None, short(left), short(right), None, None]
