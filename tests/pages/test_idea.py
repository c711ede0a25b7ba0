"""The Idea under plain CPython: what is typed is drawn, what is dragged is computed, and a link leads back to it."""

import random
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import Value
from micrograd.tape import again, record
from pages import idea
from pages.effects import Copy, OpenDialog, Save, SetAddress
from pages.environment import Environment
from pages.events import Arrive, Copied, Drag, Frame, Input, Point, Press, Screen, Zoom
from pages.exhibit.state import LEAST_ZOOM, MOST_ZOOM
from pages.expression import Problem, read
from pages.expression.again import with_number
from pages.idea.examples import EXAMPLES
from pages.idea.variables import ties
from pages.targets import Target
from tests.pages.events import look, press, rest, send
from tests.pages.exhibit.graphs import KEYS, at, effects, end, fault, key, place, show, write
from tests.pages.test_expression import HOSTILE
from tests.pages.test_sections import elements, numbers


@pytest.mark.parametrize("key", KEYS)
def test_every_example_s_gradients_are_the_slopes_of_the_text(key):
    """The text is run by Python on floats, with one number changed by ±h."""
    state = end(show(key))
    root, data = state.exhibit.tape.nodes[-1].name, state.text
    label = root.split("_")[0]
    math = {"Value": lambda x: Number(x)}

    def result(text):
        scope = dict(math)
        exec(text, scope)
        return scope[label].x

    shown = numbers(idea, state, "data-node")
    checked = 0
    for node, span in zip(state.exhibit.tape.nodes, state.expression.literals):
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


@pytest.mark.parametrize("text", [text for text, *_ in HOSTILE.values()], ids=HOSTILE)
def test_hostile_text_is_turned_away_and_what_was_there_stays(text):
    state = send(idea, idea.start(), Input("text", text))
    assert state.text == text and state.problem is not None
    assert state.exhibit == idea.start().exhibit
    assert idea.view(state)["idea.text"].text == text
    assert send(idea, state, Input("text", "x = Value(2.0)\ny = x * x")).problem is None


def test_while_the_text_is_wrong_the_last_graph_stays_and_the_line_is_told():
    state = write("a = Value(1.0)\nL = a * ")
    view = idea.view(state)
    assert "Line 2:" in view["idea.problem"] and view["idea.text"].problem == 2
    assert view["idea.graph"].variables["--dim"] != "1"
    assert numbers(idea, state, "data-node").keys() == {"a", "b", "a + b", "c", "L"}
    mended = press(idea, state, "text", "a = Value(1.0)\nL = a * a")
    assert numbers(idea, mended, "data-node").keys() == {"a", "L"} and idea.view(mended)["idea.problem"] == ""


def test_the_editor_gets_back_what_was_typed_to_the_last_character():
    for text in ("", "  \n\n", "x = (\t", "\0", "a" * 10_000):
        assert idea.view(write(text))["idea.text"].text == text


def test_another_number_keeps_the_place_on_the_tape_another_graph_keeps_the_phase():
    state = press(idea, idea.start(), "timeline", "4")
    assert press(idea, state, "text", state.text.replace("2.0", "7.5")).exhibit.time.at == 4
    assert press(idea, end(idea.start()), "text", "x = Value(1.0)\nx.relu()").exhibit.time.at == 3
    assert press(idea, idea.start(), "text", "x = Value(1.0)\nx.relu()").exhibit.time.at == 0


@pytest.mark.parametrize("key", KEYS)
def test_scrubbing_anywhere_and_back_shows_the_same(key):
    state, chance = show(key), random.Random(key)
    seen = {}
    for _ in range(12):
        k = chance.randrange(state.exhibit.length + 1)
        state = at(state, k)
        view = idea.view(state)
        assert seen.setdefault(k, view) == view


def test_a_place_in_the_text_points_at_the_smallest_box_around_it():
    state = idea.start()
    where = state.text.index("a + b")
    pointed = send(idea, state, Point("text", where + 2))
    assert state.exhibit.tape.nodes[pointed.exhibit.box].name == "a + b"
    assert send(idea, pointed, Point("text", None)).exhibit.look is None
    [(start, stop)] = [(start, stop) for start, stop, kind in idea.view(pointed)["idea.text"].marks if kind == "looked"]
    assert state.text[start:stop] == "a + b"


def test_keys_and_pulling_change_the_number_in_the_text():
    state = end(idea.start())
    c = place(state, "c")
    up = send(idea, state, key("ArrowUp", f"box.{c}"))
    assert "c = Value(4.1)" in up.text and numbers(idea, up, "data-node")["c"][0] == 4.1 and up.exhibit.time.at == 5
    assert "c = Value(3.0)" in send(idea, state, key("PageDown", f"box.{c}")).text

    def drag(state, phase, x):
        return send(idea, state, Drag(Target("box", c), phase, x))

    state = drag(state, "start", 0)
    for x in (-10, -50, -250):
        state = drag(state, "move", x)
        right = read(state.text)
        assert numbers(idea, state, "data-node") == numbers(
            idea, press(idea, end(idea.start()), "text", state.text), "data-node"
        )
        assert state.exhibit.tape.nodes[c].data == 4.0 + x * 0.02 == right.tape.nodes[c].data
    state = drag(state, "end", -250)
    assert state.exhibit.pull is None and state.exhibit.tape == read(state.text).tape


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


