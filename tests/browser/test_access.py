"""Open to everyone: axe finds nothing, the contract's names are there, and the keyboard reaches it all."""

import pytest

CONTROLS = {
    "idea": {
        "button": ["Forward", "Backward", "Step forward", "Step back", "Play", "Reset"],
        "slider": ["Timeline", "Speed"],
    },
    "unit": {
        "slider": ["x1", "x2", "w1", "w2", "b", "target", "rate"],
        "combobox": ["Activation"],
        "button": ["Forward", "Backward", "Update", "Reset", "Kill the ReLU"],
    },
    "network": {
        "slider": ["x1", "x2", "target", "rate", "Timeline", "Speed"],
        "spinbutton": ["Seed"],
        "button": [
            "Forward",
            "Backward",
            "Update",
            "Weights",
            "Gradients",
            "Updates",
            "New weights",
            "Reset",
            "Add layer",
            "Remove layer",
        ],
    },
    "loop": {
        "combobox": ["Data", "Activation", "Optimizer", "A press on the plane"],
        "spinbutton": ["Learning rate", "Batch size", "L2", "Noise", "Seed"],
        "textbox": ["Hidden layers"],
        "button": ["Start", "Step", "Reset", "New weights"],
        "slider": ["History", "Steps a frame"],
    },
    "cell": {
        "textbox": ["Python"],
        "combobox": ["Example"],
        "button": ["Run", "Stop", "Restart", "Share", "Save as .py"],
    },
}


@pytest.mark.parametrize("section", CONTROLS)
def test_sections_are_landmarks_with_a_heading_and_controls_have_their_names(shared, section):
    part = shared.page.locator(f"#{section}")
    heading = part.get_by_role("heading")
    assert shared.page.get_by_role("region", name=heading.inner_text()).count() == 1
    for role, names in CONTROLS[section].items():
        for name in names:
            assert part.get_by_role(role, name=name, exact=True).count() == 1, (role, name)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(open_page, project, theme, width):
    one = open_page("served", color_scheme=theme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    for section, name in (("idea", "Play"), ("unit", "Kill the ReLU"), ("network", "Backward"), ("loop", "Step")):
        one.page.locator(f"#{section}").get_by_role("button", name=name, exact=True).click()
    one.page.wait_for_selector("html[data-clock=idle]", timeout=60_000)
    one.page.wait_for_selector("#boot", state="hidden")
    one.page.evaluate((project.root / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
    found = one.page.evaluate(
        "axe.run().then(r => r.violations.map(v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3)]))"
    )
    assert found == []


def test_the_keyboard_reaches_everything_in_order(open_page):
    one = open_page("served")
    seen = []
    for _ in range(140):
        one.page.keyboard.press("Tab")
        at = one.page.evaluate(
            "() => { const e = document.activeElement; return e === document.body ? null : (e.closest('section')?.id || 'page') + ':' + (e.getAttribute('aria-label') || e.textContent).trim() }"
        )
        if at is None:
            break
        seen.append(at)
    assert seen[0] == "page:Skip to the first section"
    for wanted in (
        "idea:Forward",
        "idea:Timeline",
        "unit:w1",
        "unit:Kill the ReLU",
        "network:Backward",
        "loop:Start",
        "loop:L2",
    ):
        assert wanted in seen
    assert any(s.startswith("idea:a, data 2.0") for s in seen)
    order = [s.split(":")[0] for s in seen]
    assert order == sorted(order, key=["page", "idea", "unit", "network", "loop", "cell"].index)


def test_the_skip_link_leads_to_the_first_section(open_page):
    one = open_page("served")
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    assert one.page.evaluate("location.hash") == "#idea"


def test_a_focused_box_stays_focused_while_the_graph_plays(shared):
    part = shared.page.locator("#idea")
    part.get_by_role("button", name="Reset").click()
    part.locator("[data-node=a]").focus()
    part.get_by_role("button", name="Forward", exact=True).evaluate("b => b.click()")
    shared.page.wait_for_selector("#idea [data-node=L][data-value]")
    assert shared.page.evaluate("document.activeElement.dataset.node") == "a"
