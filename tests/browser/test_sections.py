"""The four sections in a real browser, served and from the one file: what the page shows is what CPython computes."""

import itertools
import random
import re

import pytest

from micrograd import MLP, Value
from micrograd.losses import squared_error
from pages import network, unit


def go(shared, section):
    """The section, reset."""
    part = shared.page.locator(f"#{section}")
    press(part, "Reset")
    return part


def press(part, name):
    part.get_by_role("button", name=name, exact=True).click()


def idle(shared):
    """Waits until nothing moves any more."""
    shared.page.wait_for_selector("html[data-clock=idle]", timeout=60_000)


def drawn(part, attribute):
    """{name: (data-value, data-grad)} as text, None where absent."""
    rows = part.locator(f"[{attribute}]").evaluate_all(
        f"nodes => nodes.map(n => [n.getAttribute('{attribute}'), n.getAttribute('data-value'), n.getAttribute('data-grad')])"
    )
    return {name: (value, grad) for name, value, grad in rows}


def texts(*numbers):
    return tuple(repr(float(number)) for number in numbers)


# --- 01 ---


def test_the_idea_runs_forward_and_backward_as_often_as_one_likes(shared):
    part = go(shared, "idea")
    assert {v for name, (v, g) in drawn(part, "data-node").items() if name not in "abc"} == {None}
    press(part, "Forward")
    idle(shared)
    assert drawn(part, "data-node")["L"] == ("-4.0", None)
    a, b, c = Value(2.0), Value(-3.0), Value(4.0)
    L = (a + b) * c
    L.backward()
    for _ in range(2):
        press(part, "Backward")
        idle(shared)
        shown = drawn(part, "data-node")
        assert [shown[name] for name in "abcL"] == [texts(v.data, v.grad) for v in (a, b, c, L)]


def test_the_idea_steps_forward_and_back(shared):
    part = go(shared, "idea")
    seen = [drawn(part, "data-node")]
    for _ in range(5):
        press(part, "Step forward")
        idle(shared)
        seen.append(drawn(part, "data-node"))
    assert len({str(s) for s in seen}) == 6
    for before in reversed(seen[:-1]):
        press(part, "Step back")
        idle(shared)
        assert drawn(part, "data-node") == before


def test_numbers_really_travel_and_are_lit(shared):
    part = go(shared, "idea")
    press(part, "Step forward")
    # Where the first token is, frame by frame, until it is gone.
    places = shared.page.evaluate(
        """() => new Promise(done => { const seen = new Set(); const look = () => {
               const token = document.querySelector('#idea .token');
               if (!token && seen.size) return done([...seen]);
               if (token) { const box = token.getBoundingClientRect(); seen.add(Math.round(box.x) + ' ' + Math.round(box.y)) }
               requestAnimationFrame(look) }; look() })"""
    )
    assert len(places) > 3


def test_hover_and_focus_tell_data_and_gradient(shared):
    part = go(shared, "idea")
    part.get_by_role("slider", name="Timeline").press("End")
    look = part.locator("[data-slot='idea.look']")
    part.locator("[data-node=c]").hover()
    look.get_by_text("−1.0", exact=True).wait_for()
    part.locator("[data-node=a]").focus()
    look.get_by_text("4.0", exact=True).wait_for()
    assert "2.0" in look.inner_text()


def test_play_pauses_and_the_keyboard_scrubs(shared):
    part = go(shared, "idea")
    press(part, "Play")
    press(part, "Pause")
    slider = part.get_by_role("slider", name="Timeline")
    slider.press("End")
    assert drawn(part, "data-node")["a"] == ("2.0", "4.0")
    slider.press("Home")
    assert drawn(part, "data-node")["L"] == (None, None)
    slider.press("ArrowRight")
    assert drawn(part, "data-node")["a + b"] == ("-1.0", None)
    idle(shared)


# --- 02 ---


