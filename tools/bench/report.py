"""The bench's numbers as Markdown: the tables, and what was meant to be reached beside what was."""

from statistics import median

from tools.bench.answers import BUDGETS

OURS, HAND = "WebAssembly SIMD", "hand-written"


def markdown(found: dict) -> str:
    """The whole report."""
    rows, names = found["rows"], list(found["rows"][0]["step"])
    parts = [
        "# How fast\n",
        f"{describe_machine(found['machine'])}.\n",
        "Medians, in milliseconds. –: left out, it would take minutes.\n",
        "## One training step: the full batch, hinge loss and L2, SGD\n",
        table(rows, names, "step"),
        "\n## The maps: 100×100 points, the activation of every neuron\n",
        table([row for row in rows if "maps" in row], names, "maps"),
        "\nThe object graph's maps are extrapolated from 200 points.\n",
        "## From the model to a program that is ready\n",
        "| network | median, ms | the first time, when Python has just begun |\n|---|---|---|\n"
        + "\n".join(f"| {name} | {median(all_):.0f} | {all_[0]:.0f} |" for name, all_ in found["compile"].items()),
        "\n## One frame of The Loop (2-8-8-1, 100 points, every map, chart, network), in the page\n",
        frames(found["frame"]),
        "## How soon The Idea answers, in the page\n",
        "A step and a drag: the processor's time for scripts, styles and layout. A keystroke: the time by the clock.\n",
        "\n".join(f"- {what}: {figure(ms)} ms (budget {BUDGETS[what]:g})" for what, ms in found["answers"].items())
        + "\n",
        "## What was to be reached\n",
        "\n".join(f"- {'reached' if good else '**missed**'}: {words}" for words, good in goals(found)),
    ]
    return "\n".join(parts) + "\n"


def describe_machine(machine: dict) -> str:
    """What the numbers were measured on, on one line."""
    words = []
    for name, value in machine.items():
        if isinstance(value, float):
            words.append(f"{name} {value:.2f}")
        else:
            words.append(f"{value} {name}" if name == "cores" else str(value))
    return ", ".join(words)


def frames(found: dict) -> str:
    """The frames' times, by the clock and of the processor."""
    names = list(found["clock"])
    lines = [f"| milliseconds | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for words, key in (("of the processor", "processor"), ("by the clock, other programs included", "clock")):
        lines.append(f"| {words} | {' | '.join(figure(found[key][name]) for name in names)} |")
    lines.append(
        f"\n{found['frames']} frames. With styles, layout and paint, the page's thread works "
        f"{figure(found['all'])} ms a frame, a mean.\n"
    )
    return "\n".join(lines)


def table(rows: list, names: list, what: str) -> str:
    lines = [f"| network | samples | {' | '.join(names)} |", "|---" * (len(names) + 2) + "|"]
    for row in rows:
        cells = [figure(row[what].get(name)) for name in names]
        lines.append(f"| {'-'.join(map(str, row['sizes']))} | {row['samples']:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def figure(ms: float | None) -> str:
    """Three digits, or a dash."""
    if ms is None:
        return "–"
    return f"{ms:,.0f}" if ms >= 100 else f"{ms:.3g}"


def goals(found: dict):
    """(what, whether it was reached), for each goal."""
    by = {(*row["sizes"], row["samples"]): row for row in found["rows"]}
    for sizes in ((2, 8, 8, 1), (2, 16, 16, 1)):
        row, name = by[*sizes, 100], "-".join(map(str, sizes))
        ours = row["step"][OURS]
        yield ratio(f"{name}: a step against the object graph", row["step"]["object graph"] / ours, 5000)
        yield ratio(f"{name}: a step against the hand-written baseline", row["step"][HAND] / ours, 1)
        yield ratio(f"{name}: the maps against TensorFlow.js", row["maps"]["TensorFlow.js"] / row["maps"][OURS], 5)
        yield ratio(f"{name}: the maps against the hand-written baseline", row["maps"][HAND] / row["maps"][OURS], 1)
    for name, most in (("2-8-8-1", 40), ("2-64-64-1", 1000)):
        ms = median(found["compile"][name])
        yield f"{name} compiles in {ms:.0f} ms (at most {most})", ms < most
    work = [row["step"][OURS] / (row["parameters"] * row["samples"]) for row in found["rows"]]
    spread = max(work) / min(work)
    yield (
        f"time is linear in samples and parameters: {spread:.1f} times between the cheapest and the dearest case "
        "(at most 3)",
        spread <= 3,
    )
    frame = found["frame"]["processor"]  # by the clock, what is measured at its worst is how busy the machine is
    for what, most in (("median", 8), ("worst", 16)):
        yield f"a frame of The Loop: {what} {frame[what]:.1f} ms of the processor (at most {most})", frame[what] <= most


def ratio(words: str, times: float, least: float) -> tuple[str, bool]:
    return f"{words}: {times:,.3g} times as fast (at least {least:,})", times >= least