def kinds(text):
    """{node: the class that underlines it} of markup in which elements answer to the pointer."""
    found = re.findall(r'class="([^"]*)"[^>]*data-look="idea\.box\.(\d+)"', text)
    return {int(node): set(re.findall(r"tie\d+", kind)) for kind, node in found}


@pytest.mark.parametrize("example", KEYS)
def test_a_variable_has_one_underline_in_text_graph_equation_and_code(example):
    state = show(example)
    of = {node: {f"tie{k}"} for node, k in ties(state.expression).items()}
    words = set(re.findall(r"\w+", state.text))
    named = {
        node.index for node in state.exhibit.tape.nodes if node.name.isidentifier() and node.name.split("_")[0] in words
    }
    assert named <= of.keys()
    drawn = {e["data-node"]: e for e in elements(idea, state) if e.get("data-node")}
    for k in range(1, state.exhibit.length + 1):
        view = idea.view(at(state, k))
        marks = view["idea.text"].marks
        assert {(a, b, kind) for a, b, kind in marks} == {
            (s.start, s.end, f"tie {min(of[n])}") for s, n in state.expression.mentions
        }
        for node, found in kinds(view["idea.caption"]).items():
            assert found == of.get(node, set())
        for name, mark in view["idea.engine"].marks.items():
            if name.startswith("idea-word-"):
                node = int(mark["data-look"].split(".")[2])
                assert set(re.findall(r"tie\d+", mark["class"])) == of.get(node, set())
                assert node in (
                    state.exhibit.tape.steps[k - 1].node,
                    *state.exhibit.tape.nodes[state.exhibit.tape.steps[k - 1].node].operands,
                )
        picture = view["idea.graph"].markup
        for node in state.exhibit.tape.nodes:
            part = picture.split(f'id="idea-box-{node.index}"')[1].split("</g>")[0]
            assert set(re.findall(r"tie\d+", part)) == of.get(node.index, set())
    assert drawn.keys() == {node.name for node in state.exhibit.tape.nodes}


def test_pointing_at_a_variable_in_one_place_lights_it_in_the_others():
    state = press(idea, idea.start(), "timeline", "2")
    c = place(state, "c")
    where = state.text.rindex("c")
    in_text = send(idea, state, Point("text", where))
    elsewhere = look(idea, state, f"box.{c}")  # graph, equation and code all answer with the box
    assert idea.view(in_text)["idea.caption"] == idea.view(elsewhere)["idea.caption"]
    view = idea.view(elsewhere)
    lit = [state.text[a:b] for a, b, kind in view["idea.text"].marks if "looked" in kind]
    assert lit.count("c") == 2 and "Value(4.0)" in lit
    assert re.search(rf'class="data tie tie\d looked" data-look="idea.box.{c}"', view["idea.caption"])
    assert [name for name, marks in view["idea.engine"].marks.items() if "looked" in marks.get("class", "")]
    assert [
        e["data-node"]
        for e in elements(idea, elsewhere)
        if "data-node" in e and "looked" in (e.get("class") or "").split()
    ] == ["c"]
    made = next(
        line.number
        for step in state.exhibit.tape.steps
        for line in step.lines
        if step.op == "*" and "Value(" in line.text
    )
    from_line = look(idea, state, f"line.{made}")
    assert [state.text[a:b] for a, b, kind in idea.view(from_line)["idea.text"].marks if kind == "looked"] == [
        "(a + b) * c"
    ]


# --- the address, the file, the keys ---


@pytest.mark.parametrize("example", KEYS)
def test_a_link_leads_back_to_the_moment(example):
    state = show(example, fault("set"), Press("predict"), Input("timeline", "3"))
    there = send(idea, idea.start(), Arrive(state.address))
    exhibit = there.exhibit
    assert (there.text, exhibit.time.at, exhibit.fault, exhibit.predict.on) == (state.text, 3, "set", True)


def test_a_link_to_a_text_of_one_s_own_keeps_every_character():
    text = "a = Value(1.5)  # é & 100% + ü?\nL = a**2 + a*3 - -1"
    there = send(idea, idea.start(), Arrive(write(text).address))
    assert there.text == text and there.problem is None


@given(st.text(max_size=60))
def test_no_address_breaks_the_page(text):
    for fragment in (text, f"text={text}", f"example=square&at={text}", f"fault={text}&at=2"):
        idea.view(send(idea, idea.start(), Arrive(fragment)))


def test_the_address_is_set_when_what_it_leads_to_has_changed_and_nothing_moves():
    state = idea.start()
    assert state.address == "" and effects(state, Input("timeline", "3")) == (SetAddress("at=3"),)
    state = at(state, 3)
    assert effects(state, Input("timeline", "3")) == effects(state, Press("play")) == ()
    assert effects(state, Input("timeline", "4")) == (SetAddress("at=4"),)


