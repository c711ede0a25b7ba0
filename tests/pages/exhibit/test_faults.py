"""Break the engine: the changed source really runs, and what it does is told where it shows."""

import re

import pytest

from micrograd import Value, engine
from pages import idea
from pages.events import Change, Press
from pages.exhibit.source import engine_lines
from pages.exhibit.tools.faults import FAULTS, changed_rows, engine_with
from pages.expression import root_of
from pages.idea.examples import SHOWCASES
from tests.pages.events import press, rest, send
from tests.pages.exhibit.graphs import KEYS, at, end, fault, show
from tests.pages.test_sections import numbers

every_fault = pytest.mark.parametrize("mistake", FAULTS.values(), ids=lambda mistake: mistake.key)


@every_fault
def test_a_fault_changes_a_line_or_two_of_the_source_and_this_source_runs(mistake):
    rows = changed_rows(mistake.key)
    assert [line for _, line, kind in rows if kind != "new"] == list(engine_lines())
    numbered = [n for n, _, _ in rows if n]
    assert numbered == list(range(1, len(numbered) + 1))
    assert any(kind == "gone" for _, _, kind in rows) and all(line for _, line, kind in rows if kind == "new")
    broken = engine_with(mistake.key)
    assert broken is not Value and issubclass(broken, Value)
    x = Value(3.0)
    (x + x).backward()
    assert x.grad == 2.0  # the real engine is untouched


@every_fault
def test_each_fault_shows_on_its_example_with_what_the_broken_engine_really_computes(mistake):
    state = end(show(SHOWCASES[mistake.key].key, fault(mistake.key)))
    shown = numbers(idea, state, "data-node")
    right = numbers(idea, end(show(SHOWCASES[mistake.key].key)), "data-node")
    step, index, want = state.exhibit.run.wrong[0]
    name = state.exhibit.tape.nodes[index].name
    assert want == right[name][1] != shown[name][1]
    root = root_of(state.text, engine_with(mistake.key))
    for _ in range(mistake.passes):
        root.backward()
    order = engine.topological(root)
    assert [shown[n.name][1] for n in state.exhibit.tape.nodes] == [v.grad for v in order]
    view = idea.view(state)
    assert "wrong first" in view["idea.graph"].markup and f"{name} goes wrong first" in view["idea.tools"]
    before = idea.view(at(state, step))
    assert "wrong first" not in before["idea.graph"].markup
    fixed = end(press(idea, state, "fix"))
    assert numbers(idea, fixed, "data-node") == right and "wrong" not in idea.view(fixed)["idea.graph"].markup


def test_a_fault_that_does_not_show_says_so_and_leads_to_where_it_does():
    state = send(idea, idea.start(), fault("tanh"))
    assert "nobody would notice" in idea.view(state)["idea.tools"]
    state = rest(idea, press(idea, state, "show"))
    assert SHOWCASES["tanh"].key == "neuron" and "goes wrong first" in idea.view(state)["idea.tools"]


def test_backward_twice_is_a_diff_of_the_code_that_calls_and_its_second_call_is_lit_in_the_second_pass():
    state = send(idea, idea.start(), fault("twice"))
    panel = idea.view(state)["idea.engine"]
    rows = re.findall(r'class="line( new)?" id="idea-call-\d">.*?<span class="code">(.*?)</span></span>', panel.markup)
    plain = [(bool(new), re.sub("<[^>]*>", "", text)) for new, text in rows]
    assert plain == [
        (False, "L = (a + b) * c"),
        (False, "L.backward()"),
        (True, "L.backward()  # again, without zeroing"),
    ]
    lit = []
    for k in range(1, state.exhibit.length + 1):
        marks = idea.view(at(state, k))["idea.engine"].marks
        lit.append([name for name in marks if name.startswith("idea-call-")])
    forward = state.exhibit.tape.forward
    assert lit == [[]] * forward + [["idea-call-1"]] * 3 + [["idea-call-2"]] * 3
    assert "idea-call" not in idea.view(press(idea, state, "fix"))["idea.engine"].markup


def test_a_mistake_is_shown_in_the_engine_whatever_was_shown_before():
    state = send(idea, idea.start(), Press("view", "wasm"), fault("set"))
    assert state.exhibit.listing.view == "engine" and 'class="line new"' in idea.view(state)["idea.engine"].markup


@every_fault
@pytest.mark.parametrize("example", KEYS)
def test_a_fault_runs_at_once_to_the_first_gradient_that_it_makes_wrong(mistake, example):
    state = show(example, fault(mistake.key))
    run, ended = state.exhibit.run, rest(idea, state)
    if not run.wrong:
        assert not idea.moving(state) and state.exhibit.time.at == run.length
        assert "nobody would notice" in idea.view(state)["idea.tools"]
    else:
        assert idea.moving(state) and run.tape.forward <= state.exhibit.time.at <= run.wrong[0].step
        assert ended.exhibit.time.at == run.wrong[0].step + 1
        assert "goes wrong first" in idea.view(ended)["idea.tools"]
        assert "wrong first" in idea.view(ended)["idea.graph"].markup


def test_what_a_nudge_has_checked_on_the_right_engine_is_not_checked_on_a_broken_one():
    state = send(idea, end(show("twice")), Change("nudge", "0"), Change("h", "5"))
    assert "✓" in idea.view(state)["idea.graph"].markup
    broken = end(send(idea, state, fault("set")))
    assert "✓" not in idea.view(broken)["idea.graph"].markup and "do not meet" in idea.view(broken)["idea.tools"]
