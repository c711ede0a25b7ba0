"""A picture as its parts, so that from one moment to the next only what changed need be shown.

Offers `Pieces`, a picture, and `Part`, an element of which one knows what can change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .svg import Markup, escape, quoted


class Part:
    """One element of which one knows what can change; `str` of it is its markup.

    fixed       what stays: the element's opening without its end, what stands before each text, and its closing
    attributes  {name: text} of the element itself
    texts       {selector: text} of elements inside, in their order; none of them empty
    """

    __slots__ = ("attributes", "fixed", "texts")

    def __init__(self, fixed: tuple[str, ...], attributes: Mapping[str, str], texts: Mapping[str, str]) -> None:
        self.fixed, self.attributes, self.texts = fixed, attributes, texts

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part):
            return NotImplemented
        return (self.fixed, self.attributes, self.texts) == (other.fixed, other.attributes, other.texts)

    __hash__ = None  # type: ignore[assignment]  # its attributes are a dict

    def __str__(self) -> str:
        opening, *before, closing = self.fixed
        attributes = "".join([f' {name}="{quoted(text)}"' for name, text in self.attributes.items()])
        inside = "".join([piece + escape(text) for piece, text in zip(before, self.texts.values(), strict=True)])
        return Markup(f"{opening}{attributes}>{inside}{closing}")


@dataclass(frozen=True)
class Pieces:
    """A picture as its parts: what stands before them, and the parts themselves, {id: markup or Part}, in layers from
    the back.

    Two pictures with the same head and the same ids differ only in some parts, which is quick to show.
    """

    head: str
    layers: tuple[Mapping[str, Markup | Part], ...]

    @property
    def parts(self) -> dict[str, Markup | Part]:
        return {key: part for layer in self.layers for key, part in layer.items()}

    @property
    def markup(self) -> Markup:
        return Markup(
            self.head + "".join(f"<g>{''.join(map(str, layer.values()))}</g>" for layer in self.layers) + "</svg>"
        )
