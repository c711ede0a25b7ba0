"""Pictures where notebooks take them: through nbconvert, plain and sanitized, through marimo's export, and stripped of
style sheets, classes and ids as GitHub does it, seen in Chromium.

In each place every text must be readable on the ground that it stands on, and the pictures must fit their column.
"""

import base64
import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from micrograd.draw.style import THEMES
from tools.serve import Server

SETUP = """
import random
from micrograd import MLP, Neuron, Value, draw
from micrograd.data import moons
random.seed(1)
a, b = Value(2.0, label="a"), Value(-3.0, label="b")
L = (a * b).tanh() + a
L.backward()
model, wide = MLP(2, [4, 1]), MLP(2, [16, 16, 1])
score = wide([0.5, -0.5])
score.backward()
"""
PICTURES = [
    "draw.graph(L)",
    "draw.graph(L, theme='light')",
    "draw.graph(L, theme='dark')",
    "draw.graph(L, width=300)",
    "draw.graph(score)",
    "draw.network(wide, [0.5, -0.5])",
    "draw.network(model, theme='dark')",
    "draw.neuron(Neuron(2, activation='tanh'), [1.0, -0.5], theme='dark')",
    "draw.boundary(model, moons(20))",
    "draw.points(moons(20), theme='dark')",
    "draw.loss([3.0, 2.0, 1.5], theme='auto')",
]
WIDTH = 700  # of the window, so that some pictures have to shrink

# Of each text in an element: its words, its color, and the color of the topmost filled shape under its middle.
TEXTS = """root => {
    const covers = (shape, x, y) => {
        const box = shape.getBoundingClientRect()
        return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom
    }
    const shapes = [...root.querySelectorAll('rect, circle, path, text')]
    return shapes.flatMap((text, k) => {
        if (text.tagName != 'text' || !text.textContent.trim()) return []
        const box = text.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2
        const under = shapes.slice(0, k).filter(shape => {
            const style = getComputedStyle(shape)
            return shape.tagName != 'text' && style.fill != 'none' && covers(shape, x, y)
        })
        const ground = under.length ? getComputedStyle(under[under.length - 1]).fill : 'nothing'
        return [[text.textContent, getComputedStyle(text).fill, ground, box.width * box.height > 0]]
    })
}"""


def luminance(color):
    """Relative luminance (WCAG 2.2) of rgb(r, g, b)."""
    parts = [int(part) / 255 for part in re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", color).groups()]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def check_texts(svg):
    """Each text of a picture in the page is there, and can be read on its own ground."""
    texts = svg.evaluate(TEXTS)
    assert texts or not svg.query_selector("text")
    for words, color, ground, is_there in texts:
        assert is_there and contrast(color, ground) >= 4.5, (words, color, ground)
    return [words for words, *_ in texts]


def run(project, folder, *command):
    """Runs a tool in a folder, with nothing of this machine's settings, and the project's package."""
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"IPYTHONDIR": str(folder / "ipython"), "XDG_CONFIG_HOME": str(folder), "PYTHONPATH": str(project.root)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=os.environ | own, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def executed(project, tmp_path_factory):
    """(a folder, the notebook in it after it has run in a kernel)."""
    folder = tmp_path_factory.mktemp("notebook")
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{k}",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for k, source in enumerate([SETUP, *PICTURES])
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}
    (folder / "pictures.ipynb").write_text(json.dumps(notebook))
    run(project, folder, "nbconvert", "--to", "notebook", "--execute", "--inplace", "pictures.ipynb")
    return folder, json.loads((folder / "pictures.ipynb").read_text("utf-8"))


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": WIDTH, "height": 900}, offline=True)
    yield context.new_page()
    context.close()


def test_a_notebook_holds_the_picture_a_png_of_it_and_its_words(executed):
    _, notebook = executed
    outputs = [cell["outputs"] for cell in notebook["cells"][1:]]
    assert [len(output) for output in outputs] == [1] * len(PICTURES)
    for (output,) in outputs:
        assert set(output["data"]) == {"image/svg+xml", "image/png", "text/plain"}  # resvg is installed for the tests
        assert base64.b64decode(output["data"]["image/png"]).startswith(b"\x89PNG")
        words = "".join(output["data"]["text/plain"])
        assert "object at 0x" not in words and "<" not in words and len(words) > 10
    assert "a, data 2.0" in "".join(outputs[0][0]["data"]["text/plain"])


HOW = {
    "plain": [],
    "sanitized": ["--HTMLExporter.sanitize_html=True"],
    "classic": ["--template", "classic", "--HTMLExporter.sanitize_html=True"],
}


