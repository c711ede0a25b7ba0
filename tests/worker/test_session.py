"""A session under CPython: what programs put out, in order, what their errors become, and what of a run is put back."""

import sys
from importlib import import_module
from inspect import unwrap

import pytest

from micrograd import MLP, Value, train
from micrograd.data import moons
from micrograd.responses import places
from pages.cell.examples import EXAMPLES
from pages.worker import records as r
from pages.worker import wire
from pages.worker.output import Output
from pages.worker.session import open_session


@pytest.fixture
def cell():
    """run(code) -> the messages of one run, as the page reads them; one namespace for all."""
    messages, number = [], 0
    run = open_session(lambda text: messages.append(wire.read(text)), closed=False)

    def once(code):
        nonlocal number
        number += 1
        messages.clear()
        assert run(code, number) == "done"
        assert isinstance(messages[-1], r.Done) and messages[-1].run == number
        return messages[:-1]

    return once


def printed(messages):
    return "".join(m.text for m in messages if isinstance(m, r.Text) and m.stream == "out")


def of(messages, kind):
    return [m for m in messages if isinstance(m, kind)]


def drawings(messages):
    return [m.drawing for m in of(messages, r.Draw)]


def test_output_comes_in_order(cell):
    messages = cell("import warnings\nprint('one')\nwarnings.warn('two')\nshow(Value(3.0))\nprint('four')\n5")
    order = [
        m.stream + " " + m.text if isinstance(m, r.Text) else type(m).__name__
        for m in messages
        if getattr(m, "text", "") != "\n"
    ]
    assert order == ["out one", "err UserWarning in line 3: two\n", "Draw", "out four", "value 5"]


def test_a_value_on_the_last_line_is_drawn_with_its_tape(cell):
    (graph,) = drawings(cell("a, b = Value(2.0), Value(3.0)\nL = a * b + a\nL.backward()\nL"))
    assert {node.name: (node.data, grad) for node, grad in zip(graph.nodes, graph.grads)} == {
        "a": (2, 4),
        "b": (3, 2),
        "a * b": (6, 1),
        "L": (8, 1),
    }
    assert len(graph.tape.steps) == 5


def test_the_numbers_are_those_of_the_program_and_not_of_the_tape(cell):
    (graph,) = drawings(cell("a = Value(2.0)\nL = a * a\nL.backward()\nL.backward()\nL"))
    assert graph.grads[0] == 8.0  # added up, as the program did
    assert graph.tape.grad_at(len(graph.tape.steps))[0] == 4.0


def test_models_data_and_losses_have_pictures(cell):
    assert [type(d) for d in drawings(cell("show(MLP(2, [3, 1]))\nshow(moons())\n[3.0, 2.0, 1.0]"))] == [
        r.Network,
        r.Response,
        r.Curve,
    ]
    (graph,) = drawings(cell("x = Value(1.0)\nfor _ in range(3000): x = x + 1\nx"))
    assert graph == r.Large(6001, 3001, ("+ 3000",), 3001.0, 0.0)


def test_the_lecture_s_own_classes_are_drawn_too(cell):
    (graph,) = drawings(
        cell("""
class V:
    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, set(_prev), _op
    def __mul__(self, other):
        return V(self.data * other.data, (self, other), "*")
p = V(2.0) * V(4.0)
p""")
    )
    assert graph.nodes[-1].data == 8.0 and graph.tape is None and graph.nodes[-1].name == "p"


def test_names_live_on_from_run_to_run(cell):
    cell("x = 41")
    assert printed(cell("print(x + 1)")) == "42\n"


def test_ten_thousand_shows_are_few_pictures_and_the_last_is_the_newest(cell):
    messages = cell("v = Value(0.0)\nfor i in range(10_000):\n    v = Value(float(i))\n    show(v)")
    assert 1 < len(of(messages, r.Draw)) < 500
    assert messages[-1].drawing.nodes[0].data == 9999.0 and {m.place for m in messages} == {4}


def test_display_keeps_every_picture_up_to_a_thousand(cell):
    messages = cell("for i in range(1010): display(Value(1.0))")
    assert len(of(messages, r.Draw)) == 1000 and of(messages, r.Folded) == [r.Folded(0, 10)]


