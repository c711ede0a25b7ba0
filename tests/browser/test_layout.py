"""What one touches and what answers are on one screen, and no control ever moves: in every key state, on three screens.

Each section is scrolled into sight once, as a link does it; then all its states are walked through in the one page.
"""

import pytest

from micrograd.nn import ACTIVATIONS
from pages import unit
from pages.idea.examples import EXAMPLES

SCREENS = {"desktop": (1440, 900), "small": (1100, 900), "phone": (390, 844)}

HELPERS = """
const rect = (node) => { const { left, top, right, bottom } = node.getBoundingClientRect(); return [left, top, right, bottom].map(Math.round) };
const shown = (node) => node.checkVisibility() && node.getClientRects().length > 0;
const meet = (a, b) => a[0] < b[2] - 1 && b[0] < a[2] - 1 && a[1] < b[3] - 1 && b[1] < a[3] - 1;
const within = (a, b) => a[0] >= b[0] - 1 && a[1] >= b[1] - 1 && a[2] <= b[2] + 1 && a[3] <= b[3] + 1;
const common = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
window.layout = {
    say(node, kind) { node.dispatchEvent(new Event(kind, { bubbles: true })); },
    set(id, value) { const node = document.getElementById(id); node.value = value; this.say(node, "input"); this.say(node, "change"); },
    press(id) { document.getElementById(id).click(); },
    look(node) { node.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })); },
    idle: () => new Promise((done) => {
        const look = () => document.documentElement.dataset.clock === "idle" ? done() : requestAnimationFrame(look);
        look();
    }),
    arrive(section) { document.querySelector(`#${section} .player`).scrollIntoView({ behavior: "instant" }); },
    // What is not as it should be now, in words; `first` are the places of the controls in another state.
    faults(section, first, answers) {
        const part = document.getElementById(section), found = [];
        const bar = document.querySelector(".top"), sticky = getComputedStyle(bar).position === "sticky";
        const window_ = [0, sticky ? rect(bar)[3] : 0, innerWidth, innerHeight];
        for (const name of [".picture", ".stage", ".look", ".player", ".caption", ".tools", "[role=tablist]", "[role=tabpanel]:not([hidden])", ".plot"]) {
            for (const node of part.querySelectorAll(`.exhibit ${name}`)) {
                if (!within(rect(node), window_)) found.push(`${name} is not in the window: ${rect(node)}`);
            }
        }
        for (const [id, place] of Object.entries(this.controls(section))) {
            if (!within(place, window_)) found.push(`${id} is not in the window: ${place}`);
            const row = document.getElementById(id).closest(".player");
            if (row && !within(place, rect(row))) found.push(`${id} lies outside of the player: ${place}`);
            if (first?.[id]?.some((at, k) => Math.abs(at - place[k]) > 1)) found.push(`${id} has moved from ${first[id]} to ${place}`);
        }
        const stage = rect(part.querySelector(".stage")), facts = rect(part.querySelector(".look"));
        for (const thing of part.querySelectorAll(".stage :is(.box, .opsign, .wire, .neuron, .edge .weight)")) {
            const seen = common(rect(thing), stage);
            if (seen[0] < seen[2] && seen[1] < seen[3] && meet(seen, facts)) found.push(`the facts lie on ${thing.id || thing.className.baseVal}`);
        }
        for (const selector of answers) { // of each, the first line at least is to be read without scrolling
            const node = [...part.querySelectorAll(selector)].find(shown);
            if (!node) { found.push(`${selector} is not shown`); continue; }
            const [left, top, right, bottom] = rect(node), line = [left, top, left + 1, Math.min(bottom, top + 20)];
            let around = window_;
            for (let up = node.parentElement; up !== part; up = up.parentElement) {
                if (getComputedStyle(up).overflowY !== "visible") around = common(around, rect(up));
            }
            if (!within(line, around)) found.push(`${selector} is out of sight: ${line} in ${around}`);
        }
        return found;
    },
    // {id: place} of what is always there to be pressed or pulled.
    controls(section) {
        const nodes = document.querySelectorAll(`#${section} .exhibit :is(.player, .tabs, .dials) :is(button, input, select)`);
        return Object.fromEntries([...nodes].filter((node) => node.id && shown(node)).map((node) => [node.id, rect(node)]));
    },
};
"""