def test_the_unit_learns_and_its_numbers_are_the_engine_s(shared):
    part = go(shared, "unit")
    for _ in range(2):
        press(part, "Forward")
        idle(shared)
        press(part, "Backward")
        idle(shared)
        weights = {name: float(part.get_by_role("slider", name=name, exact=True).input_value()) for name in unit.RANGES}
        shown = drawn(part, "data-node")
        w1, w2, b = (Value(float(shown[name][0])) for name in unit.LEARNED)
        out = (b + w1 * weights["x1"] + w2 * weights["x2"]).relu()
        loss = (out + -weights["target"]) ** 2
        loss.backward()
        assert shown["out"] == texts(out.data, out.grad) and shown["L"] == texts(loss.data, 1.0)
        assert [shown[n][1] for n in unit.LEARNED] == [repr(v.grad) for v in (w1, w2, b)]
        press(part, "Update")
        idle(shared)
        after = drawn(part, "data-node")
        assert [after[n][0] for n in unit.LEARNED] == [repr(v.data - weights["rate"] * v.grad) for v in (w1, w2, b)]
        assert float(after["L"][0]) < loss.data


def test_a_killed_relu_stops_the_gradient_and_says_so(shared):
    part = go(shared, "unit")
    press(part, "Kill the ReLU")
    idle(shared)
    shown = drawn(part, "data-node")
    assert shown["out"][0] == "0.0" and float(shown["out"][1]) != 0
    assert all(float(shown[n][1]) == 0 for n in ("n", "w1", "w2", "b"))
    assert part.get_by_text("The gradient stops here").is_visible()


def test_sliders_move_the_neuron_and_the_curve(shared):
    part = go(shared, "unit")
    press(part, "Forward")
    idle(shared)
    part.get_by_role("tab", name="Curve", exact=True).click()
    point = part.locator("#unit-curve-point")
    before = point.get_attribute("cx")
    part.get_by_role("slider", name="x1", exact=True).fill("-1")
    assert drawn(part, "data-node")["x1"][0] == "-1.0"
    assert point.get_attribute("cx") != before
    part.get_by_role("combobox", name="Activation").select_option("tanh")
    assert part.get_by_text("tanh(n)").is_visible()


# --- 03 ---


def test_the_network_is_the_engine_s_mlp(shared):
    part = go(shared, "network")
    press(part, "Forward")
    idle(shared)
    press(part, "Backward")
    idle(shared)
    random.seed(network.SEED)
    model = MLP(2, [4, 4, 1])
    x = [float(part.get_by_role("slider", name=name).input_value()) for name in ("x1", "x2")]
    out = model(x)
    loss = squared_error(out, network.TARGET)
    loss.backward()
    edges = drawn(part, "data-edge")
    expected = {}
    for l, layer in enumerate(model.layers):
        for i, neuron in enumerate(layer.neurons):
            names = [*range(len(neuron.w)), "b"]
            expected |= {f"{l}.{i}.{k}": texts(p.data, p.grad) for k, p in zip(names, neuron.parameters())}
    assert edges == expected
    assert drawn(part, "data-neuron")["2.0"] == texts(out.data, out.grad)
    assert drawn(part, "data-node")["L"] == texts(loss.data, 1.0)
    assert part.locator("[data-stat=parameters]").get_attribute("data-value") == "37"
    assert part.locator("[data-stat=values]").get_attribute("data-value") == "108"


def test_edges_tell_weight_and_gradient_and_thickness_is_size(shared):
    part = go(shared, "network")
    widths = part.locator("[data-edge]").evaluate_all(
        "nodes => nodes.map(n => [Math.abs(n.dataset.value), parseFloat(getComputedStyle(n.querySelector('.weight')).strokeWidth)])"
    )
    widths.sort()
    assert all(a[1] <= b[1] + 1e-6 for a, b in itertools.pairwise(widths)) and widths[0][1] < widths[-1][1]
    part.locator("[data-edge='0.0.0'] .hit").hover(force=True)
    part.locator("[data-slot='network.look']").get_by_text("weight 1 of layer 1, neuron 1", exact=True).wait_for()
    assert part.locator(".network.looking").count() == 1