@pytest.mark.parametrize("how", HOW)
def test_nbconvert_shows_every_picture_whole_in_its_column_and_no_markup_as_text(executed, project, page, how):
    folder, _ = executed
    run(project, folder, "nbconvert", "--to", "html", "--no-input", *HOW[how], "pictures.ipynb", "--output", how)
    page.goto((folder / f"{how}.html").as_uri(), wait_until="domcontentloaded")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    images = page.query_selector_all("img")
    assert len(images) == len(PICTURES)
    shown = page.evaluate("document.body.innerText")
    assert "svg" not in shown and "base64" not in shown and "fill" not in shown and "a, data" not in shown
    sources = []
    for image in images:
        box = image.bounding_box()
        wide, high = image.evaluate("image => [image.naturalWidth, image.naturalHeight]")
        assert wide and box["x"] + box["width"] <= WIDTH
        assert box["width"] / box["height"] == pytest.approx(wide / high, rel=0.01)
        sources.append(image.get_attribute("src"))
    for source in sources:
        head, _, data = source.partition(",")
        assert head == "data:image/svg+xml;base64"
        page.set_content(base64.b64decode(data).decode())
        check_texts(page.query_selector("svg"))


def test_where_only_safe_images_are_kept_the_png_is_seen(executed, project, page):
    """nbconvert's own preprocessor for notebooks of others takes SVG away."""
    folder, _ = executed
    options = ["--no-input", "--SanitizeHTML.enabled=True", "--output", "safe"]
    preprocessor = "--HTMLExporter.preprocessors=nbconvert.preprocessors.sanitize.SanitizeHTML"
    run(project, folder, "nbconvert", "--to", "html", *options, preprocessor, "pictures.ipynb")
    page.goto((folder / "safe.html").as_uri(), wait_until="domcontentloaded")
    sources = [image.get_attribute("src") for image in page.query_selector_all("img")]
    assert [source.partition(",")[0] for source in sources] == ["data:image/png;base64"] * len(PICTURES)


@pytest.mark.parametrize("paper", ["#ffffff", "#111111"])
def test_a_page_that_strips_style_sheets_classes_ids_and_styles_shows_them_all_side_by_side(executed, page, paper):
    """As on GitHub: SVG stands in the page itself, all pictures in one."""
    _, notebook = executed
    pictures = ["".join(cell["outputs"][0]["data"]["image/svg+xml"]) for cell in notebook["cells"][1:]]
    stripped = [re.sub(r"<style.*?</style>|\s(style|class|id)=\"[^\"]*\"", "", picture) for picture in pictures]
    page.set_content(f'<body style="background: {paper}">{"".join(stripped)}')
    roots = page.query_selector_all("body > svg")
    assert len(roots) == len(PICTURES)
    for root in roots:
        check_texts(root)
    grounds = [root.query_selector("rect").get_attribute("fill") for root in roots]
    dark = ["dark" in picture for picture in PICTURES]
    assert grounds == [THEMES["dark" if is_dark else "light"]["panel"] for is_dark in dark]


@pytest.fixture(scope="module")
def exported(project, tmp_path_factory):
    """The address of what marimo exports of the same pictures. Its own scripts, for which such a page asks a host, come
    from the installed package instead."""
    folder = tmp_path_factory.mktemp("marimo")
    names = "MLP, Neuron, draw, moons, L, model, score, wide"

    def indented(text):
        return "".join(f"    {line}\n" for line in text.strip().splitlines())

    cells = [f"@app.cell\ndef _():\n{indented(SETUP)}    return {names}\n"]
    cells += [f"@app.cell\ndef _({names}):\n    {picture}\n    return\n" for picture in PICTURES]
    (folder / "pictures.py").write_text("import marimo\napp = marimo.App()\n\n" + "\n".join(cells))
    run(project, folder, "marimo", "export", "html", "pictures.py", "-o", "pictures.html", "--no-include-code")
    (folder / "scripts").symlink_to(Path(find_spec("marimo").origin).parent / "_static")
    text, count = re.subn(
        r"https://[\w.]+/npm/@marimo-team/frontend@[\w.]+/dist",
        "scripts",
        (folder / "pictures.html").read_text("utf-8"),
    )
    assert count
    (folder / "pictures.html").write_text(text, encoding="utf-8")
    server = Server(folder).start()
    yield server.address + "pictures.html"
    server.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marimo_shows_every_picture_in_its_column(exported, browser, scheme):
    context = browser.new_context(viewport={"width": WIDTH, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(exported)
    page.wait_for_function(f"document.querySelectorAll('svg[font-family]').length == {len(PICTURES)}")
    column = page.evaluate("document.documentElement.clientWidth")
    for root in page.query_selector_all("svg[font-family]"):
        check_texts(root)
        box = root.bounding_box()
        wide, high = map(float, root.get_attribute("viewBox").split()[2:])
        assert box["x"] + box["width"] <= column
        assert box["width"] / box["height"] == pytest.approx(wide / high, rel=0.01)
    context.close()
