"""How the page looks, where only a browser can say it: what fades together, and at which width the layout changes."""

import pytest

from pages import breakpoints

# How the opacity of the first such element changes: [duration, delay, curve], or null if it jumps.
FADE = r"""(selector) => {
    const style = getComputedStyle(document.querySelector(selector));
    const lists = ["Property", "Duration", "Delay", "TimingFunction"].map((name) => style[`transition${name}`].split(/,\s*(?![^(]*\))/));
    const at = lists[0].findLastIndex((property) => property === "opacity" || property === "all");
    const [duration, delay, curve] = lists.slice(1).map((list) => list[at % list.length]);
    return at < 0 || parseFloat(duration) === 0 ? null : [duration, delay, curve];
}"""


def test_boxes_wires_and_ops_fade_alike_when_something_else_is_looked_at(open_page):
    one = open_page("served", boot=False)
    one.go()
    fades = {kind: one.page.evaluate(FADE, f"#idea {kind}") for kind in (".box", ".wire", ".opsign")}
    assert fades[".box"] is not None
    assert fades == dict.fromkeys(fades, fades[".box"])


COLUMNS = "(selector) => getComputedStyle(document.querySelector(selector)).gridTemplateColumns.split(' ').length"


@pytest.mark.parametrize(
    "selector, widest",
    [
        ("#loop .training", breakpoints.NARROW),
        ("#cell", breakpoints.STACKED),
    ],
)
def test_the_layout_changes_at_the_widths_that_python_knows(open_page, selector, widest):
    one = open_page("served", boot=False, viewport={"width": widest, "height": 900})
    one.go()
    assert one.page.evaluate(COLUMNS, selector) == 1
    one.page.set_viewport_size({"width": widest + 1, "height": 900})
    assert one.page.evaluate(COLUMNS, selector) == 2
