"""`python3 -m tools shots`: pictures of every section in its key states, and film strips, into dist/shots/.

SHOTS and FILMS say what is pictured; a press is (role, accessible name), as in the page's contract.
A picture's file is NAME-SCREEN-THEME.png; `shots idea` takes only those whose name begins so.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tools import bundle, chromium
from tools.film import film_strip
from tools.project import Project, Trouble, say
from tools.serve import Server

SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True},
}
THEMES = ("dark", "light")
Press = tuple[Any, str]  # a role, an accessible name; or "wait", and for how many seconds
Presses = list[Press]

# name, section (or None: the top of the page), what is pressed before the picture
SHOTS: list[tuple[str, str | None, Presses]] = [
    ("hero", None, []),
    ("idea", "idea", []),
    ("idea-forward", "idea", [("button", "Forward")]),
    ("idea-backward", "idea", [("button", "Forward"), ("button", "Backward")]),
    ("unit", "unit", []),
    ("unit-backward", "unit", [("button", "Forward"), ("button", "Backward")]),
    ("unit-update", "unit", [("button", "Backward"), ("button", "Update")]),
    ("unit-dead", "unit", [("button", "Kill the ReLU")]),
    ("network", "network", []),
    ("network-forward", "network", [("button", "Forward")]),
    ("network-backward", "network", [("button", "Forward"), ("button", "Backward")]),
    ("loop", "loop", []),
    ("loop-trained", "loop", [("button", "Start"), ("wait", "6"), ("button", "Pause")]),
    ("loop-slowly", "loop", [("button", "One step, slowly"), ("button", "Next: Loss"), ("button", "Next: Backward")]),
    ("cell", "cell", []),
    ("cell-run", "cell", [("button", "Run"), ("wait", "5")]),
    ("cell-program", "cell", [("button", "As a program"), ("button", "Backward")]),
]

# name, section, what is pressed before, the press that sets off the motion, number of frames
FILMS: list[tuple[str, str, Presses, Press, int]] = [
    ("film-idea-step", "idea", [], ("button", "Step forward"), 12),
    ("film-idea-back", "idea", [("button", "Forward"), ("button", "Step forward")], ("button", "Step forward"), 26),
    ("film-network-forward", "network", [], ("button", "Forward"), 8),
    ("film-unit-update", "unit", [("button", "Backward")], ("button", "Update"), 8),
]
# A bar that sticks to the window would lie across a section's picture; smooth scrolling would blur a film's first
# frame.
FOR_PICTURES = ".top { position: static !important } html { scroll-behavior: auto !important }"
SETTLE_SECONDS = 30  # the longest that a section may take to come to rest after a press


def run(project: Project, names: list[str]) -> int:
    """Build, open, press, take the pictures."""
    bundle.build(project)
    folder = project.dist / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(project.site).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=chromium.FLAGS)
        for screen in SCREENS:
            for theme in THEMES:
                take(browser, server.address, folder, screen, theme, names)
        film(browser, server.address, folder, names)
        browser.close()
    server.stop()
    return 0


def chosen(table: list[Any], names: list[str]) -> list[Any]:
    """The rows whose name begins with one of `names`; all, if none is given."""
    return [row for row in table if not names or row[0].startswith(tuple(names))]


def take(browser: Browser, address: str, folder: Path, screen: str, theme: str, names: list[str]) -> None:
    """All pictures on one screen in one theme; each section starts fresh, by Reset if it has one."""
    shots = chosen(SHOTS, names)
    if not shots:
        return
    page = opened(browser, address, **SCREENS[screen], color_scheme=theme, reduced_motion="reduce")
    for name, section, presses in shots:
        part = page.locator(f"#{section}") if section else page.locator("body")
        prepare(page, part, presses)
        path = folder / f"{name}-{screen}-{theme}.png"
        if section:
            section_picture(page, part, path)
        else:
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=path)
        say(f"  {path.name}")
    page.context.close()


def section_picture(page: Page, part: Locator, path: Path) -> None:
    """A section over the whole width of the window: wide figures reach beyond its text."""
    for editor in part.locator(".cm-editor").all():
        editor.scroll_into_view_if_needed()  # it measures its lines when it comes into sight
    place = part.evaluate(
        "part => { const box = part.getBoundingClientRect(); return { y: box.top + scrollY, height: box.height } }"
    )
    size = page.viewport_size
    assert size is not None
    clip: Any = {"x": 0, "width": size["width"], **place}
    page.screenshot(path=path, full_page=True, clip=clip)


def film(browser: Browser, address: str, folder: Path, names: list[str]) -> None:
    """The film strips, on the desktop in the dark."""
    for name, section, presses, press, frames in chosen(FILMS, names):
        page = opened(browser, address, clock=True, **SCREENS["desktop"], color_scheme="dark")
        part = page.locator(f"#{section}")
        prepare(page, part, presses)
        stage = part.locator(".stage, svg").first
        stage.evaluate("stage => stage.scrollIntoView({ block: 'center', behavior: 'instant' })")
        page.clock.pause_at(page.evaluate("Date.now()") + 1000)
        # Not click(), which might scroll the button into view, and the stage out of it.
        part.get_by_role(press[0], name=press[1], exact=True).dispatch_event("click")
        film_strip(page, stage.bounding_box(), frames).save(folder / f"{name}.png")
        say(f"  {name}.png")
        page.context.close()


def opened(browser: Browser, address: str, clock: bool = False, **options: Any) -> Page:
    """The page with Python ready, and the progress line gone."""
    page = browser.new_context(**options).new_page()
    if clock:
        page.clock.install()
    page.goto(address)
    page.wait_for_selector("html:not([data-python=booting])", timeout=60_000)
    if page.locator("html[data-python=failed]").count():
        raise Trouble(f"The page did not start. It says: {page.locator('#boot').inner_text()}")
    page.wait_for_selector("#boot", state="hidden")
    page.add_style_tag(content=FOR_PICTURES)
    return page


def prepare(page: Page, part: Locator, presses: Presses) -> None:
    """Bring a section to the state of a picture."""
    if presses:
        reset = part.get_by_role("button", name="Reset", exact=True)
        if reset.count():
            reset.first.click()
    for role, name in presses:
        if role == "wait":
            page.wait_for_timeout(float(name) * 1000)
        else:
            part.get_by_role(role, name=name, exact=True).click()
            settle(page, part)


def settle(page: Page, part: Locator) -> None:
    """Wait until nothing moves any more; a section that runs on (training) is left running."""
    if not part.get_by_role("button", name="Pause", exact=True).count() or part.get_attribute("id") != "loop":
        page.wait_for_selector("html[data-clock=idle]", timeout=SETTLE_SECONDS * 1000)
