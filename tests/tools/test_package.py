"""What `pip install` gives a person: the engine, the pictures and the tape, with nothing else installed.

And what it says where karpathy's `micrograd`, which has the same import name, is installed too.
"""

import email
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import micrograd

SESSION = """
import sys
from micrograd import MLP, Value, draw
from micrograd.tape import record
L = (Value(2.0) + 1.0) * 3.0
L.backward()
assert "<svg" in draw.graph(L)._repr_mimebundle_()[0]["image/svg+xml"]
tape = record(L)
assert tape.steps[-1].lines and tape.steps[-1].lines[0].file == "micrograd/engine.py"
outside = {name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"__main__", "micrograd"}
assert not {name for name in outside if not name.startswith("_")}, outside
print(len(tape.steps), "steps")
"""
COMMANDS = "    pip uninstall micrograd\n    pip install --force-reinstall micrograd-in-motion"


@pytest.fixture(scope="module")
def wheel(project, tmp_path_factory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"  # a build leaves folders beside its source
    shutil.copytree(project.root / "micrograd", source / "micrograd", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(project.root / name, source / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
             "--disable-pip-version-check", "--wheel-dir", str(folder), str(source)]  # fmt: skip
    done = subprocess.run(build, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def karpathys(tmp_path_factory) -> Path:
    """A wheel with the name and the files of karpathy's distribution."""
    path = tmp_path_factory.mktemp("karpathys") / "micrograd-0.1.0-py3-none-any.whl"
    info = "micrograd-0.1.0.dist-info"
    files = {
        "micrograd/__init__.py": "",
        "micrograd/engine.py": "class Value: pass\n",
        "micrograd/nn.py": "from micrograd.engine import Value\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: micrograd\nVersion: 0.1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            packed.writestr(name, text)
    return path


class Environment:
    """A virtual environment with nothing in it, into which pip installs."""

    def __init__(self, folder: Path):
        venv.create(folder)
        self.python = next(path for path in folder.glob("*/python*") if path.stem == "python")

    def pip(self, *arguments):
        command = [sys.executable, "-m", "pip", "--python", str(self.python), "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def install(self, *arguments):
        self.pip("install", "--no-index", *arguments)

    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.python, "-I", "-c", code], capture_output=True, text=True)


@pytest.fixture
def environment(tmp_path) -> Environment:
    return Environment(tmp_path / "environment")


def test_an_installed_package_needs_nothing_else(wheel, environment):
    environment.install(wheel)
    done = environment.run(SESSION)
    assert (done.stdout.strip(), done.stderr) == ("5 steps", "")


def test_the_wheel_holds_the_package_and_nothing_else(wheel, project):
    names = zipfile.ZipFile(wheel).namelist()
    on_disk = {path.relative_to(project.root).as_posix() for path in (project.root / "micrograd").rglob("*.py")}
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == on_disk | {"micrograd/py.typed", "micrograd/engine.pyi"}


def test_the_metadata_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as packed:
        [info] = {name.split("/")[0] for name in packed.namelist() if ".dist-info/" in name}
        metadata = email.message_from_bytes(packed.read(f"{info}/METADATA"))
        license_text = packed.read(f"{info}/licenses/LICENSE").decode()
    assert info == f"micrograd_in_motion-{micrograd.__version__}.dist-info"
    assert metadata["Name"] == "micrograd-in-motion" and metadata["Version"] == micrograd.__version__
    assert metadata["License-Expression"] == "MIT" and metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload().startswith("# micrograd, in motion")
    assert set(metadata.get_all("Provides-Extra")) == {"numpy", "png", "wasm"}
    assert "Copyright (c) 2020 Andrej Karpathy" in license_text


def test_the_version_stands_in_one_place(project):
    settings = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))
    assert "version" not in settings["project"] and settings["project"]["dynamic"] == ["version"]
    assert settings["tool"]["setuptools"]["dynamic"] == {"version": {"attr": "micrograd.__version__"}}


def test_over_karpathys_it_works_and_warns_with_the_commands(wheel, karpathys, environment):
    environment.install(karpathys)
    environment.install(wheel)
    done = environment.run("from micrograd import Value; print(Value(1.0) + 2)")
    assert done.stdout and done.returncode == 0
    assert "micrograd-0.1.0.dist-info" in done.stderr and COMMANDS in done.stderr


@pytest.mark.parametrize("package", ["draw", "tape", "compiler", "training"])
def test_under_karpathys_what_is_left_of_it_names_the_commands(wheel, karpathys, environment, package):
    environment.install(wheel)
    environment.install(karpathys)
    done = environment.run(f"import micrograd.{package}")
    assert done.returncode == 1 and "ImportError" in done.stderr and COMMANDS in done.stderr


def test_after_the_commands_it_is_whole(wheel, karpathys, environment):
    environment.install(karpathys)
    environment.install(wheel)
    environment.pip("uninstall", "--yes", "micrograd")
    done = environment.run("import micrograd.draw")
    assert done.returncode == 1 and COMMANDS in done.stderr  # the engine is gone
    environment.install("--force-reinstall", wheel)
    done = environment.run(SESSION)
    assert (done.stdout.strip(), done.stderr) == ("5 steps", "")