def test_new_weights_show_their_seed_and_layers_come_and_go(shared):
    part = go(shared, "network")
    before = drawn(part, "data-edge")
    press(part, "New weights")
    assert part.get_by_role("spinbutton", name="Seed").input_value() == str(network.SEED + 1)
    assert drawn(part, "data-edge") != before
    press(part, "Add layer")
    assert part.locator("[data-stat=parameters]").get_attribute("data-value") == "57"
    press(part, "Remove layer")
    press(part, "Remove layer")
    assert part.locator("[data-neuron]").count() == 5
    press(part, "Reset")
    assert drawn(part, "data-edge") == before


def test_a_gold_line_is_as_thick_as_its_gradient_from_the_moment_it_is_there(shared):
    """A new line that starts as another one would shrink or grow on the way to its own thickness."""
    part = go(shared, "network")
    wrong = shared.page.evaluate(
        """() => new Promise((done) => {
            const field = document.getElementById("network-timeline"), found = [];
            new MutationObserver(() => {
                for (const line of document.querySelectorAll("#network .edge .gradient")) {
                    const now = parseFloat(getComputedStyle(line).strokeWidth), meant = parseFloat(line.style.strokeWidth);
                    if (Math.abs(now - meant) > 0.01) found.push([line.parentElement.id, now, meant]);
                }
                if (document.querySelector("#network .edge .gradient")) done(found);
            }).observe(document.getElementById("network"), { childList: true, subtree: true });
            field.value = field.max;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        })"""
    )
    assert part.locator(".edge .gradient").count() > 20 and wrong == []


def test_a_weight_is_typed_at_its_edge_and_changed_by_keys(shared):
    part = go(shared, "network")
    part.locator("[data-neuron='1.2']").focus()
    shared.page.keyboard.press("Enter")
    edge = part.locator("[data-edge='1.2.0']")
    before = float(edge.get_attribute("data-value"))
    shared.page.keyboard.press("ArrowUp")
    part.locator(f"[data-edge='1.2.0'][data-value='{before + 0.1!r}']").wait_for(state="attached")
    field = part.get_by_role("spinbutton", name="Weight", exact=True)
    field.fill("1.25")
    part.locator("[data-edge='1.2.0'][data-value='1.25']").wait_for(state="attached")


def test_an_edge_is_pulled_and_its_weight_follows(shared):
    part = go(shared, "network")
    edge = part.locator("[data-edge='0.0.0']")
    before = float(edge.get_attribute("data-value"))
    edge.scroll_into_view_if_needed()
    box = edge.locator(".hit").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    shared.page.mouse.move(x, y)
    shared.page.mouse.down()
    shared.page.mouse.move(x + 40, y)
    shared.page.mouse.up()
    assert float(edge.get_attribute("data-value")) == pytest.approx(before + 0.4, abs=1e-3)


def test_a_neuron_is_added_and_removed_at_its_layer(shared):
    part = go(shared, "network")
    part.get_by_role("button", name="Add a neuron to layer 1", exact=True).click()
    assert part.locator("[data-neuron^='0.']").count() == 5
    for _ in range(2):
        part.get_by_role("button", name="Remove a neuron from layer 1", exact=True).click()
    assert part.locator("[data-neuron^='0.']").count() == 3


def test_update_shows_the_loss_before_and_after(shared):
    part = go(shared, "network")
    press(part, "Update")
    part.get_by_text("The loss was").wait_for(timeout=60_000)
    said = part.locator("[data-slot='network.caption']").inner_text()
    before, after = (float(number) for number in re.findall(r"(?:was|is) (\d[\d.]*\d)", said))
    assert after < before
    assert float(part.locator("[data-stat=loss]").get_attribute("data-value")) == pytest.approx(after, abs=1e-3)


# --- 04 ---


def stat(part, name):
    return float(part.locator(f"[data-stat='{name}']").get_attribute("data-value"))


def pixels(part):
    return part.locator("canvas").evaluate_all("all => all.map(c => c.toDataURL()).join()")


def test_the_loop_trains_past_ninety_percent_while_the_page_answers(shared):
    part = go(shared, "loop")
    idle(shared)
    loss, picture = stat(part, "loss"), pixels(part)
    press(part, "Start")
    shared.page.wait_for_function(
        "() => +document.querySelector('#loop [data-stat=accuracy]').dataset.value > 0.9", timeout=120_000
    )
    # It still trains; another section answers meanwhile.
    slider = shared.page.locator("#idea").get_by_role("slider", name="Timeline")
    slider.press("End")
    assert shared.page.locator("#idea [data-node=a]").get_attribute("data-grad") == "4.0"
    press(part, "Pause")
    idle(shared)
    assert stat(part, "loss") < loss and stat(part, "step") > 0
    assert pixels(part) != picture
    assert part.locator("[data-plot=loss] .curve").get_attribute("d").count("L") > 5


