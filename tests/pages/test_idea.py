"""The Idea under plain CPython: what is typed is drawn, what is pulled is computed, what is broken is found."""

import random
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import Value, engine
from micrograd.tape import again, record
from pages import idea
from pages.content import Marked, Task
from pages.expression import Problem, read
from pages.expression.again import with_number
from pages.idea.examples import EXAMPLES
from pages.idea.faults import BY_KEY, FAULTS, changed, engine_with
from pages.idea.predict import confusions, question
from pages.idea.source import text as engine_text
from tests.pages.test_sections import numbers, press, rest

KEYS = [example.key for example in EXAMPLES]


def show(key, **more):
    state = press(idea, idea.start(), "example", key)
    for do, value in more.items():
        state = press(idea, state, do, value)
    return state


def end(state):
    return press(idea, state, "timeline", "9999")


def typed(text):
    return press(idea, idea.start(), "text", text)


# --- text and graph ---


@pytest.mark.parametrize("key", KEYS)
def test_every_example_s_gradients_are_the_slopes_of_the_text(key):
    """The text is run by Python on floats, with one number changed by ±h."""
    state = end(show(key))
    root, data = state.tape.nodes[-1].name, state.text
    label = root.split("_")[0]
    math = {"Value": lambda x: Number(x)}

    def result(text):
        scope = dict(math)
        exec(text, scope)
        return scope[label].x

    shown = numbers(idea, state, "data-node")
    checked = 0
    for node, span in zip(state.tape.nodes, state.made.literals):
        if span is None or not span or (span.start == 0 and not node.op and node.data == 0):
            continue
        number, h = float(data[span.start : span.end]), 1e-6
        nudge = lambda by: data[: span.start] + f"({number!r} + {by!r})" + data[span.end :]  # noqa: E731
        slope = (result(nudge(h)) - result(nudge(-h))) / (2 * h)
        assert shown[node.name][1] == pytest.approx(slope, rel=1e-4, abs=1e-5), node.name
        checked += 1
    assert checked


class Number:
    """Arithmetic on floats with the methods of a Value: what the test measures with."""

    def __init__(self, x):
        self.x = x.x if isinstance(x, Number) else float(x)

    def _with(self, other, f):
        return Number(f(self.x, Number(other).x))

    def __add__(self, o):
        return self._with(o, lambda a, b: a + b)

    def __sub__(self, o):
        return self._with(o, lambda a, b: a - b)

    def __mul__(self, o):
        return self._with(o, lambda a, b: a * b)

    def __truediv__(self, o):
        return self._with(o, lambda a, b: a / b)

    def __pow__(self, o):
        return self._with(o, lambda a, b: a**b)

    def __neg__(self):
        return Number(-self.x)

    def __rsub__(self, o):
        return Number(o) - self

    def __rtruediv__(self, o):
        return Number(o) / self

    def relu(self):
        return Number(max(self.x, 0.0))

    def tanh(self):
        return Number(__import__("math").tanh(self.x))

    def exp(self):
        return Number(__import__("math").exp(self.x))

    __radd__, __rmul__ = __add__, __mul__


def test_while_the_text_is_wrong_the_last_graph_stays_and_the_line_is_told():
    state = typed("a = Value(1.0)\nL = a * ")
    view = idea.view(state)
    assert "Line 2:" in view["idea.problem"] and view["idea.text"].problem == 2
    assert view["idea.graph"].variables["--dim"] != "1"
    assert numbers(idea, state, "data-node").keys() == {"a", "b", "a + b", "c", "L"}
    mended = press(idea, state, "text", "a = Value(1.0)\nL = a * a")
    assert numbers(idea, mended, "data-node").keys() == {"a", "L"} and idea.view(mended)["idea.problem"] == ""


def test_the_editor_gets_back_what_was_typed_to_the_last_character():
    for text in ("", "  \n\n", "x = (\t", "\0", "a" * 10_000):
        assert idea.view(typed(text))["idea.text"].text == text


def test_another_number_keeps_the_place_on_the_tape_another_graph_keeps_the_phase():
    state = press(idea, idea.start(), "timeline", "4")
    assert press(idea, state, "text", state.text.replace("2.0", "7.5")).time.at == 4
    assert press(idea, end(idea.start()), "text", "x = Value(1.0)\nx.relu()").time.at == 3
    assert press(idea, idea.start(), "text", "x = Value(1.0)\nx.relu()").time.at == 0


@pytest.mark.parametrize("key", KEYS)
def test_scrubbing_anywhere_and_back_shows_the_same(key):
    state, chance = show(key), random.Random(key)
    seen = {}
    for _ in range(12):
        k = chance.randrange(state.length + 1)
        state = press(idea, state, "timeline", str(k))
        view = idea.view(state)
        assert seen.setdefault(k, view) == view


