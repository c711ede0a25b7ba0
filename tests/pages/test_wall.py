"""The direction of dependency, read from the imports of every module."""

import ast
import sys

import pytest

from tools.project import Project

ROOT = Project().root
BROWSER = {"js", "pyodide", "pyscript", "pyodide_js", "_pyodide"}
NOTEBOOKS = ("micrograd/notebook.py", "micrograd/jupyter.py")  # from Values and Modules to pictures of them
FILES = sorted(path for folder in ("micrograd", "pages") for path in (ROOT / folder).rglob("*.py"))


def imports(path):
    """(first name, whole dotted name) of everything that a module imports, anywhere in it; relative ones made whole."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield f"{module}.{alias.name}"


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_dom_knows_the_browser(path):
    touched = {module for module in imports(path) if module.split(".")[0] in BROWSER}
    assert not touched or name(path).startswith("pages/browser/")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_wasm_reaches_the_pages_as_an_event_alone(path):
    own = name(path) in ("pages/browser/tab.py", "pages/browser/wasm.py")
    assert own or not [module for module in imports(path) if module.endswith("WebRuntime")]


@pytest.mark.parametrize("path", [p for p in FILES if name(p).startswith("micrograd/")], ids=name)
def test_the_package_needs_only_the_standard_library_and_no_page(path):
    # NumPy and wasmtime are extras: they may be imported inside a function, never when a module is loaded.
    top = {
        m.split(".")[0]
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Import)
        for m in [a.name for a in node.names]
    }
    assert top <= set(sys.stdlib_module_names)
    first = {module.split(".")[0] for module in imports(path)}
    assert first <= set(sys.stdlib_module_names) | {"micrograd", "numpy", "wasmtime"}


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if name(p).startswith("micrograd/") and "/draw/" not in name(p) and name(p) not in NOTEBOOKS],
    ids=name,
)
def test_the_engine_knows_nothing_of_drawing(path):
    assert not [module for module in imports(path) if module.startswith("micrograd.draw")]


@pytest.mark.parametrize("path", [p for p in FILES if name(p).startswith("pages/")], ids=name)
def test_pages_do_not_know_dom_and_dom_knows_no_page(path):
    modules = set(imports(path))
    if name(path).startswith("pages/browser/"):
        sections = {"idea", "unit", "network", "loop", "cell", "theme", "registry", "runtime"}
        assert not {m for m in modules if m.startswith("pages.") and m.split(".")[1] in sections}
        assert not {m for m in modules if m.startswith("micrograd")} or name(path) == "pages/browser/wasm.py"
    elif name(path) != "pages/main.py":
        assert not {m for m in modules if m.startswith("pages.browser")}


@pytest.mark.parametrize("path", [p for p in FILES if name(p).startswith("pages/worker/")], ids=name)
def test_the_worker_s_side_knows_the_package_and_itself_and_no_drawing(path):
    own = set(sys.stdlib_module_names) | {"micrograd"}
    modules = set(imports(path))
    assert not {m for m in modules if m.split(".")[0] not in own and not m.startswith("pages.worker")}
    assert not {m for m in modules if m.startswith(("micrograd.draw", "micrograd.notebook", "micrograd.jupyter"))}
