"""The page's Python in one file, and the key of what a snapshot is good for."""

import json
import tomllib

import pytest

from tools import site
from tools.bench.boot import report
from tools.project import Project


def test_the_program_holds_every_file_as_it_is(built):
    files = json.loads((built.site / site.PROGRAM).read_text("utf-8"))["files"]
    assert files == {path: (built.root / path).read_text("utf-8") for path in built.python_files()}


def test_the_built_configuration_asks_for_no_file_of_its_own(built):
    source, made = (tomllib.loads((folder / "pyscript.toml").read_text("utf-8")) for folder in (built.root, built.site))
    assert made == {name: value for name, value in source.items() if name != "files"}
    assert (built.site / site.FIRST).is_file()


@pytest.fixture
def small(tmp_path):
    for name in ("pages/a.py", "assets/interpreter.mjs", "assets/vendor/pyodide/pyodide.asm.wasm", "assets/vendor/pyodide/numpy.whl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    return Project(tmp_path)


@pytest.mark.parametrize("name", ["pages/a.py", "assets/interpreter.mjs", "assets/vendor/pyodide/pyodide.asm.wasm"])
def test_another_program_or_runtime_has_another_key(small, name):
    def key():
        return json.loads(site.program(small))["key"]

    before = key()
    assert key() == before
    (small.root / name).write_text("two")
    assert key() != before


def test_what_is_loaded_on_demand_is_not_part_of_the_key(small):
    before = site.program(small)
    (small.root / "assets/vendor/pyodide/numpy.whl").write_text("two")
    assert site.program(small) == before


def times(**others):
    return {"picture": 100, "ready": 1000, "forward": 1100, "freeze": 100} | others


def test_the_report_of_the_start_says_what_was_missed():
    quick, slow = times(ready=350), times(freeze=151, ready=2000)
    visits = {"bare": {kind: times() for kind in ("cold", "warm", "restarted")},
              "page": {"cold": times(ready=1051), "warm": quick, "restarted": slow},
              "one file": {"cold": times(picture=301), "warm": times(ready=600), "restarted": times()}}  # fmt: skip
    missed = {words.split(":")[0] for words, good in report.goals(visits) if not good}
    assert missed == {"first picture, one file, cold", "ready, cold, against the bare page", "ready, restarted, against the bare page, cold",
                      "ready, restarted, against the bare page, restarted", "longest freeze, restarted"}  # fmt: skip
    assert "| page, warm | 100 | 350 | 1,100 | 100 |" in report.markdown({"cores": 2}, visits, {"page": times()})
