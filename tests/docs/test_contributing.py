"""Every walked example of CONTRIBUTING.md, applied to a copy of the code just as it stands there, does what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pages.registry import PAGES
from tools.project import Project

TEXT = (Project().root / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"^### (.*?)\n(.*?)(?=^###? |\Z)", TEXT, re.DOTALL | re.MULTILINE))
STEP = re.compile(
    r"(?:In `(?P<file>[^`]+)`, (?P<where>before|after|instead of) `(?P<anchor>[^`]+)`|New, `(?P<new>[^`]+)`):"
    r"\n\n```\w+\n(?P<code>.*?)```\n",
    re.DOTALL,
)
TRY = re.compile(r"```python try\n(.*?)```\n", re.DOTALL)
COPIED = ("micrograd", "pages", "tools", "index.html", "pyproject.toml", "pyscript.toml")


def apply(step: re.Match[str], root: Path) -> None:
    """Do what one step of an example says."""
    if step["new"]:
        path = root / step["new"]
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step["code"], "utf-8")
        return
    path = root / step["file"]
    lines = path.read_text("utf-8").splitlines(keepends=True)
    found = [n for n, line in enumerate(lines) if line.strip().startswith(step["anchor"])]
    assert len(found) == 1, f"{step['file']} has {len(found)} lines that begin with {step['anchor']}"
    start, end = {"before": (0, 0), "after": (1, 1), "instead of": (0, 1)}[step["where"]]
    lines[found[0] + start : found[0] + end] = [step["code"]]
    path.write_text("".join(lines), "utf-8")


@pytest.fixture
def copy(project, tmp_path) -> Path:
    """The code, without what is installed or built."""
    for name in COPIED:
        source = project.root / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_walked_example_leads_where_it_says(name, copy):
    steps, trials = list(STEP.finditer(EXAMPLES[name])), TRY.findall(EXAMPLES[name])
    assert steps and len(trials) == 1
    assert EXAMPLES[name].count("```") == 2 * (len(steps) + 1)  # every block is one of these
    before = run(trials[0], copy)
    assert before.returncode, "what is tried works without the example"
    for step in steps:
        apply(step, copy)
    done = run(trials[0], copy)
    assert done.returncode == 0, done.stderr


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)


def test_each_folder_of_the_map_is_there_and_none_is_missing(project):
    named = set(re.findall(r"^\| `([\w/]+)/`", TEXT, re.MULTILINE))
    assert all((project.root / name).is_dir() for name in named)
    sections = {f"pages/{page.NAME}" for page in PAGES}
    found = [path.parent for folder in ("micrograd", "pages") for path in project.root.glob(f"{folder}/*/__init__.py")]
    assert {path.relative_to(project.root).as_posix() for path in found} - sections <= named
