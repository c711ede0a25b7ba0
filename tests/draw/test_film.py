"""Films: at each moment what is seen is what the tape, or the history, has there; small, whole, and without a script."""

import random
import re
import sys
import xml.etree.ElementTree as ET
from functools import cache
from itertools import pairwise
from math import inf, isfinite, isnan
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value, draw
from micrograd.data import Data, moons
from micrograd.draw.graph_film import Moments
from micrograd.draw.moving import Film
from micrograd.draw.plots import colors_of
from micrograd.draw.raster import image_address
from micrograd.draw.scale import fit, short
from micrograd.draw.timeline import Timeline
from micrograd.draw.training_film import chosen
from micrograd.engine import topological
from micrograd.responses import answer
from micrograd.surveys import survey
from micrograd.tape import record
from micrograd.training.outputs import scores
from micrograd.training.trainer import Trainer

SVG = "{http://www.w3.org/2000/svg}"


@cache
def parsed(film):
    return ET.fromstring(str(film))


def seen_at(film, second):
    """The elements that are seen at this second, and what is seen of them, by SVG's own rules."""
    share = second / film.length

    def own(element, around):
        for child in element.findall(f"{SVG}animate"):
            if child.get("attributeName") == "visibility":
                times, values = (child.get(name).split(";") for name in ("keyTimes", "values"))
                return [value for at, value in zip(times, values, strict=True) if float(at) <= share][-1]
        return element.get("visibility") or around

    def visit(element, around):
        state = own(element, around)
        if state == "visible":
            yield element
        for child in element:
            yield from visit(child, state)

    return list(visit(parsed(film), "visible"))


def numbers_at(film, second):
    """{(node, field): (number or None, its text)} of the boxes."""
    return {
        (e.get("data-of"), e.get("data-field")): (
            float(e.get("data-number")) if e.get("data-number") else None,
            "".join(e.itertext()),
        )
        for e in seen_at(film, second)
        if e.get("data-of")
    }


def lines_at(film, second):
    """The lines below the graph."""
    for e in seen_at(film, second):
        if e.get("data-step") and e.find(f"{SVG}text") is not None and e.find(f"{SVG}text").get("x") == "4":
            return [(t.find(f"{SVG}title").text if len(t) else t.text) for t in e.findall(f"{SVG}text")]
    return []


def lecture():
    a, b, c, f = (Value(x, label=name) for x, name in ((2.0, "a"), (-3.0, "b"), (10.0, "c"), (-2.0, "f")))
    return (a * b + c) * f


def neuron():
    random.seed(1)
    x = [Value(1.0, label="x"), Value(-2.0, label="y")]
    return (MLP(2, [2, 1], "tanh")(x) - 1.0) ** 2


GRAPHS = {
    "lecture": lecture,
    "neuron": neuron,
    "square": lambda: (x := Value(3.0, label="x")) * x,
    "leaf": lambda: Value(1.5, label="x"),
    "shut": lambda: Value(-2.0, label="x").relu() * 3.0,
    "inf": lambda: Value(1e200, label="x") * 1e200,
    "own op": lambda: Value(4.0, (Value(2.0, label="x"),), "sq"),
}


@st.composite
def graphs_of_30(draw_):
    """A graph of exactly 30 values, with any of a few ops."""
    values = [Value(draw_(st.floats(-2, 2)), label=f"a{k}") for k in range(draw_(st.integers(1, 15)))]
    loose = list(values)  # not used yet
    made = len(values)
    while made < 30:
        left = loose.pop(0)
        if len(loose) >= 30 - made or (len(loose) == 29 - made and loose) or (loose and draw_(st.booleans())):
            out = left * loose.pop(0) if draw_(st.booleans()) else left + loose.pop(0)
        else:
            out = left.tanh() if draw_(st.booleans()) else left.relu()
        loose.append(out)
        made += 1
    while len(loose) > 1:
        loose.append(loose.pop(0) + loose.pop(0))
    return loose[0]


