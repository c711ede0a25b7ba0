"""The tutorial's code runs as it stands, and its pictures and printed lines are what it makes."""

import contextlib
import io
import re
import textwrap
import xml.etree.ElementTree as ET

import pytest


@pytest.fixture(scope="module")
def ran(project, tmp_path_factory):
    """(the tutorial's text, what its code printed, the folder with the pictures it saved)."""
    text = (project.root / "docs" / "notebook.md").read_text("utf-8")
    folder = tmp_path_factory.mktemp("tutorial")
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(compile(code, "docs/notebook.md", "exec"), {"__name__": "tutorial"})
    return text, printed.getvalue(), folder


def test_what_it_prints_is_what_it_says(ran):
    text, printed, _ = ran
    shown = [line.strip() for line in text.splitlines() if re.match(r"    (forward|backward) ", line)]
    assert shown == [line.strip() for line in printed.splitlines() if line.startswith(("forward", "backward"))]
    words = re.search(r"^    The graph of L.*?(?=\n\n)", text, re.MULTILINE | re.DOTALL)[0]
    assert textwrap.dedent(words) in printed
    assert re.search(r"accuracy (9\d|100)%", printed)


def test_every_picture_in_it_is_made_by_its_code_and_is_kept_beside_it(ran, project):
    text, _, folder = ran
    named = re.findall(r"\]\((\w+\.svg)\)", text)
    assert sorted(named) == sorted(path.name for path in folder.glob("*.svg"))
    for name in named:
        made, kept = (folder / name).read_text("utf-8"), (project.root / "docs" / name).read_text("utf-8")
        ET.fromstring(made.encode())
        if name == "graph.svg":  # without exp or tanh, whose last digit is the machine's: the same everywhere
            assert made == kept, f"docs/{name} is out of date: run the tutorial in docs/"
