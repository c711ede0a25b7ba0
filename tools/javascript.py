"""The tests of the page's scripts (tests/assets/*.test.mjs), by Node's own runner."""

import subprocess

from tools import npm
from tools.project import Project, Trouble, say


def run(project: Project) -> int:
    """Run them, and say how it went. Returns the exit code: 0 only if all of them passed."""
    files = sorted((project.root / "tests" / "assets").glob("*.test.mjs"))
    if not files:
        raise Trouble("tests/assets/ holds no tests of the page's scripts (*.test.mjs).")
    done = subprocess.run(
        [npm.node(), "--test", "--test-reporter=spec", *map(str, files)],
        cwd=project.root,
        text=True,
        encoding="utf-8",
        errors="replace",
        capture_output=True,
    )
    if done.returncode:
        say(f"JavaScript: tests failed.\n\n{done.stdout}{done.stderr}")
    else:
        passed = sum(line.startswith("✔ ") for line in done.stdout.splitlines())
        say(f"JavaScript: {passed} tests passed, in {len(files)} files")
    return done.returncode
