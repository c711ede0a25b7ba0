"""How soon The Idea answers: a change of step, a frame of a drag, a keystroke until the graph is drawn anew."""

import statistics

from tools.serve import Server

REPEATS = 40
VALUES = 30  # of the graph that is typed at
BUDGETS = {"a change of step": 8.0, "a frame of a drag": 8.0, f"a keystroke, {VALUES} values": 100.0}  # ms
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# From a key's event to the frame in which the picture has changed, in ms.
KEYSTROKE = """() => new Promise(done => {
    const graph = document.querySelector('[data-slot="idea.graph"]');
    let start = 0;
    document.addEventListener('keydown', () => { start = performance.now() }, { capture: true, once: true });
    const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
    });
    watch.observe(graph, { subtree: true, childList: true, attributes: true, characterData: true });
})"""


def answers(browser, project) -> dict[str, float]:
    """{what: median ms}: of a step and a drag the processor's time for scripts, styles and layout (what painting costs
    is the machine's: here it has no graphics card); of a keystroke the time by the clock."""
    server = Server(project.site).start()
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(server.address)
    page.wait_for_selector("html[data-python=ready]", timeout=60_000)
    page.wait_for_selector("#boot", state="hidden")
    part = page.locator("#idea")
    cpu = page.context.new_cdp_session(page)
    cpu.send("Performance.enable", {"timeDomain": "threadTicks"})
    found = {
        "a change of step": median(cpu, page, steps(part)),
        "a frame of a drag": median(cpu, page, drags(page, part)),
        f"a keystroke, {VALUES} values": keystrokes(page, part),
    }
    page.close()
    server.stop()
    return found


def median(cpu, page, events) -> float:
    """The median of what each event costs, in ms; the first quarter is not counted."""
    costs = []
    for act in events:
        page.evaluate(FRAMES)
        before = computing(cpu)
        act()
        page.evaluate(FRAMES)
        costs.append((computing(cpu) - before) * 1000)
    return statistics.median(costs[len(costs) // 4 :])


def computing(cpu) -> float:
    """Seconds of processor time that the page has used for scripts, styles and layout."""
    parts = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
    return sum(m["value"] for m in cpu.send("Performance.getMetrics")["metrics"] if m["name"] in parts)


def steps(part):
    """Back and forth on the timeline of the neuron."""
    part.get_by_role("combobox", name="Example").select_option("neuron")
    timeline = part.get_by_role("slider", name="Timeline")
    last = int(timeline.get_attribute("max"))
    for k in range(REPEATS):
        yield lambda k=k: timeline.evaluate(
            "(e, k) => { e.value = k; e.dispatchEvent(new Event('input', { bubbles: true })) }", k % (last + 1)
        )


def drags(page, part):
    """A leaf's number, pulled sideways."""
    part.get_by_role("button", name="Backward", exact=True).evaluate("e => e.scrollIntoView({ block: 'center' })")
    handle = part.locator(".handle").first
    handle.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, REPEATS):
        yield lambda k=k: page.mouse.move(x + 3 * k, y)
    page.mouse.up()


def keystrokes(page, part) -> float:
    """Digits, typed at the end of the first number of a graph of VALUES values."""
    leaves = VALUES // 2
    lines = [f"x{k} = Value({k + 1}.5)" for k in range(leaves)]
    sums = " + ".join(f"x{k}" for k in range(leaves))
    editor = part.get_by_role("textbox", name="Expression")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("\n".join([*lines, f"L = ({sums}).tanh()"]))
    page.wait_for_function("n => document.querySelectorAll('#idea .box').length === n", arg=2 * leaves)
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    times = []
    for k in range(REPEATS // 2):
        watching = page.evaluate_handle(f"() => ({{ answer: ({KEYSTROKE})() }})")
        page.keyboard.press(str(k % 9 + 1) if k % 2 == 0 else "Backspace")
        times.append(watching.evaluate("w => w.answer"))
        page.evaluate(FRAMES)
    return statistics.median(times[2:])