def test_a_place_in_the_text_points_at_the_smallest_box_around_it():
    state = idea.start()
    at = state.text.index("a + b")
    pointed = idea.handle(state, {"type": "point", "do": "text", "at": at + 2})
    assert state.tape.nodes[pointed.look].name == "a + b"
    assert idea.handle(pointed, {"type": "point", "do": "text", "at": None}).look is None
    [(start, stop)] = [(start, stop) for start, stop, kind in idea.view(pointed)["idea.text"].marks if kind == "looked"]
    assert state.text[start:stop] == "a + b"


# --- the engine's lines ---


def test_the_panel_is_the_very_file_that_runs():
    with open(engine.__file__, encoding="utf-8") as file:
        assert list(engine_text()) == file.read().splitlines()


@pytest.mark.parametrize("key", KEYS)
def test_the_lines_that_are_lit_are_those_of_the_step(key):
    state = show(key)
    for k in range(1, state.length + 1):
        view = idea.view(press(idea, state, "timeline", str(k)))["idea.engine"]
        step = state.tape.steps[k - 1]
        assert isinstance(view, Marked)
        lit = {int(name.split("-")[-1]) for name, marks in view.marks.items() if marks.get("aria-current") == "step"}
        assert lit == {line.number for line in step.lines} != set()
        for line in step.lines:
            assert engine_text()[line.number - 1].strip() == line.text
        told = [marks["data-numbers"] for marks in view.marks.values() if "data-numbers" in marks]
        assert len(told) <= len(step.numbers)


def test_a_line_that_is_picked_lights_what_it_made():
    state = end(show("neuron"))
    line = next(
        line.number for step in state.tape.steps for line in step.lines if step.op == "tanh" and "Value(" in line.text
    )
    picked = idea.handle(state, {"type": "press", "do": f"line-{line}", "value": None})
    lit = [e for e in elements(picked) if "lit" in (e.get("class") or "").split() and e.get("data-node")]
    assert [e["data-node"] for e in lit] == ["o"]
    assert idea.handle(picked, {"type": "press", "do": f"line-{line}", "value": None}).picked is None


def elements(state):
    from tests.pages.test_sections import elements

    return elements(idea, state)


# --- inspecting and pulling ---


def test_ways_to_the_root_and_their_sum_are_told_once_the_gradient_is_whole():
    state = show("square")
    x = next(n.index for n in state.tape.nodes if n.name == "x")

    def told(k):
        return idea.view(idea.handle(press(idea, state, "timeline", str(k)), {"type": "look", "look": f"idea.{x}"}))[
            "idea.look"
        ]

    assert "ways" not in told(2) and "2 ways lead" in told(3) and "3.0 + 3.0 = 6.0" in told(3)


def key(state, name, on, shift=False):
    return idea.handle(state, {"type": "key", "key": name, "on": str(on), "shift": shift})


def test_arrows_walk_along_the_wires():
    state = idea.start()
    place = {n.name: n.index for n in state.tape.nodes}

    def goes(name, on):
        task = key(state, name, place[on]).task
        return task and state.tape.nodes[int(task.text.split("-")[-1])].name

    assert goes("ArrowRight", "a") == "a + b" and goes("ArrowRight", "a + b") == "L" and goes("ArrowRight", "L") is None
    assert goes("ArrowLeft", "L") == "a + b" and goes("ArrowLeft", "a + b") == "a" and goes("ArrowLeft", "a") == "b"
    assert goes("ArrowDown", "a + b") == "c" and goes("ArrowUp", "a + b") == "c"


def test_keys_and_pulling_change_the_number_in_the_text():
    state = end(idea.start())
    c = next(n.index for n in state.tape.nodes if n.name == "c")
    up = key(state, "ArrowUp", c)
    assert "c = Value(4.1)" in up.text and numbers(idea, up, "data-node")["c"][0] == 4.1 and up.time.at == 5
    assert "c = Value(3.0)" in key(state, "PageDown", c).text

    def drag(state, phase, x):
        return idea.handle(state, {"type": "drag", "do": str(c), "phase": phase, "x": x, "y": 0.0, "fine": False})

    state = drag(state, "start", 0)
    for x in (-10, -50, -250):
        state = drag(state, "move", x)
        right = read(state.text)
        assert numbers(idea, state, "data-node") == numbers(
            idea, press(idea, end(idea.start()), "text", state.text), "data-node"
        )
        assert state.tape.nodes[c].data == 4.0 + x * 0.02 == right.tape.nodes[c].data
    state = drag(state, "end", -250)
    assert state.pull is None and state.tape == read(state.text).tape