def test_the_picture_is_saved_as_a_whole_svg_file():
    [save] = effects(end(idea.start()), Press("save"))
    assert isinstance(save, Save) and save.name.endswith(".svg")
    svg = ET.fromstring(save.text.split("\n", 1)[1])
    assert svg.tag.endswith("svg") and "-3.0" in save.text.replace("−", "-")


def test_copying_a_link_twice_is_done_twice():
    once = at(idea.start(), 3)
    assert effects(once, Press("link")) == effects(press(idea, once, "link"), Press("link")) == (Copy("#idea:at=3"),)


def test_what_became_of_copying_is_said_until_something_else_is_done():
    asked = press(idea, idea.start(), "link")
    assert "copied" not in idea.view(asked)["idea.transport"]
    done = send(idea, asked, Copied(True))
    assert "Link copied." in idea.view(done)["idea.transport"]
    assert "address bar" in idea.view(send(idea, asked, Copied(False)))["idea.transport"]
    assert "copied" not in idea.view(send(idea, done, Press("step")))["idea.transport"]
    playing = press(idea, idea.start(), "play")
    while playing.exhibit.time.step < 2:
        playing = send(idea, playing, Frame(100.0, 100.0))
    assert effects(playing, Press("link")) == (SetAddress("at=2"), Copy("#idea:at=2"))


def test_keys_play_and_step_and_list_themselves():
    state = idea.start()
    assert send(idea, state, key(" ")).exhibit.time.moving
    assert effects(state, key("?")) == (OpenDialog("idea-keys-dialog"),)
    assert rest(idea, send(idea, state, key("."))).exhibit.time.at == 1
    assert send(idea, state, key("q")) is state


@pytest.mark.parametrize("name", ["set", "line.37", "program", "fault-set", "view-wasm", "line-37"])
def test_the_bare_name_of_a_fault_or_a_line_is_no_action(name):
    state = idea.start()
    assert send(idea, state, Press(name)) is state


@pytest.mark.parametrize(
    "do, value", [("fault", "none"), ("view", "secret"), ("pick", "line.1"), ("pick", "x"), ("pick", "")]
)
def test_what_there_is_none_of_is_not_chosen(do, value):
    state = idea.start()
    assert send(idea, state, Press(do, value)) is state


@pytest.mark.parametrize("speed", ["0.25", "1.75", "4"])
def test_the_speed_is_part_of_the_link(speed):
    there = send(idea, idea.start(), Arrive(press(idea, idea.start(), "speed", speed).address))
    assert there.exhibit.time.speed == float(speed)
    assert send(idea, idea.start(), Arrive("speed=nan")).exhibit.time.speed == 1.0


def test_what_is_nudged_and_which_code_is_shown_are_part_of_the_link():
    state = show("neuron", Input("nudge", "4"), Input("h", "2.5"), Press("view", "program"))
    there = send(idea, idea.start(), Arrive(at(state, 3).address)).exhibit
    assert (there.nudge.node, there.nudge.power, there.listing.view, there.time.at) == (4, 2.5, "program", 3.0)
    nowhere = send(idea, idea.start(), Arrive("nudge=99&h=inf&view=secret")).exhibit
    assert (nowhere.nudge.node, nowhere.nudge.power, nowhere.listing.view) == (None, 1.0, "engine")


def test_every_graph_can_be_zoomed_within_bounds():
    for example in EXAMPLES:
        assert "idea-zoom" in idea.view(show(example.key))["idea.transport"]
    state = show("readme")
    assert idea.view(press(idea, state, "zoom", "1.5"))["idea.graph"].variables["--zoom"] == "1.5"
    for by in (0.01, 100.0):
        state = send(idea, state, Zoom(by))
        assert LEAST_ZOOM <= state.exhibit.zoom <= MOST_ZOOM


@pytest.mark.parametrize("width", [390, 1440])
def test_every_graph_opens_whole_far_out_without_numbers_and_comes_near_when_it_plays(width):
    state = send(idea, idea.start(), Screen(Environment(width)))
    lines = ["v0 = Value(1.0)"] + [f"v{k} = v{k - 1} * 1.5" for k in range(1, 46)]  # 91 boxes
    for text in (*(example.text for example in EXAMPLES), "\n".join(lines)):
        opened = press(idea, state, "text", text)
        picture = idea.view(opened)["idea.graph"]
        zoom, wide = float(picture.variables["--zoom"]), float(picture.variables["--wide"].removesuffix("px"))
        assert zoom * wide <= width and zoom <= 1
        far = bool(re.search(r'class="graph[^"]* far', picture.markup))
        assert far == (zoom < 0.45)
        near = press(idea, opened, "step")
        assert float(idea.view(near)["idea.graph"].variables["--zoom"]) >= 0.85
        assert not re.search(r'class="graph[^"]* far', idea.view(near)["idea.graph"].markup)
        assert idea.view(press(idea, near, "reset"))["idea.graph"].variables["--zoom"] == picture.variables["--zoom"]
    assert far  # 91 boxes
