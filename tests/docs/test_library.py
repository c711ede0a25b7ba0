"""Each block of docs/library.md runs, after those before it, and each line that says what its value is, is right."""

import contextlib
import io
import math
import random
import re
import xml.etree.ElementTree as ET

import pytest

from micrograd import Value
from micrograd.ops import OPS
from micrograd.optim import OPTIMIZERS

CLAIM = re.compile(r"^(\S.*?)  # is (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def text(project):
    return (project.root / "docs" / "library.md").read_text("utf-8")


@pytest.fixture(scope="module")
def folder(text, tmp_path_factory):
    """The folder in which the page's code has run; every claim in it has been checked. What it adds is taken away again."""
    folder, names, claims = tmp_path_factory.mktemp("library"), {"__name__": "library"}, 0
    ops, optimizers, before = dict(OPS), dict(OPTIMIZERS), random.getstate()
    try:
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
                exec(compile(CLAIM.sub("", block), "docs/library.md", "exec"), names)
                for expression, value in CLAIM.findall(block):
                    found = eval(expression, names)
                    assert found == eval(value, {"inf": math.inf}), f"{expression} is {found!r}, and not {value}"
                    claims += 1
    finally:
        for table, kept in ((OPS, ops), (OPTIMIZERS, optimizers)):
            table.clear()
            table.update(kept)
        if hasattr(Value, "swish"):
            del Value.swish
        random.setstate(before)
    assert claims >= 15
    return folder


def test_its_code_runs_and_is_right(folder):
    assert folder.is_dir()


def test_every_picture_in_it_is_made_by_its_code_and_is_kept_beside_it(folder, text, project):
    named = re.findall(r"\]\((\w+\.svg)\)", text)
    assert sorted(named) == sorted(path.name for path in folder.glob("*.svg")) and named
    for name in named:
        ET.fromstring((folder / name).read_bytes())
        ET.fromstring((project.root / "docs" / name).read_bytes())


def test_what_it_says_of_the_package_s_names_is_so(text):
    """The tables that it lists in words are whole."""
    from micrograd.losses import LOSSES
    from micrograd.ops import methods

    listed = text.split("and the methods\n")[1].split(".")[0]
    assert set(re.findall(r"`(\w+)`", listed)) | {"abs"} == set(methods())
    assert all(f"`'{name}'`" in text for name in LOSSES)
    assert all(f'`"{name}"`' in text for name in OPTIMIZERS)
