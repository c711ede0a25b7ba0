"""The code beside the figure: the engine's own lines and the compiler's, lit as they run, walked by keys."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest

from micrograd import engine
from micrograd.draw.scale import short
from pages import idea
from pages.content import Marked
from pages.effects import Focus
from pages.events import Press
from pages.exhibit.listing import program_lines
from pages.exhibit.player import Transport
from pages.exhibit.source import engine_lines
from pages.targets import format_target
from tests.pages.events import look, press, send
from tests.pages.exhibit.graphs import KEYS, at, effects, end, key, show
from tests.pages.test_sections import elements


def test_the_panel_is_the_very_file_that_runs():
    with open(engine.__file__, encoding="utf-8") as file:
        assert list(engine_lines()) == file.read().splitlines()


def marked(state, attribute):
    """{number of a line of the engine: what this attribute says of it} for the lines that have it, in their order."""
    view = idea.view(state)["idea.engine"]
    assert isinstance(view, Marked)
    found = {int(name.split("-")[-1]): marks[attribute] for name, marks in view.marks.items() if attribute in marks}
    return dict(sorted(found.items()))


@pytest.mark.parametrize("key", KEYS)
def test_all_lines_of_a_step_are_marked_and_the_last_that_computed_is_lit_and_in_sight(key):
    state = show(key)
    for k in range(1, state.exhibit.length + 1):
        done, step = at(state, k), state.exhibit.tape.steps[k - 1]
        assert marked(done, "data-phase") == {
            line.number: step.phase for line in sorted(step.lines, key=lambda n: n.number)
        }
        for line in step.lines:
            assert engine_lines()[line.number - 1].strip() == line.text
        numbers, [lit] = marked(done, "data-numbers"), marked(done, "aria-current")
        seed = not step.op and step.phase == "backward"
        assert len(numbers) == (0 if seed else len(step.numbers)) and all(text.strip() for text in numbers.values())
        assert [lit] == ([line.number for line in step.lines] if seed else list(numbers)[-1:])
        assert idea.view(done)["idea.engine"].show == f"idea-line-{lit}"


@pytest.mark.parametrize("key", KEYS)
def test_while_a_step_runs_one_line_is_lit_after_the_other_and_has_its_numbers_from_then_on(key):
    state = show(key)
    for k, step in enumerate(state.exhibit.tape.steps):
        if step.phase == "backward" and not step.op:
            continue  # the seed, whose line says its number itself
        done = at(state, k)
        lit, numbers = [], []
        for part in (0.01, 0.26, 0.49, 0.54, 0.76, 0.99):
            moment = replace(done, exhibit=replace(done.exhibit, time=Transport(at=k + part, goal=k + 1.0)))
            [line] = marked(moment, "aria-current")
            lit.append(line)
            numbers.append(sum(bool(text.strip()) for text in marked(moment, "data-numbers").values()))
            assert len(marked(moment, "data-numbers")) == len(step.formula)  # room for them all
        computing = list(marked(at(state, k + 1), "data-numbers"))
        if len(computing) == 2:
            assert lit == [computing[0]] * 3 + [computing[1]] * 3 and numbers == [1, 1, 1, 2, 2, 2]
        else:
            assert lit == computing * 6 and numbers == [1] * 6


def test_a_line_that_computes_again_is_brought_into_sight_again():
    state = end(show("readme"))
    seen = [idea.view(at(state, k))["idea.engine"] for k in range(1, state.exhibit.length + 1)]
    assert all((a.show, a.since) != (b.show, b.since) for a, b in pairwise(seen))


@pytest.mark.parametrize("key", KEYS)
def test_on_the_way_forward_the_closure_says_that_it_is_made_now_and_runs_later(key):
    state = show(key)
    for k in range(1, state.exhibit.length + 1):
        step, notes = state.exhibit.tape.steps[k - 1], marked(at(state, k), "data-note")
        assert len(notes) == (step.phase == "forward")
        for number, note in notes.items():
            assert engine_lines()[number - 1].strip() == "def _backward():"
            assert note == "a closure: made now, run later"


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