# --- the numbers are the tape's ---


@pytest.mark.parametrize("name", GRAPHS)
def test_at_each_step_the_boxes_have_the_numbers_that_the_tape_has_there(name):
    root = GRAPHS[name]()
    tape = record(root)
    film, when = draw.film(tape), Moments(len(tape.steps), 1.8)
    assert film.length == when.length
    for k in range(len(tape.steps) + 1):
        found = numbers_at(film, when.landing(k) + 0.01)
        for node in tape.nodes:
            for field, known in (("data", tape.data_at(k)), ("grad", tape.grad_at(k))):
                number, text = found.pop((node.name, field))
                wanted = known.get(node.index)
                assert repr(number) == repr(wanted), (k, node.name, field)
                assert text == ("·" if wanted is None else fit(wanted, 7))
        assert not found


@pytest.mark.parametrize("name", GRAPHS)
def test_during_each_step_its_formulas_and_numbers_are_written_below(name):
    tape = record(GRAPHS[name]())
    film, when = draw.film(tape), Moments(len(tape.steps), 1.8)
    for k, step in enumerate(tape.steps):
        title, *lines = lines_at(film, when.start(k) + 0.5)
        assert title.startswith(f"{step.phase}, step ")
        assert [line for line in lines if line in step.formula] == list(step.formula[:3])
        assert all(number in lines or number in "".join(step.formula) for number in step.numbers[:3])
    assert film.steps == tuple(
        f"{s.phase}: " + "; ".join(f"{f}: {n}" for f, n in zip(s.formula, s.numbers)) for s in tape.steps
    )


@pytest.mark.parametrize("name", GRAPHS)
def test_what_travels_are_the_numbers_of_that_step(name):
    tape = record(GRAPHS[name]())
    film, when = draw.film(tape), Moments(len(tape.steps), 1.8)
    for k, step in enumerate(tape.steps):
        moving = set()
        for part in range(1, 12):
            for e in seen_at(film, when.start(k) + 1.8 * part / 12):
                if e.get("data-travel") and e.find(f"{SVG}text") is not None:
                    moving.add(e.find(f"{SVG}text").text)
        node = tape.nodes[step.node]
        if step.phase == "forward":
            assert moving == {short(tape.nodes[j].data) for j in node.operands} | {short(node.data)}
        elif step.locals:
            upstream = tape.grad_at(k)[step.node]
            told = [float(text.replace("−", "-").replace("∞", "inf")) for text in moving]
            for wanted in (upstream, *(upstream * slope for slope in step.locals)):
                assert any(x == pytest.approx(wanted, rel=1e-3) or (isnan(x) and isnan(wanted)) for x in told)


def test_a_still_picture_of_a_film_is_its_end():
    tape = record(lecture())
    film = draw.film(tape)
    visible = {
        (e.get("data-of"), e.get("data-field")): float(e.get("data-number"))
        for group in ET.fromstring(str(film)).iter(f"{SVG}g")
        if group.get("visibility") is None
        for e in group.findall(f"{SVG}text")
        if e.get("data-of")
    }
    end = len(tape.steps)
    assert visible == {(tape.nodes[i].name, "data"): x for i, x in tape.data_at(end).items()} | {
        (tape.nodes[i].name, "grad"): x for i, x in tape.grad_at(end).items()
    }


def test_a_film_of_a_value_names_it_and_leaves_it_as_it_was():
    a, b = Value(2.0), Value(3.0)
    L = a * b
    L.backward()
    before = [(v.data, v.grad) for v in topological(L)]
    film = draw.film(L, {"a": a, "b": b, "L": L})
    assert [(v.data, v.grad) for v in topological(L)] == before
    assert {name for name, _ in numbers_at(film, 0.0)} == {"a", "b", "L"}
    assert film.label == "The graph of L, forward and backward"
    assert str(film) == str(draw.film(L, {"a": a, "b": b, "L": L}))


