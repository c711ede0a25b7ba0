"""show, display and train: the same in a terminal, in a notebook, and where somebody brings a sink of their own."""

import random
import subprocess
import sys
from types import ModuleType, SimpleNamespace

import pytest

import micrograd
from micrograd import MLP, Value, display, draw, show, train
from micrograd.animation import Animation
from micrograd.data import Data, moons
from micrograd.show import Terminal, current_sink, use_sink


class Recorder:
    """A sink that keeps what it is asked for."""

    def __init__(self, moves=True):
        self.moves, self.calls = moves, []

    def show(self, *things):
        self.calls.append(("show", *things))

    def display(self, *things):
        self.calls.append(("display", *things))

    def note(self, text):
        self.calls.append(("note", text))


def test_pictures_go_to_the_sink_in_use_and_only_while_it_is():
    sink = Recorder()
    with use_sink(sink):
        show(1, 2)
        display("x")
    assert sink.calls == [("show", 1, 2), ("display", "x")]
    assert isinstance(current_sink(), Terminal)


def test_a_sink_is_left_also_when_what_runs_in_it_fails():
    with pytest.raises(ZeroDivisionError), use_sink(Recorder()):
        raise ZeroDivisionError
    assert isinstance(current_sink(), Terminal)


@pytest.mark.parametrize("function", [show, display])
def test_nothing_to_show_is_an_error_that_says_what_can_be_shown(function):
    with pytest.raises(TypeError, match="A Value, a model, a data set"):
        function()


@pytest.mark.parametrize("function", [show, display])
def test_a_terminal_gets_a_short_text(function, capsys):
    function(Value(2.0), moons(500))
    text = capsys.readouterr().out
    assert "2.0" in text and len(text) < 700 and text.count("\n") == 1


def test_training_shows_every_step_where_a_picture_can_move():
    sink, model, data = Recorder(), MLP(2, [3, 1]), moons(10)
    with use_sink(sink):
        losses = train(model, data, steps=4)
    assert len(losses) == 5 and sink.calls == [("show", model, data)] * 5


@pytest.mark.parametrize(
    ("inputs", "nouts", "labels", "loss", "words"),
    [
        (3, [3], (0, 1, 2), "cross-entropy", "two inputs, for a map, or one, for a curve; these have 3"),
        (1, [3], (0, 1, 2), "cross-entropy", "the curve of one output, and this model has 3"),
        (4, [1], (0.5, 1.5, 2.5), "squared error", "these have 4"),
        (2, [60], (0, 1, 2), "cross-entropy", "marks for 56 classes, and this model has 60"),
    ],
)
def test_training_that_has_no_picture_says_why_and_what_has_one_and_trains(inputs, nouts, labels, loss, words):
    sink, points = Recorder(), tuple((float(k),) * inputs for k in range(3))
    with use_sink(sink):
        losses = train(MLP(inputs, nouts), Data("three", points, labels), steps=2, loss=loss)
    assert len(losses) == 3 and [kind for kind, *_ in sink.calls] == ["note"]
    assert "Nothing is drawn while this trains" in sink.calls[0][1] and words in sink.calls[0][1]
    assert "draw.loss" in sink.calls[0][1]


@pytest.mark.parametrize(
    ("inputs", "nouts", "labels", "loss"),
    [
        (2, [3], (0, 1, 2), "cross-entropy"),
        (2, [1], (0.5, 1.5, 2.5), "squared error"),
        (2, [1], (0, 1, 2), "squared error"),
        (1, [1], (-1.0, 7.0, 2.0), "squared error"),
    ],
)
def test_training_is_shown_for_every_kind_of_model_that_has_a_picture(inputs, nouts, labels, loss):
    sink, points = Recorder(), tuple((float(k),) * inputs for k in range(3))
    model, data = MLP(inputs, nouts), Data("three", points, labels)
    with use_sink(sink):
        train(model, data, steps=2, loss=loss)
    assert [kind for kind, *_ in sink.calls] == ["show"] * 3
    for _, shown, samples in sink.calls:
        assert shown is model and (samples.points, samples.labels) == (data.points, data.labels)
        assert "image" in str(draw.boundary(shown, samples)) or inputs == 1


def test_training_prints_nothing_where_no_picture_can_move(capsys):
    sink = Recorder(moves=False)
    with use_sink(sink):
        train(MLP(2, [3, 1]), moons(10), steps=4)
    train(MLP(2, [3, 1]), moons(10), steps=4)
    assert sink.calls == [] and capsys.readouterr() == ("", "")


def test_the_name_that_older_links_use_means_the_same():
    from micrograd import cell

    assert (cell.show, cell.display, cell.train) == (micrograd.show, micrograd.display, micrograd.train)


