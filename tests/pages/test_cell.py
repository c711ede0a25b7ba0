"""The page's side of the cell, without a browser: a worker of this very Python answers."""

import html
import inspect
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micrograd import Value
from pages import cell, expression, idea
from pages.cell import as_expression, share
from pages.cell.completions import completions
from pages.cell.examples import EXAMPLES
from pages.cell.sources import start_message
from pages.effects import Copy, KeepWorker, Save, SetAddress, Store
from pages.environment import Environment
from pages.events import (
    Arrive,
    Change,
    Copied,
    Frame,
    Input,
    Look,
    Near,
    Press,
    Restore,
    Screen,
    WorkerDeath,
    WorkerMessages,
    WorkerTick,
)
from pages.targets import Target
from pages.worker import records as r
from pages.worker import wire
from pages.worker.session import open_session
from tests.pages.events import send


def after(state, *events):
    for event in events:
        state, _ = cell.update(state, event)
    return state


def effects(state, *events):
    """All that is asked of the browser."""
    asked = []
    for event in events:
        state, more = cell.update(state, event)
        asked += more
    return asked


def press(state, do, value=""):
    return after(state, Press(do, value))


def enter(state, do, value, of=""):
    return after(state, Input(do, value, of))


def hear(state, *messages):
    for message in messages:
        text = message if isinstance(message, str) else wire.write(message)
        state = after(state, WorkerMessages(state.life, (text,)))
    return state


def tick(state, seconds):
    return after(state, *[WorkerTick(state.life)] * seconds)


def ready():
    return hear(after(cell.start(), Near()), r.Ready())


def running(code="x"):
    return press(enter(ready(), "text", code), "run")


def ran(code):
    """The state after a program has run for real."""
    state, said = running(code), []
    open_session(said.append, closed=False)(code, state.run)
    return hear(state, *said)


def output(state):
    return cell.view(state)["cell.output"].markup


def test_it_sleeps_until_it_is_near_or_run():
    state = cell.start()
    assert state.status == "asleep" and not effects(state, Screen(Environment(390)), Frame(16.0, 16.0))
    assert after(state, Near()).status == "starting"
    state = press(state, "run")
    assert state.status == "starting" and len(state.messages) == 1
    state = hear(state, r.Progress("engine"), r.Ready())
    assert state.status == "running" and json.loads(state.messages[1])["code"] == EXAMPLES[0].text


def test_the_worker_is_given_the_engine_s_own_source_and_no_drawing():
    python = json.loads(after(cell.start(), Near()).messages[0])["python"]
    assert "class Value" in python["micrograd/engine.py"] and "pages/worker/session.py" in python
    pages = {path for path in python if not path.startswith("micrograd/")}
    assert pages == {"pages/__init__.py"} | {path for path in pages if path.startswith("pages/worker/")}
    assert not any(path.startswith("micrograd/draw/") for path in python)


def test_stop_is_another_worker_at_once_and_the_text_stays():
    before = hear(running("while True: pass"), r.Text("out", "so far\n"))
    state = press(tick(before, 3), "stop")
    assert state.life == before.life + 1 and state.status == "stopped" and len(state.messages) == 1
    assert state.text == "while True: pass" and "so far" in output(state) and "Stopped after 3 s" in output(state)
    late = (WorkerMessages(before.life, (wire.write(r.Text("out", "late")),)), WorkerDeath(before.life, "x"))
    assert after(state, *late, WorkerTick(before.life)) is state
    assert hear(state, r.Ready()).status == "ready"


def test_the_worker_is_asked_for_when_what_is_wanted_of_it_changes_and_only_then():
    near = effects(cell.start(), Near())
    assert near == [KeepWorker(1, "assets/sandbox.js", "assets/vendor/pyodide/", cell_start(), ticking=True)]
    state = ready()
    assert not effects(state, Frame(16.0, 16.0), Look(None), WorkerTick(1), Near())
    (text, run) = effects(state, Input("text", "x"), Press("run"))
    assert isinstance(text, Store) and len(run.messages) == 2 and run.ticking and not run.spare
    (done,) = effects(press(state, "run"), WorkerMessages(1, (wire.write(r.Done(1, 0.5)),)))
    assert done.spare and not done.ticking and done.life == 1
    (stop,) = effects(press(state, "run"), Press("stop"))
    assert stop.life == 2 and stop.messages == cell_start()


