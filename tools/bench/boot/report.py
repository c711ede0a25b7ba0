"""The boot's numbers as Markdown: the tables, and what was meant to be reached beside what was."""

from tools.bench.report import describe_machine

HEADS = {
    "picture": "first picture",
    "ready": "Python ready",
    "forward": "first forward pass",
    "freeze": "longest freeze",
}


def markdown(machine: dict, visits: dict, line: dict) -> str:
    """The whole report."""
    rows = [(f"{name}, {kind}", times) for name, kinds in visits.items() for kind, times in kinds.items()]
    parts = [
        "# How soon\n",
        f"{describe_machine(machine)}.\n",
        "Medians, in milliseconds since the page was asked for. Cold: an empty profile. "
        "Restarted: the browser closed and opened again.",
        "Bare: a PyScript page of the same versions that only says hello.\n",
        table(rows),
        "\n## The first visit over 20 Mbit/s, 20 ms away, compressed\n",
        table(list(line.items())),
        "\n## What was to be reached\n",
        "\n".join(f"- {'reached' if good else '**missed**'}: {words}" for words, good in goals(visits)),
    ]
    return "\n".join(parts) + "\n"


def table(rows: list) -> str:
    lines = [f"| | {' | '.join(HEADS.values())} |", "|---" * (len(HEADS) + 1) + "|"]
    return "\n".join(
        [*lines, *(f"| {name} | {' | '.join(f'{times[key]:,.0f}' for key in HEADS)} |" for name, times in rows)]
    )


def goals(visits: dict):
    """(what, whether it was reached), for each goal."""
    bare, page, file = visits["bare"], visits["page"], visits["one file"]
    for name, kinds in (("served", page), ("one file", file)):
        for kind, times in kinds.items():
            yield f"first picture, {name}, {kind}: {times['picture']:.0f} ms (under 300)", times["picture"] < 300
    yield ratio("ready, cold, against the bare page", page["cold"], bare["cold"], 1.05)
    for kind in ("warm", "restarted"):
        yield ratio(f"ready, {kind}, against the bare page, cold", page[kind], bare["cold"], 0.4)
        yield ratio(f"ready, {kind}, against the bare page, {kind}", page[kind], bare[kind], 0.4)
        yield f"longest freeze, {kind}: {page[kind]['freeze']:.0f} ms (under 150)", page[kind]["freeze"] < 150
    yield ratio("one file, second opening against the first", file["warm"], file["cold"], 0.6)


def ratio(words: str, one: dict, other: dict, most: float) -> tuple[str, bool]:
    times = one["ready"] / other["ready"]
    return f"{words}: {times:.2f} times as long (at most {most})", times <= most
