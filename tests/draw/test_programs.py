"""A compiled program as markup: every line is there, escaped, and tied to its value and to the engine's source."""

import random
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.compiler import compile_model
from micrograd.compiler.expression import tape_listing
from micrograd.draw.programs import PARTS, machine_program, serving, written_program
from micrograd.tape import record


class Reader(HTMLParser):
    """The rows of a listing: (attributes, text) for each element of class 'line', and the headings."""

    def __init__(self, markup):
        super().__init__()
        self.rows, self.headings, self.open = [], [], []
        self.feed(markup)
        self.close()
        assert not self.open

    def handle_starttag(self, name, attributes):
        attributes = dict(attributes)
        self.open.append(name)
        if "line" in (attributes.get("class") or "").split():
            self.rows.append([attributes, ""])
        elif (attributes.get("class") or "").startswith("part"):
            self.headings.append("")
            self.heading = len(self.open)

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, text):
        if self.headings and len(self.open) == getattr(self, "heading", 0) and (not self.rows or not self.headings[-1]):
            self.headings[-1] += text
        else:
            self.rows[-1][1] += text


def graph():
    a, b, c = (Value(x, label=n) for x, n in ((2.0, "a"), (-3.0, "b"), (10.0, "c")))
    d = a + b
    d.label = "d"
    root = d * c
    root.label = "L"
    return record(root)


def test_the_lines_of_an_expression_stand_as_they_are_under_forward_and_backward():
    read = Reader(written_program(tape_listing(graph()), "idea.program"))
    assert [text for _, text in read.rows] == [
        "d = a + b", "L = d * c",
        "grad_L = 1.0", "grad_d = c * grad_L", "grad_c = d * grad_L", "grad_a = grad_d", "grad_b = grad_d"]  # fmt: skip
    assert read.headings == ["forward", "backward"]
    first, last = read.rows[0][0], read.rows[-1][0]
    assert (first["data-of"], last["data-of"], last["data-grows"]) == ("d", "d", "b")
    assert (first["id"], first["data-look"]) == ("idea-program-0", "idea.program.0")
    assert last["title"].endswith(": other.grad += out.grad")


def test_colors_say_what_is_given_what_is_computed_and_what_is_a_gradient():
    markup = written_program(tape_listing(graph()), "p")
    assert '<span class="data">d</span> = <span class="leaf">a</span> + <span class="leaf">b</span>' in markup
    assert '<span class="grad">grad_c</span> = <span class="data">d</span> * <span class="grad">grad_L</span>' in markup


def test_every_row_points_at_the_engine_s_own_line():
    from pathlib import Path

    import micrograd.engine

    source = Path(micrograd.engine.__file__).read_text().splitlines()
    for attributes, _ in Reader(written_program(tape_listing(graph()), "p")).rows:
        line = source[int(attributes["data-source"]) - 1].strip()
        assert attributes["title"] == f"engine.py, line {attributes['data-source']}: {line}"


def test_a_line_that_is_not_the_engine_s_points_at_none_of_its_lines():
    program = compile_model(MLP(2, [1]), "hinge", rows=2)
    markup = written_program(program.listing(), "p")
    updates = [attributes for attributes, _ in Reader(markup).rows if "update" in attributes["class"]]
    assert len(updates) == 2
    assert not [name for attributes in updates for name in ("data-source", "data-grows", "title") if name in attributes]


def test_the_lines_of_a_value_are_found_by_its_name_and_phase():
    lines = tape_listing(graph())
    assert [lines[n].text for n in serving(lines, "d")] == ["d = a + b", "grad_a = grad_d", "grad_b = grad_d"]
    assert [lines[n].text for n in serving(lines, "L", "backward")] == [
        "grad_L = 1.0",
        "grad_d = c * grad_L",
        "grad_c = d * grad_L",
    ]
    assert serving(lines, "a") == []


def test_two_values_that_come_to_the_same_share_a_line():
    a = Value(2.0, label="a")
    b, c = a + 1, a + 1
    b.label, c.label = "b", "c"
    lines = tape_listing(record(b * c))
    assert serving(lines, "b", "forward") == serving(lines, "c", "forward") != []


def test_the_machine_s_view_has_every_instruction_under_its_line():
    lines = tape_listing(graph())
    rows = Reader(machine_program(lines, "p")).rows
    assert len(rows) == len(lines)
    for line, (_, text) in zip(lines, rows):
        comment, *below = text.split("\n  ")
        assert comment == f";; {line.text}"
        assert below == (list(line.wat) or [";; no instruction: the number is there"])
    assert "f64.mul" in rows[1][1]


def test_a_network_s_program_has_a_loop_over_samples_and_an_update():
    random.seed(1)
    lines = compile_model(MLP(2, [2, 1]), rows=4, backend="Python").listing()
    read = Reader(written_program(lines, "loop.program"))
    assert [text for _, text in read.rows] == [line.text for line in lines]
    assert read.headings == ["forward, for each sample", "backward, for each sample", "update"]
    assert {line.part for line in lines} <= PARTS.keys()


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(names, names, st.sampled_from(["+", "*", "tanh", "exp", "**2"]))
def test_no_name_breaks_the_markup_and_every_operation_has_its_lines(first, second, op):
    a, b = Value(0.5, label=first), Value(0.25, label=second)
    root = {
        "+": lambda: a + b,
        "*": lambda: a * b,
        "tanh": lambda: (a * b).tanh(),
        "exp": lambda: (a + b).exp(),
        "**2": lambda: (a + b) ** 2,
    }[op]()
    tape = record(root)
    lines = tape_listing(tape)
    rows = Reader(written_program(lines, "p")).rows
    assert [text for _, text in rows] == [line.text for line in lines]
    of = {name for line in lines for name in line.of}
    assert of == {node.name for node in tape.nodes if node.op}
    assert Reader(machine_program(lines, "p")).rows