# --- the film itself ---


@settings(max_examples=30, deadline=None)
@given(graphs_of_30())
def test_the_film_of_30_values_is_smaller_than_300_kilobytes(root):
    assert len(topological(root)) == 30
    film = draw.film(root)
    assert len(film._repr_svg_().encode()) < 300_000


@pytest.mark.parametrize(
    "film", [lambda: draw.film(lecture()), lambda: draw.film(trained())], ids=["graph", "training"]
)
def test_everything_moves_in_the_same_time_for_ever_and_needs_nothing_else(film):
    film = film()
    root = ET.fromstring(str(film))
    moving = [e for e in root.iter() if e.tag in (f"{SVG}animate", f"{SVG}animateMotion")]
    assert len(moving) > 20
    for e in moving:
        assert (e.get("dur"), e.get("repeatCount"), e.get("begin")) == (f"{film.length:g}s", "indefinite", None)
        times = [float(at) for at in e.get("keyTimes").split(";")]
        assert times[0] == 0 and all(a <= b for a, b in pairwise(times)) and times[-1] <= 1
        given = e.get("values") or e.get("keyPoints")
        assert len(given.split(";")) == len(times)
        if e.get("calcMode") != "discrete":
            assert times[-1] == 1
        if e.get("calcMode") == "spline":
            assert len(e.get("keySplines").split(";")) == len(times) - 1
    assert not [e for e in root.iter() if e.get("id") or e.get("class")]
    assert not re.search(r"https?://(?!www\.w3\.org)", str(film))
    script = root.find(f"{SVG}script").text
    assert "<" not in script and "&" not in script  # the same to a reader of XML and of HTML
    assert root.find(f"{SVG}style").text.startswith("@media (prefers-reduced-motion")


def test_in_a_notebook_it_is_a_picture_and_a_script_by_itself_and_no_html_that_a_sanitizer_would_spell_out(monkeypatch):
    film, shown = draw.film(lecture()), []
    module = ModuleType("IPython.display")
    module.display = lambda data, metadata=None, raw=False: shown.append(data) if raw else None
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    film._ipython_display_()
    picture, script = shown
    assert {"image/svg+xml", "text/plain"} <= set(picture) <= {"image/svg+xml", "text/plain", "image/png"}
    assert set(script) == {"application/javascript"} and "</" not in script["application/javascript"]
    inside = ET.fromstring(picture["image/svg+xml"])
    assert inside.get("data-film") in script["application/javascript"]
    assert inside.get("data-steps").split("\n") == list(film.steps) == picture["text/plain"].split("\n    ")[1:]
    assert draw.film(lecture(), theme="dark").mark != film.mark == draw.film(lecture()).mark


def test_a_film_is_kept_as_an_svg_and_as_a_page(tmp_path):
    film = draw.film(lecture(), theme="dark", width=500)
    kept = ET.parse(film.save(tmp_path / "film.svg")).getroot()
    assert kept.get("width") == "500" and kept.find(f"{SVG}script") is not None
    assert "<svg" in film.save(tmp_path / "film.html").read_text("utf-8")
    assert isinstance(film, Film) and len(repr(film)) < 100


@given(st.floats(0, 10), st.floats(0.1, 9.9))
def test_what_is_to_be_seen_from_here_to_there_is_seen_then_alone(start, lasts):
    line, end = Timeline(20.0), start + lasts
    found = line.shown(start, end)
    times, values = (re.search(rf'{name}="([^"]*)"', found)[1].split(";") for name in ("keyTimes", "values"))
    for second in (start + 0.4 * lasts, start - 0.001 * 20, end + 0.001 * 20):
        if second < 0:
            continue
        state = [v for at, v in zip(times, values) if float(at) * 20 <= second][-1]
        assert (state == "visible") == (start <= second < end)


# --- trainings ---


def trained(steps=60, **how):
    random.seed(3)
    trainer = Trainer(MLP(2, [3, 1], "tanh"), moons(20), batch_size=20, **how)
    for _ in range(steps):
        trainer.step()
    return trainer


