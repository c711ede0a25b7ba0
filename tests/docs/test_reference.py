"""The reference: all that is public stands in it, says what it is and what its parameters are, and is as the code has it."""

import ast
import importlib
import inspect
import re

import pytest

import micrograd
from tools import reference
from tools.project import Project

FOLDER = Project().root / "docs" / "reference"
MODULES = [name for _, modules in reference.PAGES.values() for name in modules]
NAMES = [(module, name) for module in MODULES for name in reference.public_names(importlib.import_module(module))]


def part_of(module, name):
    """What the page says of a name, without the lines that show how it is called."""
    page = next(page for page, (_, modules) in reference.PAGES.items() if module in modules)
    text = (FOLDER / f"{page}.md").read_text("utf-8")
    part = re.search(rf"^## {name}\n(.*?)(?=^## |^`micrograd\.|\Z)", text, re.MULTILINE | re.DOTALL)
    assert part, f"docs/reference/{page}.md has no {name}: python3 -m tools files writes it"
    return re.sub(r"```python\n(class )?[\w.]+\(.*?\n```", "", part[1])


def test_it_is_as_the_code_has_it():
    for name, text in reference.pages().items():
        assert (FOLDER / name).read_text("utf-8") == text, (
            f"{name} is out of date: python3 -m tools files writes it anew"
        )
    assert {path.name for path in FOLDER.iterdir()} == reference.pages().keys()


@pytest.mark.parametrize("module", ["micrograd", *MODULES])
def test_what_a_public_module_lists_is_there_and_so_is_what_its_docstring_offers(module):
    module = importlib.import_module(module)
    names = reference.public_names(module)
    assert names and len(set(names)) == len(names) and all(hasattr(module, name) for name in names)
    assert set(reference.offered(module)) <= set(names)


def test_every_name_of_the_package_itself_is_described_on_the_page_of_its_module():
    for name in micrograd.__all__:
        assert (getattr(micrograd, name).__module__, name) in NAMES


@pytest.mark.parametrize("module, name", NAMES)
def test_every_public_thing_says_what_it_is(module, name):
    thing = getattr(importlib.import_module(module), name)
    assert len(part_of(module, name).split()) > 3
    if inspect.isclass(thing):
        for member, method in reference.members(thing):
            said = inspect.getdoc(method) or (isinstance(method, staticmethod) and "its source is shown")
            assert said and said != "Call self as a function.", f"{name}.{member} has no docstring"


@pytest.mark.parametrize("module, name", NAMES)
def test_every_parameter_is_named_where_it_is_described(module, name):
    of = importlib.import_module(module)
    thing = getattr(of, name)
    if not callable(thing):
        return
    said = part_of(module, name).replace("\\", "") + (inspect.getdoc(of) or "")
    callables = [thing]
    if inspect.isclass(thing):
        callables += [getattr(thing, member) for member, f in reference.members(thing) if not isinstance(f, property)]
    for one in callables:
        try:
            parameters = inspect.signature(one).parameters
        except ValueError:  # an exception's own
            continue
        if (inspect.isclass(one) and issubclass(one, Exception)) or getattr(one, "_is_protocol", False):
            continue
        for parameter in parameters:
            assert parameter == "self" or parameter.startswith("_") or re.search(rf"\b{parameter}\b", said), (
                f"{parameter} of {one}"
            )


@pytest.mark.parametrize("module, name", NAMES)
def test_an_error_that_a_public_function_raises_itself_is_named_in_its_docstring(module, name):
    """For functions; methods lean on what their class says."""
    thing = getattr(importlib.import_module(module), name)
    if not inspect.isfunction(thing):
        return
    for node in ast.walk(ast.parse(inspect.getsource(thing))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            error = ast.unparse(node.exc.func)
            assert error in inspect.getdoc(thing), f"{name} raises {error} and does not say so"


def test_links_between_the_pages_lead_to_headings():
    for path in FOLDER.glob("*.md"):
        for page, anchor in re.findall(r"\]\((\w+)\.md#([\w-]+)\)", path.read_text("utf-8")):
            assert anchor in reference.anchors(page).values()


# --- from docstrings to Markdown, literally ---


@pytest.mark.parametrize(
    "docstring, markdown",
    [
        ("One line.", "One line."),
        ("a * b, and `a * b`", r"a \* b, and `a * b`"),
        (
            "Of x:\n\nlr      the rate,\n        small\nl2      a weight",
            "Of x:\n\n- `lr`: the rate, small\n- `l2`: a weight",
        ),
        ("So:\n\n    f(1)\n\n    g(2)\n\nand on", "So:\n\n```python\nf(1)\n\ng(2)\n```\n\nand on"),
        (
            "So:\n\n    one     the first\n    two     the next",
            "So:\n\n```text\none     the first\ntwo     the next\n```",
        ),
    ],
)
def test_docstrings_become_markdown(docstring, markdown):
    assert reference.markdown(docstring) == markdown


def test_what_is_for_readers_of_the_code_alone_is_left_out():
    assert reference.for_users("Words.\n\n    a.py   does this\n    b.py   that\n\nOffers `A`.") == "Words."