def moments(state, steps):
    """The reference: the object graph under CPython, step by step."""
    from micrograd.training.trainer import Trainer
    from pages.loop.settings import model_of

    settings = state.settings
    how = {"rate": settings.rate, "l2": settings.l2, "batch_size": settings.batch, "optimizer": settings.optimizer}
    trainer = Trainer(model_of(settings), state.data, seed=settings.seed, **how)
    return [trainer.step() for _ in range(steps)]


def test_the_loop_s_steps_are_the_object_graph_s_under_cpython(shared):
    from pages import loop

    part = go(shared, "loop")
    assert part.locator("[data-backend]").get_attribute("data-backend") == "WebAssembly SIMD"
    for moment in moments(loop.start(), 3):
        press(part, "Step")
        assert (stat(part, "step"), stat(part, "accuracy")) == (moment.step, moment.accuracy)
        assert stat(part, "loss") == pytest.approx(moment.loss, rel=1e-9)
    shown = [float(e.get_attribute("data-value")) for e in part.locator("[data-edge]").all()]
    assert shown == pytest.approx(moment.parameters, rel=1e-9, abs=1e-12)
    press(part, "Reset")
    assert stat(part, "step") == 0


def test_minibatches_draw_the_samples_that_the_object_graph_draws(shared):
    from pages import loop

    part = go(shared, "loop")
    part.get_by_role("spinbutton", name="Batch size").fill("10")
    for moment in moments(loop.build(loop.Settings(batch=10)), 3):
        press(part, "Step")
        assert stat(part, "loss") == pytest.approx(moment.loss, rel=1e-9)
    part.get_by_role("spinbutton", name="Batch size").fill("100")
    press(part, "Reset")


def test_the_loop_s_pixels_are_every_neuron_s_activation(shared):
    """The canvases against the object graph, each pixel within one shade of color."""
    from micrograd.compiler.painting import pixels
    from micrograd.draw import maps
    from micrograd.draw.plane import grid
    from micrograd.training.outputs import outputs
    from pages import loop
    from pages.loop.settings import FINE, model_of
    from pages.loop.view import LIMIT

    part = go(shared, "loop")
    idle(shared)
    state = loop.start()
    layers = outputs(model_of(state.settings), grid(FINE))
    theme = "light" if shared.page.evaluate("matchMedia('(prefers-color-scheme: light)').matches") else "dark"
    canvases = [*part.locator("canvas[data-picture]").all(), part.locator("[data-plot=boundary]")]
    columns = [column for layer in layers for column in layer]
    assert len(canvases) == len(columns) == 17
    for canvas, column in [*list(zip(canvases, columns))[::5], (canvases[-1], columns[-1])]:
        drawn = canvas.evaluate("c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]")
        wanted = pixels([column], maps.palette(theme), LIMIT)
        assert len(drawn) == len(wanted)
        assert sum(a != b for a, b in zip(drawn, wanted)) <= 8  # where a score lies on the border of two shades


def test_pointing_at_a_neuron_shows_its_map_large(shared):
    part = go(shared, "loop")
    idle(shared)
    own = part.locator("[data-map='1.2']")
    before = part.locator("[data-plot=boundary]").evaluate("c => c.toDataURL()")
    own.hover()
    part.get_by_text("Layer 2, neuron 3: its output at every place").wait_for()
    assert (
        part.locator("[data-plot=boundary]").evaluate("c => c.toDataURL()")
        == own.evaluate("c => c.toDataURL()")
        != before
    )
    part.get_by_role("heading").hover()
    shared.page.wait_for_function(
        "before => document.querySelector('[data-plot=boundary]').toDataURL() === before", arg=before
    )


