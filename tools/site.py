"""dist/site/: the page with its first pictures in it, all it loads, and its documentation (docs.py).

Any static host serves it, under any path.

The page's Python goes into one file, assets/program.json: {"files": {path: source}, "key": …}. The key is a hash of all
that Python is when the page begins, its runtime and these files; a snapshot of its memory is good for one key
(assets/store.mjs). A snapshot for first visits lies beside it (snapshot.mjs); its address, in the page's <html
data-memory>, has the key in it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools import docs, inline, manifest, npm, slots, styles, vendor
from tools.project import Project, Trouble, digest, write_if_changed

PROGRAM = "assets/program.json"
MEMORY = "assets/memory-{}.bin"  # with the first twelve digits of the key
SNAPSHOT = Path(__file__).parent / "snapshot.mjs"
FIRST = "pages/main.py"  # which PyScript fetches, and runs


def build(project: Project) -> None:
    """Set up and build; writes only what changed, removes what is gone."""
    vendor.ensure(project)
    manifest.check(project)
    empty = (project.root / "index.html").read_text("utf-8")
    page = slots.filled(empty, rendered(project))
    page = inline.inlined(page, lambda name: (project.root / name).read_text("utf-8"), styles.media(project))
    python = program(project)
    memory = MEMORY.format(json.loads(python)["key"][:12])
    page = page.replace("<html ", f'<html data-memory="{memory}" ', 1)
    made = {"index.html": page, "pyscript.toml": config(project), PROGRAM: python}
    for name, text in made.items():
        write_if_changed(project.site / name, text.encode())
    snapshot(project, project.site / memory)
    expected = {project.site / name for name in (*made, memory)} | docs.build(project)
    inside = {project.root / name for name in inline.names(empty)}
    inside |= set((project.root / "assets" / "editor").glob("*.mjs"))  # of which assets/vendor/editor/editor.js is made
    for source in [project.root / FIRST, *(path for path in assets(project) if path not in inside)]:
        target = project.site / source.relative_to(project.root)
        expected.add(target)
        copy(source, target)
    remove_others(project.site, expected)


def sources(project: Project) -> list[Path]:
    """Every file that the site is made from."""
    single = [project.root / name for name in ("index.html", "pyscript.toml")]
    python = [project.root / path for path in project.python_files()]
    return [*single, *python, *assets(project), *docs.sources(project)]


def assets(project: Project) -> list[Path]:
    """Every file below assets/: what the page loads, and what goes into it while it is built."""
    return [
        path
        for path in sorted((project.root / "assets").rglob("*"))
        if path.is_file()
        and path.name != "manifest.json"
        and not any(part.startswith(".") for part in path.relative_to(project.root).parts)
    ]


def config(project: Project) -> str:
    """pyscript.toml without its table of files: the program brings them."""
    return (project.root / "pyscript.toml").read_text("utf-8").partition(manifest.HEAD)[0]


def program(project: Project) -> str:
    """All Python files in one, and what a snapshot is good for."""
    files = {path: (project.root / path).read_text("utf-8") for path in project.python_files()}
    runtime = sorted((project.vendor / "pyodide").glob("p*"))
    ours = [project.root / "assets" / name for name in ("interpreter.mjs", "packing.mjs")]
    key = digest(*runtime, *ours, SNAPSHOT, json.dumps(files))
    return json.dumps({"key": key, "files": files})


def snapshot(project: Project, target: Path) -> None:
    """Make `target`, the snapshot for first visits, if it is not there."""
    if target.is_file():
        return
    unfinished = target.with_name(f".{target.name}.part")
    done = subprocess.run(
        [npm.node(), str(SNAPSHOT), str(project.vendor / "pyodide"), str(project.site / PROGRAM), str(unfinished)],
        text=True,
        encoding="utf-8",
        errors="replace",
        capture_output=True,
    )
    if done.returncode:
        raise Trouble(f"Python's memory could not be taken. Node said:\n\n{(done.stderr or done.stdout).strip()}")
    os.replace(unfinished, target)


def fingerprint(project: Project) -> tuple[tuple[str, int, int], ...]:
    """Changes when any source does: cheap enough to look at for every load of the page."""
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path in sources(project) for stat in [path.stat()])


def rendered(project: Project) -> dict[str, dict[str, Any]]:
    """The first frames, from a Python of their own (see render.py)."""
    settings = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    here = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "tools.render", str(project.root)],
        cwd=here,
        env=settings,
        text=True,
        encoding="utf-8",
        capture_output=True,
    )
    if done.returncode:
        raise Trouble(f"The first pictures could not be drawn. Python said:\n\n{done.stderr.strip()}")
    table: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return table


def copy(source: Path, target: Path) -> None:
    """Copy a file, unless the copy is as new and as long. The copy keeps the file's time."""
    have, want = target.stat() if target.is_file() else None, source.stat()
    if have and (have.st_mtime_ns, have.st_size) == (want.st_mtime_ns, want.st_size):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    shutil.copy2(source, unfinished)
    os.replace(unfinished, target)


def remove_others(folder: Path, expected: set[Path]) -> None:
    """Delete what an earlier build left and this one did not make."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in expected:
            path.unlink(missing_ok=True)  # another build, at the same time, may have been quicker
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
