"""The reader's text: what is allowed becomes real Values, and whatever else comes is turned away in words."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import Value
from micrograd.ops import methods
from pages.expression import Problem, read

LECTURE = "a = Value(2.0)\nb = Value(-3.0)\nc = Value(4.0)\nL = (a + b) * c"


def data(text):
    expression = read(text)
    return {node.name: node.data for node in expression.tape.nodes}


def problem(text):
    with pytest.raises(Problem) as caught:
        read(text)
    return caught.value


def test_names_in_the_text_name_the_boxes():
    assert data(LECTURE) == {"a": 2.0, "b": -3.0, "a + b": -1.0, "c": 4.0, "L": -4.0}


@pytest.mark.parametrize(
    "text, last",
    [
        ("a, b = Value(2.0), Value(3.0)\na * b", 6.0),
        ("a = b = Value(3.0)\na * b", 9.0),
        ("a = Value(2.0)\na += 1; a *= a", 9.0),
        ("h = 2 * 3\nx = Value(h / 4)\nx ** 2", 2.25),
        ("x = Value(2, label='input')  # a comment, é ∂ 😀\n(\n  x -\n  1\n)", 1.0),
        ("-Value(2.0)", -2.0),
        ("x = Value(1.0)\ny = x.exp().log().relu()", 1.0),
        ("3 - 6 / Value(2.0)", 0.0),
        ("größe = Value(2.0)\ngröße + größe", 4.0),
        ("y = Value(1e308) * 10", float("inf")),
    ],
)
def test_what_is_allowed_is_worked_out_by_the_engine(text, last):
    assert read(text).tape.nodes[-1].data == last


numbers = st.floats(-100, 100).map(lambda x: round(x, 3))
expressions = st.recursive(
    st.sampled_from(["a", "b"]) | numbers.map(str),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"(-{t})"),
        inner.map(lambda t: f"({t}) ** 2"),
    ),
    max_leaves=12,
)


@given(expressions)
def test_it_computes_what_python_would(text):
    a, b = Value(0.5), Value(-1.25)
    expected = eval(f"a * 1 + ({text})", {"a": a, "b": b})  # the same text, run by Python on the same engine
    expected.backward()
    tape = read(f"a = Value(0.5)\nb = Value(-1.25)\na * 1 + ({text})").tape
    assert tape.nodes[-1].data == expected.data
    grads = {tape.nodes[i].name: grad for i, grad in tape.grad_at(len(tape.steps)).items()}
    assert grads["a"] == a.grad


def test_every_value_knows_the_piece_of_text_that_made_it_and_a_leaf_its_number():
    text = LECTURE.replace("c = ", "c =  ") + " - 2\n# é"
    expression = read(text)
    pieces = {n.name: text[s.start : s.end] for n, s in zip(expression.tape.nodes, expression.spans)}
    assert pieces["a"] == "Value(2.0)" and pieces["a + b"] == "a + b" and pieces["L"] == "(a + b) * c - 2"
    written = {n.name: s and text[s.start : s.end] for n, s in zip(expression.tape.nodes, expression.literals)}
    assert (written["a"], written["b"], written["c"], written["2"]) == ("2.0", "-3.0", "4.0", "2")
    assert written["-1"] is None and written["L"] is None
    assert [s.line for s in expression.spans][:2] == [1, 2]


def test_letters_of_several_bytes_do_not_shift_the_places():
    text = "größe = Value(1.0); ß = Value(2.5)\nL = größe * ß"
    expression = read(text)
    assert [text[s.start : s.end] for s in expression.literals if s] == ["1.0", "2.5"]


def test_values_that_do_not_reach_the_last_one_are_named():
    assert read("a = Value(1.0)\nb = Value(2.0)\na * a").aside == ("b",)


HOSTILE = {
    "import": ("import os", 1, "import"),
    "import behind something": ("a = Value(1)\nfrom os import system", 2, "from"),
    "dunder attribute": ("Value.__class__.__bases__", 1, "__class__"),
    "dunder name": ("__import__('os')", 1, "__import__"),
    "attribute": ("a = Value(1)\na._prev", 2, "_prev"),
    "attribute walk": ("a = Value(1)\nb = a.data.real.hex()", 2, "a.data.real.hex"),
    "comprehension": ("[x for x in y]", 1, "for"),
    "large power": ("9**9**9", 1, "too large"),
    "larger power": ("x = 10**400", 1, "too large"),
    "large literal": ("x = Value(" + "9" * 3000 + ")", 1, "too large"),
    "brackets": ("(" * 1900 + "1" + ")" * 1900, 1, "brackets"),
    "5,000 brackets": ("(" * 5000 + ")" * 5000, 1, "10,000 characters"),
    "megabyte": ("a" * 1_000_000, 1, "1,000,000"),
    "nul": ("a = Value(1)\nb\0 = 2", 2, "U+0000"),
    "emoji": ("😀 = Value(1)", 1, "😀"),
    "surrogate": ("a = \ud800", 1, "U+D800"),
    "value of a value": ("Value(Value(1))", 1, "Value"),
    "zero to a negative power": ("x = Value(0)\nx ** -1", 2, "zero has no negative power"),
    "minus signs": ("x = " + "-" * 3900 + "1", 1, "operators"),
    "powers": ("x = Value(1)" + "**1" * 1200, 1, "operators"),
    "dots": ("x = a" + ".relu()" * 500, 1, "operators"),
    "not": ("not " * 900 + "1", 1, "not"),
    "lambda": ("f = lambda: 1", 1, "lambda"),
    "text": ("Value('2')", 1, "'2'"),
    "walrus": ("(y := Value(2))", 1, ":="),
    "f-string": ("f'{a}'", 1, "string"),
    "call": ("eval('1')", 1, "eval"),
    "subscript": ("a = Value(1)\na[0]", 2, "[ ]"),
    "star": ("a, *b = Value(1), 2", 1, "*"),
    "half a line": ("a = Value(1)\nL = a *", 2, "cannot read"),
    "unknown name": ("L = a * b", 1, "a has no value yet"),
    "xor": ("Value(2) ^ 2", 1, "^"),
    "division by zero": ("Value(1) / 0", 1, "division by zero"),
    "backslash": ("a = \\\n1", 1, "\\"),
    "many values": ("a = Value(1)\n" + "a += a\n" * 520, 501, "500"),
    "nothing": ("", 1, "no Value"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_turned_away_with_line_reason_and_cure(name):
    text, line, word = HOSTILE[name]
    refused = problem(text)
    assert refused.line == line and word in refused.what and len(refused.allowed) > 10
    assert len(str(refused)) < 400


@given(st.text(max_size=80) | st.text("ab=+-*/().,1 \n#'[]{}:Value", max_size=80))
def test_any_text_is_an_expression_or_a_problem_and_nothing_else(text):
    try:
        assert read(text).tape.nodes
    except Problem as refused:
        assert 1 <= refused.line <= text.count("\n") + 1


def test_no_module_runs_the_reader_s_text(project):
    for path in (project.root / "pages" / "expression").glob("*.py"):
        called = {
            n.func.id
            for n in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "__import__"}


@pytest.mark.parametrize("name", methods())
def test_every_method_of_the_table_is_worked_out_and_stands_in_the_help(name):
    read_one = read(f"a = Value(0.5)\nb = a.{name}()")
    assert read_one.tape.nodes[-1].op == methods()[name].name
    assert f".{name}()" in problem("a = [1]").allowed
    assert problem(f"b = {name}(Value(1.0), 2)").what
    assert problem(f"a = Value(1.0)\na.{name}").what == f".{name} lacks its parentheses"


def test_abs_is_written_as_in_python_too():
    assert read("a = Value(-3.0)\nb = abs(a)").tape.nodes[-1].op == "abs"
    assert data("a = Value(1.0)\nb = a * abs(-3)")["b"] == 3.0
    assert problem("abs(Value(1.0), Value(2.0))").what == "abs(…) takes one value"
