"""Equations: MathML that is well-formed and says what ran: each number under its name, and all of it in words."""

import re
import xml.etree.ElementTree as ET
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import Value
from micrograd.draw.equation import step_equations
from micrograd.draw.scale import short
from micrograd.tape import record
from tests.draw.graphs_of_ops import CALLED, graph_of

MATH = "{http://www.w3.org/1998/Math/MathML}"


def text(element):
    """What a reader sees of a formula, with fractions and powers written on one line."""
    name = element.tag.removeprefix(MATH)
    inner = [text(child) for child in element]
    if name == "mfrac":
        return f"{inner[0]}/{inner[1]}"
    if name == "msup":
        return f"{inner[0]}^{inner[1]}"
    return (element.text or "") + "".join(inner)


def rows(equation):
    """The rows of an equation, as elements: names, numbers, roles."""
    return {row.get("class"): list(row) for row in ET.fromstring(equation.markup)[0]}


def texts(equation):
    """The texts of its rows, one behind the other."""
    return [" ".join(filter(None, map(text, row))) for row in rows(equation).values()]


def equations(tape, phase=None):
    return [e for k, step in enumerate(tape.steps) if phase in (None, step.phase) for e in step_equations(tape, k)]


def terms(equation, row, term):
    """The texts of what is marked as this term in a row."""
    marked = [e for cell in rows(equation)[row] for e in cell.iter() if term in e.get("data-term", "").split()]
    return [text(e) for e in marked]


def lecture():
    a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(4.0, label="c")
    L = (a + b) * c
    L.label = "L"
    return record(L)


def test_the_lecture_s_steps_read_as_one_would_write_them():
    assert [texts(e) for e in equations(lecture())] == [
        ["(a + b) = a + b", "2.0 + (−3.0) = −1.0"],
        ["L = (a + b) × c", "(−1.0) × 4.0 = −4.0"],
        ["∂L/∂L = 1.0"],
        ["∂L/∂(a + b) += c × ∂L/∂L", "0.0 + 4.0 × 1.0 = 4.0", "so far local from above"],
        ["∂L/∂c += (a + b) × ∂L/∂L", "0.0 + (−1.0) × 1.0 = −1.0", "so far local from above"],
        ["∂L/∂a += 1 × ∂L/∂(a + b)", "0.0 + 1 × 4.0 = 4.0", "so far local from above"],
        ["∂L/∂b += 1 × ∂L/∂(a + b)", "0.0 + 1 × 4.0 = 4.0", "so far local from above"],
    ]


def test_where_a_gradient_grows_the_product_stands_alone_before_it_is_added():
    x = Value(3.0, label="x")
    tape = record(x * x)
    first, second = step_equations(tape, 2)
    assert texts(first)[1] == "0.0 + 3.0 × 1.0 = 3.0"
    assert texts(second)[1] == "3.0 + 3.0 × 1.0 = 3.0 + 3.0 = 6.0"


@pytest.mark.parametrize(
    "root, names, numbers, roles",
    [
        (lambda x: x**2, "∂y/∂x += 2×x × ∂y/∂y", "0.0 + 2×3.0 × 1.0 = 6.0", "so far local: 6.0 from above"),
        (lambda x: x**3, "∂y/∂x += 3×x^2 × ∂y/∂y", "0.0 + 3×3.0^2 × 1.0 = 27.0", "so far local: 27.0 from above"),
        (lambda x: x**-1, "∂y/∂x += (−1)×x^−2 × ∂y/∂y", None, None),
        (lambda x: x.relu(), "∂y/∂x += (y>0) × ∂y/∂y", "0.0 + 1 × 1.0 = 1.0", "so far local from above"),
        (lambda x: x.tanh(), "∂y/∂x += (1−y^2) × ∂y/∂y", "0.0 + (1−0.9951^2) × 1.0 = 0.009866", "so far local: 0.009866 from above"),
        (lambda x: x.exp(), "∂y/∂x += y × ∂y/∂y", "0.0 + 20.09 × 1.0 = 20.09", "so far local from above"),
        (lambda x: x.log(), "∂y/∂x += 1/x × ∂y/∂y", "0.0 + 1/3.0 × 1.0 = 0.3333", "so far local: 0.3333 from above"),
    ],
)  # fmt: skip
def test_powers_are_simple_and_a_local_derivative_that_is_a_formula_says_what_it_comes_to(root, names, numbers, roles):
    y = root(Value(3.0, label="x"))
    y.label = "y"
    tape = record(y)
    found = texts(step_equations(tape, tape.forward + 1)[0])
    assert found[0] == names
    assert numbers in (None, found[1]) and roles in (None, found[2])


def test_a_closed_relu_multiplies_by_0():
    x = Value(-3.0, label="x")
    assert texts(step_equations(record(x.relu()), 2)[0])[1] == "0.0 + 0 × 1.0 = 0.0"


