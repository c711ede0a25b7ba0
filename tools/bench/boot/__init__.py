"""`python3 -m tools bench --boot`: how soon the page is there, beside a bare PyScript page of the same versions.

The pages take turns. Every turn has a browser of its own, with an empty profile on disk: the first visit (cold), the
second (warm), and one after the browser was closed and opened again (restarted); each is looked at for some seconds.
Medians count. Then first visits over a line of 20 Mbit/s, from a host that compresses. Beside the page as it is stands
one whose host has no snapshot, and one that keeps a snapshot of Python alone, without our modules. The result is
dist/bench/boot.md and boot.json.
"""

import json
import os
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import bundle, chromium
from tools.bench.boot.host import Host
from tools.bench.boot.report import markdown
from tools.project import Project, say, write

HERE = Path(__file__).parent
LINE = {"offline": False, "latency": 20, "downloadThroughput": 20e6 / 8, "uploadThroughput": 5e6 / 8}
STAY = 5000  # ms that a reader looks at the page at the least; meanwhile the browser keeps what it has compiled
MEASURES = ("picture", "ready", "forward", "freeze")


def run(project: Project, repeats: int = 3) -> int:
    """Measure and write the report."""
    bundle.build(project)
    folder = project.dist / "bench" / "boot"
    shutil.rmtree(folder, ignore_errors=True)
    bare(project, folder / "bare")
    shipped = re.search(r' data-memory="[^"]*"', (project.site / "index.html").read_text("utf-8"))[0]
    without = ("index.html", shipped, "")
    varied(project, folder / "own", without)
    varied(project, folder / "plain", without, ("assets/interpreter.mjs", '"import pages.snapshot_contents"', '"pass"'))
    hosts = {name: Host(place).start() for name, place in
             {"bare": folder / "bare", "page": project.site, "page, host without a snapshot": folder / "own",
              "page, snapshot of Python alone": folder / "plain"}.items()}  # fmt: skip
    pages = {name: host.address for name, host in hosts.items()} | {"one file": project.bundle.as_uri()}
    found = {"machine": {"cores": os.cpu_count(), "load at start": os.getloadavg()[0]}, "visits": {}, "line": {}}
    with sync_playwright() as playwright:
        for _ in range(repeats):
            for name, address in pages.items():
                for kind, times in visits(playwright, address).items():
                    found["visits"].setdefault(name, {}).setdefault(kind, []).append(times)
                    say(f"  {name}, {kind}: " + ", ".join(f"{key} {ms:.0f} ms" for key, ms in times.items()))
        for _ in range(repeats):
            for name in ("bare", "page", "page, host without a snapshot"):
                times = visits(playwright, hosts[name].address, LINE)["cold"]
                found["line"].setdefault(name, []).append(times)
                say(f"  {name}, 20 Mbit/s: " + ", ".join(f"{key} {ms:.0f} ms" for key, ms in times.items()))
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=chromium.FLAGS)
        found["machine"]["browser"] = f"Chromium {browser.version}"
        browser.close()
    for host in hosts.values():
        host.stop()
    shutil.rmtree(folder)
    found["machine"] |= {"load at end": os.getloadavg()[0], "day": time.strftime("%Y-%m-%d")}
    medians = {name: {kind: median(all_) for kind, all_ in kinds.items()} for name, kinds in found["visits"].items()}
    line = {name: median(all_) for name, all_ in found["line"].items()}
    write(project.dist / "bench" / "boot.json", (json.dumps(found, indent=1) + "\n").encode())
    write(project.dist / "bench" / "boot.md", markdown(found["machine"], medians, line).encode())
    say("Wrote dist/bench/boot.md and boot.json")
    return 0


def median(all_: list) -> dict:
    return {key: statistics.median(times[key] for times in all_) for key in MEASURES}


def bare(project: Project, folder: Path) -> None:
    """A page of PyScript that says hello, with the very files of ours."""
    shutil.copytree(project.vendor / "pyodide", folder / "vendor" / "pyodide")
    shutil.copytree(project.vendor / "pyscript", folder / "vendor" / "pyscript")
    shutil.copy(HERE / "bare.html", folder / "index.html")
    (folder / "pyscript.toml").write_text('interpreter = "./vendor/pyodide/pyodide.mjs"\n')


def varied(project: Project, folder: Path, *changes: tuple[str, str, str]) -> None:
    """Our page with something done another way: in a file, other words in the place of some."""
    shutil.copytree(project.site, folder)
    for name, old, new in changes:
        source = (folder / name).read_text("utf-8")
        assert source.count(old) == 1, f"{name} no longer says {old}"
        (folder / name).write_text(source.replace(old, new), "utf-8")


def visits(playwright, address: str, line: dict | None = None) -> dict[str, dict]:
    """{kind of visit: its times in ms}, all with one profile; over `line`, the first visit alone."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        found = {}
        for kinds in [["cold"]] if line else [["cold", "warm"], ["restarted"]]:
            context = playwright.chromium.launch_persistent_context(
                profile, executable_path=chromium.found(), args=chromium.FLAGS
            )
            context.pages[0].wait_for_timeout(1000)  # the browser itself is still beginning
            for kind in kinds:
                found[kind] = visit(context, address, line)
            context.close()
        return found


def visit(context, address: str, line: dict | None) -> dict:
    page = context.new_page()
    page.add_init_script(path=HERE / "watch.js")
    if line:
        control = context.new_cdp_session(page)
        control.send("Network.enable")
        control.send("Network.emulateNetworkConditions", line)
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.bootTimes?.forward", timeout=120_000)
    times = page.evaluate("bootTimes")
    picture = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    # What is kept for the next visit is kept when the page is at rest.
    if page.evaluate("'microgradPython' in window && window.microgradPython.from !== 'kept'"):
        page.wait_for_selector("html[data-snapshot=kept]", timeout=60_000)
    page.wait_for_timeout(STAY)
    page.close()
    return {
        "picture": picture,
        "ready": times["ready"],
        "forward": times["forward"],
        "freeze": max(times["freezes"], default=0),
    }
