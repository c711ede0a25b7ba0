"""The marks a graph is drawn with: a box with its two numbers, a wire, the sign of an op. Each is kept, for the next picture.

Offers `box`, `wire`, `sign`, and `spoken` (a box in words).
"""

from functools import lru_cache

from .geometry import RADIUS, curve
from .scale import fit, short
from .svg import tag

SYMBOLS = {"*": "×", "ReLU": "relu", "sigmoid": "σ"}


def spoken(node, data, grad):
    """A box in words: 'a, data 2.0, gradient −2.0'."""
    return f"{node.name}, " + (f"data {short(data)}" if data is not None else "not computed yet") + (
        f", gradient {short(grad)}" if grad is not None else ""
    )


@lru_cache(maxsize=4096)  # from one step to the next, most boxes stay as they are
def box(prefix, node, center, data, grad, state, flow, note=None, pull=False):
    """A box. note: (class, words) below it; pull: its number can be dragged, and so is a spin button."""
    x, y = -flow.width / 2, -flow.height / 2
    words = spoken(node, data, grad) + (f", {note[1]}" if note else "")
    most = 12 if flow.words else 8
    name = node.name if len(node.name) <= most else node.name[: most - 1] + "…"
    rows = [tag("text", name, class_="name", x=0.0, y=y + 19, text_anchor="middle")]
    for kind, value, baseline in zip(("data", "grad"), (data, grad), flow.rows[1:]):
        shown = fit(value, 7) if value is not None else "·"
        rows.append(tag("text", kind, class_="word", x=x + 9, y=baseline) if flow.words else None)
        if pull and kind == "data":
            handle = {"x": x + 4, "y": baseline - 17, "width": flow.width - 8, "height": 24.0}
            rows.append(tag("rect", class_="handle", rx=5.0, data_drag=f"{prefix}.{node.index}", **handle))
        rows.append(tag("text", shown, class_=f"figure {kind}", x=flow.rows[0], y=baseline, text_anchor="middle"))
    if note:
        rows.append(tag("text", note[1], class_="note", y=y + flow.height + 13, text_anchor="middle"))
    return tag(
        "g",
        tag("title", words),
        tag("rect", class_="body", x=x, y=y, width=flow.width, height=flow.height, rx=9.0),
        rows,
        id=f"{prefix}-box-{node.index}",
        class_=f"box {'op' if node.op else 'leaf'}{state}{' ' + note[0] if note else ''}{' pulled' if pull else ''}",
        data_node=node.name,
        data_value=repr(float(data)) if data is not None else None,
        data_grad=repr(float(grad)) if grad is not None else None,
        data_look=f"{prefix}.{node.index}",
        tabindex="0",
        role="spinbutton" if pull else "img",
        aria_label=words,
        aria_valuenow=repr(float(data)) if pull else None,
        style=f"transform:translate({center[0]:.1f}px,{center[1]:.1f}px)",
    )


@lru_cache(maxsize=4096)
def wire(key, points, kind):
    return tag("path", d=curve(points), id=key, class_="wire" + kind)


@lru_cache(maxsize=4096)
def sign(key, op, center, kind):
    symbol = SYMBOLS.get(op, op)
    return tag(
        "g",
        tag("circle", r=RADIUS),
        tag("text", symbol, dy="0.35em", text_anchor="middle", class_="small" if len(symbol) > 2 else None),
        id=key,
        class_="opsign" + kind,
        style=f"transform:translate({center[0]:.1f}px,{center[1]:.1f}px)",
        aria_hidden="true",
    )
