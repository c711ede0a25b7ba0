"""The project's own Python environment, .venv, which holds what the tests, the linters and the pictures need.

Its packages are the dependency group `dev` of pyproject.toml. The group is read here, because the pip that comes with
Python 3.11 does not know `--group` yet.
"""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.project import Project, Trouble, digest, say

NO_VENV = """Python could not make a virtual environment in .venv. On Debian and Ubuntu the module is a package
of its own:
  sudo apt-get install python3-venv
Then run the same command again. Python said:

"""
NO_PACKAGES = """pip could not install the packages for the tests. If this machine is offline, connect it once and run
the same command again. pip said:

"""


def python(project: Project) -> Path:
    """The environment's interpreter, on this system."""
    return project.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_inside(project: Project) -> bool:
    """Whether this very process runs in the environment."""
    return Path(sys.prefix).resolve() == project.venv.resolve()


def make_bare(project: Project) -> Path:
    """Make the environment, with nothing but pip in it, if there is none. Returns its interpreter."""
    if not python(project).exists():
        say("Making .venv, the project's own Python environment …")
        done = run_quietly(sys.executable, "-m", "venv", str(project.venv))
        if done.returncode:
            raise Trouble(NO_VENV + done.stdout.strip())
    return python(project)


def ensure(project: Project) -> None:
    """Install the packages of the group `dev`, and those for the tests inside Pyodide, unless they are there."""
    settings = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))
    interpreter = make_bare(project)
    packages = group_requirements(settings["dependency-groups"], "dev")
    in_pyodide = settings["tool"]["micrograd"]["in-pyodide"]
    to_folder = ["--upgrade", "--no-deps", "--target", str(pyodide_packages(project))]
    for stamp, arguments in ((".packages", packages), (".packages-in-pyodide", [*to_folder, *in_pyodide])):
        wanted = digest(json.dumps(arguments))
        if not is_stamped(project.venv / stamp, wanted):
            say("Installing the Python packages for the tests into .venv …")
            pip_install(interpreter, *arguments)
            (project.venv / stamp).write_text(wanted)


def group_requirements(groups: dict[str, list[str | dict[str, str]]], name: str) -> list[str]:
    """The requirements of one dependency group, with those of the groups that it includes.

    `groups` is the table [dependency-groups] of a pyproject.toml (PEP 735).
    """
    if name not in groups:
        raise Trouble(f"pyproject.toml has no dependency group {name!r}; it has {', '.join(sorted(groups))}.")
    requirements: list[str] = []
    for entry in groups[name]:
        requirements += [entry] if isinstance(entry, str) else group_requirements(groups, entry["include-group"])
    return requirements


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Whether what `wanted` stands for was installed."""
    return stamp.is_file() and stamp.read_text() == wanted


def pyodide_packages(project: Project) -> Path:
    """The folder of the packages that the tests inside Pyodide import."""
    return project.venv / "in-pyodide"


def pip_install(interpreter: Path, *arguments: str) -> None:
    """pip install, quietly; Trouble if it fails."""
    done = run_quietly(
        str(interpreter), "-m", "pip", "install", "--quiet", "--retries", "2", "--disable-pip-version-check", *arguments
    )
    if done.returncode:
        lines = [line for line in done.stdout.strip().splitlines() if not line.startswith("WARNING")]
        raise Trouble(NO_PACKAGES + "\n".join(lines))


def run_again_inside(project: Project, arguments: list[str]) -> int:
    """Run the same command once more, inside the environment. (Windows has no real exec: a child does.)"""
    child = subprocess.Popen([python(project), "-m", "tools", *arguments], cwd=project.root)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child got it too, and ends in its own way


def run_quietly(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it says for the case that it fails."""
    return subprocess.run(
        command, text=True, encoding="utf-8", errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
