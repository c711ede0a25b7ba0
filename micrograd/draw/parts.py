"""A picture as its parts, so that from one moment to the next only what changed need be shown.

Offers `Pieces`, a picture, and `Part`, markup of which one knows what can change.
"""

from dataclasses import dataclass

from .svg import Markup


class Part(Markup):
    """Markup of one element. Two with the same `fixed` differ in nothing but these:

    attributes  {name: text} of the element itself     texts  {selector: text} of elements inside, which are never empty
    """

    __slots__ = ("attributes", "fixed", "texts")

    def __new__(cls, markup, fixed, attributes, texts):
        self = super().__new__(cls, markup)
        self.fixed, self.attributes, self.texts = fixed, attributes, texts
        return self


@dataclass(frozen=True)
class Pieces:
    """A picture as its parts: what stands before them, and the parts themselves, {id: markup}, in layers from the back.

    Two pictures with the same head and the same ids differ only in some parts, which is quick to show.
    """

    head: str
    layers: tuple

    @property
    def parts(self):
        return {key: part for layer in self.layers for key, part in layer.items()}

    @property
    def markup(self):
        return Markup(self.head + "".join(f"<g>{''.join(layer.values())}</g>" for layer in self.layers) + "</svg>")