def test_too_much_text_is_folded_and_its_end_is_shown(cell):
    messages = cell("for i in range(30_000): print('x' * 60)\nprint('the end')")
    (folded,) = of(messages, r.Folded)
    assert len(printed(messages)) < 1_010_000 and folded.characters > 700_000
    assert printed(messages).endswith("the end\n")


def test_floods_are_sent_together_and_single_lines_at_once():
    sent, clock = [], [0.0]
    output = Output(sent.append, {}, lambda: clock[0])
    for _ in range(10):
        output.write("x\n")
    assert len(sent) == 10
    for _ in range(100_000):
        clock[0] += 1e-6
        output.write("x\n")
    output.end()
    assert len(sent) < 300


ERRORS = {
    "1 / 0": ("ZeroDivisionError", 1, None),
    "x = 1\ny = [\n": ("SyntaxError", 2, None),
    "def f():\nreturn 1": ("IndentationError", 2, "equally far"),
    "if True:\n\tx = 1\n        y = 2": ("TabError", 3, "tabs"),
    "\n\nundefined_name": ("NameError", 3, None),
    "def f(n):\n    return f(n + 1)\nf(0)": ("RecursionError", 2, "without end"),
    "[Value(1.0)].backward()": ("AttributeError", 1, "sum(losses)"),
    "(1.5).backward()": ("AttributeError", 1, "plain number"),
    "Value(1.0).zero_grad()": ("AttributeError", 1, "belong to a model"),
    "Value(1.0)[0]": ("TypeError", 1, "one Value, not a list"),
    "MLP(2, [3, 1])([1.0, 2.0, 3.0])": ("ValueError", 1, "shape"),
    "Value(1.0) + [1.0]": ("TypeError", 1, "go through it"),
    "np.zeros(3)": ("NameError", 1, "import numpy"),
    "open('/no/such/file')": ("FileNotFoundError", 1, "no files of yours"),
    "raise BaseException('out')": ("BaseException", 1, None),
    "raise KeyboardInterrupt": ("KeyboardInterrupt", 1, None),
    "class E(Exception):\n    def __str__(self): raise ValueError\nraise E": ("E", 3, None),
    "exec('1 / 0')": ("ZeroDivisionError", 1, None),
    "await f()": ("SyntaxError", 1, "not needed"),
    "x = '\0'": ("SyntaxError", None, None),
    "import linecache; linecache.cache.clear(); 1 / 0": ("ZeroDivisionError", 1, None),
}


@pytest.mark.parametrize("code", ERRORS)
def test_errors_name_the_reader_s_line_and_advise(cell, code):
    kind, line, advice = ERRORS[code]
    (error,) = of(cell(code), r.Failure)
    assert error.kind == kind
    assert line is None or error.line == line
    assert advice is None or advice in error.hint
    assert all(place.line <= code.count("\n") + 1 for place in error.trace) and len(error.trace) <= 12
    assert printed(cell("print('good')")) == "good\n"


def test_an_error_in_a_function_of_an_earlier_run_says_so(cell):
    cell("def f():\n    return 1 / 0")
    (error,) = of(cell("f()"), r.Failure)
    assert [(p.run, p.line, p.inside) for p in error.trace] == [(2, 1, ""), (1, 2, "f")]
    assert error.line == 1


@pytest.mark.parametrize(
    "code, remark",
    [
        ("p = Value(1.0)\nfor _ in range(2):\n    y = p * p\n    y.backward()\n    p.data -= 0.1 * p.grad", "line 2"),
        ("p = Value(1.0)\np.backward", "does not call it"),
    ],
)
def test_what_runs_but_is_probably_not_meant_is_remarked(cell, code, remark):
    assert any(remark in note.text for note in of(cell(code), r.Note))


@pytest.mark.parametrize(
    "code, how",
    [
        ("import sys; sys.exit()", "exit"),
        ("raise SystemExit(3)", "exit with 3"),
        ("quit()", "exit"),
        ("exit('why')", "exit with 'why'"),
        ("class E:\n    def __str__(self): raise self\nraise SystemExit(E())", "exit with an object of type E"),
    ],
)
def test_a_program_may_end_itself(cell, code, how):
    (note,) = of(cell(f"print('first')\n{code}\nprint('never')"), r.Note)
    assert note.text == f"The program ended itself: {how}."
    assert printed(cell("print('good')")) == "good\n"


