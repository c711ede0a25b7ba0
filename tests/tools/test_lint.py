"""The linters' command finds what each of its checks is for, says which one did, and mends what can be mended."""

import shutil

import pytest

from tools import lint, tests
from tools.project import Project

FAULTS = {  # which file, and what is wrong in it
    "ruff check": ("one.py", "import os\n"),
    "ruff format": ("one.py", "x = 'one quote style'\n"),
    "mypy": ("one.py", "def f(x):\n    return x\n"),
    "stubs": ("engine.pyi", "def f(a: int, b: int) -> int: ...\n"),
}


def plant(small, check):
    file, text = FAULTS[check]
    (small.root / "micrograd" / file).write_text(text)


@pytest.fixture
def small(project, tmp_path) -> Project:
    """A project with one module, and this one's settings."""
    shutil.copy(project.root / "pyproject.toml", tmp_path)
    for folder in ("micrograd", "pages", "tools"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("")
    (tmp_path / "micrograd" / "engine.py").write_text("def f(a):\n    return a\n")
    (tmp_path / "micrograd" / "engine.pyi").write_text("def f(a: int) -> int: ...\n")
    return Project(tmp_path)


def test_a_tidy_tree_passes(small, capfd):
    assert lint.run(small) == 0
    assert capfd.readouterr().out.count("passes") == len(lint.CHECKS)


@pytest.mark.parametrize("check", [name for name, _, _ in lint.CHECKS])
def test_each_check_fails_on_what_it_is_for_and_no_other_does(small, check, capfd):
    plant(small, check)
    assert lint.run(small) == 1
    out = capfd.readouterr().out
    assert [line.rsplit(maxsplit=1)[0].strip() for line in out.splitlines() if line.endswith("FAILS")] == [check]
    assert f"{check} found something" in out


@pytest.mark.parametrize("check", ["ruff check", "ruff format"])
def test_fix_mends_what_ruff_can_mend(small, check, capfd):
    plant(small, check)
    assert lint.run(small, fix=True) == 0


@pytest.mark.parametrize("linted, tested, code", [(0, 0, 0), (1, 0, 1), (0, 2, 2), (1, 2, 2)])
def test_a_fault_of_the_linters_fails_the_test_command_and_hides_no_test(monkeypatch, project, linted, tested, code):
    monkeypatch.setattr(tests.chromium, "found", lambda: "chromium")
    monkeypatch.setattr(tests.bundle, "build", lambda project: False)
    monkeypatch.setattr(tests.bundle, "described", lambda project: "the one file")
    monkeypatch.setattr(tests.lint, "run", lambda project: linted)
    calls = []
    monkeypatch.setattr(tests, "run_pytest", lambda project, arguments: calls.append(arguments) or tested)
    assert tests.run(project, []) == code
    monkeypatch.setattr(tests.lint, "run", lambda project: pytest.fail("linters were not asked for"))
    assert tests.run(project, ["tests/engine"]) == tested
    assert calls == [tests.ALL, ["tests/engine"]]