@given(st.sampled_from(EXAMPLES), st.data())
@settings(max_examples=40)
def test_an_expression_that_follows_a_hand_is_the_one_that_its_text_reads_as(example, data):
    before = read(example.text)
    leaf = data.draw(st.sampled_from([i for i, span in enumerate(before.literals) if span]))
    number, told = str(round(data.draw(st.floats(-3, 3)), 2)), data.draw(st.integers(0, 60))
    span = before.literals[leaf]
    try:
        full = read(example.text[: span.start] + number + example.text[span.end :])
    except Problem:
        with pytest.raises((ValueError, ArithmeticError)):
            with_number(before, leaf, number, told)
        return
    quick = with_number(before, leaf, number, told)
    assert (quick.text, quick.spans, quick.literals, quick.mentions) == (
        full.text,
        full.spans,
        full.literals,
        full.mentions,
    )
    end = len(full.tape.steps)
    assert quick.tape.grad_at(end) == full.tape.grad_at(end) and quick.tape.data_at(end) == full.tape.data_at(end)
    assert [s.locals for s in quick.tape.steps] == [s.locals for s in full.tape.steps]
    if told < end:
        assert quick.tape.steps[told].numbers == full.tape.steps[told].numbers


def test_a_tape_is_taken_again_only_of_its_own_graph():
    a = Value(1.0)
    with pytest.raises(ValueError, match="values on a tape"):
        again(record(a * a), a + 1.0)


# --- break it ---


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.key)
def test_a_fault_changes_a_line_or_two_of_the_source_and_this_source_runs(fault):
    rows = changed(fault.key)
    assert [line for _, line, kind in rows if kind != "new"] == list(engine_text())
    numbered = [n for n, _, _ in rows if n]
    assert numbered == list(range(1, len(numbered) + 1))
    assert (fault.key == "twice") == all(not kind for _, _, kind in rows)
    broken = engine_with(fault.key)
    assert broken is not Value and issubclass(broken, Value)
    x = Value(3.0)
    (x + x).backward()
    assert x.grad == 2.0  # the real engine is untouched


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.key)
def test_each_fault_shows_on_its_example_with_what_the_broken_engine_really_computes(fault):
    state = end(show(fault.example, **{f"fault-{fault.key}": None}))
    shown = numbers(idea, state, "data-node")
    right = numbers(idea, end(show(fault.example)), "data-node")
    step, index, want = state.run.wrong[0]
    name = state.tape.nodes[index].name
    assert want == right[name][1] != shown[name][1]
    from pages.expression import root_of

    root = root_of(state.text, engine_with(fault.key))
    for _ in range(fault.passes):
        root.backward()
    order = engine.topological(root)
    assert [shown[n.name][1] for n in state.tape.nodes] == [v.grad for v in order]
    view = idea.view(state)
    assert "wrong first" in view["idea.graph"].markup and f"{name} goes wrong first" in view["idea.tools"]
    before = idea.view(press(idea, state, "timeline", str(step)))
    assert "wrong first" not in before["idea.graph"].markup
    fixed = end(press(idea, state, "fix"))
    assert numbers(idea, fixed, "data-node") == right and "wrong" not in idea.view(fixed)["idea.graph"].markup


def test_a_fault_that_does_not_show_says_so_and_leads_to_where_it_does():
    state = press(idea, idea.start(), "fault-tanh")
    assert "nobody would notice" in idea.view(state)["idea.tools"]
    state = rest(idea, press(idea, state, "show"))
    assert BY_KEY["tanh"].example == "neuron" and "goes wrong first" in idea.view(state)["idea.tools"]


# --- nudge ---


def test_measurement_and_gradient_meet_as_h_shrinks_and_the_gradient_is_then_checked():
    state = end(show("square"))
    x = next(n.index for n in state.tape.nodes if n.name == "x")
    state = press(idea, state, "nudge", str(x))
    assert state.checked == frozenset() and "+0.61" in idea.view(state)["idea.graph"].markup
    state = press(idea, state, "h", "5")
    assert state.checked == {x} and "They meet" in idea.view(state)["idea.tools"]
    assert "✓" in idea.view(state)["idea.graph"].markup
    assert press(idea, state, "text", "x = Value(4.0)\ny = x * x").checked == frozenset()


def test_at_a_kink_both_sides_are_told():
    state = press(idea, end(typed("x = Value(0.0)\ny = x.relu()")), "nudge", "0")
    said = idea.view(state)["idea.tools"]
    assert "kink" in said and "moves 1.0 times" in said and "to the left 0.0" in said and state.checked == frozenset()


