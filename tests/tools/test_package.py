"""What `pip install` gives a person: the engine, the pictures and the tape, with nothing else installed."""

import shutil
import subprocess
import sys

SESSION = """
import sys
from micrograd import MLP, Value, draw
from micrograd.tape import record
L = (Value(2.0) + 1.0) * 3.0
L.backward()
assert "<svg" in draw.graph(L)._repr_html_()
tape = record(L)
assert tape.steps[-1].lines and tape.steps[-1].lines[0].file == "micrograd/engine.py"
outside = {name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"__main__", "micrograd"}
assert not {name for name in outside if not name.startswith("_")}, outside
print(len(tape.steps), "steps")
"""


def test_an_installed_package_needs_nothing_else(project, tmp_path):
    source = tmp_path / "source"  # a build leaves folders beside its source
    shutil.copytree(project.root / "micrograd", source / "micrograd", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(project.root / name, source / name)
    build = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
             "--disable-pip-version-check", "--target", str(tmp_path / "there"), str(source)]  # fmt: skip
    done = subprocess.run(build, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    run = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'there')!r})\n{SESSION}"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("5 steps", "")
    assert not (tmp_path / "there" / "pages").exists()
