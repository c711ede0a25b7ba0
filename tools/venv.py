"""The project's own Python environment, .venv, which holds what the tests and the pictures need."""

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


def inside(project: Project) -> bool:
    """Whether this very process runs in the environment."""
    return Path(sys.prefix).resolve() == project.venv.resolve()


def bare(project: Project) -> Path:
    """Make the environment, with nothing but pip in it, if there is none. Returns its interpreter."""
    if not python(project).exists():
        say("Making .venv, the project's own Python environment …")
        done = quietly(sys.executable, "-m", "venv", str(project.venv))
        if done.returncode:
            raise Trouble(NO_VENV + done.stdout.strip())
    return python(project)


def ensure(project: Project) -> None:
    """Install the `test` packages of pyproject.toml, unless they are there."""
    settings = project.root / "pyproject.toml"
    stamp = project.venv / ".stamp"
    interpreter = bare(project)
    wanted = digest(settings)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    said = tomllib.loads(settings.read_text("utf-8"))
    say("Installing the Python packages for the tests into .venv …")
    pip(interpreter, *said["project"]["optional-dependencies"]["test"])
    pip(
        interpreter,
        "--upgrade",
        "--no-deps",
        "--target",
        str(pyodide_packages(project)),
        *said["tool"]["micrograd"]["in-pyodide"],
    )
    stamp.write_text(wanted)


def pyodide_packages(project: Project) -> Path:
    """The folder of the packages that the tests inside Pyodide import."""
    return project.venv / "in-pyodide"


def pip(interpreter: Path, *arguments: str) -> None:
    """pip install, quietly; Trouble if it fails."""
    done = quietly(
        str(interpreter), "-m", "pip", "install", "--quiet", "--retries", "2", "--disable-pip-version-check", *arguments
    )
    if done.returncode:
        said = [line for line in done.stdout.strip().splitlines() if not line.startswith("WARNING")]
        raise Trouble(NO_PACKAGES + "\n".join(said))


def again(project: Project, arguments: list[str]) -> int:
    """Run the same command once more, inside the environment. (Windows has no real exec: a child does.)"""
    child = subprocess.Popen([python(project), "-m", "tools", *arguments], cwd=project.root)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child got it too, and ends in its own way


def quietly(*command: str) -> subprocess.CompletedProcess:
    """Run a command and keep what it says for the case that it fails."""
    return subprocess.run(
        command, text=True, encoding="utf-8", errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
