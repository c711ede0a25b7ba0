"""What crosses the border is what it says it is, or it does not cross."""

import contextlib
import copy
import json
import random
from dataclasses import asdict, replace
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import MLP, Value
from micrograd.data import Data, moons
from micrograd.responses import respond
from pages.worker import records as r
from pages.worker import wire
from pages.worker.boundary import Asked, clipped_record
from pages.worker.decode import encodable, parse
from pages.worker.drawable import drawing_of
from pages.worker.session import open_session


def graph_of(root):
    root.backward()
    return drawing_of(root, {})


def diamond():
    a = Value(2.0, label="a")
    b, c = a * 3.0, a + 1.0
    return b * c


def graphs():
    random.seed(5)
    huge = Value(800.0, label='<img src=x onerror=alert(1)>"😀\n')
    return [
        graph_of(diamond()),
        graph_of(Value(-0.0)),
        graph_of(MLP(2, [3, 1])([1.0, 2.0])),
        graph_of(huge.exp() * 0.0),
        graph_of(Value(0.0) ** 0.5),
        graph_of(diamond() + float("nan")),
        graph_of(sum(Value(float(i)) for i in range(100))),  # too large for steps
        graph_of(Value(3.0, (Value(1.0),), "an op with a name that is longer than any")),
    ]


MIXED = Data("mixed", ((0.0, 1.0), (1.0, 0.0), (nan, 2.0)), (0, 1, 2))
RESPONSES = [
    (MLP(2, [3, 1]), moons(5)),
    (MLP(2, [3]), MIXED),
    (MLP(2, [1]), replace(MIXED, labels=(0.5, 1.5, 2.5))),
    (MLP(1, [1]), Data("line", ((0.0,), (1.0,)), (-1e9, inf))),
    (None, MIXED),
]
MESSAGES = [
    r.Progress("engine"),
    r.Ready(),
    r.Text("out", "\ud800<b>"),
    r.Note("x"),
    r.Folded(1, 2),
    r.Done(3, 0.5),
    r.Dead("why"),
    r.Failure("TypeError", "no", 3, (r.Place(1, 3, "f", "x"),), None),
    *(r.Draw(None, graph) for graph in graphs()),
    r.Draw(7, drawing_of(moons(5), {})),
    r.Draw(1, r.Curve((1.0, float("inf")))),
    r.Draw(None, drawing_of(MLP(2, [3, 1]), {})),
    r.Draw(None, r.Large(6001, 3001, ("+ 3000",), 3001.0, 0.0)),
    *(
        r.Draw(2, Asked(model, data).record() if model else clipped_record(respond(None, data)))
        for model, data in RESPONSES
    ),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_messages_come_back_as_they_were(message):
    text = wire.write(message)
    assert text.isascii() and repr(wire.read(text)) == repr(message)
    json.loads(text, parse_constant=lambda name: pytest.fail(name))


def test_every_kind_of_message_and_drawing_is_among_the_samples():
    assert {type(message) for message in MESSAGES} == {*wire.MESSAGES.values(), r.Draw}
    assert {type(message.drawing) for message in MESSAGES if isinstance(message, r.Draw)} == {*wire.DRAWINGS.values()}


def test_a_graph_crosses_once():
    """Each of its numbers as the program left them, each of its names as a name: nothing stands in the text twice."""
    text = wire.write(r.Draw(None, graph_of(diamond())))
    assert text.count('"operands"') == len(graph_of(diamond()).nodes)
    assert set(json.loads(text)["drawing"]) == {"nodes", "grads", "steps"}


def test_the_steps_are_those_of_the_same_graph():
    for graph in graphs():
        if graph.steps:
            assert graph.tape.nodes is graph.nodes and len(graph.tape.steps) == len(graph.steps)
            wire.check(graph)


# --- what is no message ---


def broken():
    good = json.loads(wire.write(r.Draw(None, graph_of(diamond()))))

    def but(**changes):
        return json.dumps(good | changes)

    node = good["drawing"]["nodes"][-1]
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
    yield but(drawing=good["drawing"] | {"steps": good["drawing"]["steps"][:-1]})
    yield but(drawing=good["drawing"] | {"steps": None})
    yield but(drawing=good["drawing"] | {"nodes": []})
    yield but(drawing=good["drawing"] | {"grads": []})
    yield but(drawing={"nodes": [node | {"index": 0, "operands": [0]}], "grads": [0.0], "steps": []})
    yield but(drawing={"nodes": [node | {"index": 0, "operands": [-1]}], "grads": [0.0], "steps": []})
    yield but(drawing={"nodes": [node | {"index": 0, "operands": []}], "grads": [0.0], "steps": []})
    yield but(what="Network", drawing={"title": "", "sizes": [10**9, 1], "edges": []})
    yield but(
        what="Network",
        drawing={
            "title": "",
            "sizes": [1, 1],
            "edges": [{"layer": 1, "index": 0, "source": 5, "weight": 1, "grad": 0}],
        },
    )
    yield but(what="Curve", drawing={"numbers": []})
    good = encodable(asdict(Asked(MLP(2, [3]), MIXED).record()))
    for name, wrong in {
        "kind": "photograph",
        "side": 9999,
        "scores": [1.0],
        "window": [1.0, 1.0, 0.0, 1.0],
        "classes": [3] * len(good["classes"]),
        "labels": [0.5, 1.0],
        "names": ["0"],
        "xs": ["nan", 1.0],
        "ys": [],
    }.items():
        yield but(what="Response", drawing=good | {name: wrong})


@pytest.mark.parametrize("text", list(broken()), ids=lambda text: text[:40])
def test_anything_else_is_refused(text):
    with pytest.raises(wire.WireError):
        wire.read(text)


@pytest.mark.parametrize(
    "text, says",
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "too deep"),
        ('{"a":' * 100_000, "too deep"),
        ("NaN", "NaN is not JSON"),
        ("-Infinity", "not JSON"),
        ('{"a":1,"a":2}', "same key twice"),
        ("null", "of no known type"),
        ('"' + '\\"' * 200_000, "not JSON"),
        ("1" * 10_000, "not JSON"),
        ("1e999", "of no known type"),
        ("\ud800", "not JSON"),
        ("\x00", "not JSON"),
        (" " * (wire.LONGEST + 1), "characters, more than"),
    ],
)
def test_a_text_that_is_no_message_is_refused_at_once(text, says):
    with pytest.raises(wire.WireError, match=says):
        wire.read(text)


