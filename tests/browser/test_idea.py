"""The Idea in a real browser, both ways: the text is the reader's, the graph is the text's, the lines are the engine's."""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from micrograd import engine
from pages.expression import read
from pages.idea.examples import EXAMPLES
from pages.idea.variables import ties
from tests.browser.test_sections import drawn, press
from tests.pages.test_expression import HOSTILE

SAMPLE = ["import", "dunder attribute", "attribute walk", "comprehension", "large power", "larger power", "5,000 brackets", "brackets", "emoji", "value of a value",
          "zero to a negative power", "powers", "minus signs", "megabyte", "many values"]  # fmt: skip

# The line of engine.py in which a product hands its second operand a gradient.
ENGINE = Path(engine.__file__).read_text("utf-8").splitlines()
OTHER_GRAD = 1 + next(k for k, line in enumerate(ENGINE) if line.strip() == "other.grad += self.data * out.grad")


@pytest.fixture
def part(shared):
    """The section at its beginning, in a window of the usual size."""
    shared.page.set_viewport_size({"width": 1280, "height": 720})
    shared.page.goto("about:blank")
    shared.go()
    shared.until("ready")
    return shared.page.locator("#idea")


def write(part, text):
    part.get_by_role("textbox", name="Expression", exact=True).fill(text)


def node(part, name):
    return part.locator(f"[data-node='{name}']")


def test_every_example_s_gradients_are_finite_differences_of_its_text(part):
    timeline = part.get_by_role("slider", name="Timeline")
    for example in EXAMPLES:
        part.get_by_role("combobox", name="Example").select_option(example.key)
        timeline.press("End")
        shown, made = drawn(part, "data-node"), read(example.text)
        assert set(shown) == {n.name for n in made.tape.nodes}
        for n, span in zip(made.tape.nodes, made.literals):
            if span is None:
                continue

            def root(by):
                text = example.text[: span.start] + repr(n.data + by) + example.text[span.end :]
                return read(text).tape.nodes[-1].data

            slope = (root(1e-6) - root(-1e-6)) / 2e-6
            assert float(shown[n.name][1]) == pytest.approx(slope, rel=1e-4, abs=1e-5), (example.key, n.name)


def test_the_graph_follows_the_keys_and_keeps_the_cursor(part):
    editor = part.get_by_role("textbox", name="Expression", exact=True)
    editor.press("Control+End")
    editor.press_sequentially(" + a")
    part.locator("[data-node='L'][data-look='idea.box.5']").wait_for()
    editor.press_sequentially("\nM = L.tan")
    part.get_by_text("Line 5:").wait_for()
    assert part.locator(".cm-problem").count() == 1 and node(part, "L").count() == 1
    editor.press_sequentially("h()")
    node(part, "M").wait_for()
    assert part.get_by_text("Line 5:").count() == 0
    assert part.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Expression"


@pytest.mark.parametrize("name", SAMPLE)
def test_hostile_text_is_turned_away_and_the_page_lives(shared, name):
    part = shared.page.locator("#idea")
    text, line, word = HOSTILE[name]
    write(part, text)
    told = part.locator("[data-slot='idea.problem']").get_by_text(f"Line {line}:", exact=True)
    told.wait_for()
    assert word.split()[0] in part.locator("[data-slot='idea.problem']").inner_text()
    write(part, "x = Value(2.0)\ny = x * x")
    node(part, "y").wait_for()
    told.wait_for(state="detached")


def content(slot):
    """Markup with attributes in one order: an element that was changed in place may have them in another."""
    return re.sub(r"<(\w+)((?: [^>=]+=\"[^\"]*\")+)>", in_order, slot.inner_html())


def in_order(element):
    attributes = re.findall(r' [^=]+="[^"]*"', element[2])
    return f"<{element[1]}{''.join(sorted(attributes))}>"


