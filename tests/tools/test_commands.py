"""The command line helps, and every missing thing is met with words that say what to do."""

import ast
import subprocess
import sys

import pytest

from tools import chromium, commands, npm
from tools.project import Project, Trouble


def test_help_lists_the_commands(project):
    done = subprocess.run([sys.executable, "-m", "tools", "--help"], cwd=project.root, text=True, capture_output=True)
    assert done.returncode == 0
    for name in commands.COMMANDS:
        assert f"\n    {name} " in done.stdout


def test_an_unknown_option_is_refused(capsys):
    with pytest.raises(SystemExit):
        commands.main(["build", "--nonsense"])
    assert "--nonsense" in capsys.readouterr().err


def test_trouble_is_told_without_a_traceback(monkeypatch, capsys):
    def trouble(*_):
        raise Trouble("Something to do.")

    monkeypatch.setattr(commands, "run", trouble)
    assert commands.main(["build"]) == 1
    assert capsys.readouterr().out == "\nSomething to do.\n"


def test_an_old_python_can_read_the_line_that_refuses_it(project):
    source = (project.root / "tools" / "__main__.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 4))
    assert source.index("sys.version_info") < source.index("from tools.")


def test_no_npm_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble, match="apt-get install nodejs npm"):
        npm.ensure(Project(tmp_path))


@pytest.mark.parametrize(
    "output, words",
    [
        ("npm error code ENOTFOUND\nnpm error network request failed", "Connect to the network once"),
        ("npm error code EAI_AGAIN", "Connect to the network once"),
        ("npm error code EUSAGE out of sync", "EUSAGE out of sync"),
    ],
)
def test_npm_trouble_tells_no_network_from_the_rest(output, words):
    assert words in npm.failure(output)


def test_the_chromium_variable_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert chromium.found() == sys.executable
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(Trouble, match="CHROMIUM"):
        chromium.found()


@pytest.mark.parametrize(
    "system, place",
    [("linux", "/usr/bin/chromium"), ("darwin", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")],
)
def test_the_usual_places_of_each_system(monkeypatch, system, place):
    monkeypatch.setattr(sys, "platform", system)
    assert place in [path.as_posix() for path in chromium.usual_places()]


def test_no_chromium_is_an_error_that_says_how_to_install_one(tmp_path, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "usual_places", list)
    with pytest.raises(Trouble) as trouble:
        chromium.found()
    for words in ("apt-get install chromium", "brew install", "winget install", "CHROMIUM"):
        assert words in str(trouble.value)
