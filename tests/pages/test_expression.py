"""The reader's text: what is allowed becomes real Values, and whatever else comes is turned away in words."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import Value
from micrograd.ops import methods
from pages.expression import Problem, read
from pages.expression.cleaning import clean
from pages.expression.unneeded import sentences

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
    "import": ("import os", 1, "no Value"),
    "import behind something": ("a = Value(1)\nb = a * os.getpid()", 2, "os.getpid"),
    "import of a name used": ("from os import getpid\na = Value(getpid())", 2, "getpid"),
    "dunder attribute": ("Value.__class__.__bases__", 1, "__class__"),
    "dunder name": ("__import__('os')", 1, "__import__"),
    "attribute": ("a = Value(1)\na._prev", 2, "_prev"),
    "attribute walk": ("a = Value(1)\nb = a.data.real.hex()", 2, "a.data.real.hex"),
    "comprehension": ("[x for x in y]", 1, "for"),
    "large power": ("9**9**9", 1, "too large"),
    "larger power": ("x = 10**400", 1, "too large"),
    "large literal": ("x = Value(" + "9" * 3000 + ")", 1, "too large"),
    "brackets": ("(" * 1900 + "1" + ")" * 1900, 1, "brackets"),
    "5,000 brackets": ("(" * 5000 + ")" * 5000, 1, "40 brackets"),
    "megabyte": ("a" * 1_000_000, 1, "1,000,000"),
    "2,000 lines": ("a = Value(1.0)\n" * 2000, 1334, "30,000 characters"),
    "class": ("class Value:\n    pass", 1, "class"),
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
    "division by zero": ("a = Value(0.0)\n1 / a", 2, "1 / a divides by zero, because a is 0.0"),
    "backslash": ("a = \\\n1", 1, "\\"),
    "many values": ("a = Value(1)\n" + "a += a\n" * 520, 501, "500"),
    "nothing": ("", 1, "no Value"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_turned_away_with_line_reason_and_cure(name):
    text, line, word = HOSTILE[name]
    refused = problem(text)
    assert refused.line == line and word in refused.what and len(refused.allowed) >= 8
    assert len(str(refused)) < 400


def test_300_lines_are_read():
    assert len(read("a = Value(1.0)\n" + "".join(f"a{k} = a * {k}.5 + 1.0\n" for k in range(99))).unneeded) == 0
    lines = ["v0 = Value(1.0)"] + [f"v{k} = v{k - 1} * v0" for k in range(1, 300)]
    assert read("\n".join(lines)).tape.nodes[-1].name == "v299"
    assert problem("\n".join([*lines[:250], "v250 = v249 * w", *lines[251:]])).line == 251


@pytest.mark.parametrize(
    "text, line, meant",
    [
        ("a = value(2.0)", 1, "Value"), ("a = Val(2.0)", 1, "Value"), ("a = VALUE(2.0)", 1, "Value"),
        ("a = Vlaue(2.0)", 1, "Value"), ("a = Value(2.0)\nb = a.tahn()", 2, "tanh"), ("a = Value(2.0)\nb = a.reul()", 2, "relu"),
        ("Loss = Value(2.0)\nb = loss * 2", 2, "Loss"), ("x1 = Value(2.0)\ny = X1 * 2", 2, "x1"), ("a = value * 2", 1, "Value"),
    ],
)  # fmt: skip
def test_a_name_that_is_almost_right_is_asked_about(text, line, meant):
    refused = problem(text)
    assert refused.line == line and f"Did you mean {meant}?" in refused.allowed
    assert not str(refused).endswith("?.")


def test_a_name_like_no_other_is_not():
    assert "Did you mean" not in str(problem("a = Value(2.0)\nb = a * zebra"))


PROGRAM = """from micrograd.engine import Value
import random
%matplotlib inline
random.seed(1337)
x = Value(2.0, label='x')
w = Value(-3.0)
s = x * w; s.label = 's'
L = s.tanh()
L.label = 'loss'
L.grad = 1.0
L._backward()
L.backward()
print(x.grad)
w.grad
draw_dot(L)"""


def test_a_whole_program_is_taken_and_what_it_has_too_much_of_is_said():
    expression = read(PROGRAM)
    assert [n.name for n in expression.tape.nodes] == ["x", "w", "s", "loss"]
    assert expression.call == "L = s.tanh()"
    assert sentences(expression.unneeded) == [
        "Lines 1 and 2 are not needed here: Value is there already.",
        "Line 3 is not needed here: that is for a notebook.",
        "Line 4 is not needed here: nothing of it is drawn.",
        "Line 7 is not needed here: a box is called by its variable.",
        "Lines 10, 11 and 12 are not needed here: the button Backward runs the backward pass.",
        "Lines 13, 14 and 15 are not needed here: every number stands in the graph.",
    ]


def test_nothing_of_a_line_that_is_left_out_is_run_or_even_looked_at():
    assert read("import os\nos.system('false')\na = Value(1.0)\nprint(b, 9**9**9)").tape.nodes[-1].name == "a"
    assert problem("b.label = 'b'").what == "b is no Value yet"


DISGUISES = {
    "no-break spaces": lambda text: text.replace(" ", "\xa0"),
    "thin and wide spaces": lambda text: text.replace(" ", "\u2009\u3000"),
    "zero-width characters": lambda text: "\ufeff" + text.replace("=", "\u200b=\u200d").replace("Value", "Val\xadue"),
    "minus signs": lambda text: text.replace("-", "−"),
    "dashes": lambda text: text.replace("-", "–"),
    "times signs": lambda text: text.replace("*", "×"),
    "dots": lambda text: text.replace("*", "·"),
    "division signs": lambda text: text.replace("/", "÷"),
    "full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if (c.isascii() and c.isalnum()) or c in "()=+.," else c for c in text
    ),
    "tabs": lambda text: text.replace(" ", "\t"),
    "indented": lambda text: "    " + text.replace("\n", "\n    "),
    "indented but for the first line": lambda text: text.replace("\n", "\n    "),
    "prompts": lambda text: ">>> " + text.replace("\n", "\n>>> "),
    "prompts and output": lambda text: ">>> " + text.replace("\n", "\n>>> ") + "\n>>> L\nValue(data=-8.0, grad=0.0)",
    "IPython": lambda text: "In [3]: " + text.replace("\n", "\n   ...: ") + "\nOut[3]: Value(data=1.0)",
    "superscripts": lambda text: text.replace("**2", "²").replace("**-1", "⁻¹"),
    "mathematical letters": lambda text: text.replace("L", "\U0001d43f"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
}


@pytest.mark.parametrize("how", DISGUISES)
def test_text_from_elsewhere_reads_as_what_it_means(how):
    plain_text = "a = Value(2.0)\nb = Value(-3.0)  # the second\nc = a * b + a**2\nd = b**-1\nL = (c - d) / 4"
    text = DISGUISES[how](plain_text)
    assert how == "IPython" or text != plain_text
    plain, other = read(plain_text), read(text)
    assert other.tape == plain.tape
    for spans, others in ((plain.spans, other.spans), (plain.literals, other.literals)):
        for span, place in zip(spans, others, strict=True):
            if span:  # each place is that of the same piece, in the text as it is
                piece = clean(text[place.start : place.end]).text
                assert "".join(piece.split()) == "".join(plain_text[span.start : span.end].split())


def test_quotes_and_fractions_and_comments_are_read_too():
    assert read("x = Value(½, label=“größe − 1”)  # “not” closed").tape.nodes[0].name == "größe − 1"
    assert read("x = Value(½)").tape.nodes[0].data == 0.5
    assert read("x = Value(2.0)\ny = x¹⁰").tape.nodes[-1].data == 1024.0


def test_the_line_of_a_problem_is_the_reader_s_whatever_stands_between():
    assert problem("a = Value(1.0)\u2028b = a\n\nc = nothing").line == 3
    assert problem(">>> a = Value(1.0)\n>>> a\nValue(data=1.0)\n>>> b = a +").line == 4


@given(st.text(max_size=60) | st.text("a=−×·½²\xa0\u200b\u2028“’\t\n>. In[1]:%", max_size=60))
def test_cleaning_keeps_the_place_of_every_character(text):
    cleaned = clean(text)
    assert len(cleaned.places) == len(cleaned.text) + 1
    assert list(cleaned.places) == sorted(cleaned.places) and cleaned.places[-1] <= len(text)
    assert all(1 <= n <= text.count("\n") + 1 for n in cleaned.numbers)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_what_is_plain_already_stays_as_it_is(text):
    if not text.lstrip().startswith((">>>", "...", "In", "Out", "%", "!", "?")) and "`" not in text:
        assert clean(text).text == text.lstrip()


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
