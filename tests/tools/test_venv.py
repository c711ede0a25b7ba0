"""The project's own environment: its packages are a dependency group, and are installed when the group changes."""

import pytest

from tools import venv
from tools.project import Project, Trouble

SETTINGS = """
[dependency-groups]
test = ["pytest==9", {{ include-group = "arrays" }}]
arrays = ["numpy=={numpy}"]
dev = [{{ include-group = "test" }}, "ruff==1"]

[tool.micrograd]
in-pyodide = ["attrs==26"]
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """(a project with an environment, what pip was asked to install so far)."""
    calls = []
    monkeypatch.setattr(venv, "make_bare", lambda project: project.venv / "python")
    monkeypatch.setattr(venv, "pip_install", lambda interpreter, *arguments: calls.append(arguments))
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text(SETTINGS.format(numpy=2))
    return Project(tmp_path), calls


def test_a_group_is_installed_with_those_that_it_includes(installed):
    project, calls = installed
    venv.ensure(project)
    assert calls[0] == ("pytest==9", "numpy==2", "ruff==1")
    assert calls[1][-1] == "attrs==26" and str(venv.pyodide_packages(project)) in calls[1]


def test_nothing_is_installed_twice_until_a_requirement_changes(installed):
    project, calls = installed
    venv.ensure(project)
    settings = project.root / "pyproject.toml"
    settings.write_text(settings.read_text() + "\n[project]\nname = 'other'\n")
    venv.ensure(project)
    assert len(calls) == 2
    settings.write_text(SETTINGS.format(numpy=3))
    venv.ensure(project)
    assert calls[2:] == [("pytest==9", "numpy==3", "ruff==1")]


def test_a_group_that_is_missing_is_named_beside_those_that_are_there():
    with pytest.raises(Trouble, match="'types'; it has lint, test"):
        venv.group_requirements({"test": [], "lint": []}, "types")
