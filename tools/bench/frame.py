"""How long one animation frame of The Loop keeps the page busy."""

import statistics

from tools.serve import Server

SECONDS = 10
WARM = 2  # seconds left out at first, in which everything is compiled
FRAME = "FireAnimationFrame"  # in Chromium's trace: all that a page's callbacks do for one frame


def loop_frames(browser, project) -> dict:
    """Milliseconds: median, 95th and 99th percentile and worst of the frames of ten seconds, and how many there were.

    By the clock, other programs are in them: on a busy machine the page waits for a processor in the middle of a frame.
    So there is the processor's time as well, frame by frame (all from Chromium's own trace), and `all`: the mean of all
    that the page's main thread did for a frame, with styles, layout and paint.
    """
    server = Server(project.site).start()
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(server.address)
    page.wait_for_selector("html[data-python=ready]", timeout=60_000)
    part = page.locator("#loop")
    part.get_by_role("button", name="Start").click()
    page.wait_for_timeout(WARM * 1000)
    cpu = page.context.new_cdp_session(page)
    cpu.send("Performance.enable", {"timeDomain": "threadTicks"})
    spent = busy(cpu)
    frames = traced(browser, page)
    spent = (busy(cpu) - spent) / len(frames)
    found = {
        "frames": len(frames),
        "clock": spread([frame["dur"] / 1000 for frame in frames]),
        "processor": spread([frame["tdur"] / 1000 for frame in frames]),
        "all": spent * 1000,
        "steps a second": float(part.locator("[data-stat=steps-per-second]").get_attribute("data-value")),
    }
    page.close()
    server.stop()
    return found


def traced(browser, page) -> list[dict]:
    """The trace's events of the frames of some seconds; dur and tdur: µs by the clock and of the processor."""
    session, events, ended = browser.new_browser_cdp_session(), [], []
    session.on(
        "Tracing.dataCollected", lambda message: events.extend(e for e in message["value"] if e.get("name") == FRAME)
    )
    session.on("Tracing.tracingComplete", lambda message: ended.append(message))
    session.send(
        "Tracing.start", {"traceConfig": {"includedCategories": ["devtools.timeline"]}, "transferMode": "ReportEvents"}
    )
    page.wait_for_timeout(SECONDS * 1000)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    return [event for event in events if event.get("ph") == "X" and "tdur" in event]


def spread(times: list[float]) -> dict:
    times = sorted(times)
    share = {f"{p} %": times[int(len(times) * p / 100)] for p in (95, 99)}
    return {"median": statistics.median(times), **share, "worst": times[-1]}


def busy(cpu) -> float:
    """Seconds of processor time that the page's main thread has used in tasks."""
    return next(m["value"] for m in cpu.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")
