"""What the Python in the worker is made of: the very files that run here.

Offers `start_message`, the first that every worker is sent.
"""

import json
from functools import cache
from pathlib import Path

import micrograd

from .. import worker

DRAWING = (
    "draw",
    "notebook.py",
    "plotting.py",
    "films.py",
    "jupyter.py",
)  # of the package; it stays here, for from the worker come numbers alone


@cache
def start_message() -> str:
    """The package but for what draws, and of the pages the worker's side alone, as { path: text }."""
    package, pages = Path(micrograd.__file__).parent, Path(worker.__file__).parent.parent
    paths = [path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in DRAWING]
    paths += [pages / "__init__.py", *(pages / "worker").rglob("*.py")]
    files = {path.relative_to(package.parent).as_posix(): path.read_text("utf-8") for path in sorted(paths)}
    return json.dumps({"type": "start", "python": files})