def test_a_wrong_gradient_is_caught_by_a_nudge():
    state = press(idea, press(idea, end(show("twice", **{"fault-set": None})), "nudge", "0"), "h", "5")
    assert "do not meet" in idea.view(state)["idea.tools"] and state.checked == frozenset()


# --- predict ---


def predicting(example):
    return rest(idea, press(idea, show(example, predict=None), "backward"))


@pytest.mark.parametrize("example", KEYS)
def test_with_right_answers_one_comes_to_the_end(example):
    state = predicting(example)
    while state.time.at < state.length:
        asked = question(state.tape, state.time.step)
        assert press(idea, state, "step").time.at == state.time.at  # no way past it
        state = rest(idea, press(idea, press(idea, state, "guess", repr(asked.right)), "check"))
        assert state.time.at == asked.step + 1
        if state.time.at < state.length:
            state = rest(idea, press(idea, state, "play"))


@pytest.mark.parametrize("example", KEYS)
def test_a_wrong_answer_is_told_how_it_came_about_and_nothing_moves(example):
    state = show(example, predict=None)
    for k in range(state.tape.forward, state.length):
        asked = question(state.tape, k)
        if not asked:
            continue
        at = press(idea, state, "timeline", str(k))
        for number, said in confusions(state.tape, asked)[:1]:
            answered = press(idea, press(idea, at, "guess", repr(number)), "check")
            assert answered.told == said and answered.time.at == k
        assert "number" in press(idea, press(idea, at, "guess", "two"), "check").told


def test_the_confusions_have_their_names():
    def said(example, guess):
        state = predicting(example)
        return press(idea, press(idea, state, "guess", guess), "check").told

    assert "one wire" in said("square", "3") and "one wire" in said("twice", "1")
    assert "other one" in said("lecture", "-1")
    state = rest(idea, press(idea, press(idea, typed("x = Value(-1.0)\ny = x.relu()"), "predict"), "backward"))
    assert "closed" in press(idea, press(idea, state, "guess", "1"), "check").told


def test_show_me_goes_on():
    state = predicting("square")
    assert rest(idea, press(idea, state, "reveal")).time.at == state.time.at + 1


# --- the address, the file, the keys ---


def fragment(state):
    return idea.view(state)["idea.address"].fragment


@pytest.mark.parametrize("key", KEYS)
def test_a_link_leads_back_to_the_moment(key):
    state = press(idea, press(idea, show(key, **{"fault-set": None, "predict": None}), "timeline", "3"), "speed", "1")
    there = idea.handle(idea.start(), {"type": "address", "fragment": fragment(state)})
    assert (there.text, there.time.at, there.fault, there.predicting) == (state.text, 3, "set", True)


def test_a_link_to_a_text_of_one_s_own_keeps_every_character():
    text = "a = Value(1.5)  # é & 100% + ü?\nL = a**2 + a*3 - -1"
    there = idea.handle(idea.start(), {"type": "address", "fragment": fragment(typed(text))})
    assert there.text == text and there.problem is None


@given(st.text(max_size=60))
def test_no_address_breaks_the_page(text):
    for fragment in (text, f"text={text}", f"example=square&at={text}", f"fault={text}&at=2"):
        idea.view(idea.handle(idea.start(), {"type": "address", "fragment": fragment}))


def test_the_first_state_has_no_address_of_its_own():
    assert "idea.address" not in idea.view(idea.start())


def test_the_picture_is_saved_as_a_whole_svg_file():
    task = press(idea, end(idea.start()), "save").task
    assert task.what == "save" and task.name.endswith(".svg")
    svg = ET.fromstring(task.text.split("\n", 1)[1])
    assert svg.tag.endswith("svg") and "-3.0" in task.text.replace("−", "-")


def test_copying_a_link_twice_is_done_twice():
    once = press(idea, idea.start(), "link")
    assert once.task == Task("copy", "#idea:", 1) and press(idea, once, "link").task.number == 2


def test_keys_play_and_step_and_list_themselves():
    state = idea.handle(idea.start(), {"type": "key", "key": " ", "on": None, "shift": False})
    assert state.time.moving
    assert idea.handle(state, {"type": "key", "key": "?", "on": None, "shift": False}).task.what == "open"
    assert rest(idea, idea.handle(idea.start(), {"type": "key", "key": ".", "on": None, "shift": False})).time.at == 1
    state = idea.start()
    assert idea.handle(state, {"type": "key", "key": "q", "on": None, "shift": False}) is state
