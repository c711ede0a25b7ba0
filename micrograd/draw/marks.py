"""The marks a graph is drawn with: a box with its two numbers, a wire, the sign of an op.

While a number is pulled, every box is written anew for every frame. So what stays of a box is written once, and its
changing words are put in between.

Offers `box`, `wire`, `sign`, `spoken` (a box in words), and TIES, in how many ways a variable can be underlined.
"""

from functools import lru_cache

from ..ops import symbol_of
from ..tape.names import clipped, is_written_out, readable
from ..tape.records import Node
from .geometry import RADIUS, Flow
from .layout import Point
from .parts import Part
from .scale import fit, short
from .svg import Markup, tag

LONGEST_SYMBOL = 4  # characters: what the circle of an op holds
TIES = 12  # three hues and four kinds of line, so that each pair has a second cue; style.py has both


def spoken(name: str, data: float | None, grad: float | None) -> str:
    """A box in words: 'a, data 2.0, gradient −2.0'."""
    known = f"data {short(data)}" if data is not None else "not computed yet"
    return f"{name}, {known}" + (f", gradient {short(grad)}" if grad is not None else "")


@lru_cache(maxsize=4096)  # from one step to the next, most boxes stay as they are
def box(
    prefix: str,
    node: Node,
    center: Point,
    data: float | None,
    grad: float | None,
    state: str,
    flow: Flow,
    note: tuple[str, str] | None = None,
    pull: bool = False,
    tie: int | None = None,
    stop: bool = True,
    asked: bool = False,
    given: bool = False,
) -> Part:
    """A box. note: (class, words) below it; pull: its number can be dragged, and so is a spin button; tie: how its
    variable is underlined, 0 to TIES - 1; stop: whether the Tab key comes to it; asked: it has a "?" for the gradient
    that will be added to what it has; given: it is a leaf that nobody learns, an input or a target."""
    fixed = outline(prefix, node.index, node.name, center, flow, pull, tie, note is not None, given)
    words = spoken(node.name, data, grad) + (f", {note[1]}" if note else "")
    attributes: dict[str, str] = {}
    texts = {"title": words, ".data": "·", ".grad": "·"}
    if data is not None:
        attributes["data-value"], texts[".data"] = repr(float(data)), fit(data, 7)
    if grad is not None:
        attributes["data-grad"], texts[".grad"] = repr(float(grad)), fit(grad, 7)
    if asked:
        texts[".grad"] = f"{fit(grad, 5)} + ?" if grad else "?"
        words += ", gradient asked"
    if pull:
        attributes["aria-valuenow"] = attributes["data-value"]
    kind = f"box {'op' if node.op else 'leaf'}{state}{' ' + note[0] if note else ''}{' pulled' if pull else ''}"
    kind += (" asked" if asked else "") + (" input" if given else "")
    attributes |= {"class": kind, "aria-label": words, "tabindex": "0" if stop else "-1"}
    if note:
        texts[".note"] = note[1]
    return Part(fixed, attributes, texts)


@lru_cache(maxsize=2048)
def outline(
    prefix: str,
    index: int,
    name: str,
    center: Point,
    flow: Flow,
    pull: bool,
    tie: int | None,
    noted: bool,
    given: bool = False,
) -> tuple[str, ...]:
    """What stays of a box, as a Part wants it: before its words, data, gradient, and (if it has one) note."""
    x, y = -flow.width / 2, -flow.height / 2
    most = 12 if flow.words else 8
    opening = tag(
        "g",
        id=f"{prefix}-box-{index}",
        data_look=f"{prefix}.box.{index}",
        role="spinbutton" if pull else "img",
        style=f"transform:translate({center[0]:.1f}px,{center[1]:.1f}px)",
        data_node=name,
    ).removesuffix("></g>")
    words, figures = [], []
    for kind, baseline in zip(("data", "grad"), flow.rows[1:]):
        words.append(tag("text", kind, class_="word", x=x + 9, y=baseline) if flow.words else "")
        figure = tag("text", class_=f"figure {kind}", x=flow.rows[0], y=baseline, text_anchor="middle")
        figures.append(figure.removesuffix("</text>"))
    handle = ""
    if pull:
        place = {"x": x + 4, "y": flow.rows[1] - 17, "width": flow.width - 8, "height": 24.0}
        handle = tag("rect", class_="handle", rx=5.0, data_drag=f"{prefix}.box.{index}", **place)
    written = is_written_out(name)
    shown = clipped(readable(name), most + 2 if written else most)
    title = tag("text", shown, class_="name written" if written else "name", x=0.0, y=y + 19, text_anchor="middle")
    body = tag("rect", class_="body", x=x, y=y, width=flow.width, height=flow.height, rx=0.0 if given else 9.0)
    line = (
        tag("path", d=underline(len(shown) * 8.4, y + 24, tie % 4 == 3), class_=f"tie tie{tie}")
        if tie is not None
        else ""
    )
    upper, lower = f"</title>{body}{title}{line}{words[0]}{handle}{figures[0]}", f"</text>{words[1]}{figures[1]}"
    if not noted:
        return opening, "<title>", upper, lower, "</text></g>"
    note = tag("text", class_="note", y=flow.height / 2 + 13, text_anchor="middle").removesuffix("</text>")
    return opening, "<title>", upper, lower, f"</text>{note}", "</text></g>"


def underline(length: float, y: float, double: bool) -> str:
    """Path data of a line below a name, or of two."""
    half = max(length, 14.0) / 2
    rows = (y - 1.3, y + 1.9) if double else (y,)
    return "".join(f"M{-half:.1f} {row:.1f}H{half:.1f}" for row in rows)


def wire(key: str, path: str, kind: str) -> Markup:
    """path: of SVG, as in a Geometry."""
    return Markup(f'<path d="{path}" id="{key}" class="wire{kind}"></path>')


@lru_cache(maxsize=4096)
def sign(key: str, op: str, center: Point, kind: str) -> Markup:
    symbol = clipped(symbol_of(op), LONGEST_SYMBOL)
    return tag(
        "g",
        tag("circle", r=RADIUS),
        tag("text", symbol, dy="0.35em", text_anchor="middle", class_="small" if len(symbol) > 2 else None),
        id=key,
        class_="opsign" + kind,
        style=f"transform:translate({center[0]:.1f}px,{center[1]:.1f}px)",
        aria_hidden="true",
    )