def test_points_are_added_dragged_and_erased_with_the_pointer(shared):
    part = go(shared, "loop")
    world, mouse = part.locator(".world"), shared.page.mouse
    world.scroll_into_view_if_needed()
    box = world.bounding_box()

    def at(x, y):
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    mouse.click(*at(0.5, 0.5))
    mouse.click(*at(0.05, 0.05), button="right")
    assert part.locator(".sample").count() == 102
    assert "positive" in part.locator("#sample-100").get_attribute("class")
    assert "negative" in part.locator("#sample-101").get_attribute("class")
    mouse.move(*at(0.5, 0.5))
    mouse.down()
    mouse.move(*at(0.25, 0.75), steps=3)
    mouse.up()
    assert float(part.locator("#sample-100").get_attribute("cx")) == pytest.approx(100, abs=2)
    assert float(part.locator("#sample-100").get_attribute("cy")) == pytest.approx(300, abs=2)
    part.get_by_role("combobox", name="A press on the plane").select_option("erase")
    mouse.click(*at(0.25, 0.75))
    mouse.click(*at(0.05, 0.05))
    assert part.locator(".sample").count() == 100
    part.get_by_role("combobox", name="A press on the plane").select_option("disc")
    part.get_by_role("combobox", name="Data").select_option("moons")
    part.get_by_role("combobox", name="Data").select_option("rings")


def test_points_are_added_and_erased_with_the_keyboard_alone(shared):
    part, keyboard = go(shared, "loop"), shared.page.keyboard
    part.get_by_role("application", name=re.compile("The plane")).focus()
    shared.page.evaluate("window.free = []; addEventListener('keydown', e => e.defaultPrevented || free.push(e.key))")
    for key in ["ArrowUp"] * 3 + ["ArrowRight", "Enter", "ArrowDown", "Shift+Enter", "ArrowLeft", " "]:
        keyboard.press(key)
    part.get_by_text("The crosshair is at (0.0, 0.2)").wait_for()
    assert shared.page.evaluate("free") == [
        "Shift"
    ]  # the arrows and the space bar are the plane's: they do not scroll the page
    assert [part.locator(f"#sample-{k}").evaluate("e => e.classList[1]") for k in (100, 101, 102)] == [
        "positive",
        "negative",
        "positive",
    ]
    assert part.locator(".crosshair").count() == 1
    keyboard.press("Delete")
    part.get_by_text("Erased a disc.").wait_for()
    assert part.locator(".sample").count() == 102
    keyboard.press("Tab")
    part.locator(".crosshair").wait_for(state="hidden")
    press(part, "moons")
    assert part.get_by_role("combobox", name="Data").input_value() == "moons" and part.locator(".sample").count() == 100
    press(part, "rings")


def test_one_step_can_be_told_slowly_and_its_gradients_are_the_object_graph_s(shared):
    from micrograd.training.trainer import Trainer
    from pages import loop
    from pages.loop.settings import model_of

    part = go(shared, "loop")
    state = loop.start()
    trainer = Trainer(model_of(state.settings), state.data, seed=1, rate=0.1, l2=1e-4, batch_size=100)
    trainer.step()
    for name in ("One step, slowly", "Next: Loss", "Next: Backward"):
        press(part, name)
    found = [float(e.get_attribute("data-grad")) for e in part.locator("[data-edge]").all()]
    assert found == pytest.approx([p.grad for p in trainer.model.parameters()], rel=1e-9, abs=1e-12)
    press(part, "Next: Update")
    assert stat(part, "step") == 1 and stat(part, "loss") == pytest.approx(trainer.checkpoint.loss, rel=1e-9)
    assert part.locator("[data-edge][data-grad]").count() == 0
    press(part, "Reset")


def test_divergence_names_the_op_that_began_it(shared):
    part = go(shared, "loop")
    for name, value in (("Learning rate", "10"), ("L2", "0.5")):
        part.get_by_role("spinbutton", name=name).fill(value)
    press(part, "Start")
    part.get_by_role("alert").filter(has_text="It diverged").wait_for()
    part.get_by_text("It began in layer 3, neuron 1, forward, at the op ×").wait_for()
    assert part.locator("[data-slot='loop.caption'] math").count() == 1
    for name, value in (("Learning rate", "0.1"), ("L2", "0.0001")):
        part.get_by_role("spinbutton", name=name).fill(value)
    press(part, "Reset")