def test_random_scrubbing_shows_exactly_what_was(part):
    timeline, chance, seen = part.get_by_role("slider", name="Timeline"), random.Random(5), {}
    part.get_by_role("combobox", name="Example").select_option("neuron")
    for _ in range(25):
        k = chance.randrange(12)
        timeline.fill(str(k))
        shown = [content(part.locator(f"[data-slot='idea.{slot}']")) for slot in ("graph", "caption", "transport")]
        shown.append(part.locator("[data-line][aria-current=step]").all_inner_texts())
        assert seen.setdefault(k, shown) == shown


def test_the_line_that_runs_is_lit_in_sight_and_is_the_engine_s(part):
    timeline = part.get_by_role("slider", name="Timeline")
    timeline.press("End")
    lit = part.locator("[data-line][aria-current=step]")
    with open(engine.__file__, encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert part.locator("[data-line]").count() == len(lines)
    [[number, text]] = lit.evaluate_all("nodes => nodes.map(n => [+n.dataset.line, n.textContent])")
    assert lines[number - 1] == text and "other.grad +=" in text
    assert "0.0 + 4.0 = 4.0" in lit.first.evaluate("n => getComputedStyle(n, '::after').content")
    lit.first.hover()
    assert part.locator(".box.lit").evaluate_all("nodes => nodes.map(n => n.dataset.node)") == ["a + b"]


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_the_line_that_computes_is_inside_the_panel_with_its_numbers_after_every_move(part, width):
    part.page.set_viewport_size({"width": width, "height": 900})
    part.get_by_role("combobox", name="Example").select_option("neuron")
    timeline, panel = part.get_by_role("slider", name="Timeline"), part.locator(".listing:not(.calling)")

    def check():
        part.page.wait_for_selector("html[data-clock=idle]")
        outside = panel.evaluate(
            """panel => {
                const line = panel.querySelector('[aria-current]'), a = line.getBoundingClientRect()
                const b = panel.getBoundingClientRect()
                return {sides: panel.scrollWidth > panel.clientWidth, above: a.top < b.top, below: a.bottom > b.bottom}
            }"""
        )
        assert outside == {"sides": False, "above": False, "below": False}

    for name in ("Step forward", "Step forward", "Step back"):
        part.get_by_role("button", name=name).click()
        check()
    for at in (11, 3, 8, 1, 6):
        timeline.fill(str(at))
        check()
    panel.evaluate("panel => panel.scrollTo(0, 0)")
    part.get_by_role("button", name="Step forward").click()
    check()


def test_a_number_is_pulled_by_pointer_and_by_keys_and_stands_in_the_text(part):
    part.get_by_role("slider", name="Timeline").press("End")
    handle = node(part, "c").locator(".handle")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    mouse = part.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 10)
    mouse.down()
    mouse.move(box["x"] + 70, box["y"] + 10, steps=4)
    assert drawn(part, "data-node")["a"] == ("2.0", "5.0")
    mouse.up()
    text = part.get_by_role("textbox", name="Expression", exact=True)
    assert "c = Value(5.0)" in text.inner_text()
    node(part, "c").focus()
    for key in ("ArrowUp", "ArrowUp", "PageDown"):
        part.page.keyboard.press(key)
    assert "c = Value(4.2)" in text.inner_text() and drawn(part, "data-node")["b"][1] == "4.2"


def test_a_walk_by_keyboard_alone(part):
    page = part.page
    node(part, "a").focus()
    here = lambda: page.evaluate("document.activeElement.dataset.node")  # noqa: E731
    for key, at in (
        ("ArrowRight", "a + b"),
        ("ArrowRight", "L"),
        ("ArrowLeft", "a + b"),
        ("ArrowDown", "c"),
        ("ArrowLeft", "a + b"),
    ):
        page.keyboard.press(key)
        assert here() == at
    page.keyboard.press(".")
    part.page.wait_for_selector("html[data-clock=idle]")
    page.keyboard.press("Space")
    page.wait_for_selector("html[data-clock=running]")
    page.keyboard.press("Space")
    page.keyboard.press("?")
    part.get_by_role("dialog").get_by_text("one step forward, one back").wait_for()
    page.keyboard.press("Escape")
    part.get_by_role("dialog").wait_for(state="hidden")
    assert here() == "a + b"