@pytest.fixture(scope="module", params=SCREENS)
def page(request, opener):
    """The page on one screen, with the helpers in it."""
    width, height = SCREENS[request.param]
    one = opener("served", viewport={"width": width, "height": height}, reduced_motion="reduce")
    one.page.evaluate(HELPERS)
    yield one.page
    one.context.close()
    one.check()


def walk(page, section, states):
    """Goes through the states of a section, (name, script, selectors of what answers) each; what was wrong in which.

    All scripts run in one call: whatever is pressed there is done before the next line, and what moves is waited for.
    """
    page.evaluate("section => layout.arrive(section)", section)
    lines = [f"await seen({name!r}, () => {{ {script} }}, {answers!r});" for name, script, answers in states]
    return page.evaluate(
        f"""async () => {{ const found = [], first = {{}};
            const seen = async (name, act, answers) => {{
                act();
                await layout.idle();
                for (const fault of layout.faults({section!r}, first, answers)) found.push(name + ": " + fault);
                for (const [id, place] of Object.entries(layout.controls({section!r}))) first[id] ??= place;
            }};
            {" ".join(lines)}
            return found }}"""
    )


EQUATION = "[data-slot='{}.caption'] :is(.formulas p, .hint, .stop)"


def idea_states():
    """Every step of every example; every box; every tool, opened and used; every mistake; a text that is none."""
    caption = [EQUATION.format("idea")]
    facts = [*caption, "[data-slot='idea.look'] .facts"]
    yield "at first", "", [*caption, "[data-slot='idea.look'] .hint"]
    for example in EXAMPLES:
        yield example.title, f"layout.set('idea-example', '{example.key}')", caption
        yield from steps_and_boxes("idea", example.title, caption, facts)
        for power in (0, 1, 5):
            used = [*facts, "#idea-panel-nudge .facts"]
            yield (
                f"{example.title}, nudged by 1e-{power}",
                f"layout.press('idea-tool-nudge'); layout.set('idea-nudge', '0'); layout.set('idea-h', '{power}')",
                used,
            )
        for fault in ("set", "order", "twice", "tanh"):
            yield (
                f"{example.title}, {fault}",
                f"layout.press('idea-tool-faults'); layout.press('idea-fault-{fault}');"
                "layout.set('idea-timeline', document.getElementById('idea-timeline').max)",
                [*caption, "#idea-panel-faults :is(.stop, .told)"],
            )
        yield f"{example.title}, mended", f"layout.press('idea-fault-{fault}')", caption
        yield (
            f"{example.title}, predicted",
            "layout.press('idea-tool-predict'); layout.press('idea-predict'); "
            "layout.set('idea-timeline', +document.getElementById('idea-timeline').max - 1)",
            [*caption, "#idea-panel-predict [id$=-guess]"],
        )
        yield (
            f"{example.title}, guessed",
            "layout.set('idea-guess', '77.5'); layout.press('idea-check')",
            [*caption, "#idea-panel-predict [id$=-guess]"],
        )
        yield (
            f"{example.title}, as before",
            "layout.press('idea-predict'); layout.press('idea-tool-nudge'); layout.set('idea-nudge', '')",
            ["#idea-panel-nudge .hint"],
        )


def test_all_of_the_idea_is_in_the_window_and_no_control_moves(page):
    assert walk(page, "idea", idea_states()) == []


def test_a_text_that_is_no_expression_moves_nothing(page):
    page.evaluate("layout.set('idea-example', 'lecture')")
    page.locator("#idea").get_by_role("textbox", name="Expression", exact=True).fill("a = Value(2.0)\nb = a.tan")
    page.locator("#idea").get_by_text("Line 2:").wait_for()
    assert walk(page, "idea", [("wrong", "", [EQUATION.format("idea")])]) == []
    page.evaluate("layout.set('idea-example', 'lecture')")


