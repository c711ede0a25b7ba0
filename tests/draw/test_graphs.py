"""The picture of a tape: well-formed, complete, and every number on it is the tape's own."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import Value
from micrograd.draw.geometry import DOWN_PLAYED, RIGHT_PLAYED
from micrograd.draw.graphs import graph
from micrograd.draw.stages import stages_of
from micrograd.tape import record

SVG = "{http://www.w3.org/2000/svg}"


def lecture():
    a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(4.0, label="c")
    L = (a + b) * c
    L.label = "L"
    return record(L)


def boxes(picture):
    return {e.get("data-node"): e for e in ET.fromstring(picture).iter(f"{SVG}g") if e.get("data-node")}


def test_numbers_appear_when_their_pass_reaches_them_and_are_exact():
    tape = lecture()
    for k in range(len(tape.steps) + 1):
        data, grad = tape.data_at(k), tape.grad_at(k)
        drawn = boxes(graph(tape, k))
        assert set(drawn) == {node.name for node in tape.nodes}
        for node in tape.nodes:
            box = drawn[node.name]
            assert box.get("data-value") == (repr(data[node.index]) if node.index in data else None)
            assert box.get("data-grad") == (repr(grad[node.index]) if node.index in grad else None)


def test_the_end_shows_what_the_lecture_shows():
    tape = lecture()
    drawn = boxes(graph(tape, len(tape.steps)))
    assert {name: (box.get("data-value"), box.get("data-grad")) for name, box in drawn.items()} == {
        "a": ("2.0", "4.0"),
        "b": ("-3.0", "4.0"),
        "c": ("4.0", "-1.0"),
        "a + b": ("-1.0", "4.0"),
        "L": ("-4.0", "1.0"),
    }


@pytest.mark.parametrize("flow", [RIGHT_PLAYED, DOWN_PLAYED])
def test_every_stage_of_a_step_shows_the_numbers_that_it_is_about(flow):
    tape = lecture()

    def tokens(k):
        found = []
        for n in range(len(stages_of(tape, k))):
            svg = ET.fromstring(graph(tape, k, flow=flow, under_way=True, stage=n))
            moving = [e for e in svg.iter(f"{SVG}g") if (e.get("class") or "").startswith("token ")]
            found.append(["".join(e.find(f"{SVG}text").itertext()) for e in moving])
        return found

    assert tokens(0) == [["2.0"], ["2.0", "−3.0"], ["2.0 + −3.0"], ["−1.0"]]  # a and b go into +, a + b comes out
    assert tokens(1) == [["−1.0"], ["−1.0", "4.0"], ["−1.0 × 4.0"], ["−4.0"]]
    assert tokens(2) == [["1.0"]]  # the seed
    to_sum = [["1.0"], ["1.0", "4.0"], ["1.0 × 4.0"], ["4.0"], ["4.0"], ["0.0 + 4.0"]]  # L.grad times c
    to_c = [["1.0"], ["1.0", "−1.0"], ["−1.0 × 1.0"], ["−1.0"], ["−1.0"], ["0.0 + −1.0"]]
    assert tokens(3) == to_sum + to_c
    assert tokens(4) == 2 * [["4.0"], ["4.0", "1 ·"], ["1 · 4.0"], ["4.0"], ["4.0"], ["0.0 + 4.0"]]
    assert graph(tape, 5, flow=flow) == graph(tape, 5, flow=flow, under_way=True)


def test_at_rest_nothing_is_lit_and_nothing_travels():
    tape = lecture()
    for k in range(len(tape.steps) + 1):
        picture = graph(tape, k)
        assert "token " not in picture and " now " not in picture


def test_a_closed_relu_shuts_the_way_back():
    x = Value(-1.0, label="x")
    tape = record((x * 2.0).relu())
    svg = ET.fromstring(graph(tape, len(tape.steps)))
    classes = {e.get("id"): e.get("class") for e in svg.iter() if e.get("id")}
    relu = next(n.index for n in tape.nodes if n.op == "ReLU")
    times = next(n.index for n in tape.nodes if n.op == "*")
    assert "shut" in classes[f"graph-op-{relu}"]
    assert "shut" in classes[f"graph-wire-{relu}-0"] and "shut" in classes[f"graph-wire-{times}-0"]
    assert "shut" not in classes[f"graph-op-{times}"]


def test_ids_are_unique_and_stay_from_step_to_step():
    tape = lecture()
    pictures = [
        [e.get("id") for e in ET.fromstring(graph(tape, k, under_way=True)).iter() if e.get("id")]
        for k in range(len(tape.steps) + 1)
    ]
    for ids in pictures:
        assert len(ids) == len(set(ids))
        assert {i for i in ids if "-token-" not in i and "-slope-" not in i} == {
            i for i in pictures[0] if "-token-" not in i and "-slope-" not in i
        }


@given(st.text(max_size=40), st.floats())
def test_any_label_and_any_number_can_be_drawn(label, number):
    x = Value(number, label=label)
    tape = record(x + x)
    for k in range(len(tape.steps) + 1):
        ET.fromstring(graph(tape, k))


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "'\"", "😀", "x" * 10_000])
def test_no_label_becomes_markup(label):
    picture = graph(record(Value(1.0, label=label) * 2.0), 0)
    assert "<script" not in picture
    ET.fromstring(picture)