def test_what_is_broken_turns_red_and_can_be_fixed(part):
    part.get_by_role("combobox", name="Example").select_option("diamond")
    part.get_by_role("tab", name="Break it").click()
    press(part, "Recursion order")
    part.get_by_role("slider", name="Timeline").press("End")
    assert part.locator(".box.wrong.first").get_attribute("data-node") == "a"
    assert part.locator("[data-line].new").count() == 7 and part.locator(".line.gone").count() == 2
    part.get_by_text("a goes wrong first, with 21.0 instead of 39.0.").wait_for()
    press(part, "Fix it")
    assert part.locator(".box.wrong, .line.new").count() == 0
    part.get_by_role("slider", name="Timeline").press("End")
    assert drawn(part, "data-node")["a"][1] == "39.0"


def test_a_guess_is_answered_and_the_right_one_goes_on(part):
    part.get_by_role("tab", name="Predict").click()
    press(part, "Predict")
    press(part, "Backward")
    part.page.wait_for_selector("html[data-clock=idle]")
    field = part.get_by_role("textbox", name="Your number")
    field.fill("-1")
    press(part, "Check")
    part.get_by_text("That is the share of c.").wait_for()
    assert node(part, "c").get_attribute("data-grad") is None
    field.fill("4")
    field.press("Enter")
    node(part, "c").and_(part.locator("[data-grad]")).wait_for()


def test_a_link_leads_to_the_moment(shared, part):
    part.get_by_role("combobox", name="Example").select_option("square")
    part.get_by_role("slider", name="Timeline").press("End")
    shared.page.wait_for_function("location.hash === '#idea:example=square&at=3'")
    shared.page.goto("about:blank")
    shared.page.goto(shared.address + "#idea:example=square&at=3&fault=set", wait_until="domcontentloaded")
    shared.until("ready")
    assert drawn(part, "data-node")["x"] == ("3.0", "3.0")
    assert part.get_by_role("button", name="= for +=").get_attribute("aria-pressed") == "true"


def test_the_picture_is_saved(shared, part):
    with shared.page.expect_download() as download:
        press(part, "Save SVG")
    with open(download.value.path(), encoding="utf-8") as file:
        assert "<svg" in file.read(2000)


def test_without_the_editor_s_file_there_is_a_plain_field(open_page):
    one = open_page("served", boot=False, watched=False)
    one.page.route("**/vendor/editor/editor.js", lambda route: route.abort())
    one.go()
    one.until("ready")
    part = one.page.locator("#idea")
    write(part, "x = Value(2.0)\ny = x *")
    part.get_by_text("Line 2:").wait_for()
    assert part.locator("textarea").get_attribute("aria-invalid") == "true"
    write(part, "x = Value(2.0)\ny = x * x")
    node(part, "y").wait_for()


def underlined(part):
    return part.locator(".editor .cm-content .tie").evaluate_all(
        "nodes => nodes.map(n => [n.textContent, /tie\\d+/.exec(n.className)[0]])"
    )


def test_every_variable_is_underlined_in_the_text_whatever_stood_there_before(part):
    for example in (*EXAMPLES, EXAMPLES[3]):
        part.get_by_role("combobox", name="Example").select_option(example.key)
        made = read(example.text)
        ours = [
            (example.text[s.start : s.end], f"tie{ties(made)[n]}")
            for s, n in sorted(made.mentions, key=lambda m: m[0].start)
        ]
        assert [tuple(pair) for pair in underlined(part)] == ours
    write(part, "a = Value(2.0)\nb = a * a")
    node(part, "b").wait_for()
    assert [name for name, _ in underlined(part)] == ["a", "b", "a", "a"]


