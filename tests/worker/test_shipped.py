"""What the page sends to its worker is all that a session needs, and nothing that the reader's programs could misuse."""

import json
import subprocess
import sys

import pytest

from pages.cell.sources import start_message
from pages.worker import records as r
from pages.worker import wire

PROGRAM = """
import json, sys
from pages.worker.session import open_session

texts = []
run = open_session(texts.append)
ends = [run(code, number) for number, code in enumerate(json.loads(sys.argv[1]), start=1)]
sys.__stdout__.write(json.dumps([ends, texts]))
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """run(*programs) -> [the messages of each], in a Python that has what is shipped and is closed, as in the worker."""
    folder = tmp_path_factory.mktemp("shipped")
    for path, text in json.loads(start_message())["python"].items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")

    def run(*programs):
        code = f"import sys; sys.path.insert(0, {str(folder)!r}){PROGRAM}"
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code, json.dumps(programs)], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        ends, texts = json.loads(done.stdout)
        assert ends == ["done"] * len(programs)
        runs, messages = [[]], [wire.read(text) for text in texts]
        for message in messages:
            runs[-1].append(message)
            if isinstance(message, r.Done):
                runs.append([])
        return runs[:-1]

    return run


def test_every_kind_of_thing_can_be_shown_with_what_is_shipped(session):
    program = "show(Value(1.0) * 2)\nshow(MLP(2, [2, 1]))\nshow(moons(5))\nshow([3.0, 2.0, 1.0])\ntrain(MLP(2, [2, 1]), moons(5), steps=2)"
    (messages,) = session(program)
    kinds = {type(m.drawing) for m in messages if isinstance(m, r.Draw)}
    assert kinds == {r.Graph, r.Network, r.Curve, r.Response}
    assert not [m for m in messages if isinstance(m, r.Failure)]


@pytest.mark.parametrize(
    "code",
    [
        "import pages",
        "import pages.worker.wire",
        "from pages.worker import session",
        "import importlib\nimportlib.import_module('pages.worker.output')",
        "__import__('pages')",
    ],
)
def test_a_program_cannot_import_what_runs_it(session, code):
    (messages,) = session(code)
    (error,) = (m for m in messages if isinstance(m, r.Failure))
    assert error.kind == "ImportError" and "no way to the page" in error.message


@pytest.mark.parametrize(
    "code",
    [
        "OUTPUT.send.__globals__['wire'].write = None",
        "OUTPUT.send.__globals__.clear()",
        "OUTPUT.end = OUTPUT.send = None",
        "import micrograd.tape.recorder as t\nt.record = None",
    ],
)
def test_what_a_program_reaches_all_the_same_is_put_back(session, code):
    reach = "from micrograd.show import installed\nOUTPUT = type(installed.get())\n"
    first, second = session(reach + code, "a = Value(2.0)\nprint('after')\nshow(a * a)")
    assert any("put back" in m.text for m in first if isinstance(m, r.Note))
    assert [type(m) for m in second] == [r.Text, r.Text, r.Draw, r.Done] and second[2].drawing.steps


def test_the_name_that_older_links_use_is_shipped(session):
    (messages,) = session("from micrograd.cell import show, display, train\nshow([1.0, 2.0, 3.0])")
    assert [type(m) for m in messages] == [r.Draw, r.Done]
