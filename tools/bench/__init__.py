"""`python3 -m tools bench`: how fast the page trains, beside others, in one run of this machine's Chromium.

All contenders get the same network, weights and data, and must agree on loss and gradient before any time is taken.
Then they are measured in turn, over and over; the median counts. What would take minutes is left out, and the table
says so. The result is dist/bench/bench.md and bench.json.
"""

import base64
import io
import itertools
import json
import math
import os
import statistics
import subprocess
import time
import zipfile

from playwright.sync_api import sync_playwright

from tools import chromium, npm, site
from tools.bench.answers import BUDGETS, answers
from tools.bench.frame import loop_frames
from tools.bench.report import markdown
from tools.project import Project, Trouble, say, write
from tools.serve import Server

SIZES = [(2, 4, 4, 1), (2, 8, 8, 1), (2, 16, 16, 1), (2, 64, 64, 1)]
SAMPLES = [100, 1_000, 10_000]
OBJECTS = "object graph"
CONTENDERS = {  # name: largest parameters * samples to measure, and how near to the baseline its gradient must be
    OBJECTS: (110_000, 1e-6),
    "NumPy": (5_000_000, 1e-6),
    "WebAssembly": (math.inf, 1e-6),
    "WebAssembly SIMD": (math.inf, 1e-6),
    "hand-written": (math.inf, 1e-6),
    "ConvNetJS": (math.inf, 1e-6),
    "TensorFlow.js": (math.inf, 1e-3),
}
LEAST_MS = 20  # one measurement lasts at least so long


def run(project: Project, repeats: int = 7) -> int:
    """Measure and write the report."""
    site.build(project)
    tensorflow(project)
    found = {"machine": {"cores": os.cpu_count(), "load at start": os.getloadavg()[0]}, "rows": [], "compile": {}}
    server = Server(project.root).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=chromium.FLAGS)
        page = browser.new_page()
        page.goto(f"{server.address}tools/bench/page.html")
        page.wait_for_function("() => window.bench")
        found["machine"] |= {
            "browser": f"Chromium {browser.version}",
            "software": page.evaluate("a => bench.start(a)", archive(project)),
        }
        for _ in range(repeats):
            for sizes in SIZES:
                found["compile"].setdefault("-".join(map(str, sizes)), []).append(
                    page.evaluate("s => bench.compile(s)", sizes)
                )
        for sizes in SIZES:
            for samples in SAMPLES:
                row = measured(page, sizes, samples, repeats)
                found["rows"].append(row)
                say(
                    f"  {'-'.join(map(str, sizes))}, {samples:,} samples: "
                    + ", ".join(f"{n} {t:.3g} ms" for n, t in row["step"].items())
                )
        page.close()
        found["frame"] = loop_frames(browser, project)
        found["answers"] = answers(browser, project)
        browser.close()
    server.stop()
    found["machine"]["load at end"] = os.getloadavg()[0]
    found["machine"]["day"] = time.strftime("%Y-%m-%d")
    folder = project.dist / "bench"
    write(folder / "bench.json", (json.dumps(found, indent=1) + "\n").encode())
    write(folder / "bench.md", markdown(found).encode())
    say(f"Wrote {(folder / 'bench.md').relative_to(project.root).as_posix()} and bench.json")
    return 0


def run_answers(project: Project) -> int:
    """Measure only how soon The Idea answers, and say it."""
    site.build(project)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=chromium.FLAGS)
        for what, ms in answers(browser, project).items():
            say(f"  {what}: {ms:.1f} ms (budget {BUDGETS[what]:g})")
        browser.close()
    return 0


def tensorflow(project: Project) -> None:
    """TensorFlow.js as one script: dist/bench/tensorflow.js."""
    esbuild = project.node_modules / "esbuild" / "bin" / "esbuild"
    entry, out = project.root / "tools" / "bench" / "tensorflow.mjs", project.dist / "bench" / "tensorflow.js"
    subprocess.run([npm.node(), str(esbuild), str(entry), "--bundle", "--minify", "--format=iife", "--global-name=tf",
                    f"--outfile={out}", "--log-level=error"], check=True)  # fmt: skip


def archive(project: Project) -> str:
    """The Python that runs inside, as a zip in base64."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        for path in project.python_files():
            files.write(project.root / path, path)
        files.writestr("tools/__init__.py", "")
        files.writestr("tools/bench/__init__.py", "")
        files.write(project.root / "tools/bench/inside.py", "tools/bench/inside.py")
    return base64.b64encode(packed.getvalue()).decode()


def measured(page, sizes: tuple, samples: int, repeats: int) -> dict:
    """Medians in ms of one case: {"step": {contender: ms}, "maps": …}; maps with the smallest data set only."""
    parameters = sum((a + 1) * b for a, b in itertools.pairwise(sizes))
    names = [name for name, (most, _) in CONTENDERS.items() if parameters * samples <= most]
    page.evaluate("([s, n]) => bench.prepare(s, n)", [sizes, samples])
    gradients = {name: page.evaluate("name => bench.make(name)", name) for name in names}
    agree(gradients)
    row = {
        "sizes": sizes,
        "samples": samples,
        "parameters": parameters,
        "left out": [n for n in CONTENDERS if n not in names],
    }
    for what in ("step", "maps") if samples == SAMPLES[0] else ("step",):
        times: dict[str, list] = {name: [] for name in names}
        for turn in range(repeats):
            for name in names:
                if turn < 3 or statistics.median(times[name]) < 200:  # the slowest are measured three times only
                    times[name].append(page.evaluate("([n, w, l]) => bench.measure(n, w, l)", [name, what, LEAST_MS]))
        row[what] = {name: statistics.median(list_) for name, list_ in times.items()}
    if OBJECTS in row.get("maps", {}):
        row["maps"][OBJECTS] *= 10_000 / 200
    for name in names:
        page.evaluate("name => bench.drop(name)", name)
    return row


def agree(gradients: dict) -> None:
    """Trouble, if the contenders do not compute the same."""
    wanted = gradients["hand-written"]
    size = max(1.0, *(abs(g) for g in wanted["gradient"]))
    for name, found in gradients.items():
        _, near = CONTENDERS[name]
        pairs = [(found["loss"], wanted["loss"]), *zip(found["gradient"], wanted["gradient"], strict=True)]
        if not all(abs(a - b) <= near * size for a, b in pairs):
            raise Trouble(f"{name} computes something else than the hand-written baseline")
