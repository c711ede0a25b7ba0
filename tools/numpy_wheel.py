"""NumPy, built for the browser: the wheel that pyodide-lock.json names, found in one of several places.

It is neither on npm nor on PyPI as a package of its own. Wherever a copy comes from, its sha256 must be the
one in pyodide-lock.json: then it is the official file. Without it the page works, but for what needs NumPy.
"""

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from tools import venv
from tools.project import Project, Trouble, say, write

# The Pyodide distribution itself. Only the tools ever ask it, never the page.
CDN = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{name}"
CDN_SECONDS = 10

# A package on PyPI that carries the same file; 106 MB, so it comes last.
CARRIER = "open-webui==0.12.4"
CARRIER_PYTHON = "3.12"  # it has no wheel tag for newer ones; nothing of it is run
CARRIER_FOLDER = "open_webui/frontend/pyodide/"

MISSING = """Note: the NumPy wheel for the browser ({name}) could not be had.
The page works without it; what needs NumPy says so. To add it, connect to the network and run
this again, or put a copy into {cache}"""


def wanted(lock: Path) -> tuple[str, str]:
    """The wheel's file name and its sha256, as pyodide-lock.json says them."""
    numpy = json.loads(lock.read_text("utf-8"))["packages"]["numpy"]
    return numpy["file_name"], numpy["sha256"]


def cache() -> Path:
    """This user's folder for the wheel, so that a second checkout need not fetch it again."""
    if chosen := os.environ.get("MICROGRAD_CACHE"):
        return Path(chosen)
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "micrograd-in-motion"


def ensure(lock: Path, version: str, project: Project) -> Path | None:
    """Put the wheel for this version of Pyodide beside its lock file.

    Returns its path, or None, with a warning, if it cannot be had.
    """
    name, sha256 = wanted(lock)
    target = lock.parent / name
    if target.is_file() and right(target.read_bytes(), sha256):
        return target
    for source in (from_cache, from_cdn, from_carrier):
        try:
            content = source(name, version, project)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, Trouble):
            continue
        if content is None:
            continue
        if not right(content, sha256):
            say(f"A copy of {name} had the wrong sha256 and was not used.")
            continue
        write(target, content)
        with contextlib.suppress(OSError):  # a cache that cannot be written is only slower
            write(cache() / name, content)
        return target
    say(MISSING.format(name=name, cache=cache()))
    return None


def right(content: bytes, sha256: str) -> bool:
    """Whether these bytes are the official file."""
    return hashlib.sha256(content).hexdigest() == sha256


def from_cache(name: str, version: str, project: Project) -> bytes | None:
    """The copy that an earlier run kept."""
    path = cache() / name
    return path.read_bytes() if path.is_file() else None


def from_cdn(name: str, version: str, project: Project) -> bytes | None:
    """The Pyodide distribution's own address."""
    say("Getting NumPy for the browser (2.9 MB) …")
    with urllib.request.urlopen(CDN.format(version=version, name=name), timeout=CDN_SECONDS) as answer:
        content: bytes = answer.read()
        return content


def from_carrier(name: str, version: str, project: Project) -> bytes | None:
    """The same file out of a package on PyPI, which pip fetches into a folder that is then thrown away."""
    say("Its own address did not answer; getting it from PyPI instead, inside a package of 106 MB …")
    with tempfile.TemporaryDirectory() as folder:
        done = venv.run_quietly(
            str(venv.make_bare(project)),
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version",
            CARRIER_PYTHON,
            "--retries",
            "1",
            "--timeout",
            "30",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--dest",
            folder,
            CARRIER,
        )
        if done.returncode:
            return None
        [package] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(package) as content:
            return content.read(CARRIER_FOLDER + name)
