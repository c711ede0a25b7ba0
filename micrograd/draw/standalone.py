"""A picture that needs nothing around it: each element carries its own paint, as SVG's presentation attributes.

The page and the notebook draw with the same functions. Their markup has classes, and a page has the style sheet for
them. What shows a notebook may drop style sheets, classes and ids, or show two pictures on one page. So `standalone`
goes through the markup once, looks up what the rules give to each element (cascade.py), and writes it down there:

    standalone('<svg …><path class="wire known" d="…"></path></svg>', 'light')
    # <svg …><path d="…" fill="none" stroke="#71a1d3" stroke-width="2"/></svg>

Whoever draws something new adds classes and their rules in style.py; a picture that stands alone then has them too.

Offers `standalone(svg, theme)`.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from xml.parsers.expat import ParserCreate

from .cascade import Place, painting
from .style import MONO, THEMES
from .svg import Markup, escape, number, quoted

# What an element takes from the one around it, unless it says something else.
INHERITED = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity",
    "font-family", "font-size", "font-weight", "text-anchor",
}  # fmt: skip
# What only a living page has a use for.
LIVE = {"class", "style", "tabindex", "data-look", "data-drag", "aria-valuenow", "xmlns"}
# Inline styles that are attributes of SVG as well; others (the size on the page, places along a path) are the page's.
STYLES = INHERITED | {"opacity"}
WINDOW = ("x", "y", "width", "height", "viewBox")  # what makes an <svg> a window onto a sheet of its own
VARIABLE = re.compile(r"var\(--([\w-]+)\)")
LENGTH = re.compile(r"(?<=[\d.])px\b")
SHIFT = re.compile(r"translate\(\s*(-?[\d.]+)px\s*,\s*(-?[\d.]+)px\s*\)")
ATTRIBUTE = re.compile(r'="([^"]*)"')
NAMED = re.compile(r' id="([^"]+)"')
# Where an attribute speaks of another element: a gradient or the like, a copy, or what starts an animation.
REFERENCE = re.compile(r"(?<=url\(#)[^)\s]+|(?<=^#).+|(?<![\w.-])[A-Za-z_][\w-]*(?=\.(?:click|begin|end|mouse))")


def standalone(svg: str, theme: str) -> Markup:
    """The same <svg> element without classes, styles and needless ids. theme: 'light' or 'dark'.

    An id stays where something in the picture refers to it (a gradient, a clip path); it is then made of the picture
    itself, so that it is the same each time, and no other picture on a page has it.
    """
    return _Writer(svg, THEMES[theme] | {"mono": MONO}).markup()


class _Writer:
    """Goes through the markup of one picture, and writes it anew."""

    def __init__(self, svg: str, colors: Mapping[str, str]) -> None:
        self.svg, self.colors = svg, colors
        mark = "m" + sha256(svg.encode() + colors["panel"].encode()).hexdigest()[:10]
        referred = {name for value in ATTRIBUTE.findall(svg) for name in REFERENCE.findall(value)}
        named = [name for name in NAMED.findall(svg) if name in referred]
        self.ids = {name: f"{mark}-{n}" for n, name in enumerate(named)}
        self.places: list[Place] = []  # the elements that are open, the outermost first
        self.tags: list[str] = []  # what they are written as
        self.inherited: list[dict[str, str]] = [{}]
        self.out: list[str] = []
        self.text: list[str] = []
        self.is_open = False  # whether the last tag still lacks its '>'

    def markup(self) -> Markup:
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.Parse(self.svg, True)
        return Markup("".join(self.out))

    def close_tag(self) -> None:
        if self.is_open:
            self.out.append(">")
            self.is_open = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "title" and self.is_open:  # it says the same, and is seen as well
            self.out[-1] = re.sub(r' aria-label="[^"]*"', "", self.out[-1])
        self.close_tag()
        kind = Place(tag, frozenset(attributes.get("class", "").split()))
        if tag == "svg" and self.places and (shift := _shift(attributes)) is not None:
            tag = "g"
            attributes = {k: v for k, v in attributes.items() if k not in WINDOW} | shift
        self.tags.append(tag)
        self.places.append(kind)
        around = self.inherited[-1]
        paint = self.paint(attributes)
        kept = {name: value for name, value in paint.items() if around.get(name) != value}
        self.inherited.append(around | {name: value for name, value in paint.items() if name in INHERITED})
        plain = {name: value for name, value in attributes.items() if name not in LIVE and name not in paint}
        if "id" in plain and plain["id"] not in self.ids:
            del plain["id"]
        if len(self.places) == 1:
            plain = {"xmlns": "http://www.w3.org/2000/svg"} | plain
        self.out.append(
            f"<{tag}" + "".join(f' {k}="{quoted(self.referring(k, v))}"' for k, v in (plain | kept).items())
        )
        self.is_open = True

    def paint(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """What an element is painted with: its own attributes, over them the rules, over these its own style."""
        found = {name: value for name, value in attributes.items() if name in STYLES}
        found |= painting(tuple(self.places))
        for piece in attributes.get("style", "").split(";"):
            name, _, value = (part.strip() for part in piece.partition(":"))
            if name in STYLES:
                found[name] = value
            elif name == "transform":
                found[name] = SHIFT.sub(lambda m: f"translate({number(float(m[1]))} {number(float(m[2]))})", value)
        for name, value in found.items():
            found[name] = LENGTH.sub("", self.colored(value))
        if found.get("stroke") == "transparent":  # a wide line to be pointed at; not every program knows this color
            found |= {"stroke": "none", "pointer-events": "stroke"}
        if found.get("fill") == "transparent":
            found["fill"] = "none"
        return found

    def colored(self, value: str) -> str:
        return VARIABLE.sub(lambda match: self.colors[match[1]], value)

    def referring(self, name: str, value: str) -> str:
        """An attribute's value with its colors, and with the ids in it as they are now called."""
        if name == "id":
            return self.ids[value]
        if name.startswith(("data-", "aria-")):
            return value
        value = self.colored(value)
        return REFERENCE.sub(lambda match: self.ids.get(match[0], match[0]), value)

    def end(self, tag: str) -> None:
        self.places.pop()
        tag = self.tags.pop()
        self.inherited.pop()
        if self.is_open:
            self.out.append("/>")
            self.is_open = False
        else:
            self.out.append(f"</{tag}>")

    def characters(self, text: str) -> None:
        self.close_tag()
        self.out.append(escape(text))


def _shift(window: Mapping[str, str]) -> dict[str, str] | None:
    """What makes a plain group of an <svg> in an <svg>, for programs that stumble over the latter; None if nothing."""
    try:
        x, y = (float(window.get(side, 0)) for side in ("x", "y"))
        left, top, width, height = map(float, window["viewBox"].split())
        across, down = float(window.get("width", width)) / width, float(window.get("height", height)) / height
    except (KeyError, ValueError, ZeroDivisionError):
        return None
    if abs(across - down) > 1e-3 or "preserveAspectRatio" in window or "transform" in window:
        return None
    x, y = x - left * across, y - top * across
    moves = [f"translate({number(x)} {number(y)})"] if x or y else []
    moves += [f"scale({across:.5g})"] if abs(across - 1) > 1e-3 else []
    return {"transform": " ".join(moves)} if moves else {}
