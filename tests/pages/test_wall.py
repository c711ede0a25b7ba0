"""The direction of dependency, read from the imports of every module."""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from pages.registry import PAGES
from tools.project import Project

ROOT = Project().root
FILES = sorted(
    path.relative_to(ROOT).as_posix() for top in ("micrograd", "pages") for path in (ROOT / top).rglob("*.py")
)
LIBRARY = set(sys.stdlib_module_names)
BROWSER = ("js", "pyodide", "pyscript", "pyodide_js", "_pyodide")
EXTRAS = ("numpy", "wasmtime")  # imported inside a function, never when a module is loaded
WEB = "micrograd/compiler/backends/wasm/web.py"  # runs WebAssembly under Pyodide: JavaScript, inside a function as well

PICTURES = ("micrograd.draw", "micrograd.notebook", "micrograd.plotting", "micrograd.films", "micrograd.jupyter")
NOTEBOOKS = (
    "micrograd/notebook.py",
    "micrograd/plotting.py",
    "micrograd/films.py",
    "micrograd/jupyter.py",
    "micrograd/animation.py",
)  # from Values to pictures of them
DATA_TYPES = (
    "micrograd.data",
    "micrograd.ops",
    "micrograd.tape.records",
    "micrograd.tape.names",
    "micrograd.response",
)  # ops: a table
DOOR = "micrograd/draw/__init__.py"  # offers what notebooks want, which stands outside

SECTIONS = tuple(f"pages.{page.NAME}" for page in PAGES)
LANGUAGE = tuple(  # that pages and browser speak with each other
    f"pages.{name}" for name in ("app", "content", "effects", "environment", "events", "targets")
)


@dataclass(frozen=True)
class Import:
    """name: whole and dotted, of a module or of something in one; at_load: as soon as the module is imported."""

    name: str
    at_load: bool


def imports(source, file):
    """Every Import of a module. `from x import y` is x.y; a relative one is made whole by where the file stands."""
    package = file.split("/")[:-1]

    def visit(node, at_load):
        match node:
            case ast.Import(names):
                yield from (Import(alias.name, at_load) for alias in names)
            case ast.ImportFrom(module, names, level):
                base = package[: len(package) - level + 1] if level else []
                stem = ".".join([*base, *([module] if module else [])])
                yield from (Import(f"{stem}.{alias.name}", at_load) for alias in names)
            case ast.If(ast.Name("TYPE_CHECKING"), body, orelse):
                for child in body:
                    yield from visit(child, False)
                for child in orelse:
                    yield from visit(child, at_load)
            case _:
                inside = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
                for child in ast.iter_child_nodes(node):
                    yield from visit(child, at_load and not inside)

    return list(visit(ast.parse(source), True))


def imports_of(file):
    return imports(Path(ROOT / file).read_text("utf-8"), file)


def within(name, packages):
    """Whether a dotted name is one of these packages or modules, or in one of them."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def offending(file, packages, but=()):
    """What a file imports of these packages, and may not."""
    return [one.name for one in imports_of(file) if within(one.name, packages) and not within(one.name, but)]


def files(*tops, but=()):
    return pytest.mark.parametrize(
        "file", [file for file in FILES if file.startswith(tops) and not file.startswith(tuple(but))]
    )


def test_the_reader_reads_every_form_of_import():
    source = """
import numpy.linalg as la, json
from numpy import array, zeros
from . import a
from ..b import c
from .. import d
if TYPE_CHECKING:
    from e import f
else:
    import g
class C:
    import h
    def m(self):
        import i
try:
    import j
except ImportError:
    pass
"""
    found = {one.name: one.at_load for one in imports(source, "pages/idea/x.py")}
    at_load = [
        "numpy.linalg",
        "json",
        "numpy.array",
        "numpy.zeros",
        "pages.idea.a",
        "pages.b.c",
        "pages.d",
        "g",
        "h",
        "j",
    ]
    assert found == dict.fromkeys(at_load, True) | {"e.f": False, "i": False}
    assert within("pages.idea", ["pages.idea"]) and within("pages.idea.x", ["pages.idea"])
    assert not within("pages.ideal", ["pages.idea"])


def test_there_are_sections_and_files_to_be_read():
    assert {"pages.idea", "pages.cell", "pages.theme"} <= set(SECTIONS) and "pages/browser/tab.py" in FILES


# --- micrograd ---


@files("micrograd/")
def test_the_package_needs_the_standard_library_alone_and_no_page(file):
    top = {(one.name.split(".")[0], one.at_load) for one in imports_of(file)}
    assert {name for name, at_load in top if at_load} <= LIBRARY | {"micrograd"}
    assert {name for name, _ in top} <= LIBRARY | {"micrograd", *EXTRAS} | ({"js"} if file == WEB else set())


@files("micrograd/", but=("micrograd/draw/", *NOTEBOOKS))
def test_the_engine_and_all_that_follows_from_it_know_no_drawing(file):
    assert not offending(file, ["micrograd.draw"])


@files("micrograd/draw/", but=[DOOR])
def test_drawing_knows_the_package_s_data_types_alone(file):
    assert not offending(file, ["micrograd"], but=["micrograd.draw", *DATA_TYPES])


# --- pages ---


@files("micrograd/", "pages/", but=["pages/browser/", WEB])
def test_only_the_browser_package_knows_the_browser(file):
    assert not offending(file, [*BROWSER, "pages.browser"] if file != "pages/main.py" else BROWSER)


@files("pages/browser/")
def test_the_browser_package_knows_no_page_but_only_what_pages_say_and_hear(file):
    assert not offending(file, ["pages"], but=["pages.browser", *LANGUAGE])
    runtime = "micrograd.compiler.backends.wasm.web"
    assert not offending(file, ["micrograd"], but=[runtime] if file == "pages/browser/tab.py" else ())


@files("pages/", but=["pages/browser/tab.py"])
def test_wasm_reaches_the_pages_as_an_event_alone(file):
    assert not offending(file, ["micrograd.compiler.backends.wasm.web"])


@files("pages/", but=["pages/registry.py"])
def test_no_file_knows_two_sections_and_what_they_share_knows_none(file):
    own = "pages." + file.split("/")[1].removesuffix(".py")
    assert not offending(file, SECTIONS, but=[own])


@files("pages/", but=("pages/browser/", "pages/targets.py"))
def test_only_targets_takes_names_apart(file):
    """What an event is about is a Target or a value of its own, never a part of a name."""
    source = (ROOT / file).read_text("utf-8")
    assert not re.findall(r"""\.r?split\(["'][.-]["']|\.removeprefix\(""", source)


@files("pages/")
def test_a_section_knows_no_film(file):
    assert not offending(file, ["pages.film"]) or file.startswith(("pages/film/", "pages/registry.py"))


@files("pages/worker/")
def test_the_worker_s_side_knows_the_package_and_itself_and_no_drawing(file):
    assert not offending(file, PICTURES)
    assert not [
        one.name
        for one in imports_of(file)
        if one.name.split(".")[0] not in LIBRARY | {"micrograd"} and not within(one.name, ["pages.worker"])
    ]
