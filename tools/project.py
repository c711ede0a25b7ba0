"""Where everything lies, and how the tools speak.

Every tool takes a `Project`, so that the tests can point one at a folder of their own.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# Of the package what is for notebooks and files alone: the page has its own ways, and stays small without these.
NOTEBOOKS = {
    f"micrograd/{name}.py"
    for name in (
        "films",
        "jupyter",
        "notebook",
        "plotting",
        "draw/graph_film",
        "draw/moving",
        "draw/playing",
        "draw/renderers",
        "draw/timeline",
        "draw/training_film",
        "draw/travels",
    )
}


class Trouble(Exception):
    """Something the reader has to know and can do something about: said in words, without a traceback."""


def say(text: str) -> None:
    """One calm line."""
    print(text, flush=True)


@dataclass(frozen=True)
class Project:
    """The folders of one checkout."""

    root: Path = Path(__file__).resolve().parent.parent

    @property
    def vendor(self) -> Path:
        """What the page loads and npm brought."""
        return self.root / "assets" / "vendor"

    @property
    def node_modules(self) -> Path:
        return self.root / "node_modules"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    @property
    def site(self) -> Path:
        """The built folder, for any static host."""
        return self.dist / "site"

    @property
    def bundle(self) -> Path:
        """The built page, whole in one file."""
        return self.dist / "micrograd.html"

    def python_files(self) -> list[str]:
        """The Python files that the page loads, as paths from the root, in order."""
        found = (path for folder in ("micrograd", "pages") for path in (self.root / folder).rglob("*.py"))
        return sorted({path.relative_to(self.root).as_posix() for path in found} - NOTEBOOKS)


def digest(*parts: Path | str | bytes) -> str:
    """One sha256 over files (by content) and strings, to see whether anything changed."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            part = part.read_bytes() if part.exists() else b"(absent)"
        elif isinstance(part, str):
            part = part.encode()
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write a file only if it differs; its time then tells when it last changed. Says whether it wrote."""
    if path.is_file() and path.read_bytes() == content:
        return False
    write(path, content)
    return True
