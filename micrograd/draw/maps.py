"""A network in training: every neuron as a map of the plane, in columns, with its weights as edges.

The maps are pictures of pixels, so a page puts canvases where `places` says; here are the edges between them, and the
colors of the pixels.

Offers `places`, `edges`, `edges_in_motion`, `palette`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .color import RAMPS, sign
from .names import key, parameter, parameters
from .scale import short
from .svg import Attribute, Markup, tag

WIDTH, HEIGHT = 700.0, 560.0
FIRST, COLUMNS = 34.0, (150.0, 580.0)  # where the inputs stand; where the first and the last hidden layer do
LARGEST, FILLED = 72.0, 0.82  # a map's place is at most so high, and a map fills so much of it
Look = tuple[int, int]  # (layer, neuron): the one that is pointed at
Words = tuple[str | None, str, str | None]  # of an edge: its data-value, its title, its style


@dataclass(frozen=True)
class Place:
    """Of a neuron: its map's middle and side, in units of a sheet of WIDTH by HEIGHT. Layer 0 holds the inputs."""

    layer: int
    index: int
    x: float
    y: float
    side: float

    @property
    def percent(self) -> str:
        """left, top, width and height in percent of the sheet: CSS."""
        left, top = self.x - self.side / 2, self.y - self.side / 2
        return (
            f"left:{left / WIDTH * 100:.2f}%;top:{top / HEIGHT * 100:.2f}%;"
            f"width:{self.side / WIDTH * 100:.2f}%;height:{self.side / HEIGHT * 100:.2f}%"
        )


def places(sizes: Sequence[int]) -> list[list[Place]]:
    """A list with a list of Places for each layer; the output's is a point at the right edge."""
    hidden = sizes[1:-1]
    pitch = min(LARGEST, (HEIGHT - 16) / max(hidden, default=1))
    gap = (COLUMNS[1] - COLUMNS[0]) / max(len(hidden) - 1, 1)
    result = [[Place(0, i, FIRST, HEIGHT / 2 + (i - (sizes[0] - 1) / 2) * 110, 44.0) for i in range(sizes[0])]]
    for layer, size in enumerate(hidden, 1):
        x = COLUMNS[0] + (layer - 1) * gap if len(hidden) > 1 else sum(COLUMNS) / 2
        result.append(
            [Place(layer, i, x, HEIGHT / 2 + (i - (size - 1) / 2) * pitch, pitch * FILLED) for i in range(size)]
        )
    return [*result, [Place(len(sizes) - 1, 0, WIDTH, HEIGHT / 2, 0.0)]]


def widths(sizes: tuple[int, ...], numbers: Sequence[float], largest: float = 5.0) -> list[str]:
    """The width of every edge, as text, for the parameters `numbers`: |weight|, each layer's largest as `largest`."""
    groups: dict[tuple[int, bool], list[int]] = {}
    for i, (layer, _, source) in enumerate(parameters(sizes)):
        groups.setdefault((layer, source is None), []).append(i)
    result = [""] * len(numbers)
    for group in groups.values():
        most = max([abs(numbers[i]) for i in group])
        scale = (largest - 0.4) / most if most > 0 else 0.0
        for i in group:
            result[i] = f"{0.4 + (scale * abs(numbers[i]) if scale else 0.0):.1f}"
    return result


def edges(
    sizes: tuple[int, ...],
    numbers: Sequence[float],
    *,
    gradients: Sequence[float] | None = None,
    look: Look | None = None,
    prefix: str = "maps",
) -> Markup:
    """The edges as an SVG element, each with its number. look: (layer, neuron), of which the edges stand out.

    gradients: if they are given, each edge shows its own, and says both.
    """
    drawn = numbers if gradients is None else gradients
    said = [short(w) for w in numbers]
    if gradients is not None:
        said = [f"{text}, gradient {short(g)}" for text, g in zip(said, gradients)]
    words: list[Words] = [
        (repr(float(w)), text, f"--w:{wide}") for w, text, wide in zip(numbers, said, widths(sizes, drawn))
    ]
    return sheet(sizes, [sign(w) for w in drawn], words, look, prefix, gradients)