@pytest.mark.parametrize(
    "code",
    ["import builtins\ndel builtins.print", "import builtins\nvars(builtins).clear()", "__builtins__.len = None"],
)
def test_built_in_names_are_put_back(cell, code):
    assert any("put back" in note.text for note in of(cell(code), r.Note))
    assert printed(cell("print(len('good'))")) == "4\n"


def test_odd_texts_cross_as_they_are(cell):
    assert printed(cell("print('\\ud800 <b>&amp;</b> \\u202e')")) == "\ud800 <b>&amp;</b> \u202e\n"
    assert of(cell("Value(float('nan'))"), r.Draw)
    assert cell("") == [] and cell("\n\n  \n# only words") == [] and printed(cell("x = 1\r\nprint(x)\r\n")) == "1\n"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.key)
def test_examples_run_here_as_anywhere(cell, example, capsys):
    if example.key == "numpy":
        import_module("numpy")
    messages = cell(example.text)
    assert not of(messages, r.Failure) and not of(messages, r.Note)
    exec(compile(example.text, example.key, "exec"), {"__name__": "__main__"})
    assert printed(messages) == capsys.readouterr().out


# --- what a run breaks ---


@pytest.mark.parametrize(
    "code",
    [
        "Value.__add__ = None",
        "del Value.backward",
        "Value.__eq__ = lambda a, b: True",
        "MLP.__call__ = 3",
        "import json\njson.dumps = None",
        "import pages.worker.wire as w\nw.write = None",
        "import sys\nsys.modules.clear()",
    ],
)
def test_what_is_changed_in_the_engine_or_in_python_is_put_back(cell, code):
    assert any("put back" in note.text for note in of(cell(code), r.Note))
    assert (
        printed(
            cell(
                "a = Value(2.0)\nL = a * a + a\nL.backward()\nprint(L.data, a.grad, a == a, a == 2, MLP(2, [1])([1.0, 2.0]).data is not None)"
            )
        )
        == "6.0 5.0 True True True\n"
    )


def test_what_is_added_to_a_class_stays(cell):
    assert not of(cell("Value.twice = lambda self: self * 2"), r.Note)
    assert printed(cell("print(Value(3.0).twice().data)")) == "6.0\n"


def test_what_cannot_be_put_back_ends_the_cell():
    run = open_session(lambda text: None, closed=False)
    multiply = unwrap(Value.__mul__)
    code, program = multiply.__code__, "unwrap(Value.__mul__).__code__ = (lambda self, other: Value(3.0)).__code__"
    try:
        assert run(f"from inspect import unwrap\n{program}", 1) != "done"
    finally:
        multiply.__code__ = code


@pytest.mark.parametrize(
    "code",
    [
        "globals().clear()",
        "__builtins__ = {}",
        "import sys\nsys.settrace(lambda *a: None)",
        "import sys\nsys.setrecursionlimit(200)",
        "import gc\ngc.disable()",
    ],
)
def test_settings_and_given_names_are_there_for_the_next_run(cell, code):
    limit = sys.getrecursionlimit()
    cell(code)
    assert (
        printed(cell("import gc, sys\nprint(Value(1.0).data, gc.isenabled(), sys.gettrace(), sys.getrecursionlimit())"))
        == f"1.0 True None {limit}\n"
    )


def test_a_value_that_cannot_be_drawn_is_an_error_that_says_why(cell):
    for code, words in {
        "v = Value(1.0)\nv._prev = (v,)\nv": "operand of itself",
        "v = Value(1.0)\nv.data = 'x'\nv": "'x', and not a number",
        "v = Value(1.0)\nv._prev, v._op = (3,), '+'\nv": "no Value: 3",
    }.items():
        (error,) = of(cell(code), r.Failure)
        assert words in error.message


def test_a_value_of_very_many_operands_is_drawn(cell):
    (graph,) = drawings(cell("Value(0.0, tuple(Value(float(i)) for i in range(1500)), 'all')"))
    assert len(graph.nodes) == 1501


def test_training_says_nothing_where_there_is_no_cell(capsys):
    losses = train(MLP(2, [2, 1]), moons(20), steps=3)
    assert len(losses) == 4 and capsys.readouterr().out == ""


