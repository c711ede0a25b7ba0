"""A film that stands alone: a picture that moves, without a kernel, and without a script if it has to.

Its markup is SVG with SVG's own animations (timeline.py), so that it moves as an image too, where nothing may run. As a
file, or in a notebook that trusts it, a script adds a button and a slider (playing.py). Under it, in a notebook, are
its steps in words.

Offers `Film`.
"""

from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from .drawing import Bundle, Drawing
from .playing import script

# A reader who asked for less motion sees the states change, and nothing travel.
STILL = "<style>@media (prefers-reduced-motion: reduce) { [data-travel] { display: none } }</style>"

PLAIN = ' "=/:;,.()*+?!@$-_~|[]{}'  # what stands for itself in the address of an image, in single quotes

# Of an image that shows a film: puts the film itself in its place, whose script then runs.
TAKE_OVER = (
    "var t=decodeURIComponent(this.src.slice(this.src.indexOf(',')+1)),"
    "p=new DOMParser().parseFromString(t,'image/svg+xml').documentElement,"
    "s=document.importNode(p,true),o=s.querySelector('script'),n=document.createElementNS(s.namespaceURI,'script');"
    "n.textContent=o.textContent;o.remove();s.style.maxWidth='100%';s.style.height='auto';"
    "this.replaceWith(s);s.appendChild(n)"
)


@dataclass(frozen=True)
class Film(Drawing):
    """A Drawing that moves. In a notebook it is shown by being the last value of a cell.

    length  in seconds
    stops   the seconds at which a step is over, for the arrow keys
    steps   what happens, step by step, in words
    """

    length: float = field(default=1.0, kw_only=True)
    stops: tuple[float, ...] = field(default=(), kw_only=True)
    steps: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def label(self) -> str:
        """What the film is, in one line."""
        return super().label.partition(". ")[0]

    @property
    def words(self) -> str:
        return "\n    ".join([self.label, *self.steps])

    def __str__(self) -> str:
        """The film as the text of an SVG file."""
        picture = super().__str__().removesuffix("</svg>")
        return f"{picture}{STILL}{script(self.length, self.stops)}</svg>"

    def __repr__(self) -> str:
        return f"Film({self.label!r}, {self.length:.0f} seconds)"

    def _repr_html_(self) -> str:
        """The film as an image, which a script that may run replaces; and its steps in words."""
        address = f"data:image/svg+xml,{quote(str(self), safe=PLAIN)}"
        image = (
            f'<img alt="{escape(self.label)}" style="max-width:100%" onload="{escape(TAKE_OVER)}" src=\'{address}\'/>'
        )
        rows = "".join(f"<li>{escape(words)}</li>" for words in self.steps)
        return f"<div>{image}<details><summary>In words</summary><ol>{rows}</ol></details></div>"

    def bundle(self, still: bool) -> Bundle:
        return {"text/html": self._repr_html_(), "text/plain": self.words}, {}
