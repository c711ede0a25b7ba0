"""What programs have put out, piece by piece: text, pictures, errors, notes.

Offers `output`.
"""

from functools import lru_cache

from micrograd.draw.svg import Markup, group, tag

from ..controls import button
from ..worker.records import Failure
from .drawings import picture
from .state import Item, State

MOST_PICTURES = 20  # that are shown; the ones before are folded
LONG, HEAD, TAIL = 20_000, 8_000, 4_000  # text that is longer shows its beginning and its end


def output(state: State) -> Markup:
    drawings = [item.key for item in state.items if item.kind == "drawing"]
    folded = len(drawings) - MOST_PICTURES if -1 not in state.unfolded else 0
    hidden = set(drawings[:folded]) if folded > 0 else ()
    more = button(f"Show {folded:,} earlier pictures", "cell.unfold", "all", kind="quiet") if hidden else None
    return group(
        more,
        *[
            tag("div", piece(item, state), class_="piece", id=f"cell-piece-{item.key}")
            for item in state.items
            if item.key not in hidden
        ],
    )


def piece(item: Item, state: State) -> Markup:
    match item.kind:
        case "out" | "err" | "value":
            return text(item, item.key in state.unfolded)
        case "failure":
            return failure(item, state.run)
        case "note":
            return tag("p", item.content, class_="told")
        case "trouble":
            return tag("p", item.content, class_="stop", role="alert")
        case "drawing":
            return picture(item, state)
    raise ValueError(f"no such piece of output: {item.kind}")


@lru_cache(maxsize=8)
def text(item: Item, unfolded: bool) -> Markup:
    words: str = item.content
    if len(words) <= LONG or unfolded:
        return lines(item.kind, words)
    last = len(words) - TAIL
    head, tail = words.rfind("\n", HEAD // 2, HEAD) + 1 or HEAD, words.find("\n", last, last + TAIL // 2) + 1 or last
    return group(  # at the end of a line, if there is one near
        lines(item.kind, words[:head]),
        button(f"Show {tail - head:,} more characters", "cell.unfold", str(item.key), kind="quiet"),
        lines(item.kind, words[tail:]),
    )


def lines(kind: str, words: str) -> Markup:
    return tag("pre", words, class_=f"printed {kind}", data_stream=kind)


@lru_cache(maxsize=8)
def failure(item: Item, run: int) -> Markup:
    error: Failure = item.content
    last = error.trace[-1] if error.trace else None
    where = f"Line {error.line}: " if error.line else ""
    rows = [
        tag(
            "li",
            f"line {place.line}"
            + (f", in {place.inside}" if place.inside else "")
            + (" of an earlier run" if place.run != run else ""),
            ": ",
            tag("code", place.text.strip()),
        )
        for place in error.trace
    ]
    return tag(
        "div",
        tag("p", tag("strong", f"{where}{error.kind}"), f": {error.message}" if error.message else None),
        tag("pre", tag("code", last.text.strip()), class_="line")
        if last and len(rows) == 1 and last.text.strip()
        else None,
        tag("ol", *rows, class_="trace") if len(rows) > 1 else None,
        tag("p", error.hint, class_="hint") if error.hint else None,
        class_="failure",
        role="alert",
        data_line=str(error.line) if error.line else None,
        data_kind=error.kind,
    )
