"""What crosses the border is what it says it is, or it does not cross."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import Value
from micrograd.cell import records as r
from micrograd.cell import wire
from micrograd.cell.things import drawing
from micrograd.data import moons


def graph():
    a = Value(2.0, label="<img src=x onerror=alert(1)>")
    L = a * a + float("nan")
    L.backward()
    return drawing(L, {})


MESSAGES = [
    r.Progress("engine"),
    r.Ready(),
    r.Text("out", "\ud800<b>"),
    r.Note("x"),
    r.Folded(1, 2),
    r.Done(3, 0.5),
    r.Dead("why"),
    r.Failure("TypeError", "no", 3, (r.Place(1, 3, "f", "x"),), None),
    r.Draw(None, graph()),
    r.Draw(7, drawing(moons(5), {})),
    r.Draw(1, r.Curve((1.0, float("inf")))),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_messages_come_back_as_they_were(message):
    text = wire.write(message)
    assert text.isascii() and repr(wire.read(text)) == repr(message)


def broken():
    good = json.loads(wire.write(r.Draw(None, graph())))

    def but(**changes):
        return json.dumps(good | changes)

    box = good["drawing"]["boxes"][-1]
    yield from (
        "",
        "null",
        "[]",
        "{}",
        "3",
        '"x"',
        '{"type": 1}',
        '{"type": "Ready", "more": 1}',
        '{"type": "__class__"}',
        "[" * 100_000,
    )
    yield from (
        json.dumps({"type": "Text", "stream": "html", "text": "x"}),
        json.dumps({"type": "Text", "stream": "out", "text": "x" * 30_000}),
    )
    yield json.dumps({"type": "Done", "run": True, "seconds": 0.1})
    yield json.dumps({"type": "Done", "run": 1, "seconds": "<b>"})
    yield but(what="Svg")
    yield but(what=None)
    yield but(place="1")
    yield but(html="<b>")
    yield but(drawing=good["drawing"] | {"tape": {"nodes": [], "steps": [], "root": 0}})
    yield but(drawing=good["drawing"] | {"boxes": []})
    yield but(drawing=good["drawing"] | {"boxes": [box | {"operands": [0]}]})
    yield but(drawing=good["drawing"] | {"boxes": [box | {"operands": [-1]}], "tape": None})
    yield but(what="Network", drawing={"title": "", "sizes": [10**9, 1], "edges": []})
    yield but(
        what="Network",
        drawing={
            "title": "",
            "sizes": [1, 1],
            "edges": [{"layer": 1, "index": 0, "source": 5, "weight": 1, "grad": 0}],
        },
    )
    yield but(what="Points", drawing={"title": "", "xs": [1], "ys": [], "labels": []})
    yield but(what="Curve", drawing={"numbers": []})
    yield but(
        what="Boundary",
        drawing={
            "side": 9999,
            "span": 1,
            "scores": [],
            "accuracy": 1,
            "points": {"title": "", "xs": [], "ys": [], "labels": []},
        },
    )


@pytest.mark.parametrize("text", list(broken()), ids=lambda text: text[:40])
def test_anything_else_is_refused(text):
    with pytest.raises(wire.TapeError):
        wire.read(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.sampled_from(MESSAGES), st.data())
def test_a_message_with_anything_in_place_of_a_part_is_read_or_refused_and_nothing_else(message, data):
    raw = json.loads(wire.write(message))
    raw[data.draw(st.sampled_from(sorted(raw)))] = data.draw(json_values)
    with contextlib.suppress(wire.TapeError):
        wire.read(json.dumps(raw))