def moments_of(film):
    """[(step, loss, accuracy)] as they are written, in the order of the film."""
    found = []
    for second in (0.0, *[stop + 0.1 for stop in film.stops]):
        words = [
            t.text for e in seen_at(film, second) if e.get("data-moment") for t in e.findall(f"{SVG}text") if t.text
        ]
        found.append(tuple(words))
    return found


def test_each_moment_of_a_training_has_the_loss_and_accuracy_of_its_step():
    trainer = trained()
    film = draw.film(trainer)
    told = moments_of(film)
    steps = [int(words[0].split()[1]) for words in told]
    assert steps[0] == 0 and steps[-1] == 60 and steps == sorted(set(steps)) and len(steps) <= 36
    for step, words in zip(steps, told):
        checkpoint = trainer.history.checkpoint(trainer.program, step)
        assert words == (f"step {step}", f"loss {short(checkpoint.loss)}", f"accuracy {checkpoint.accuracy:.0%}")


def test_each_moment_of_a_training_shows_what_the_model_said_then():
    trainer = trained(20)
    film = draw.film(trainer)
    images = [
        next(e.get("href") for e in seen_at(film, second) if e.tag == f"{SVG}image")
        for second in (0.0, *[stop + 0.1 for stop in film.stops])
    ]
    assert len(set(images)) == 21
    for step in (0, 7, 20):  # the same as the map that is drawn of the model with the parameters of that step
        checkpoint = trainer.history.checkpoint(trainer.program, step)
        for p, number in zip(trainer.model.parameters(), checkpoint.parameters, strict=True):
            p.data = number
        wanted = survey(trainer.data, lambda points: scores(trainer.model, points))
        found = answer(wanted, lambda points: scores(trainer.model, points), 40)
        assert image_address(colors_of(found, "light", []), 40, 40) == images[step]


def test_filming_changes_nothing_of_a_training():
    one, two = trained(5), trained(5)
    state = random.getstate()
    draw.film(one)
    assert random.getstate() == state
    assert [one.step() for _ in range(3)] == [two.step() for _ in range(3)]


def test_a_training_without_a_picture_is_filmed_with_its_loss_alone_and_a_diverged_one_to_its_end():
    random.seed(1)
    three = Data("three", ((0.0, 1.0, 2.0), (2.0, 0.0, 1.0)), (-1, 1))
    trainer = Trainer(MLP(3, [1]), three)
    trainer.step()
    film = draw.film(trainer)
    assert not any(ET.fromstring(str(film)).iter(f"{SVG}image")) and len(moments_of(film)) == 2
    wild = trained(30, lr=1e300, loss="squared error")
    assert not isfinite(wild.checkpoint.loss)
    assert moments_of(draw.film(wild))[-1][1] == f"loss {short(wild.checkpoint.loss)}"


@given(st.integers(1, 600), st.integers(2, 40))
def test_of_many_steps_the_first_and_the_last_are_chosen_and_no_more_than_wanted(count, most):
    found = chosen(count, most)
    assert found == sorted(set(found)) and len(found) <= max(most, 1)
    assert found[0] == 0 and found[-1] == count - 1


@pytest.mark.parametrize(
    ("thing", "error", "words"),
    [
        (lambda: [1.0, 0.5], TypeError, r"draw\.loss\(losses\)"),
        (lambda: MLP(2, [1]), TypeError, "needs a Value"),
        (lambda: sum(Value(1.0) for _ in range(100)), ValueError, "room for 120"),
        (lambda: Trainer(MLP(2, [1]), moons(4)), ValueError, "train first"),
    ],
)
def test_what_cannot_be_filmed_says_what_can(thing, error, words):
    with pytest.raises(error, match=words):
        draw.film(thing())
    with pytest.raises(ValueError, match="60 seconds"):
        draw.film(Value(1.0), seconds=inf)
