"""dist/site/: the page with its first pictures in it, and all it loads. Any static host serves it, under any path.

The page's Python goes into one file, assets/program.json: {"files": {path: source}, "key": …}. The key is a hash of all that
Python is when the page begins, its runtime and these files; a snapshot of its memory is good for one key (assets/keep.mjs).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import manifest, slots, vendor
from tools.project import Project, Trouble, digest, write_if_changed

PROGRAM = "assets/program.json"
FIRST = "pages/main.py"  # which PyScript fetches, and runs


def build(project: Project) -> None:
    """Set up and build; writes only what changed, removes what is gone."""
    vendor.ensure(project)
    manifest.check(project)
    page = slots.filled((project.root / "index.html").read_text("utf-8"), rendered(project))
    made = {"index.html": page, "pyscript.toml": config(project), PROGRAM: program(project)}
    for name, text in made.items():
        write_if_changed(project.site / name, text.encode())
    expected = {project.site / name for name in made}
    for source in [project.root / FIRST, *assets(project)]:
        target = project.site / source.relative_to(project.root)
        expected.add(target)
        copy(source, target)
    remove_others(project.site, expected)


def sources(project: Project) -> list[Path]:
    """Every file that the site is made from."""
    single = [project.root / name for name in ("index.html", "pyscript.toml")]
    python = [project.root / path for path in project.python_files()]
    return [*single, *python, *assets(project)]


def assets(project: Project) -> list[Path]:
    """Every file that the page loads as it is."""
    return [path for path in sorted((project.root / "assets").rglob("*"))
            if path.is_file() and path.name != "manifest.json"
            and not any(part.startswith(".") for part in path.relative_to(project.root).parts)]


def config(project: Project) -> str:
    """pyscript.toml without its table of files: the program brings them."""
    return (project.root / "pyscript.toml").read_text("utf-8").partition(manifest.HEAD)[0]


def program(project: Project) -> str:
    """All Python files in one, and what a snapshot is good for."""
    files = {path: (project.root / path).read_text("utf-8") for path in project.python_files()}
    runtime = sorted((project.vendor / "pyodide").glob("p*"))
    key = digest(*runtime, project.root / "assets" / "interpreter.mjs", json.dumps(files))
    return json.dumps({"key": key, "files": files})


def fingerprint(project: Project) -> tuple:
    """Changes when any source does: cheap enough to look at for every load of the page."""
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path in sources(project) for stat in [path.stat()])


def rendered(project: Project) -> dict[str, dict]:
    """The first frames, from a Python of their own (see render.py)."""
    settings = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    here = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-m", "tools.render", str(project.root)], cwd=here, env=settings,
                          text=True, encoding="utf-8", capture_output=True)
    if done.returncode:
        raise Trouble(f"The first pictures could not be drawn. Python said:\n\n{done.stderr.strip()}")
    return json.loads(done.stdout)


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