def test_a_datum_is_blue_and_a_gradient_gold_on_the_way_back_too():
    equation = step_equations(lecture(), 3)[0]
    kinds = [
        (number.text, number.get("class")) for cell in rows(equation)["numbers"] for number in cell.iter(f"{MATH}mn")
    ]
    assert kinds == [("0.0", "grad"), ("4.0", "data"), ("1.0", "grad"), ("4.0", "grad")]
    b = Value(2.0, label="b")
    three = step_equations(record(b * 3), 2)[0]
    assert [n.get("class") for cell in rows(three)["names"] for n in cell.iter(f"{MATH}mn")] == ["data"]


@pytest.mark.parametrize("name", CALLED)
def test_every_op_s_equation_back_is_local_times_from_above(name):
    tape = record(graph_of(name))
    step = tape.steps[tape.forward + 2]  # after the seed, and the product that gives it something from above
    assert step.op.startswith(name)
    for equation, slope in zip(step_equations(tape, tape.forward + 2), step.locals, strict=True):
        assert len(terms(equation, "names", "local")) == len(terms(equation, "numbers", "local")) == 1
        assert len(terms(equation, "numbers", "out")) == 1 and terms(equation, "names", "out")[0].startswith("∂L/∂")
        assert len(terms(equation, "numbers", "sum")) == len(terms(equation, "numbers", "product")) == 1
        local, role = terms(equation, "numbers", "local")[0], text(rows(equation)["roles"][2])
        said = role.removeprefix("local: ") if role != "local" else local
        assert said.strip("()").removesuffix(".0") == short(slope).removesuffix(".0")


@pytest.mark.parametrize("name", CALLED)
def test_every_number_stands_under_its_name(name):
    for equation in equations(record(graph_of(name))):
        found = rows(equation)
        for above, below in zip_longest(found["names"], found.get("numbers", [])):
            if above is not None and below is not None and text(above) and text(below):
                sign = re.compile(r"[-+×−/=]+")
                assert bool(sign.fullmatch(text(above))) == bool(sign.fullmatch(text(below)))


def test_infinity_is_written_as_such():
    x = Value(1000.0, label="x")
    tape = record(x.exp() * 2.0)
    for equation in equations(tape):
        assert "inf" not in " ".join(texts(equation)) and "inf" not in equation.spoken
    assert texts(step_equations(tape, 0)[0])[1] == "exp(1000.0) = ∞"


def test_a_step_is_spoken_in_words():
    assert step_equations(lecture(), 3)[0].spoken == (
        "the gradient of a + b grows by c times the gradient of L: 0.0 plus 4.0 times 1.0 is 4.0"
    )
    assert step_equations(lecture(), 2)[0].spoken == "the gradient of L is 1.0"


def test_a_reader_s_own_op_is_written_as_its_own_lines_say(tmp_path, monkeypatch):
    source = "from micrograd import Value\ndef cube(v):\n    out = Value(v.data**3, (v,), 'cube')\n    def _backward():\n        v.grad += 3 * v.data**2 * out.grad\n    out._backward = _backward\n    return out\n"
    (tmp_path / "ownop.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    from ownop import cube

    y = cube(Value(2.0, label="x"))
    y.label = "y"
    assert texts(step_equations(record(y), 2)[0])[:2] == ["∂y/∂x += 3×x^2 × ∂y/∂y", "0.0 + 3×2.0^2 × 1.0 = 12.0"]


def test_an_op_that_sets_a_gradient_has_nothing_so_far(tmp_path, monkeypatch):
    source = "from micrograd import Value\ndef half(v):\n    out = Value(v.data / 2, (v,), 'half')\n    def _backward():\n        v.grad = out.grad * 0.5\n    out._backward = _backward\n    return out\n"
    (tmp_path / "halfop.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    from halfop import half

    y = half(Value(2.0, label="x"))
    y.label = "y"
    equation = step_equations(record(y), 2)[0]
    assert texts(equation) == ["∂y/∂x = ∂y/∂y × 0.5", "1.0 × 0.5 = 0.5", "from above local"]


def test_a_gradient_that_is_set_to_what_comes_from_above_says_so(tmp_path, monkeypatch):
    source = "from micrograd import Value\ndef same(v):\n    out = Value(v.data + 0.0, (v,), 'same')\n    def _backward():\n        v.grad = out.grad\n    out._backward = _backward\n    return out\n"
    (tmp_path / "sameop.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    from sameop import same

    y = same(Value(2.0, label="x"))
    y.label = "y"
    assert texts(step_equations(record(y), 2)[0]) == ["∂y/∂x = 1 × ∂y/∂y", "1 × 1.0 = 1.0", "local from above"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_label_gives_well_formed_markup(one, two):
    a, b = Value(2.0, label=one), Value(-3.0, label=two)
    tape = record((a * b).tanh() + a)
    for equation in equations(tape):
        ET.fromstring(equation.markup)
