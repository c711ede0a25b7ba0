"""The code beside the graph: variables lit in four places, lines walked by keys, the program, and the diff of the
caller.
"""

import math
import re

import pytest

from micrograd.draw.scale import short
from pages import idea
from pages.idea import program
from pages.idea.variables import ties
from tests.pages.events import press
from tests.pages.test_idea import KEYS, elements, end, key, show


def look(state, what):
    return idea.handle(state, {"type": "look", "look": what and f"idea.{what}"})


def kinds(text):
    """{node: the class that underlines it} of markup in which elements answer to the pointer."""
    found = re.findall(r'class="([^"]*)"[^>]*data-look="idea\.box\.(\d+)"', text)
    return {int(node): set(re.findall(r"tie\d+", kind)) for kind, node in found}


@pytest.mark.parametrize("example", KEYS)
def test_a_variable_has_one_underline_in_text_graph_equation_and_code(example):
    state = show(example)
    of = {node: {f"tie{k}"} for node, k in ties(state.made).items()}
    words = set(re.findall(r"\w+", state.text))
    named = {node.index for node in state.tape.nodes if node.name.isidentifier() and node.name.split("_")[0] in words}
    assert named <= of.keys()
    drawn = {e["data-node"]: e for e in elements(state) if e.get("data-node")}
    for k in range(1, state.length + 1):
        view = idea.view(press(idea, state, "timeline", str(k)))
        marks = view["idea.text"].marks
        assert {(a, b, kind) for a, b, kind in marks} == {
            (s.start, s.end, f"tie {min(of[n])}") for s, n in state.made.mentions
        }
        for node, found in kinds(view["idea.caption"]).items():
            assert found == of.get(node, set())
        for name, given in view["idea.engine"].marks.items():
            if name.startswith("idea-word-"):
                node = int(given["data-look"].split(".")[2])
                assert set(re.findall(r"tie\d+", given["class"])) == of.get(node, set())
                assert node in (state.tape.steps[k - 1].node, *state.tape.nodes[state.tape.steps[k - 1].node].operands)
        picture = view["idea.graph"].markup
        for node in state.tape.nodes:
            part = picture.split(f'id="idea-box-{node.index}"')[1].split("</g>")[0]
            assert set(re.findall(r"tie\d+", part)) == of.get(node.index, set())
    assert drawn.keys() == {node.name for node in state.tape.nodes}


def test_pointing_at_a_variable_in_one_place_lights_it_in_the_others():
    state = press(idea, idea.start(), "timeline", "2")
    c = next(n.index for n in state.tape.nodes if n.name == "c")
    at = state.text.rindex("c")
    in_text = idea.handle(state, {"type": "point", "do": "text", "at": at})
    elsewhere = look(state, str(c))  # graph, equation and code all answer with the box
    assert idea.view(in_text)["idea.caption"] == idea.view(elsewhere)["idea.caption"]
    view = idea.view(elsewhere)
    lit = [state.text[a:b] for a, b, kind in view["idea.text"].marks if "looked" in kind]
    assert lit.count("c") == 2 and "Value(4.0)" in lit
    assert re.search(rf'class="data tie tie\d looked" data-look="idea.box.{c}"', view["idea.caption"])
    assert [name for name, marks in view["idea.engine"].marks.items() if "looked" in marks.get("class", "")]
    assert [
        e["data-node"] for e in elements(elsewhere) if "data-node" in e and "looked" in (e.get("class") or "").split()
    ] == ["c"]
    made = next(
        line.number for step in state.tape.steps for line in step.lines if step.op == "*" and "Value(" in line.text
    )
    from_line = look(state, f"line-{made}")
    assert [state.text[a:b] for a, b, kind in idea.view(from_line)["idea.text"].marks if kind == "looked"] == [
        "(a + b) * c"
    ]


def stops(state):
    view = idea.view(state)
    boxes = [e["data-node"] for e in elements(state) if e.get("data-node") and e["tabindex"] == "0"]
    return boxes, [name for name, marks in view["idea.engine"].marks.items() if marks.get("tabindex") == "0"]


