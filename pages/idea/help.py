"""The keys, in a dialog."""

from micrograd.draw.svg import tag

KEYS = (
    ("Space", "play, pause"),
    (". and ,", "one step forward, one back"),
    ("Tab", "to the graph, to the code, and on; Escape leaves them"),
    ("← →", "in the graph: along a wire, to what a box is made of, to what is made of it"),
    ("↑ ↓", "on a leaf: its number, by 0.1 (with Shift by 1); else to the other operand"),
    ("PgUp PgDn", "on a leaf: its number, by 1"),
    ("Home End", "the first leaf, the root"),
    ("↑ ↓ Enter", "in the code: from line to line; all boxes that it made"),
    ("← → Home End", "on the timeline: scrub"),
    ("?", "this list"),
)


def dialog():
    rows = [tag("div", tag("dt", tag("kbd", keys)), tag("dd", what)) for keys, what in KEYS]
    return tag(
        "dialog",
        tag(
            "form",
            tag("h3", "Keys", id="idea-keys-title"),
            tag("dl", rows, class_="keys"),
            tag("button", "Close", type="submit"),
            method="dialog",
        ),
        id="idea-keys-dialog",
        aria_labelledby="idea-keys-title",
    )
