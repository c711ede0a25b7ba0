"""`python3 -m tools test`: everything set up and built, then the linters and all tests, in JavaScript and Python.

With further arguments it is pytest alone, as they say: one who works on one thing is not kept waiting by the rest.
"""

import subprocess
import sys

from tools import bundle, chromium, javascript, lint
from tools.project import Project, say

ALL = [
    "--numprocesses",
    "2",
    "--dist",
    "loadscope",
    "--durations",
    "10",
]  # a module's tests stay together: they share a page


def run(project: Project, further: list[str]) -> int:
    """Run linters and tests in the project's environment; returns 0 if all pass. The tests run in any case."""
    chromium.found()
    bundle.build(project)
    say(f"Built dist/site/ and {bundle.described(project)}")
    if further:
        return run_pytest(project, further)
    linted = lint.run(project)
    scripts = javascript.run(project)
    tested = run_pytest(project, ALL) or scripts
    if scripts:
        say("\nA test of the page's scripts failed: see above, before the tests in Python.")
    if linted and not tested:
        say("\nThe tests pass, but the linters or the type checker found something: see above, before the tests.")
    return tested or linted


def run_pytest(project: Project, arguments: list[str]) -> int:
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=project.root)