@pytest.mark.parametrize("view", ["engine", "program", "wasm"])
def test_graph_and_code_are_one_stop_of_the_tab_key_each(view):
    state = press(idea, show("neuron"), f"view-{view}")
    assert tuple(map(len, stops(state))) == (1, 1)
    moved = look(look(state, "3"), "program-2" if view != "engine" else "line-45")
    assert stops(moved) == ([state.tape.nodes[3].name], ["idea-program-2" if view != "engine" else "idea-line-45"])
    typed = press(idea, moved, "text", "a = Value(1.0)\nb = a * a")
    assert tuple(map(len, stops(typed))) == (1, 1)


@pytest.mark.parametrize("view", ["engine", "program"])
def test_arrows_walk_the_lines_enter_lights_what_one_made_and_escape_leaves(view):
    state = press(idea, end(show("neuron")), f"view-{view}")
    [line] = stops(state)[1]
    walked = [line]
    for _ in range(60):
        to = key(state, "ArrowDown", walked[-1].removeprefix("idea-")).task.text
        if to == walked[-1]:
            break
        walked.append(to)
    known = (
        {f"idea-line-{n.number}" for s in state.tape.steps for n in s.lines}
        if view == "engine"
        else {f"idea-program-{n}" for n in range(15)}
    )
    assert set(walked) == known and len(walked) == len(known)
    last = walked[-1].removeprefix("idea-")
    assert (
        key(state, "Home", last).task.text == line
        and key(state, "End", line.removeprefix("idea-")).task.text == walked[-1]
    )
    picked = key(state, "Enter", last)
    assert picked.picked == last and any("lit" in (e.get("class") or "").split() for e in elements(picked))
    left = key(picked, "Escape", last)
    assert left.picked is None and left.task.text == "idea-play"
    assert key(state, "Escape", "0").task.text == "idea-play"


@pytest.mark.parametrize("example", KEYS)
def test_the_program_that_is_shown_computes_the_gradients_that_are_shown(example):
    state = end(show(example))
    known = {name: getattr(math, name) for name in ("exp", "log", "tanh")} | {"relu": lambda x: max(x, 0.0)}
    known |= {"power": pow, "positive": lambda x: x > 0} | {
        node.name: node.data for node in state.tape.nodes if not node.op
    }
    for line in program.lines(state.made):
        exec(line.text, known)  # the compiler's own text
    grads = state.tape.grad_at(state.length)
    found = {node: known[f"grad_{node.name}"] for node in state.tape.nodes if f"grad_{node.name}" in known}
    assert len(found) > 1
    for node, grad in found.items():
        assert grad == pytest.approx(grads[node.index], rel=1e-12)


@pytest.mark.parametrize("example", KEYS)
def test_each_step_lights_its_lines_of_the_program_and_each_line_its_boxes(example):
    state = press(idea, show(example), "view-program")
    lines, seen = program.lines(state.made), []
    for k in range(1, state.length + 1):
        step = state.tape.steps[k - 1]
        marks = idea.view(press(idea, state, "timeline", str(k)))["idea.engine"].marks
        now = [int(name.split("-")[-1]) for name, given in marks.items() if given.get("aria-current") == "step"]
        assert all(state.tape.nodes[step.node].name in lines[n].of and lines[n].part == step.phase for n in now)
        seen += now
    assert sorted(set(seen)) == list(range(len(lines)))  # every line in some step; a sum that two values share, in both
    for n, line in enumerate(lines):
        lit = look(state, f"program-{n}")
        boxes = {e["data-node"] for e in elements(lit) if e.get("data-node") and "lit" in e["class"].split()}
        assert boxes == {*line.of, *filter(None, [line.grows])}


