"""The engine's tests once more, inside Pyodide: the same Python, compiled to WebAssembly, that the page runs.

Node runs the pyodide package without a browser. Long chains have tests of their own here, since those of
tests/engine want processes, which Pyodide has not.
"""

import subprocess

import pytest

from tools import venv
from tools.npm import node

TESTS = [
    "tests/engine",
    "tests/training",
    "tests/draw",
    "tests/compiler/test_gradients.py",
    "tests/compiler/test_steps.py",
    "--ignore=tests/engine/test_long_chains.py",
    "--ignore=tests/draw/test_raster.py",
    "--ignore=tests/draw/test_renderers.py",
]


# What is not there in Pyodide; a test is skipped for no other reason.
ABSENT = ["starts a process", "PIL"]


@pytest.fixture(scope="module")
def pyodide(project):
    """Runs something in Pyodide; returns what it printed."""
    runner = project.root / "tests" / "pyodide" / "run.mjs"
    wheel = next((project.vendor / "pyodide").glob("numpy-*.whl"), "")

    def run(*arguments, seconds=600):
        done = subprocess.run(
            [node(), str(runner), str(project.root), str(venv.pyodide_packages(project)), str(wheel), *arguments],
            cwd=project.root, capture_output=True, text=True, encoding="utf-8", timeout=seconds,
        )  # fmt: skip
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
        return done.stdout

    return run


def test_the_engine_s_and_the_pictures_tests_pass_in_pyodide(pyodide, built):
    printed = pyodide("-rs", *TESTS)
    assert "passed" in printed and "failed" not in printed, printed[-2000:]
    skipped = [line for line in printed.splitlines() if line.startswith("SKIPPED")]
    assert all(any(reason in line for reason in ABSENT) for line in skipped), skipped


def test_training_runs_on_webassembly_in_pyodide_and_the_program_is_right(pyodide, built):
    assert "4 passed" in pyodide("tests/pyodide/webassembly.py")


def test_a_chain_of_100_000_ops_runs_is_told_and_is_freed_in_pyodide(pyodide, built):
    assert "1 passed" in pyodide("tests/pyodide/long_chain.py")