def cell_start():
    return (start_message(),)


def test_sharing_sets_the_address_and_copies_the_link_each_time():
    fragment = share.pack(EXAMPLES[0].text)
    link = [SetAddress(fragment), Copy(f"#cell:{fragment}")]
    assert effects(cell.start(), Press("share"), Press("share")) == link * 2


def test_what_became_of_copying_is_said():
    shared = press(cell.start(), "share")
    assert "copied" not in cell.view(shared)["cell.said"]
    assert "Link copied" in cell.view(after(shared, Copied(True)))["cell.said"]
    assert "take it from there" in cell.view(after(shared, Copied(False)))["cell.said"]


def test_what_is_no_message_ends_the_worker():
    state = hear(running(), '{"type": "Draw", "what": "Html", "place": null, "drawing": "<b>"}')
    assert state.status == "stopped" and "<b>" not in output(state) and "not the cell" in output(state)


def test_a_dead_interpreter_is_replaced_and_three_vain_starts_are_enough():
    state = hear(running(), r.Dead("RangeError: Maximum call stack size exceeded"))
    assert state.status == "stopped" and "deeper than the interpreter can" in output(state)
    for _ in range(3):
        state = hear(state, r.Dead("no"))
    assert state.status == "asleep" and not state.messages
    assert press(state, "run").status == "starting"


def test_thirty_silent_seconds_are_asked_about_and_going_on_doubles_them():
    state = tick(running(), 30)
    assert state.asking and "30 seconds" in cell.view(state)["cell.asking"]
    state = press(state, "on")
    assert not tick(state, 59).asking and tick(state, 60).asking
    assert not hear(tick(running(), 29), r.Text("out", "x")).asking


def test_done_counts_only_for_the_run_it_is_of():
    state = running()
    assert hear(state, r.Done(state.run + 1, 0.1)).status == "running"
    assert hear(state, r.Done(state.run, 0.1)).status == "ready"


def test_output_is_bounded_whatever_the_worker_sends():
    state = running()
    for _ in range(100):
        state = hear(state, r.Text("out", "x" * 19_000))
    for _ in range(1200):
        state = hear(state, r.Note("n"))
    assert (
        sum(len(i.content) for i in state.items if isinstance(i.content, str)) <= 1_200_000 and len(state.items) <= 1100
    )


def test_long_text_is_folded_until_it_is_asked_for():
    state = ran("print('a' * 50_000)")
    assert output(state).count("a") < 20_000
    assert output(press(state, "unfold", str(state.items[0].key))).count("a") >= 50_000


@pytest.mark.parametrize(
    "code",
    [
        "print('<script>alert(1)</script>')",
        "'<img src=x>'",
        "Value(1.0, label='<img src=x>')",
        "raise ValueError('<img src=x>')",
        "raise type('<img src=x>', (Exception,), {})",
    ],
)
def test_nothing_of_a_program_becomes_markup(code):
    assert "<script" not in output(ran(code)) and "<img" not in output(ran(code))


def test_a_picture_at_its_place_is_replaced_and_keeps_its_identity():
    state = hear(running(), r.Draw(3, r.Curve((1.0, 2.0))), r.Text("out", "x"), r.Draw(3, r.Curve((1.0, 3.0))))
    assert [i.kind for i in state.items] == ["drawing", "out"] and state.items[0].content.numbers == (1.0, 3.0)


def test_the_tape_of_a_drawn_value_plays():
    state = ran("a = Value(2.0, label='a')\nL = a * a\nL")
    key = next(i.key for i in state.items)
    state = press(state, "backward", str(key))
    assert cell.moving(state)
    while cell.moving(state):
        state = after(state, Frame(100.0, 100.0))
    assert 'data-node="a" data-value="2.0" data-grad="4.0"' in output(state)
    assert 'data-node="a" data-value="2.0" data-grad="0.0"' in output(press(state, "now", str(key)))


def test_a_drawn_graph_has_a_timeline_and_plays_at_any_speed():
    state = ran("a = Value(2.0, label='a')\nL = a * a\nL")
    key = state.items[0].key
    state = enter(state, "timeline", "1", str(key))
    assert (
        not cell.moving(state) and "step 1 of 3" in output(state) and 'data-node="L" data-value="4.0"' in output(state)
    )
    state = press(enter(state, "speed", "2", str(key)), "play", str(key))
    assert cell.moving(state) and "2×" in output(state) and "Pause" in output(state)
    assert not cell.moving(press(state, "play", str(key)))
    while cell.moving(state):
        state = after(state, Frame(100.0, 100.0))
    assert "step 3 of 3" in output(state)
    assert cell.moving(press(state, "play", str(key)))