def test_backward_twice_is_a_diff_of_the_code_that_calls_and_its_second_call_is_lit_in_the_second_pass():
    state = press(idea, idea.start(), "fault-twice")
    panel = idea.view(state)["idea.engine"]
    rows = re.findall(r'class="line( new)?" id="idea-call-\d">.*?<span class="code">(.*?)</span></span>', panel.markup)
    plain = [(bool(new), re.sub("<[^>]*>", "", text)) for new, text in rows]
    assert plain == [
        (False, "L = (a + b) * c"),
        (False, "L.backward()"),
        (True, "L.backward()  # again, without zeroing"),
    ]
    lit = []
    for k in range(1, state.length + 1):
        marks = idea.view(press(idea, state, "timeline", str(k)))["idea.engine"].marks
        lit.append([name for name in marks if name.startswith("idea-call-")])
    forward = state.tape.forward
    assert lit == [[]] * forward + [["idea-call-1"]] * 3 + [["idea-call-2"]] * 3
    assert "idea-call" not in idea.view(press(idea, state, "fix"))["idea.engine"].markup


def test_a_mistake_is_shown_in_the_engine_whatever_was_shown_before():
    state = press(idea, press(idea, idea.start(), "view-wasm"), "fault-set")
    assert state.view == "engine" and 'class="line new"' in idea.view(state)["idea.engine"].markup


@pytest.mark.parametrize("speed", ["0.25", "1.75", "4"])
def test_the_speed_is_part_of_the_link(speed):
    state = press(idea, idea.start(), "speed", speed)
    there = idea.handle(idea.start(), {"type": "address", "fragment": idea.view(state)["idea.address"].fragment})
    assert there.time.speed == float(speed)
    assert idea.handle(idea.start(), {"type": "address", "fragment": "speed=nan"}).time.speed == 1.0


def test_a_large_graph_can_be_zoomed_within_bounds_and_a_small_one_needs_no_slider_for_it():
    state = show("readme")
    assert (
        "idea-zoom" in idea.view(state)["idea.transport"]
        and "idea-zoom" not in idea.view(idea.start())["idea.transport"]
    )
    assert idea.view(press(idea, state, "zoom", "1.5"))["idea.graph"].variables["--zoom"] == "1.5"
    for by in (0.01, 100.0):
        state = idea.handle(state, {"type": "zoom", "by": by})
        assert 0.3 <= state.zoom <= 2.5


def test_what_is_nudged_and_which_code_is_shown_are_part_of_the_link():
    state = press(idea, press(idea, press(idea, show("neuron"), "nudge", "4"), "h", "2.5"), "view-program")
    there = idea.handle(
        idea.start(),
        {"type": "address", "fragment": idea.view(press(idea, state, "timeline", "3"))["idea.address"].fragment},
    )
    assert (there.nudge, there.power, there.view, there.time.at) == (4, 2.5, "program", 3.0)
    nowhere = idea.handle(idea.start(), {"type": "address", "fragment": "nudge=99&h=inf&view=secret"})
    assert (nowhere.nudge, nowhere.power, nowhere.view) == (None, 1.0, "engine")


@pytest.mark.parametrize("example", KEYS)
def test_the_names_of_a_running_line_have_its_numbers(example):
    state = show(example)
    for k in range(1, state.length + 1):
        step, marks = state.tape.steps[k - 1], idea.view(press(idea, state, "timeline", str(k)))["idea.engine"].marks
        if step.phase == "backward" and step.op in ("+", "*"):
            first, second = step.changes[:2]
            add = [line.number for line in step.lines if "+=" in line.text]
            told = [marks[f"idea-word-{number}-0"]["data-number"] for number in add]
            assert told == [short(change.before or 0.0) for change in (first, second)]
            assert marks[f"idea-word-{add[0]}-{1 if step.op == '+' else 2}"]["data-number"] == short(
                state.tape.grad_at(k - 1)[step.node]
            )
        if step.phase == "forward" and step.op == "*":
            line = next(line.number for line in step.lines if "Value(" in line.text)
            left, right = (state.tape.nodes[i].data for i in state.tape.nodes[step.node].operands)
            words = [
                marks[f"idea-word-{line}-{n}"].get("data-number") for n in range(5)
            ]  # out, self.data, other.data, self, other
            assert words == [None, short(left), short(right), None, None]