def test_a_number_too_large_is_refused_and_bytes_are_a_mistake_of_ours():
    text = wire.write(r.Draw(None, r.Curve((2.5,))))
    for huge in ("1e999", "1" + "0" * 400):
        with pytest.raises(wire.WireError, match="too large"):
            wire.read(text.replace("2.5", huge, 1))
    with pytest.raises(TypeError):
        wire.read(b"{}")


def test_nothing_is_nested_deeper_than_it_may_be_and_one_more_is_too_deep():
    deepest = 0
    for message in MESSAGES:
        raw, depth = json.loads(wire.write(message)), 0
        while raw:
            depth += 1
            raw = [x for v in raw for x in (v.values() if isinstance(v, dict) else v)] if depth > 1 else [*raw.values()]
            raw = [v for v in raw if isinstance(v, (dict, list)) and v]
        deepest = max(deepest, depth)
    assert deepest <= wire.DEEPEST
    parse("[" * wire.DEEPEST + "]" * wire.DEEPEST, 100, wire.DEEPEST)
    with pytest.raises(wire.WireError):
        parse("[" * (wire.DEEPEST + 1) + "]" * (wire.DEEPEST + 1), 100, wire.DEEPEST)


# --- a graph, in every one of its places ---

RAW = json.loads(wire.write(r.Draw(None, graph_of(diamond()))))


def places(thing, path=()):
    """Every place in a nest of lists and dicts."""
    yield path
    items = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def changed(path, value):
    raw = copy.deepcopy(RAW)
    if not path:
        return value
    *before, last = path
    inner = raw
    for key in before:
        inner = inner[key]
    inner[last] = value
    return raw


FREE = {
    "place", "name", "data", "grads", "before", "after", "file", "number", "text", "formula", "numbers", "locals", "op",
}  # fmt: skip


@pytest.mark.parametrize("value", [None, True, "x", -1, 1.5, 10**6, [], {}, [[]], {"a": 1}, "nan"], ids=repr)
def test_anything_that_does_not_fit_is_an_error_or_a_graph(value):
    """Each place of a graph in turn is replaced; where the result is accepted, the place was free to say anything."""
    for path in places(RAW):
        try:
            wire.read(json.dumps(changed(path, value)))
        except wire.WireError as error:
            assert len(str(error)) < 300
        else:
            assert FREE & {key for key in path if isinstance(key, str)} or value == []