def test_the_page_scrolls_while_the_loop_trains(shared):
    part = go(shared, "loop")
    press(part, "Start")
    shared.page.mouse.move(400, 400)
    before, step = shared.page.evaluate("scrollY"), stat(part, "step")
    shared.page.mouse.wheel(0, -300)
    shared.page.wait_for_function("y => scrollY < y", arg=before)
    shared.page.wait_for_function(
        "k => +document.querySelector('#loop [data-stat=step]').dataset.value > k + 10", arg=step
    )
    press(part, "Pause")
    press(part, "Reset")


def test_settings_can_be_wrong_and_nothing_typed_is_lost(shared):
    part = go(shared, "loop")
    field = part.get_by_role("textbox", name="Hidden layers")
    field.fill("8, many")
    alert = part.get_by_role("alert").filter(has_text=re.compile("one to four sizes"))
    alert.wait_for()
    assert field.input_value() == "8, many"
    field.fill("4 4")
    alert.wait_for(state="detached")
    part.locator("[data-stat=parameters][data-value='37']").wait_for()  # by itself, when the typing has paused
    field.fill("8 8")
    field.press("Enter")
    assert stat(part, "parameters") == 105


def test_moons_and_history(shared):
    part = go(shared, "loop")
    part.get_by_role("combobox", name="Data").select_option("moons")
    for _ in range(3):
        press(part, "Step")
    idle(shared)
    newest = (stat(part, "loss"), pixels(part))
    history = part.get_by_role("slider", name="History")
    history.press("Home")
    idle(shared)
    assert stat(part, "step") == 0 and pixels(part) != newest[1]
    history.press("End")
    idle(shared)
    assert (stat(part, "loss"), pixels(part)) == newest
    part.get_by_role("combobox", name="Data").select_option("rings")


# --- the page ---


def test_the_theme_switch_changes_colors_and_is_remembered(open_page):
    one = open_page("served", color_scheme="dark")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = one.page.evaluate(ground)
    one.page.get_by_role("button", name="Light theme").click()
    light = one.page.evaluate(ground)
    assert light != dark
    one.go()
    one.until("ready")
    assert one.page.evaluate(ground) == light
    one.page.get_by_role("button", name="Dark theme").click()
    assert one.page.evaluate(ground) == dark


def test_an_error_in_a_handler_is_told_and_the_page_lives_on(open_page):
    one = open_page("served", watched=False)
    slider = one.page.locator("#loop").get_by_role("slider", name="History")
    slider.evaluate(
        "s => { s.setAttribute('type', 'text'); s.value = 'half-way'; s.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    one.page.locator("#alert").get_by_text("went wrong").wait_for()
    assert any("ValueError" in problem for problem in one.problems)
    press(one.page.locator("#idea"), "Forward")
    one.page.wait_for_selector("#idea [data-node=L][data-value='-4.0']")


@pytest.mark.parametrize("width", [360, 390, 768, 1000, 1110, 1280, 1440])
def test_nothing_scrolls_sideways_and_no_text_is_too_small(open_page, width):
    one = open_page("served", viewport={"width": width, "height": 800})
    idle(one)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    small = one.page.evaluate(
        """() => [...document.querySelectorAll('main *')]
            .filter(n => [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim()) && n.getClientRects().length)
            .filter(n => !n.closest('title, option, .said, noscript'))
            .map(n => { const svg = n.ownerSVGElement;
                        const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
                        return [n.textContent.trim().slice(0, 30), parseFloat(getComputedStyle(n).fontSize) * scale, !!svg] })
            .filter(([_, size, inSvg]) => size < (inSvg ? 11.99 : 14.99))"""
    )
    assert small == []


def test_reduced_motion_changes_states_without_travel(open_page):
    one = open_page("served", reduced_motion="reduce")
    part = one.page.locator("#idea")
    press(part, "Forward")
    one.page.wait_for_selector("#idea [data-node=L][data-value]")
    assert part.locator(".stage").evaluate("s => s.style.getPropertyValue('--t')") == "1"
