"""Before Python is awake the page is already of use: presses are remembered, and pictures answer."""

import pytest

# What a quick reader does, as soon as the page has been read.
HASTE = """addEventListener("DOMContentLoaded", () => {
  const named = (action) => document.querySelector(`[data-do="${action}"]`)
  const slide = (action, value) => {
    named(action).value = value
    named(action).dispatchEvent(new Event("input", { bubbles: true }))
  }
  window.haste = { missing: document.querySelectorAll("#unit [data-node]:not([data-value])").length }
  named("unit.forward").click()
  named("idea.play").click()
  named("idea.play").click()
  named("idea.step").click()
  named("idea.step").click()
  slide("network.x1", "0.25")
  slide("network.x1", "0.5")
  document.getElementById("loop-set-moons").click() // one of several buttons with the same action
  document.querySelector("#network [data-edge]").dispatchEvent(new PointerEvent("pointerover", { bubbles: true }))
  Object.assign(haste, {
    state: document.documentElement.dataset.python,
    said: document.getElementById("boot").textContent,
    waiting: [...document.querySelectorAll("[data-waiting]")].map((element) => element.dataset.do),
    tip: document.querySelector(".tip")?.textContent,
    label: document.querySelector("#network [data-edge]").getAttribute("aria-label"),
  })
})"""


@pytest.mark.parametrize("way", ["served", "file"])
def test_what_is_pressed_and_moved_meanwhile_is_done_in_order(open_page, way):
    one = open_page(way, boot=False)
    one.page.add_init_script(HASTE)
    one.go()
    one.until("ready")
    one.page.wait_for_function("() => document.getElementById('boot').textContent.includes('Done: ')")
    haste = one.page.evaluate("haste")
    assert haste["state"] == "booting"
    assert sorted(haste["waiting"]) == ["idea.step", "loop.set", "network.x1", "unit.forward"]  # Play was taken back
    assert "as soon as it is awake: Forward, Step forward, Step forward, x1, moons." in haste["said"]
    assert haste["tip"] == haste["label"]
    assert "Done: Forward, Step forward, Step forward, x1, moons." in one.page.locator("#boot").inner_text()
    one.page.wait_for_selector("html[data-clock=idle]")
    assert one.page.locator("#network").get_by_role("slider", name="x1").input_value() == "0.5"
    assert one.page.locator("#idea").get_by_role("slider", name="Timeline").input_value() == "2"
    assert one.page.locator("#loop").get_by_role("combobox", name="Data").input_value() == "moons"
    assert haste["missing"] > 0
    assert one.page.locator("#unit [data-node]:not([data-value])").count() == 0
    assert one.page.locator("[data-waiting], .tip").count() == 0
