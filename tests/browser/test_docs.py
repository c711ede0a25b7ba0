"""The documentation in a real browser: legible at every width, without a fault that axe finds."""

import pytest
from playwright.sync_api import expect

PAGES = ["index", "library", "reference/index", "reference/optim", "assignment/index"]
WIDE = "document.documentElement.scrollWidth - innerWidth"
BY_RULE = "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3)]))"


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width, height", [(1440, 900), (390, 844)])
def test_pages_are_legible_in_both_themes_and_fit_their_window(open_page, project, served, scheme, width, height):
    one = open_page(
        "served", boot=False, color_scheme=scheme, viewport={"width": width, "height": height}, bypass_csp=True
    )
    for name in PAGES:
        one.page.goto(f"{served.address}docs/{name}.html")
        assert one.page.evaluate(WIDE) <= 0, name
        assert (
            float(one.page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize").removesuffix("px"))
            >= 16
        )
        one.page.evaluate((project.root / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
        assert one.page.evaluate(BY_RULE) == [], name


def test_one_gets_from_the_page_to_the_reference_and_back(open_page):
    one = open_page("served")
    one.page.get_by_role("link", name="its documentation").click()
    one.page.get_by_role("link", name="The reference").click()
    one.page.get_by_role("link", name="cross_entropy", exact=True).click()
    expect(one.page.get_by_role("heading", name="cross_entropy", exact=True)).to_be_in_viewport()
    one.page.get_by_role("link", name="micrograd, in motion").click()
    one.until("ready")
