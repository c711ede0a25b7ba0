"""pyscript.toml says what is there, and the page asks nobody else."""

import ast
import json
import re
import tomllib

import pytest

from tools import manifest
from tools.project import NOTEBOOKS, Project, Trouble

# An address with a host: http:, https:, ws:, wss:, or // at the start of a quoted or bare url.
ADDRESS = re.compile(r"""(?:\b(?:https?|wss?):)?//[\w.-]+\.[a-z]{2,}[^\s"'<>)]*""")
NAMESPACES = ("http://www.w3.org/",)
ROOT = Project().root
OURS = [
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "assets").rglob("*"))
    if path.suffix in (".css", ".js", ".mjs", ".svg") and not path.is_relative_to(ROOT / "assets" / "vendor")
]


def test_the_files_table_equals_the_files_on_disk(project):
    have = {
        path.relative_to(project.root).as_posix()
        for folder in ("micrograd", "pages")
        for path in (project.root / folder).rglob("*.py")
    }
    assert have >= NOTEBOOKS
    assert manifest.listed(project) == {path: path for path in have - NOTEBOOKS}


def test_nothing_that_the_page_loads_imports_what_it_does_not_load(project):
    """At once, that is: what a notebook or a file needs is imported when one is asked for."""
    for file in manifest.listed(project):
        package = file.split("/")[:-1]
        for node in ast.parse((project.root / file).read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else []
                stem = "/".join([*base, *(node.module or "").split(".")]).rstrip("/")
                names = {f"{stem}.py", *(f"{stem}/{alias.name}.py" for alias in node.names)}
                assert not names & NOTEBOOKS, f"{file} imports {names & NOTEBOOKS}"


def test_the_interpreter_is_our_own_and_no_packages_are_asked_for(project):
    config = tomllib.loads((project.root / "pyscript.toml").read_text("utf-8"))
    assert "packages" not in config
    assert config["interpreter"] == "./assets/interpreter.mjs"


@pytest.mark.parametrize(
    "name",
    ["index.html", "pyscript.toml", *OURS],
)
def test_nothing_the_page_loads_names_another_host(project, name):
    found = ADDRESS.findall((project.root / name).read_text("utf-8"))
    links = re.findall(r'<a\s[^>]*href="([^"]+)"', (project.root / name).read_text("utf-8"))
    assert [one for one in found if not one.startswith(NAMESPACES) and one not in links] == []


@pytest.mark.parametrize(
    "text",
    ["fetch('https://a.example/x')", '<img src="//cdn.example/i.png">', "url(http://a.example)", "wss://a.example/s"],
)
def test_another_host_would_be_noticed(text):
    assert ADDRESS.findall(text)


def test_all_of_our_own_assets_were_looked_through():
    assert {"assets/boot.js", "assets/sandbox.js", "assets/interpreter.mjs", "assets/editor/field.js"} <= set(OURS)


def test_the_lock_file_names_no_registry(project):
    lock = json.loads((project.root / "package-lock.json").read_text("utf-8"))
    assert "node_modules/pyodide" in lock["packages"]
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def project_with(folder, files, toml) -> Project:
    for name in files:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    (folder / "pyscript.toml").write_text(toml)
    return Project(folder)


def test_a_stale_table_is_trouble_that_names_the_cure(tmp_path):
    stale = project_with(tmp_path, ["pages/new.py"], '[files]\n"pages/old.py" = "pages/old.py"\n')
    with pytest.raises(Trouble) as trouble:
        manifest.check(stale)
    for words in ("missing in it   pages/new.py", "not on disk     pages/old.py", "python3 -m tools files"):
        assert words in str(trouble.value)


def test_rewriting_keeps_what_stands_above(tmp_path):
    stale = project_with(tmp_path, ["pages/b.py", "micrograd/a.py"], 'name = "x" # yes\n\n[files]\n"old" = "old"\n')
    manifest.rewrite(stale)
    assert (tmp_path / "pyscript.toml").read_text() == (
        'name = "x" # yes\n\n[files]\n"micrograd/a.py" = "micrograd/a.py"\n"pages/b.py" = "pages/b.py"\n'
    )
    manifest.check(stale)
