"""How long one animation frame of The Loop keeps the page busy."""

import statistics

from tools.serve import Server

# Every callback of requestAnimationFrame is timed from within the page.
WATCH = """
  window.work = []
  const ask = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = tell => ask(now => { const begin = performance.now(); tell(now); window.work.push(performance.now() - begin) })
"""
SECONDS, FIRST = 10, 60  # the first frames, in which everything is compiled, are left out


def loop_frames(browser, project) -> dict:
    """Milliseconds: median, 95th and 99th percentile and worst of the frames of ten seconds, and how many there were.

    These are by the clock: on a busy machine other programs are in them. So there is the processor's time as well, the
    mean of all that the page's main thread did for a frame: scripts, styles, layout, paint.
    """
    server = Server(project.site).start()
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.goto(server.address)
    page.wait_for_selector("html[data-python=ready]", timeout=60_000)
    part = page.locator("#loop")
    part.get_by_role("button", name="Start").click()
    page.wait_for_timeout(2000)
    cpu = page.context.new_cdp_session(page)
    cpu.send("Performance.enable", {"timeDomain": "threadTicks"})
    before, spent = page.evaluate("work.length"), busy(cpu)
    page.wait_for_timeout(SECONDS * 1000)
    spent = (busy(cpu) - spent) / (page.evaluate("work.length") - before)
    work = sorted(page.evaluate("work")[FIRST:])
    found = {
        "frames": len(work),
        "median": statistics.median(work),
        "95 %": work[int(len(work) * 0.95)],
        "99 %": work[int(len(work) * 0.99)],
        "worst": work[-1],
        "processor": spent * 1000,
        "steps a second": float(part.locator("[data-stat=steps-per-second]").get_attribute("data-value")),
    }
    page.close()
    server.stop()
    return found


def busy(cpu) -> float:
    """Seconds of processor time that the page's main thread has used in tasks."""
    return next(m["value"] for m in cpu.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")
