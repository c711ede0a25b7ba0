"""The notebooks of docs/notebooks run from top to bottom, and say what they said when they were kept.

python tests/docs/test_notebooks.py write      runs all of them and keeps what they say and draw
"""

import json
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
LARGEST = 700_000  # bytes of a notebook with its pictures
PROGRESS = re.compile(r"step [\d,]+ of [\d,]+ · ")  # what training says where it takes long, with its speed


def run(path, folder):
    """The notebook as it is after all its cells have run, in a Python that has this checkout's package."""
    notebook = nbformat.read(path, as_version=4)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment)
    for cell in notebook.cells:
        cell.metadata.clear()
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if not is_progress(output)]
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "image/svg+xml" in data:
                data.pop("image/png", None)  # the same picture again, for what cannot draw the other
    return notebook


def words(cell):
    """What a cell says: what it prints, and the text of its last value, if that has no picture."""
    said = []
    for output in cell.get("outputs", ()):
        assert output["output_type"] != "error"
        if output["output_type"] == "stream" and output["name"] == "stdout":
            said.append(output["text"])
        elif "data" in output and not is_picture(output):
            said.append(output["data"]["text/plain"])
    return "".join(said)


def is_progress(output):
    return not is_picture(output) and bool(PROGRESS.match(output.get("data", {}).get("text/plain", "")))


def is_picture(output):
    return any(kind in output.get("data", {}) for kind in ("image/svg+xml", "text/html"))


def pictures(cell):
    """How many pictures a cell shows at last: one that moves is one."""
    return sum(map(is_picture, cell.get("outputs", ())))


@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_says_what_it_said(path, tmp_path):
    kept, now = nbformat.read(path, as_version=4), run(path, tmp_path)
    assert len(kept.cells) == len(now.cells)
    for before, after in zip(kept.cells, now.cells, strict=True):
        assert words(before) == words(after), after.source
        assert pictures(before) == pictures(after), after.source
    assert sum(map(pictures, now.cells)) >= 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_with_its_pictures_and_without_what_differs_from_machine_to_machine(path):
    kept = json.loads(path.read_text("utf-8"))
    assert path.stat().st_size < LARGEST
    assert all(not cell["metadata"] for cell in kept["cells"])
    assert kept["metadata"]["language_info"] == {"name": "python"}
    counts = [cell["execution_count"] for cell in kept["cells"] if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert str(ROOT) not in path.read_text("utf-8")


def test_the_start_page_of_the_documentation_links_every_notebook():
    text = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert NOTEBOOKS and all(f"(notebooks/{path.name})" in text for path in NOTEBOOKS)


if __name__ == "__main__":
    if sys.argv[1:] != ["write"]:
        sys.exit(__doc__)
    for notebook in NOTEBOOKS:
        made = run(notebook, notebook.parent)
        made.metadata["language_info"] = {"name": "python"}
        notebook.write_text(nbformat.writes(made) + "\n", "utf-8")
        print(notebook.name)
