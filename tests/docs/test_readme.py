"""The README is true: its commands and folders are there, and its code does what its comments say."""

import re
import subprocess
import sys

import pytest

from tools.commands import COMMANDS
from tools.project import Project

TEXT = (Project().root / "README.md").read_text("utf-8")


def test_it_names_every_command_of_the_tools_and_no_other():
    _, commands, _ = re.split(r"^## .*\n", TEXT, maxsplit=2, flags=re.MULTILINE)
    named = re.findall(r"python3 -m tools (\w+)", commands) + re.findall(r"`(\w+)`", commands)
    assert sorted(named) == sorted(COMMANDS)


def test_every_file_of_its_layout_is_there(project):
    layout = TEXT.split("## How the code is laid out\n")[1].split("\nA page is")[0]
    folder = project.root
    for line in layout.strip().splitlines():
        deep = len(line) - len(line.lstrip()) > 4
        for name in re.split(r" {2,}", line.strip())[0].split(" "):
            path = (folder if deep else project.root) / name
            assert path.exists(), name
            if not deep and name.endswith("/"):
                folder = path


def test_its_code_runs_and_gives_what_it_says():
    code = re.search(r"^    from micrograd import.*?(?=^\S)", TEXT, re.DOTALL | re.MULTILINE)[0]
    found = re.search(r"# (a\.grad) is (\S+)", code)
    names = {}
    exec(re.sub(r"^    ", "", code, flags=re.MULTILINE), names)
    assert names["a"].grad == float(found[2])


@pytest.mark.parametrize("file", re.findall(r"\]\(([\w./]+)\)", TEXT))
def test_every_file_that_it_links_is_there(project, file):
    assert (project.root / file).is_file()


def test_karpathy_is_credited_with_his_own_words(project):
    text = (project.root / "LICENSE").read_text("utf-8")
    assert "karpathy/micrograd" in TEXT and "karpathy/micrograd" in (project.root / "docs" / "notebook.md").read_text()
    assert "The MIT License (MIT) Copyright (c) 2020 Andrej Karpathy" in text


def test_an_unknown_command_names_those_that_are_there(project):
    done = subprocess.run([sys.executable, "-m", "tools", "nothing"], cwd=project.root, capture_output=True, text=True)
    assert done.returncode == 2 and all(name in done.stderr for name in COMMANDS)