def test_an_error_is_marked_at_its_line_while_the_text_is_the_one_that_ran():
    state = ran("x = 1\n1 / 0")
    assert cell.view(state)["cell.text"].problem == 2 and 'role="alert" data-line="2"' in output(state)
    assert cell.view(enter(state, "text", "x = 1\n1 / 1"))["cell.text"].problem == 0


def test_no_text_is_lost_to_an_example_or_a_link():
    state = enter(cell.start(), "text", "mine = 1")
    stored = effects(state, Change("example", "descent"))
    state = after(state, Change("example", "descent"))
    assert state.text != "mine = 1" and press(state, "bring").text == "mine = 1"
    assert press(after(cell.start(), Restore(stored[0].text)), "bring").text == "mine = 1"
    linked = after(enter(cell.start(), "text", "mine = 1"), Arrive(share.pack("print(1)")))
    assert (
        linked.linked
        and linked.text == "print(1)"
        and linked.status == "asleep"
        and press(linked, "bring").text == "mine = 1"
    )


@pytest.mark.parametrize("text", ["", "x" * 1000, "é\ud800😀\n\t", *(e.text for e in EXAMPLES)])
def test_a_link_holds_the_text(text):
    assert share.unpack(share.pack(text)) == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("fragment", ["", "!", "abc", "eJw", "A" * 9000, "../x", share.pack("x" * 10**6)])
def test_a_broken_or_swollen_link_is_no_text(fragment):
    assert share.unpack(fragment) is None
    state = cell.start()
    assert after(state, Arrive(fragment)).text == state.text


@pytest.mark.parametrize("kept", ["", "null", "3", '{"text": 1, "before": null}', '{"text": "x"}', "[" * 10_000])
def test_what_was_kept_may_be_anything(kept):
    state = cell.start()
    assert after(state, Restore(kept)) == state


