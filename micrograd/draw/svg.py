"""Elements as values: `tag('circle', r=4)` is markup that is escaped by default.

Offers `tag(name, *children, **attributes)`, `Markup` (text that is known to be safe), `escape` and `quoted` (what makes
other text safe), and `number` (a coordinate, as short as it can be).

Python cannot spell every attribute, so a trailing underscore is dropped (`class_`), other underscores
become hyphens (`data_node`), `None` and `False` leave the attribute out, and `True` writes it bare.
The result is at once valid XML (for a saved file) and valid HTML (for the page).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
# XML 1.0 has no way to write these, escaped or not; nor has any encoding a lone surrogate.
_FORBIDDEN = {code: "\ufffd" for code in [*range(32), 0xFFFE, 0xFFFF] if code not in (9, 10, 13)}
_FORBIDDEN |= dict.fromkeys(range(55296, 57344), "�")
# HTML forbids a closing tag on these, and would read `<g/>` as an opening tag outside SVG.
_VOID = {"br", "img", "input", "hr"}


class Markup(str):
    """Text that is already markup, and is not escaped again."""

    __slots__ = ()


Attribute: TypeAlias = str | float | bool | None
Child: TypeAlias = "str | float | Sequence[Child] | None"


def escape(text: str, table: Mapping[int, str] = _TEXT) -> str:
    """`text` with every character that means something to a parser written as a reference."""
    return text.translate(_FORBIDDEN).translate(table) if not text.isalnum() else text


def quoted(text: str) -> str:
    """`text` as it may stand inside an attribute's quotes."""
    return escape(text, _QUOTED)


def number(x: float) -> str:
    """A coordinate with at most two decimals: '12', '0.5', '-3.25'."""
    text = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def attribute(name: str, value: Attribute) -> str:
    """One attribute with its leading space, or nothing for None and False."""
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    if value is True:
        return f' {name}=""'
    if isinstance(value, float):
        value = number(value)
    return f' {name}="{quoted(str(value))}"'


def join(children: Iterable[Child]) -> str:
    """The children of an element as one string: markup as it is, all else escaped, None left out."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, (list, tuple)):
            parts.append(join(child))
        elif child is not None and child is not False:
            parts.append(escape(str(child)))
    return "".join(parts)


def tag(name: str, *children: Child, **attributes: Attribute) -> Markup:
    """An element. Children are markup, text, numbers, None, or lists of these.

    >>> tag('text', 'a < b', class_='name', x=3.0)
    '<text class="name" x="3">a &lt; b</text>'
    """
    head = name + "".join([attribute(key, value) for key, value in attributes.items()])
    if name in _VOID:
        return Markup(f"<{head}/>")
    return Markup(f"<{head}>{join(children)}</{name}>")


def group(*children: Child) -> Markup:
    """Several elements as one piece of markup, without an element around them."""
    return Markup(join(children))