def test_pointing_in_any_of_four_places_lights_the_other_three(part):
    part.get_by_role("slider", name="Timeline").press("End")
    part.get_by_role("slider", name="Timeline").press("ArrowLeft")  # L = (a + b) * c, backward
    line = f"[data-line='{OTHER_GRAD}']"
    places = {
        "text": part.locator(".cm-line").nth(2).locator(".tie"), "graph": node(part, "c").locator(".name"),
        "equation": part.locator("mi[data-look='idea.box.3']").first, "code": part.locator(f"{line} [data-look='idea.box.3']"),
    }  # fmt: skip
    lit = {
        "text": part.locator(".cm-line .tie.looked", has_text="c"), "graph": part.locator(".box.looked[data-node=c]"),
        "equation": part.locator("mi.looked"), "code": part.locator(f"{line} .looked"),
    }  # fmt: skip
    for target in places.values():
        part.get_by_role("button", name="Reset").hover()
        for marks in lit.values():
            marks.first.wait_for(state="detached")
        target.hover()
        for marks in lit.values():
            marks.first.wait_for()


def test_tab_stops_once_at_the_graph_and_once_at_the_code_and_arrows_walk_inside(part):
    page, stops = part.page, []
    part.get_by_role("slider", name="Timeline").press("End")
    part.get_by_role("combobox", name="Example").focus()
    for _ in range(24):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("(a => a.dataset.node ? 'graph' : a.dataset.line ? 'code' : a.id)(document.activeElement)")
        )
        if stops[-1] == "code":
            break
    assert stops.count("graph") == 1 and stops.index("graph") < stops.index("code")
    here = lambda: page.evaluate("+document.activeElement.dataset.line")  # noqa: E731
    first = here()
    page.keyboard.press("ArrowDown")
    assert here() > first
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert part.locator("[data-line][aria-pressed=true]").get_attribute("data-line") == str(here())
    assert part.locator(".box.lit").count() > 0
    page.keyboard.press("Escape")
    assert (
        page.evaluate("document.activeElement.id") == "idea-play"
        and part.locator("[aria-pressed=true][data-line]").count() == 0
    )


def test_the_program_s_lines_are_lit_with_their_boxes(part):
    part.get_by_role("combobox", name="Example").select_option("diamond")
    press(part, "Your program")
    part.get_by_role("slider", name="Timeline").fill("5")
    assert part.locator(".line[aria-current]").all_inner_texts() == ["grad_b = c * grad_L", "grad_c = b * grad_L"]
    part.locator(".line[aria-current]").first.hover()
    part.locator(".box.lit[data-node=b]").wait_for()
    press(part, "WebAssembly")
    assert "f64.mul" in part.locator(".line[aria-current]").first.inner_text()
    press(part, "The engine")


def test_ctrl_and_the_wheel_zoom_where_the_pointer_is(part):
    part.get_by_role("combobox", name="Example").select_option("readme")
    target, page = node(part, "d"), part.page
    target.scroll_into_view_if_needed()
    before = target.bounding_box()
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    page.wait_for_function(
        "w => document.querySelector('#idea [data-node=d]').getBoundingClientRect().width > w * 1.2",
        arg=before["width"],
    )
    after = target.bounding_box()
    assert after["x"] < x < after["x"] + after["width"] and after["y"] < y < after["y"] + after["height"]
    part.get_by_role("slider", name="Zoom").fill("1")


def test_a_finger_pulls_a_number(open_page):
    one = open_page("served", has_touch=True, viewport={"width": 390, "height": 844})
    part, page = one.page.locator("#idea"), one.page
    part.get_by_role("slider", name="Timeline").press("End")
    handle = node(part, "c").locator(".handle")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    finger = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch(kind, *at):
        points = [{"x": a, "y": b} for a, b in at]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    for way in (10, 30, 50):
        touch("touchMove", (x + way, y - 1))
    # The gradient of a is c: it follows while the finger is down. (The browser may keep the last of the moves until its
    # end.)
    page.wait_for_function("+document.querySelector('#idea [data-node=a]').dataset.grad > 4.5")
    touch("touchEnd")
    part.locator(".cm-line", has_text="c = Value(5.02)").wait_for()