@pytest.mark.parametrize("text", [*(e.text for e in EXAMPLES), "L = Value(1.0)\nshow(moons(), L)\nMLP(2, [1])"])
def test_the_saved_file_runs_under_cpython(text, tmp_path):
    (tmp_path / "saved.py").write_text(share.as_file(text), "utf-8")
    ran = subprocess.run(
        [sys.executable, "saved.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


def test_reset_brings_the_example_back_and_nothing_is_lost():
    state = enter(after(cell.start(), Change("example", "descent")), "text", "mine = 1")
    stored = effects(state, Press("reset"))
    state = press(state, "reset")
    assert state.text == next(e.text for e in EXAMPLES if e.key == "descent")
    assert press(state, "bring").text == "mine = 1"
    assert after(cell.start(), Restore(stored[0].text)).origin == "descent"


def test_a_program_too_long_for_a_link_is_offered_as_a_file():
    text = "".join(random.Random(0).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
    state = replace(cell.start(), text=text)
    assert not effects(state, Press("share"))
    state = press(state, "share")
    assert "too long" in cell.view(state)["cell.said"] and "cell.save" in cell.view(state)["cell.said"]
    assert effects(state, Press("save", "now")) == [Save(text, "micrograd_cell.py")]
    assert "cell.save" not in cell.view(enter(state, "text", "x = 1"))["cell.said"]


def test_a_broken_interpreter_names_the_line_it_was_in():
    state = running("x = 1\nx + x")
    state = hear(
        state,
        r.Dead(
            f'Maximum call stack size exceeded\nStack (most recent call first):\n  File "/lib/x.py", line 9 in f\n  File "<cell {state.run}>", line 2 in <module>'
        ),
    )
    assert 'data-line="2"' in output(state) and "x + x" in output(state) and cell.view(state)["cell.text"].problem == 2
    other = hear(running(), r.Dead('broke\nStack (most recent call first):\n  File "<cell 77>", line 2 in f'))
    assert "data-line" not in output(other) and "starting by itself" in output(other)


def test_the_editor_completes_the_package_s_own_names():
    found = {name: (kind, signature, words, of) for name, kind, signature, words, of in completions()}
    assert found["Value"][2] == " ".join(Value.__doc__.split("\n\n")[0].split())
    assert found["backward"] == (
        "method",
        "()",
        inspect.getdoc(Value.backward).split("\n\n")[0].replace("\n", " "),
        "Value",
    )
    assert {name for name in dir(Value(1.0)) if not name.startswith("_")} <= set(found)
    assert {"show", "train", "moons", "MLP", "tanh", "parameters", "SGD", "hinge", "micrograd.data"} <= set(found)


# --- graphs that go to The Idea ---


def sent(code):
    """The text that The Idea gets for the graph that a program draws, and the graph."""
    graph = ran(code).items[-1].content
    return as_expression.expression_of(graph.nodes), graph


@given(
    st.recursive(
        st.sampled_from(["a", "b", "Value(3.0)", "Value(-0.5)"]),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from([" + ", " * ", " - ", " / "]), inner).map(lambda t: f"({''.join(t)})"),
            st.tuples(inner, st.sampled_from([".tanh()", ".relu()", ".exp()", ".sigmoid()", "**2", "**-1.5"])).map(
                lambda t: f"({t[0]}){t[1]}"
            ),
            inner.map(lambda x: f"(-{x})"),
            inner.map(lambda x: f"({x} + 2)"),
            inner.map(lambda x: f"(2 * {x})"),
        ),
        max_leaves=8,
    )
)
@settings(max_examples=60)
def test_a_graph_is_written_as_a_program_for_the_idea_that_makes_the_same_graph(text):
    try:
        written, graph = sent(f"a, b = Value(0.7), Value(1.3)\n{text}")
    except AttributeError:  # an error of the program's, such as a power of a negative number
        return
    tape = expression.read(written).tape
    assert [(n.op, n.operands) for n in tape.nodes] == [(b.op, b.operands) for b in graph.nodes]
    assert [n.data for n in tape.nodes] == pytest.approx([b.data for b in graph.nodes], nan_ok=True)


def test_short_graphs_become_readable_programs():
    assert sent(EXAMPLES[0].text)[0] == "a = Value(2.0)\nb = Value(-3.0)\nc = Value(10.0)\nd = a * b + c"
    assert sent("a = Value(2.0)\nL = (a + 1) ** 2 * 3\nL")[0] == "a = Value(2.0)\nL = (a + 1.0)**2 * 3.0"


@pytest.mark.parametrize(
    "code",
    [
        "x = Value(1.0)\nout = Value(2.0, (x,), 'arctan')\nout",
        "Value(float('nan')) * 2",
        "sum(Value(float(i)) for i in range(400)) * 2",
    ],
)
def test_what_the_idea_does_not_know_is_not_offered(code):
    assert "Open this graph" not in output(ran(code))


def test_the_link_leads_to_the_graph():
    href = html.unescape(
        re.search(r'<a href="#idea:([^"]*)">Open this graph', output(ran("a = Value(2.0)\nL = a * a + 3\nL")))[1]
    )
    state = send(idea, idea.start(), Arrive(href))
    assert state.text == "a = Value(2.0)\nL = a * a + 3.0"


# --- graphs as programs ---


def test_a_graph_can_be_read_as_the_program_that_the_compiler_makes_of_it():
    state = ran("a = Value(2.0, label='a')\nL = a * a\nL")
    key = state.items[0].key
    assert "The compiled program" not in output(state)
    state = press(state, "program", str(key))
    assert "The compiled program" in output(state) and 'aria-current="step"' not in output(state)
    state = press(state, "step", str(key))
    (lit,) = re.findall(r'<span[^>]*aria-current="step"[^>]*>', output(state))
    assert 'data-of="L"' in lit and "forward" in lit
    assert "The compiled program" not in output(press(state, "program", str(key)))


def test_what_the_compiler_does_not_know_has_no_program():
    assert "As a program" not in output(ran("x = Value(1.0)\nout = Value(2.0, (x,), 'arctan')\nout"))


def test_a_line_of_a_graph_s_program_can_be_pointed_at():
    state = ran("a = Value(2.0, label='a')\nL = a * a\nL")
    key = state.items[0].key
    state = press(state, "program", str(key))
    assert f'data-look="cell.{key}.program.0"' in output(state)
    assert output(after(state, Look(Target("program", 0, of=key)))) == output(state)
    assert "box leaf looked" in output(after(state, Look(Target("box", 0, of=key))))
    assert "looked" not in output(after(state, Look(Target("box", 0, of=key + 1))))