def unit_states():
    """Every step and every box of every activation, both ends of every slider, an update, and the dead neuron."""
    caption = [EQUATION.format("unit")]
    facts = [*caption, "[data-slot='unit.look'] .facts"]
    yield "at first", "", [*caption, "[data-slot='unit.look'] .hint"]
    for activation in ACTIVATIONS:
        yield activation, f"layout.set('unit-activation', '{activation}'); layout.set('unit-timeline', 99)", caption
        if activation in ("relu", "linear"):  # with a box for it, and without
            yield from steps_and_boxes("unit", activation, caption, facts)
    yield "ReLU", "layout.set('unit-activation', 'relu')", facts
    for name, (low, high) in unit.RANGES.items():
        for end in (low, high):
            yield f"{name} = {end}", f"layout.set('unit-{name}', '{end}')", facts
    end = "layout.set('unit-timeline', 99);"
    told, stop = (["[data-slot='unit.caption'] ." + kind] for kind in ("told", "stop"))
    yield "updated", f"layout.press('unit-reset'); {end} layout.press('unit-update')", told
    yield (
        "overshot",
        f"layout.set('unit-activation', 'linear'); layout.set('unit-rate', '0.5'); {end} layout.press('unit-update')",
        stop,
    )
    for tool in ("nudge", "faults", "predict", "code", "curve"):
        yield tool, f"layout.press('unit-tool-{tool}')", ["[data-slot='unit.caption'] .stop"]
    yield "dead", f"layout.press('unit-reset'); layout.press('unit-kill'); {end}", stop
    yield "as before", "layout.press('unit-reset')", caption


def network_states():
    """Every step of networks of every depth, every neuron, edges of every layer, other weights and inputs."""
    caption = ["[data-slot='network.caption'] p"]
    facts = [*caption, "[data-slot='network.look'] .facts"]
    yield "at first", "", [*caption, "[data-slot='network.look'] .hint"]
    yield "forward", "layout.press('network-forward')", caption
    yield "backward", "layout.press('network-backward')", caption
    yield "updated", "layout.press('network-update')", caption
    for show in ("gradients", "updates", "weights"):
        yield show, f"layout.press('network-show-{show}'); layout.press('network-backward')", caption
    yield "other weights", "layout.press('network-weights')", caption
    yield "other inputs", "layout.set('network-x1', '-2'); layout.set('network-x2', '1.95')", caption
    for press in ("remove", "remove", "add", "add", "add", "add", "add"):
        yield f"{press} a layer", f"layout.press('network-{press}')", caption
        yield from steps_and_boxes(
            "network", press, caption, facts, "[data-neuron], [data-node], [data-edge$='.0.0'], [data-edge$='.b']"
        )
    yield "as before", "layout.press('network-reset')", caption


def steps_and_boxes(section, name, caption, facts, things="[data-node]"):
    """Each whole step, and then each of the things that can be pointed at; of very many, some from the first to the last."""
    yield (
        f"{name}, each step",
        f"""const last = +document.getElementById('{section}-timeline').max;
            for (let k = 0; k <= last; k += Math.ceil(last / 16)) {{ layout.set('{section}-timeline', k);
                for (const fault of layout.faults('{section}', first, {caption!r})) found.push(`{name}, step ${{k}}: ${{fault}}`) }}""",
        caption,
    )
    yield (
        f"{name}, each thing",
        f"""const all = [...document.querySelectorAll(`#{section} .stage :is({things})`)];
            for (const thing of all.filter((_, k) => k % Math.ceil(all.length / 16) === 0)) {{ layout.look(thing);
                for (const fault of layout.faults('{section}', first, {facts!r})) found.push(`{name}, ${{thing.id}}: ${{fault}}`) }}""",
        facts,
    )


def test_all_of_the_unit_is_in_the_window_and_no_control_moves(page):
    assert walk(page, "unit", unit_states()) == []


def test_all_of_the_network_is_in_the_window_and_no_control_moves(page):
    assert walk(page, "network", network_states()) == []
