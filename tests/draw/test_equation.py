"""Equations: MathML that is well-formed and says what ran, in names, in numbers, and in words."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from micrograd import Value
from micrograd.draw.equation import step_equations
from micrograd.tape import record

MATH = "{http://www.w3.org/1998/Math/MathML}"


def text(markup):
    """What a reader sees of a formula, with fractions and powers written on one line."""

    def read(e):
        name = e.tag.removeprefix(MATH)
        inner = [read(child) for child in e]
        if name == "mfrac":
            return f"{inner[0]}/{inner[1]}"
        if name == "msup":
            return f"{inner[0]}^{inner[1]}"
        return (e.text or "") + "".join(inner)

    return read(ET.fromstring(markup))


def lecture():
    a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(4.0, label="c")
    L = (a + b) * c
    L.label = "L"
    return record(L)


def test_the_lecture_s_steps_read_as_one_would_write_them():
    tape = lecture()
    read = [[(text(e.names), text(e.numbers)) for e in step_equations(tape, k)] for k in range(len(tape.steps))]
    assert read == [
        [("(a + b)=a+b", "2.0+(−3.0)=−1.0")],
        [("L=(a + b)·c", "(−1.0)·4.0=−4.0")],
        [("∂L/∂L=1.0", "1.0")],
        [("∂L/∂(a + b)+=c·∂L/∂L", "0.0+4.0·1.0=4.0"), ("∂L/∂c+=(a + b)·∂L/∂L", "0.0+(−1.0)·1.0=−1.0")],
        [("∂L/∂a+=∂L/∂(a + b)", "0.0+4.0=4.0"), ("∂L/∂b+=∂L/∂(a + b)", "0.0+4.0=4.0")],
    ]


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
    tape = record(y)
    assert text(step_equations(tape, 2)[0].names) == "∂y/∂x+=3·x^2·∂y/∂y"


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_label_gives_well_formed_markup(one, two):
    a, b = Value(2.0, label=one), Value(-3.0, label=two)
    tape = record((a * b).tanh() + a)
    for k in range(len(tape.steps)):
        for e in step_equations(tape, k):
            ET.fromstring(e.names)
            ET.fromstring(e.numbers)
