"""The Pythons that are promised are those that are tested, and CI runs the README's own command."""

import re
import tomllib


def test_each_promised_python_is_in_the_matrix(project):
    workflow = (project.root / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    settings = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))["project"]
    name = "Programming Language :: Python :: "
    promised = [c.removeprefix(name) for c in settings["classifiers"] if re.fullmatch(name + r"3\.\d+", c)]
    [matrix] = re.findall(r"python: \[(.*)\]", workflow)
    assert re.findall(r'"([\d.]+)"', matrix) == promised
    assert settings["requires-python"] == f">={promised[0]}"


def test_ci_runs_the_command_of_the_readme(project):
    command = "python3 -m tools test"
    assert command in (project.root / "README.md").read_text("utf-8")
    assert (project.root / ".ci" / "run").read_text("utf-8").rstrip().endswith(command)
    assert "- run: .ci/run" in (project.root / ".github" / "workflows" / "ci.yml").read_text("utf-8")
