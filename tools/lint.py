"""`python3 -m tools lint`: ruff's rules and format and mypy over the whole tree, and engine.pyi against engine.py.

All as pyproject.toml sets them.
"""

import subprocess
import sys

from tools.project import Project, say

# what it is called, the module that is run, its arguments
CHECKS = [
    ("ruff check", "ruff", ["check", "--quiet", "."]),
    ("ruff format", "ruff", ["format", "--quiet", "--diff", "."]),
    ("mypy", "mypy", ["--no-error-summary"]),
    ("stubs", "mypy.stubtest", ["micrograd.engine", "--concise", "--mypy-config-file=pyproject.toml"]),
]
FIXES = [
    ("ruff check --fix", "ruff", ["check", "--quiet", "--fix", "--exit-zero", "."]),
    ("ruff format", "ruff", ["format", "--quiet", "."]),
]
HINT = "python3 -m tools lint --fix mends what ruff can mend."


def run(project: Project, fix: bool = False) -> int:
    """Run all checks, also after one that fails. Returns 1 if any of them failed."""
    for _, module, arguments in FIXES if fix else []:
        subprocess.call([sys.executable, "-m", module, *arguments], cwd=project.root)
    failed = [name for name, module, arguments in CHECKS if not passes(project, name, module, arguments)]
    if failed:
        say(f"\n{' and '.join(failed)} found something. {HINT}")
    return 1 if failed else 0


def passes(project: Project, name: str, module: str, arguments: list[str]) -> bool:
    """Run one check, and say how it went: one line, below what it found."""
    code = subprocess.call([sys.executable, "-m", module, *arguments], cwd=project.root)
    say(f"  {name:12} {'passes' if code == 0 else 'FAILS'}")
    return code == 0