LEAKY = """
class Leaky(MLP):
    def __call__(self, x):
        h = self.layers[0](x)
        return self.layers[1]([v if v.data > 0.5 else v * 0.1 for v in h])
"""
BARE = """
class Bare(Module):
    def __init__(self):
        self.w = Value(0.5)
    def __call__(self, x):
        return self.w * x[0] + x[1]
    def parameters(self):
        return [self.w]
"""


def test_a_model_with_a_forward_pass_of_its_own_is_asked_and_a_note_says_why_it_takes_longer(cell):
    code = (
        f"from micrograd.data import *\nfrom micrograd import *\n{LEAKY}\nmodel, data = Leaky(2, [3, 1]), moons(10)\n"
    )
    cell(code + "first = sum((1 - y * model(x)).relu().data for x, y in zip(data.points, data.labels)) / 10")
    messages = cell("losses = train(model, data, steps=3, l2=0.0)\nround(losses[0] - first, 12) == 0")
    assert any("looks at the number of a Value: return" in m.text for m in of(messages, r.Note))
    assert [m.text for m in of(messages, r.Text)][-2:] == ["True", "\n"] or "True" in [
        m.text for m in of(messages, r.Text)
    ]


def test_a_model_without_layers_has_a_boundary(cell):
    code = f"from micrograd.data import *\nfrom micrograd.nn import *\n{BARE}\nmodel, data = Bare(), moons(10)\nshow(model, data)"
    (boundary,) = drawings(cell(code))
    wanted = [0.5 * x + y for x, y in places(boundary.window, boundary.side)]
    assert boundary.scores == pytest.approx(wanted, rel=1e-3)


def test_labels_0_and_1_are_drawn_as_minus_1_and_1_and_others_refused(cell):
    code = "from micrograd.data import *\nfrom micrograd.nn import *\nmodel = MLP(2, [3, 1])\n"
    (boundary,) = drawings(cell(code + "show(model, Data('d', ((1.0, 2.0), (2.0, 1.0)), (0, 1)))"))
    assert (boundary.labels, boundary.names) == ((0, 1), ("0", "1"))
    (error,) = of(cell("show(model, Data('d', ((1.0, 2.0), (2.0, 1.0)), (1, 2)))"), r.Failure)
    assert "are classes, and the model has one output" in error.message


def test_data_of_three_classes_are_drawn_and_labels_of_no_kind_are_a_text_and_no_error(cell):
    head = "from micrograd.data import *\n"
    (found,) = drawings(cell(head + "Data('d', ((1.0, 2.0), (2.0, 1.0), (0.0, 0.0)), (0, 1, 2))"))
    assert (found.kind, found.labels, found.side) == ("classes", (0, 1, 2), 0)
    messages = cell(head + "Data('d', ((1.0, 2.0), (2.0, 1.0), (0.0, 0.0)), (0, 1, 5))")
    assert not of(messages, r.Failure) and drawings(messages) == []
    assert any("Data('d', 3 points of 2 numbers, labels 0, 1, 5)" in m.text for m in of(messages, r.Text))


@pytest.mark.parametrize(
    ("model", "data", "how", "kind"),
    [
        (
            "MLP(2, [3])",
            "Data('d', ((1.0, 2.0), (2.0, 1.0), (0.0, 0.0)), (0, 1, 2))",
            "loss='cross-entropy'",
            "classes",
        ),
        ("MLP(2, [1])", "Data('d', ((1.0, 2.0), (2.0, 1.0), (0.0, 0.0)), (0, 1, 2))", "loss='squared error'", "height"),
        ("MLP(1, [1])", "Data('d', ((1.0,), (2.0,), (0.0,)), (-5, 1, 2))", "loss='squared error'", "curve"),
        ("MLP(2, [1])", "moons(5)", "", "score"),
    ],
)
def test_training_is_drawn_whatever_a_model_of_one_or_two_inputs_learns(cell, model, data, how, kind):
    messages = cell(
        f"from micrograd.data import *\nfrom micrograd.nn import *\ntrain({model}, {data}, steps=3, {how})\n0"
    )
    assert {found.kind for found in drawings(messages)} == {kind} and not of(messages, r.Failure)
    assert not of(messages, r.Note)
