"""A film of the package in a browser: it moves as an image and without scripts; with them it stops, steps and is pulled."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from importlib.util import find_spec

import pytest

from micrograd import Value, draw
from micrograd.draw.moving import TAKE_OVER

TIME = "() => document.querySelector('svg').getCurrentTime()"
PAUSED = "() => document.querySelector('svg').animationsPaused()"


@pytest.fixture(scope="module")
def film():
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    return draw.film((a * b) * a)


@pytest.fixture
def opened(browser, tmp_path):
    """opened(html, ...) -> a page that shows it; whatever goes wrong in it fails the test."""
    contexts, problems = [], []

    def open_it(html, name="film.html", watched=True, **how):
        context = browser.new_context(viewport={"width": 900, "height": 500}, **how)
        contexts.append(context)
        path = tmp_path / name
        path.write_text(html, "utf-8")
        page = context.new_page()
        if watched:
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.goto(path.as_uri())
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert problems == []


def as_image(film):
    """The film as it is shown where no scripts run."""
    picture = b64encode(film._repr_svg_().encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{picture}">'


def in_notebook(film):
    """The film as a notebook shows it, or a converter writes it, that runs scripts."""
    return f"<div>{as_image(film)}</div><div><script>{TAKE_OVER.replace('MARK', film.mark)}</script></div>"


def numbers(page):
    """The numbers that are seen in the boxes now."""
    return page.evaluate(
        "() => Array.from(document.querySelectorAll('[data-of]'))"
        ".filter(e => getComputedStyle(e).visibility === 'visible')"
        ".map(e => [e.dataset.of, e.dataset.field, e.textContent].join(' '))"
    )


@pytest.mark.parametrize("way", ["page", "file", "notebook"])
def test_it_plays_stops_and_steps_with_a_button_and_the_keys(opened, film, way, tmp_path):
    if way == "notebook":
        page = opened(f"<!DOCTYPE html><body>{in_notebook(film)}</body>")
        page.wait_for_selector("svg")
        assert page.locator("li").all_text_contents() == list(film.steps)
    else:
        kept = film.save(tmp_path / ("kept.html" if way == "page" else "kept.svg"))
        page = opened(kept.read_text("utf-8"), kept.name)
    assert page.evaluate(PAUSED) is False
    button = page.get_by_role("button", name="Pause")
    button.click()
    assert page.evaluate(PAUSED) is True
    at = page.evaluate(TIME)
    slider = page.get_by_role("slider", name="Film")
    slider.press("Home")
    assert page.evaluate(TIME) == 0 and "a data 2.0" in numbers(page) and "a grad ·" in numbers(page)
    assert at < film.length
    for stop in film.stops:
        slider.press("ArrowRight")
        assert page.evaluate(TIME) == pytest.approx(stop, abs=0.01)
    assert {"a data 2.0", "b data −3.0", "b grad 4.0", "a grad −12.0"} <= set(numbers(page))
    slider.press("ArrowLeft")
    assert page.evaluate(TIME) == pytest.approx(film.stops[-2], abs=0.01)
    assert "b grad 4.0" not in numbers(page)
    page.get_by_role("button", name="Play").press("Enter")
    assert page.evaluate(PAUSED) is False


def test_it_is_pulled_along_with_the_mouse(opened, film):
    page = opened(in_notebook(film))
    page.wait_for_selector("svg")
    place = page.get_by_role("slider", name="Film").bounding_box()
    y = place["y"] + place["height"] / 2
    page.mouse.move(place["x"] + 0.2 * place["width"], y)
    page.mouse.down()
    for share in (0.5, 0.25, 0.75):
        page.mouse.move(place["x"] + share * place["width"], y)
        assert page.evaluate(TIME) == pytest.approx(share * film.length, abs=0.1)
    page.mouse.up()
    page.mouse.move(place["x"], y)
    assert page.evaluate(TIME) == pytest.approx(0.75 * film.length, abs=0.1) and page.evaluate(PAUSED)


def test_it_plays_to_its_end_once_and_again_when_asked(opened, film):
    page = opened(in_notebook(film))
    page.wait_for_selector("svg")
    page.evaluate(f"() => document.querySelector('svg').setCurrentTime({film.length - 0.3})")
    button = page.get_by_role("button", name="Play")
    button.wait_for()
    assert page.evaluate(TIME) == pytest.approx(film.length, abs=0.05)
    assert {"b grad 4.0", "a grad −12.0"} <= set(numbers(page))
    button.click()
    assert page.evaluate(TIME) < 1.0


@pytest.mark.parametrize("how", [{}, {"java_script_enabled": False}], ids=["an image", "no scripts"])
def test_where_scripts_do_not_run_it_moves_all_the_same(opened, film, how):
    page = opened(as_image(film), **how)
    image = page.locator("img")
    image.wait_for()
    pictures = {image.screenshot() for _ in range(2)}
    for _ in range(50):  # until something has moved
        pictures.add(image.screenshot())
        if len(pictures) > 2:
            break
    assert len(pictures) > 2


def test_who_asks_for_less_motion_gets_the_end_at_rest_and_nothing_travels(opened, film):
    page = opened(in_notebook(film), reduced_motion="reduce")
    page.wait_for_selector("svg")
    page.get_by_role("button", name="Play").wait_for()
    assert page.evaluate(PAUSED) and {"b grad 4.0", "a grad −12.0"} <= set(numbers(page))
    shown = "() => [...document.querySelectorAll('[data-travel]')].map(e => getComputedStyle(e).display)"
    assert set(page.evaluate(shown)) == {"none"}


def test_two_films_on_one_page_do_not_touch_each_other(opened, film):
    page = opened(f"{in_notebook(film)}{in_notebook(draw.film(Value(7.0, label='z') * 2.0))}")
    page.wait_for_function("() => document.querySelectorAll('svg').length === 2")
    page.get_by_role("button", name="Pause").nth(1).click()
    paused = "() => [...document.querySelectorAll('svg')].map(svg => svg.animationsPaused())"
    assert page.evaluate(paused) == [False, True]


@pytest.mark.parametrize("sanitized", [False, True], ids=["plain", "sanitized"])
def test_in_a_converted_notebook_it_has_its_button_or_moves_as_an_image(opened, project, tmp_path, sanitized):
    if find_spec("nbconvert") is None:
        pytest.fail("nbconvert is one of the packages for the tests: python3 -m tools test installs it")
    source = "from micrograd import Value, draw\ndraw.film(Value(2.0, label='a') * 3.0)"
    cell = {"cell_type": "code", "id": "a", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "film.ipynb").write_text(json.dumps(notebook), "utf-8")
    options = ["--to", "html", "--execute", f"--HTMLExporter.sanitize_html={sanitized}", "film.ipynb"]
    own = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONPATH": str(project.root)}
    command = [sys.executable, "-m", "nbconvert", *options]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | own, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    page = opened((tmp_path / "film.html").read_text("utf-8"), "film.html", watched=False)  # it asks for MathJax
    if sanitized:
        image = page.locator("img")
        image.wait_for()
        pictures = set()
        while len(pictures) < 3:  # until something has moved
            pictures.add(image.screenshot())
        assert page.locator("svg").count() == 0
    else:
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("slider", name="Film").press("End")
        assert {"a grad 3.0", "a data 2.0"} <= set(numbers(page))
    assert "decodeURIComponent" not in page.locator("body").inner_text()
