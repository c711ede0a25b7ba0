"""assets/vendor/: what the page loads besides its own files, taken from the npm packages.

`ensure` fills the folder and writes manifest.json beside the files: for each its package, version, size
and sha256. It does nothing when nothing changed.
"""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tools import npm, numpy_wheel
from tools.project import Project, Trouble, digest, say, write, write_if_changed

# file below assets/vendor/ | npm package | file in the package
FILES = [
    ("pyodide/pyodide.mjs", "pyodide", "pyodide.mjs"),
    ("pyodide/pyodide.asm.mjs", "pyodide", "pyodide.asm.mjs"),
    ("pyodide/pyodide.asm.wasm", "pyodide", "pyodide.asm.wasm"),
    ("pyodide/python_stdlib.zip", "pyodide", "python_stdlib.zip"),
    ("pyodide/pyodide-lock.json", "pyodide", "pyodide-lock.json"),
    ("idiomorph/idiomorph.js", "idiomorph", "dist/idiomorph.min.js"),
    (
        "fonts/source-sans-3-latin-wght-normal.woff2",
        "@fontsource-variable/source-sans-3",
        "files/source-sans-3-latin-wght-normal.woff2",
    ),
    (
        "fonts/source-sans-3-latin-wght-italic.woff2",
        "@fontsource-variable/source-sans-3",
        "files/source-sans-3-latin-wght-italic.woff2",
    ),
    (
        "fonts/jetbrains-mono-latin-wght-normal.woff2",
        "@fontsource-variable/jetbrains-mono",
        "files/jetbrains-mono-latin-wght-normal.woff2",
    ),
    (
        "fonts/stix-two-math-latin-400-normal.woff2",
        "@fontsource/stix-two-math",
        "files/stix-two-math-latin-400-normal.woff2",
    ),
]
# What is made, and not copied: file | the script in tools/ that makes it | from what | the npm packages in it
PYSCRIPT = "pyscript/core.js"
EDITOR = "editor/editor.js"
MADE = [
    (PYSCRIPT, "pyscript_bundle.mjs", "node_modules/@pyscript/core/dist/core.js", ["@pyscript/core"]),
    (
        EDITOR,
        "editor_bundle.mjs",
        "assets/editor/codemirror.mjs",
        [
            "@codemirror/view",
            "@codemirror/state",
            "@codemirror/commands",
            "@codemirror/language",
            "@codemirror/lang-python",
            "@codemirror/autocomplete",
            "@lezer/highlight",
        ],
    ),
]


def ensure(project: Project) -> None:
    """Fill assets/vendor/, with the NumPy wheel if it can be had."""
    npm.ensure(project)
    here = Path(__file__).parent
    made_from = digest(
        project.root / "package-lock.json",
        here / "vendor.py",
        *sorted((project.root / "assets" / "editor").glob("*.mjs")),
        *(here / script for _, script, _, _ in MADE),
    )
    known = manifest(project)
    if known.get("made_from") != made_from or not present(project, known):
        say("Filling assets/vendor/ …")
        known = {"made_from": made_from, "files": fill(project)}
    lock = project.vendor / "pyodide" / "pyodide-lock.json"
    wheel = numpy_wheel.ensure(lock, version(project, "pyodide"), project)
    if wheel and f"pyodide/{wheel.name}" not in known["files"]:
        known["files"][f"pyodide/{wheel.name}"] = entry(wheel, "numpy", wheel.name.split("-")[1])
    write_if_changed(project.vendor / "manifest.json", (json.dumps(known, indent=2, sort_keys=True) + "\n").encode())


def manifest(project: Project) -> dict[str, Any]:
    """What manifest.json says; empty if there is none."""
    path = project.vendor / "manifest.json"
    known: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return known


def present(project: Project, known: dict[str, Any]) -> bool:
    """Whether every file of the manifest is there, at its size."""
    paths = {name: project.vendor / name for name in known.get("files", {})}
    return bool(paths) and all(
        path.is_file() and path.stat().st_size == known["files"][name]["size"] for name, path in paths.items()
    )


def fill(project: Project) -> dict[str, dict[str, Any]]:
    """Copy and make all files anew; returns the manifest's table."""
    table = {}
    for name, package, source in FILES:
        target = project.vendor / name
        write(target, (project.node_modules / package / source).read_bytes())
        table[name] = entry(target, package, version(project, package))
    for name, script, source, packages in MADE:
        make(project, name, script, source)
        first, *others = packages
        table[name] = entry(project.vendor / name, first, version(project, first))
        if others:
            table[name]["with"] = {package: version(project, package) for package in others}
    return table


def entry(path: Path, package: str, version: str) -> dict[str, Any]:
    """One line of the manifest."""
    content = path.read_bytes()
    return {"package": package, "version": version, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def version(project: Project, package: str) -> str:
    """The installed version of an npm package."""
    number: str = json.loads((project.node_modules / package / "package.json").read_text("utf-8"))["version"]
    return number


def make(project: Project, name: str, script: str, source: str) -> None:
    """One of the files that are bundled of many modules."""
    # The script lies in the checkout's tools/, and finds esbuild from there.
    command = [
        shutil.which("node") or "node",
        str(project.root / "tools" / script),
        str(project.root / source),
        str(project.vendor / name),
    ]
    done = subprocess.run(
        command, cwd=project.root, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        raise Trouble(f"esbuild could not make {name}. It said:\n\n{done.stdout.strip()}")
