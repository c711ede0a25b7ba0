"""The page comes alive, both ways; and says so in words when it cannot."""

import pytest

from tools import chromium, serve, site
from tools.serve import Server

WASM = "**/pyodide.asm.wasm"


def empty_slots(one, project) -> list[str]:
    """Slots that a view fills from the start, and that are empty in the page as it is now."""
    full = {name for name, content in site.rendered(project).items() if any(content.values())}
    assert len(full) > 5
    slots = {slot.get_attribute("data-slot"): slot for slot in one.page.locator("[data-slot]").all()}
    return [name for name in full if not slots[name].inner_html() and not slots[name].get_attribute("style")]


def line(page) -> str:
    """What the progress line says."""
    return page.locator("#boot").inner_text()


def test_boots_without_asking_any_other_host(opened):
    assert opened.page.evaluate("document.documentElement.dataset.python") == "ready"
    opened.page.wait_for_selector("#boot", state="hidden")
    assert opened.page.locator("#boot-actions button").count() == 0


@pytest.mark.parametrize("way", ["served", "file"])
def test_prose_and_first_pictures_need_no_javascript(open_page, built, way):
    one = open_page(way, boot=False, java_script_enabled=False)
    one.go()
    assert one.page.locator("h1").is_visible()
    assert empty_slots(one, built) == []


@pytest.mark.parametrize("way", ["served", "file"])
def test_first_pictures_are_there_before_python(open_page, way):
    one = open_page(way, boot=False)
    one.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.early = {"
        "state: document.documentElement.dataset.python,"
        "line: document.getElementById('boot').textContent,"
        "boxes: document.querySelectorAll('[data-slot] svg').length } })"
    )
    one.go()
    one.until("ready")
    early = one.page.evaluate("early")
    assert early["state"] == "booting"
    assert "Python" in early["line"]
    assert early["boxes"] > 0


def test_a_failed_start_says_why_and_can_be_tried_again(open_page):
    one = open_page("served", boot=False, watched=False)
    one.page.route(WASM, lambda route: route.abort())
    one.go()
    one.until("failed")
    assert "Python did not start" in line(one.page)
    one.page.unroute(WASM)
    with one.page.expect_navigation():
        one.page.get_by_role("button", name="Try again").click()
    one.until("ready")


def test_an_error_in_the_pages_own_python_is_named(open_page):
    one = open_page("served", boot=False, watched=False)
    one.page.route("**/pages/main.py", lambda route: route.fulfill(body="1 / 0", content_type="text/x-python"))
    one.go()
    one.until("failed")
    assert "ZeroDivisionError" in line(one.page)


def test_a_program_that_ends_too_early_is_noticed(open_page):
    one = open_page("served", boot=False)
    one.page.route("**/pages/main.py", lambda route: route.fulfill(body="pass", content_type="text/x-python"))
    one.go()
    one.until("failed")
    assert "ended before the page was ready" in line(one.page)


def test_a_missing_script_is_named(open_page):
    one = open_page("served", boot=False, watched=False)
    one.page.route("**/core.js", lambda route: route.fulfill(status=404))
    one.go()
    one.until("failed")
    assert "core.js could not be loaded" in line(one.page)


def test_a_hang_is_called_unusual_and_waiting_goes_on(open_page):
    one = open_page("served", boot=False)
    waiting = []
    one.page.clock.install()
    one.page.route(WASM, lambda route: waiting.append(route))
    one.go()
    one.page.clock.fast_forward(30_000)
    assert one.page.locator("#boot-actions button").count() == 0
    one.page.clock.fast_forward(20_000)
    assert "unusually long" in line(one.page)
    assert one.page.get_by_role("button", name="Try again").is_visible()
    assert one.page.evaluate("document.documentElement.dataset.python") == "booting"
    one.page.clock.resume()
    while not waiting:
        one.page.wait_for_timeout(50)
    waiting.pop().continue_()
    one.until("ready")
    assert one.page.locator("#boot-actions button").count() == 0


def test_an_old_browser_is_told_so(open_page):
    one = open_page("file", boot=False)
    one.page.add_init_script("delete window.DecompressionStream")
    one.go()
    one.until("failed")
    assert "too old" in line(one.page)


def test_the_source_opened_from_a_file_says_what_to_do(open_page, project):
    # The browser's own message about the blocked module cannot be avoided, hence not watched.
    one = open_page("file", boot=False, watched=False, address=(project.root / "index.html").as_uri())
    one.go()
    one.until("failed")
    assert "dist/micrograd.html" in line(one.page)
    assert "python3 -m tools run" in line(one.page)
    ours = [problem for problem in one.problems if "CORS" not in problem and "ERR_FAILED" not in problem]
    assert ours == []


def test_works_under_any_path(open_page, built):
    server = Server(built.dist).start()
    try:
        one = open_page("served", address=server.address + "site/")
        assert one.page.evaluate("location.pathname") == "/site/"
    finally:
        server.stop()


def test_boots_without_the_numpy_wheel(open_page):
    one = open_page("served", boot=False, watched=False)
    one.page.route("**/*.whl", lambda route: route.fulfill(status=404))
    one.go()
    one.until("ready")


def test_a_second_load_fetches_nothing_anew(playwright, served, tmp_path, monkeypatch):
    answers = []
    monkeypatch.setattr(
        serve.Handler, "log_request", lambda self, code="-", size="-": answers.append((self.path, int(code)))
    )
    # A profile on disk, as a reader's: the memory cache of a private window is too small for the interpreter.
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=chromium.found(), args=chromium.FLAGS
    )
    try:
        for _ in range(2):
            seen = len(answers)
            context.pages[0].goto(served.address)
            context.pages[0].wait_for_selector("html[data-python=ready]", timeout=60_000)
    finally:
        context.close()
    assert ("/", 304) in answers[seen:]
    assert [answer for answer in answers[seen:] if answer[1] != 304] == []


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_stored_theme_is_there_from_the_first_moment(open_page, theme):
    one = open_page("served", boot=False)
    one.page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    one.go()
    assert one.page.evaluate("document.documentElement.dataset.theme") == theme
