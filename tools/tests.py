"""`python3 -m tools test`: everything set up and built, then pytest over all tests, or as its further arguments say."""

import subprocess
import sys

from tools import bundle, chromium
from tools.project import Project, say

TWO_AT_A_TIME = [
    "--numprocesses",
    "2",
    "--dist",
    "loadscope",
    "--durations",
    "10",
]  # a module's tests stay together: they share a page


def run(project: Project, further: list[str]) -> int:
    """Run pytest in the project's environment; returns its exit code."""
    chromium.found()
    bundle.build(project)
    say(f"Built dist/site/ and {bundle.described(project)}")
    return subprocess.call([sys.executable, "-m", "pytest", *(further or TWO_AT_A_TIME)], cwd=project.root)