@pytest.mark.parametrize(
    "path, value, says",
    [
        (("nodes", 2, "operands", 0), 7, r"Graph.nodes\[2\].operands: 7 does not come before 2"),
        (("nodes", 2, "operands", 0), 2, "does not come before"),
        (("nodes", 2, "operands", 0), -1, "does not come before"),
        (("nodes", 2, "operands", 0), True, r"Graph.nodes\[2\].operands\[0\]: a whole number is needed, not True"),
        (("nodes", 1, "index"), 0, r"nodes\[1\].index: 0 instead of 1"),
        (("nodes", 1, "name"), "a", "nodes.1..name: 'a' is the name of another"),
        (("nodes", 1, "data"), "1.0", r"nodes\[1\].data: a number"),
        (("grads",), [1.0], "1 for 6 nodes"),
        (("steps", 0, "phase"), "sideways", "steps"),
        (("steps", 0, "changes", 0, "node"), 0, r"steps\[0\].changes\[0\].node: 0 is not changed"),
        (("steps", 0, "changes", 0, "field"), "grad", "not changed in this phase"),
        (("steps", 5, "locals"), [1.0], "local derivatives"),
        (("steps", 5, "numbers"), [], "not as many as formulas"),
        (("steps", 5, "op"), "tanh", "does not fit"),
        (("steps", 5, "lines", 0, "number"), 0, "no line"),
        (("steps", 5, "lines", 0, "text"), "x" * 30_000, "30000 characters"),
        (("steps",), [RAW["drawing"]["steps"][0]], "one step forward"),
        (("nodes",), [], "0 of them"),
    ],
)
def test_an_error_names_the_place(path, value, says):
    with pytest.raises(wire.WireError, match=says):
        wire.read(json.dumps(changed(("drawing", *path), value)))


def test_missing_and_unknown_keys_are_named():
    raw = copy.deepcopy(RAW)
    del raw["drawing"]["nodes"][0]["op"]
    with pytest.raises(wire.WireError, match=r"nodes\[0\]: an object with index, name, op"):
        wire.read(json.dumps(raw))
    with pytest.raises(wire.WireError):
        wire.read(json.dumps(changed(("drawing", "extra"), 1)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.sampled_from(MESSAGES), st.data())
def test_a_message_with_anything_in_place_of_a_part_is_read_or_refused_and_nothing_else(message, data):
    raw = json.loads(wire.write(message))
    path = data.draw(st.sampled_from([path for path in places(raw) if path]))
    *before, last = path
    inner = raw
    for key in before:
        inner = inner[key]
    inner[last] = data.draw(json_values)
    with contextlib.suppress(wire.WireError):
        wire.read(json.dumps(raw))


@settings(max_examples=300, deadline=None)
@given(json_values)
def test_no_json_at_all_gives_another_exception(thing):
    with pytest.raises(wire.WireError):
        wire.read(json.dumps(thing))


@given(st.recursive(st.floats() | st.text() | st.integers(), lambda inner: st.lists(inner).map(tuple)))
def test_every_float_has_its_text(thing):
    json.loads(json.dumps(encodable(thing), allow_nan=False), parse_constant=pytest.fail)


leaves = st.sampled_from(["a", "b", "c", "2.0", "-0.5"])
programs = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " * ", " - ", " / "]), inner).map(lambda t: f"({''.join(t)})"),
        st.tuples(inner, st.sampled_from([".tanh()", ".relu()", ".exp()", "**2"])).map(lambda t: f"(a * {t[0]}){t[1]}"),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(programs, st.floats(allow_nan=True), st.booleans())
def test_the_graph_of_any_program_crosses_and_says_what_the_program_left(program, number, changes):
    """Also where the leaves were changed after the graph was built: data and gradients are the program's own."""
    messages, names = [], {}
    run = open_session(lambda text: messages.append(wire.read(text)), closed=False)
    lines = [f"a, b, c = Value(float('{number!r}')), Value(1.5), Value(-2.0)", f"L = a + {program}", "L.backward()"]
    run("\n".join([*lines, "a.data += 1.0" if changes else "", "L"]), 1)
    if any(isinstance(m, r.Failure) for m in messages):  # an error of the program's own, such as a division by zero
        return
    exec("\n".join(lines), {"Value": Value}, names)
    (graph,) = (m.drawing for m in messages if isinstance(m, r.Draw))
    by_name = {node.name: (node.data, grad) for node, grad in zip(graph.nodes, graph.grads)}
    assert repr(by_name["L"]) == repr((float(names["L"].data), float(names["L"].grad)))
    assert repr(by_name["a"]) == repr((names["a"].data + 1.0 if changes else names["a"].data, names["a"].grad))
