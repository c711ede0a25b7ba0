"""`python3 -m tools test` fails if any test does, of the JavaScript or of Python, and says which."""

import pytest

from tools import bundle, chromium, javascript, lint, tests
from tools.project import Project, Trouble

GOOD = 'import { test } from "node:test";\ntest("one", () => {});\ntest("two", () => {});\n'
BAD = (
    'import { test } from "node:test";\ntest("a thing that should hold", () => { throw new Error("it does not"); });\n'
)


def project_with(folder, **files: str) -> Project:
    (folder / "tests" / "assets").mkdir(parents=True)
    for name, text in files.items():
        (folder / "tests" / "assets" / f"{name}.test.mjs").write_text(text)
    return Project(folder)


def test_tests_of_scripts_that_pass_are_counted(tmp_path, capsys):
    assert javascript.run(project_with(tmp_path, a=GOOD, b=GOOD)) == 0
    assert capsys.readouterr().out == "JavaScript: 4 tests passed, in 2 files\n"


def test_one_that_fails_is_named_and_fails_the_command(tmp_path, capsys):
    assert javascript.run(project_with(tmp_path, a=GOOD, b=BAD)) != 0
    told = capsys.readouterr().out
    assert "JavaScript: tests failed." in told and "a thing that should hold" in told and "it does not" in told


def test_no_tests_at_all_are_not_taken_for_success(tmp_path):
    with pytest.raises(Trouble, match="tests/assets/"):
        javascript.run(project_with(tmp_path))


@pytest.mark.parametrize(
    "linters, scripts, python, further, expected",
    [
        (0, 0, 0, [], 0),
        (1, 0, 0, [], 1),
        (0, 1, 0, [], 1),
        (0, -9, 0, [], -9),
        (0, 0, 2, [], 2),
        (1, 1, 0, ["tests/engine"], 0),
        (0, 0, 2, ["tests/engine"], 2),
    ],
)
def test_the_command_fails_if_any_step_does_and_further_arguments_are_pytest_s(
    monkeypatch, linters, scripts, python, further, expected
):
    asked = []
    monkeypatch.setattr(chromium, "found", lambda: "")
    monkeypatch.setattr(bundle, "build", lambda project: True)
    monkeypatch.setattr(bundle, "described", lambda project: "the file")
    monkeypatch.setattr(lint, "run", lambda project: linters)
    monkeypatch.setattr(javascript, "run", lambda project: scripts)
    monkeypatch.setattr(tests, "run_pytest", lambda project, arguments: asked.append(arguments) or python)
    assert tests.run(Project(), further) == expected
    assert asked == [further or tests.ALL]