def test_a_graph_that_is_larger_than_its_place_follows_the_step_that_is_told(part):
    part.get_by_role("combobox", name="Example").select_option("readme")
    steps = read(EXAMPLES[-1].text).tape.steps
    inside = """id => { const a = document.getElementById(id).getBoundingClientRect(), b = document.querySelector('#idea .stage').getBoundingClientRect();
        return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom }"""
    for k in (len(steps), 3, len(steps) // 2):
        part.get_by_role("slider", name="Timeline").fill(str(k))
        part.page.wait_for_function(inside, arg=f"idea-box-{steps[k - 1].node}")


MEETINGS = """part => {
    const inside = (r) => ({l: r.left + 1, t: r.top + 1, r: r.right - 1, b: r.bottom - 1});
    const seen = (e) => +getComputedStyle(e).opacity > 0.05;
    const tokens = [...part.querySelectorAll('.token')].filter(seen);
    const still = [...part.querySelectorAll('.box text, .opsign text')].filter(e => e.textContent.trim().length && e.textContent !== '·');
    const meet = (a, b) => a.l < b.r && b.l < a.r && a.t < b.b && b.t < a.b;
    const rect = (e) => inside(e.getBoundingClientRect());
    const found = [];
    tokens.forEach((token, i) => {
        const mine = rect(token.querySelector('.ground'));
        for (const other of [...still, ...tokens.slice(i + 1).map(e => e.querySelector('.ground'))])
            if (meet(mine, rect(other))) found.push([token.textContent, other.textContent || other.parentNode.textContent, other.getAttribute('class')]);
    });
    return [tokens.length, found];
}"""


@pytest.mark.parametrize("screen", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("example", ["lecture", "square", "diamond", "neuron"])
def test_in_the_browser_too_no_number_that_moves_lies_on_anything_written(part, example, screen):
    part.page.set_viewport_size({"width": screen[0], "height": screen[1]})
    part.get_by_role("combobox", name="Example").select_option(example)
    part.page.wait_for_function("() => !document.getAnimations().length")  # the boxes have found their places
    timeline = part.get_by_role("slider", name="Timeline")
    moving, found = 0, []
    for k in range(int(timeline.get_attribute("max"))):
        for moment in range(8):
            timeline.fill(str(k + (moment + 0.5) / 8))
            tokens, meetings = part.evaluate(MEETINGS)
            moving += tokens
            found += [(k, moment, *meeting) for meeting in meetings]
    assert moving and found == []


def test_undo_works_where_the_focus_is_and_one_drag_is_one_change(part):
    mouse, keys = part.page.mouse, part.page.keyboard
    text = lambda: part.locator(".cm-line").all_inner_texts()  # noqa: E731
    first = ["a = Value(2.0)", "b = Value(-3.0)", "c = Value(4.0)", "L = (a + b) * c"]

    def until(*lines):
        expect(part.locator(".cm-line")).to_have_text(list(lines))

    until(*first)
    handle = node(part, "c").locator(".handle")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    mouse.move(box["x"] + 20, box["y"] + 10)
    mouse.down()
    for step in range(1, 8):
        mouse.move(box["x"] + 20 + 10 * step, box["y"] + 10)
    mouse.up()
    expect(part.locator(".cm-line").nth(2)).not_to_have_text(first[2])
    dragged = text()
    keys.press("Control+z")  # the focus is in the graph
    until(*first)
    keys.press("Control+Shift+z")
    until(*dragged)
    part.locator(".cm-content").click()
    keys.press("Control+End")
    keys.type("\nM = L * 2")
    until(*dragged, "M = L * 2")
    while len(text()) > 4:
        keys.press("Control+z")  # the editor's own
    until(*dragged)
    keys.press("Control+z")  # and then the page's
    until(*first)


def test_copying_a_link_is_answered(part):
    part.get_by_role("button", name="Copy link").click()
    expect(part.locator(".answer")).to_contain_text(re.compile("Link copied|address bar"))


def test_text_that_is_scrolled_sideways_goes_behind_the_numbers_of_the_lines(part):
    write(part, "a = Value(2.0)\nL = a" + " + a" * 60)
    part.locator(".cm-scroller").evaluate("scroller => scroller.scrollLeft = 300")
    ground = part.locator(".cm-gutters").evaluate("gutters => getComputedStyle(gutters).backgroundColor")
    assert not re.search(r"rgba\(.*, 0\)|transparent", ground)
