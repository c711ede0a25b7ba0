"""The page's Python in one file, and the key of what a snapshot is good for."""

import gzip
import json
import os
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
    for name in (
        "pages/a.py",
        "assets/interpreter.mjs",
        "assets/packing.mjs",
        "assets/vendor/pyodide/pyodide.asm.wasm",
        "assets/vendor/pyodide/numpy.whl",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    return Project(tmp_path)


@pytest.mark.parametrize(
    "name", ["pages/a.py", "assets/interpreter.mjs", "assets/packing.mjs", "assets/vendor/pyodide/pyodide.asm.wasm"]
)
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


def test_the_page_names_the_snapshot_of_its_very_program(built):
    key = json.loads((built.site / site.PROGRAM).read_text("utf-8"))["key"]
    name = site.MEMORY.format(key[:12])
    assert f'data-memory="{name}"' in (built.site / "index.html").read_text("utf-8")
    assert [path.name for path in (built.site / "assets").glob("memory-*")] == [name.rpartition("/")[2]]


def test_a_host_s_snapshot_knows_nothing_of_the_machine_that_made_it(built):
    (path,) = (built.site / "assets").glob("memory-*")
    memory = gzip.decompress(path.read_bytes())
    assert str(built.root).encode() not in memory
    assert not [
        name
        for name in ("PATH", "PWD", "USER")
        if (value := os.environ.get(name, "")) and len(value) > 8 and value.encode() in memory
    ]
    assert b"_backward" in memory  # and our modules are in it


def test_one_that_is_there_is_not_made_again(built):
    (path,) = (built.site / "assets").glob("memory-*")
    before = path.stat().st_mtime_ns
    site.build(built)
    assert path.stat().st_mtime_ns == before


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