def edges_in_motion(
    sizes: tuple[int, ...], numbers: Sequence[float], *, look: Look | None = None, prefix: str = "maps"
) -> tuple[Markup, dict[str, str]]:
    """(SVG element, {'id --w': width}): the edges without their numbers, which stay the same for many steps of
    training, and the widths that do not."""
    found = widths(sizes, numbers)
    drawn = unnumbered(sizes, tuple([sign(w) for w in numbers]), look, prefix)
    return drawn, dict(zip(variables(sizes, prefix), found))


@lru_cache(16)
def unnumbered(sizes: tuple[int, ...], signs: tuple[str, ...], look: Look | None, prefix: str) -> Markup:
    return sheet(sizes, signs, [(None, "", None)] * len(signs), look, prefix)


@lru_cache(4)
def variables(sizes: tuple[int, ...], prefix: str) -> list[str]:
    return [f"{prefix}-{key(*which)} --w" for which in parameters(sizes)]


def sheet(
    sizes: tuple[int, ...],
    signs: Sequence[str],
    words: Sequence[Words],
    look: Look | None,
    prefix: str,
    gradients: Sequence[float] | None = None,
) -> Markup:
    place = places(sizes)
    drawn: list[Markup] = []
    grads: Sequence[str | None] = [None] * len(signs) if gradients is None else [repr(float(g)) for g in gradients]
    for (layer, neuron, source), side, (value, text, style), grad in zip(parameters(sizes), signs, words, grads):
        name, end = key(layer, neuron, source), place[layer + 1][neuron]
        near = look and look in ((layer, neuron), (layer - 1, source))
        what: dict[str, Attribute] = {"id": f"{prefix}-{name}", "style": style}
        if source is None:
            x, y = end.x - end.side / 2 - 5, end.y + end.side / 2
            shape = tag("circle", cx=x, cy=y, class_=f"bias {side}", **what)
        else:
            start = place[layer][source]
            x1, x2 = start.x + start.side / 2, end.x - end.side / 2
            half = (x1 + x2) / 2
            d = f"M{x1:.1f} {start.y:.1f}C{half:.1f} {start.y:.1f} {half:.1f} {end.y:.1f} {x2:.1f} {end.y:.1f}"
            shape = tag("path", d=d, class_=f"weight {side}", **what)
        title = tag("title", f"{parameter(layer, neuron, source)}: {text}") if text else None
        drawn.append(
            tag(
                "g",
                title,
                shape,
                class_="edge looked" if near else "edge",
                data_edge=name,
                data_value=value,
                data_grad=grad,
            )
        )
    names = [tag("text", f"x{'₁₂₃'[p.index]}", x=p.x, y=p.y, dy="0.35em", text_anchor="middle") for p in place[0][:3]]
    rings = [tag("circle", cx=p.x, cy=p.y, r=p.side / 2, class_="input") for p in place[0]]
    return tag(
        "svg",
        *drawn,
        *rings,
        *names,
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        class_="edges" + (" looking" if look else "") + (" backward" if gradients is not None else ""),
        role="img",
        aria_label=f"A network of {', '.join(str(n) for n in sizes)} neurons, and its {len(signs)} parameters",
        xmlns="http://www.w3.org/2000/svg",
    )


@lru_cache
def palette(theme: str) -> bytes:
    """257 colors of 4 bytes: 128 for negative numbers, from far to near, 128 for the others, one for nan.

    Zero has the color of the ground, so that a silent neuron shows nothing; from there the colors rise quickly, so
    that the sign is clear close to the line where it changes.
    """
    negative, ground, positive = RAMPS[theme]

    def depth(side: Sequence[int], share: float) -> bytes:
        return bytes(round(a + (b - a) * 0.9 * share**0.6) for a, b in zip(ground, side)) + b"\xff"

    below = [depth(negative, (128 - i) / 128) for i in range(128)]
    above = [depth(positive, i / 127) for i in range(128)]
    return b"".join([*below, *above, depth(ground, 0.0)])