@pytest.mark.skipif(sys.platform == "emscripten", reason="starts a process")
def test_importing_the_package_draws_in_neither_the_compiler_nor_what_draws():
    code = (
        "import micrograd, sys; print([m for m in sys.modules if m.startswith(('micrograd.draw', 'micrograd.comp'))])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "[]\n"


# --- animation ---


def test_a_picture_has_its_time_and_the_newest_is_never_lost():
    clock, drawn = [0.0], []
    animation = Animation(lambda place, picture: drawn.append((place, picture)), lambda: clock[0])
    for k in range(100):
        animation.show("line 3", lambda k=k: k)
        clock[0] += 0.01
    assert 2 < len(drawn) < 20
    animation.finish()
    assert drawn[0] == ("line 3", 0) and drawn[-1] == ("line 3", 99)
    animation.finish()
    assert drawn.count(("line 3", 99)) == 1


def test_two_places_do_not_wait_for_each_other():
    drawn = []
    animation = Animation(lambda place, picture: drawn.append(place), lambda: 0.0)
    animation.show(1, lambda: None)
    animation.show(2, lambda: None)
    animation.show(1, lambda: None)
    assert drawn == [1, 2]


# --- notebooks ---


class Cells:
    """IPython as far as it is needed: what its display was given, and the end of a cell."""

    def __init__(self):
        self.shown, self.ends = [], []
        self.shell = SimpleNamespace(events=SimpleNamespace(register=lambda name, end: self.ends.append(end)))

    def display(self, content, display_id=None):
        self.shown.append([content])
        return SimpleNamespace(update=self.shown[-1].append) if display_id else None

    def end(self):
        for end in self.ends:
            end(None)


@pytest.fixture
def cells(monkeypatch):
    cells, ipython, ipython_display = Cells(), ModuleType("IPython"), ModuleType("IPython.display")
    ipython.get_ipython = lambda: cells.shell
    ipython_display.display = cells.display
    ipython.display = ipython_display
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", ipython_display)
    return cells


def drawings(cells):
    return [[str(content) for content in place] for place in cells.shown]


def test_a_notebook_shows_the_pictures_that_draw_makes(cells):
    random.seed(1)
    model, data, losses = MLP(2, [3, 1]), moons(10), [3.0, 2.0, Value(1.0)]
    L = Value(2.0) * 3.0
    for things in ((L,), (model,), (data,), (losses,), (model, data), ("words", 3)):
        display(*things)
    assert drawings(cells) == [
        [str(draw.graph(L, {"L": L}))],
        [str(draw.network(model))],
        [str(draw.points(data))],
        [str(draw.loss(losses))],
        [str(draw.boundary(model, data))],
        ["words 3"],
    ]


def test_in_a_loop_one_picture_moves_and_ends_as_the_newest(cells):
    losses = []
    for k in range(50):
        losses.append(float(k))
        show([*losses, 0.0, 0.0])
    cells.end()
    (pictures,) = drawings(cells)
    assert len(pictures) < 50 and pictures[-1] == str(draw.loss([*losses, 0.0, 0.0]))


def test_a_picture_that_moves_is_an_svg_and_the_last_one_is_whole(cells):
    for k in range(3):
        show([float(k), 0.0, 0.0])
    cells.end()
    (pictures,) = cells.shown
    bundles = [picture._repr_mimebundle_()[0] for picture in pictures]
    assert all(set(bundle) == {"image/svg+xml", "text/plain"} for bundle in bundles[:-1])
    assert bundles[-1] == draw.loss([2.0, 0.0, 0.0])._repr_mimebundle_()[0]


def test_a_held_back_picture_is_of_the_model_as_it_was_when_it_was_shown(cells):
    random.seed(1)
    model, data = MLP(2, [2, 1]), moons(10)
    for k in range(2):
        for p in model.parameters():
            p.data = k + 0.5
        show(model, data)
    wanted = str(draw.boundary(model, data))
    for p in model.parameters():
        p.data, p.grad = 7.0, 8.0
    cells.end()
    assert drawings(cells)[0][-1] == wanted
    assert {(p.data, p.grad) for p in model.parameters()} == {(7.0, 8.0)}


def test_a_cell_that_runs_again_gets_a_picture_of_its_own(cells):
    for _ in range(2):
        show(Value(1.0))
        cells.end()
    assert len(cells.shown) == 2


def test_training_moves_in_a_notebook(cells):
    model, data = MLP(2, [2, 1]), moons(10)
    train(model, data, steps=5)
    cells.end()
    (pictures,) = drawings(cells)
    assert pictures[-1] == str(draw.boundary(model, data))


def test_a_terminal_s_ipython_prints(cells, capsys):
    cells.shell = type("TerminalInteractiveShell", (), {})()
    show("words")
    assert capsys.readouterr().out == "words\n" and cells.shown == []


def test_the_learning_rate_is_called_lr_and_rate_still_works_with_a_note():
    losses, notes = [], []
    for given in ({"lr": 0.5}, {"rate": 0.5}):
        random.seed(1)
        sink = Recorder()
        with use_sink(sink):
            losses.append(train(MLP(2, [3, 1]), moons(20), steps=3, **given))
        notes.append([text for kind, text, *_ in sink.calls if kind == "note"])
    assert losses[0] == losses[1] and notes[0] == [] and "lr=0.5" in notes[1][0]
    with pytest.raises(TypeError, match="lr alone"):
        train(MLP(2, [1]), moons(20), lr=0.1, rate=0.1)


def test_in_a_notebook_progress_is_one_line_that_is_written_anew(cells):
    from micrograd.show import current_sink

    for _ in range(2):
        train(MLP(3, [1]), Data("d", ((0.0, 1.0, 2.0), (1.0, 0.0, 1.0)), (-1, 1)), steps=4, progress=True)
        current_sink().progress("step 1 of 2", False)
        current_sink().progress("step 2 of 2", True)
    texts = drawings(cells)
    assert len(texts) == 4 and texts[1] == texts[3] == ["step 1 of 2", "step 2 of 2"]
    assert texts[0][-1].startswith("step 4 of 4 · loss") and texts[0][0].startswith("step 0 of 4 · loss")
