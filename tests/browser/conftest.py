"""A real browser for the tests: the machine's Chromium, with every other host refused.

`opened` gives the booted page both ways a reader gets it: served, and as the one file from file:// with the
network off. `shared` is the same, kept open for all tests of a module. `open_page(way, …)` opens one as
you like. All are watched: a console error, a page error, or a request to another host fails the test.
"""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tools import chromium
from tools.serve import Server

WAYS = ["served", "file"]
BOOT_SECONDS = 60
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@dataclass
class Opened:
    """An open page, and what was seen to go wrong in it."""

    page: Page
    context: BrowserContext
    way: str
    address: str
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note everything that must not happen."""
        allowed = ("file:", "blob:", "data:") if self.way == "file" else (self.address, "blob:", "data:")
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on(
            "console",
            lambda message: message.type == "error" and self.problems.append(f"console error: {message.text}"),
        )
        # The context's event also sees what workers ask for.
        self.context.on(
            "request",
            lambda request: request.url.startswith(allowed) or self.problems.append(f"request to {request.url}"),
        )
        self.page.on("websocket", lambda socket: self.problems.append(f"web socket to {socket.url}"))

    def go(self) -> None:
        """Load the page, without waiting for Python."""
        self.page.goto(self.address, wait_until="domcontentloaded")

    def until(self, state: str) -> None:
        """Wait until <html data-python> is "ready" or "failed", and insist on the one meant."""
        self.page.wait_for_selector("html:not([data-python=booting])", timeout=BOOT_SECONDS * 1000)
        said = self.page.locator("#boot").text_content()
        assert self.page.evaluate("document.documentElement.dataset.python") == state, said

    def check(self) -> None:
        """Fail if anything was noted."""
        assert not self.problems, "\n".join(self.problems)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    """One browser for the whole run."""
    browser = playwright.chromium.launch(executable_path=chromium.found(), args=[*chromium.FLAGS, NOWHERE])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def served(built):
    """Our own server over dist/site/, on a free port."""
    server = Server(built.site).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def opener(browser, built, served):
    """Opens pages; used by the fixtures below, which close and check them."""

    def opened(way: str, *, boot: bool = True, address: str = "", **context_options) -> Opened:
        context = browser.new_context(**context_options)
        if way == "file":
            context.set_offline(True)
        address = address or (built.bundle.as_uri() if way == "file" else served.address)
        one = Opened(context.new_page(), context, way, address)
        one.watch()
        if boot:
            one.go()
            one.until("ready")
        return one

    return opened


@pytest.fixture
def open_page(opener):
    """open_page(way, boot=True, address="", watched=True, **context_options) -> Opened

    `way` is "served" or "file". With boot=False the page is not loaded yet: arrange routes, then .go().
    With watched=False problems are only collected in .problems.
    """
    pages = []

    def open_(way: str, *, watched: bool = True, **options) -> Opened:
        one = opener(way, **options)
        pages.append((one, watched))
        return one

    yield open_
    for one, _ in pages:
        one.context.close()
    for one, watched in pages:
        if watched:
            one.check()


@pytest.fixture(params=WAYS)
def opened(request, open_page) -> Opened:
    """A fresh booted page, both ways. @pytest.mark.context(…) sets the context's options."""
    marker = request.node.get_closest_marker("context")
    return open_page(request.param, **(marker.kwargs if marker else {}))


@pytest.fixture(scope="module", params=WAYS)
def shared_page(request, opener):
    """The page behind `shared`."""
    one = opener(request.param)
    yield one
    one.context.close()


@pytest.fixture
def shared(shared_page) -> Opened:
    """One booted page for all tests of a module, both ways: for tests that can live with what others left."""
    shared_page.problems.clear()
    yield shared_page
    shared_page.check()
