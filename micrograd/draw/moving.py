"""A film that stands alone: a picture that moves, without a kernel, and without a script if it has to.

Its markup is SVG with SVG's own animations (timeline.py), so that it moves as an image too, where nothing may run. As a
file, or in a notebook that trusts it, a script adds a button and a slider (playing.py). Under it, there, are its steps
in words.

Offers `Film`.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from typing import Any

from .drawing import Drawing
from .playing import script
from .svg import quoted

# A reader who asked for less motion sees the states change, and nothing travel.
STILL = "<style>@media (prefers-reduced-motion: reduce) { [data-travel] { display: none } }</style>"

# In a notebook that runs scripts: finds the film, which is shown there as an image, and puts the film itself in its
# place, whose own script then runs; below it come its steps in words.
TAKE_OVER = """(function () {
  var tries = 0;
  var film_in = function (address) {
    var at = address.indexOf(","), text = address.slice(at + 1);
    if (address.slice(0, at).indexOf("base64") + 1)
      return new TextDecoder().decode(Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }));
    return decodeURIComponent(text);
  };
  var look = function () {
    var images = Array.from(document.querySelectorAll("img")).filter(function (image) {
      return image.src.indexOf("data:image/svg+xml") === 0 && film_in(image.src).indexOf("MARK") + 1;
    });
    if (!images.length && 50 > tries++) return setTimeout(look, 100);
    images.forEach(function (image) {
      var film = document.importNode(
        new DOMParser().parseFromString(film_in(image.src), "image/svg+xml").documentElement, true);
      var old = film.querySelector("script"), script = document.createElementNS(film.namespaceURI, "script");
      script.textContent = old.textContent;
      old.remove();
      film.style.maxWidth = "100%";
      film.style.height = "auto";
      var words = document.createElement("details"), list = document.createElement("ol");
      words.appendChild(document.createElement("summary")).textContent = "In words";
      words.appendChild(list);
      film.getAttribute("data-steps").split("\\n").forEach(function (step) {
        list.appendChild(document.createElement("li")).textContent = step;
      });
      image.replaceWith(film, words);
      film.appendChild(script);
    });
  };
  look();
})();
"""


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

    @property
    def mark(self) -> str:
        """What tells this film from others on a page."""
        return "film-" + sha256(f"{self.theme} {self.width} {self.svg}".encode()).hexdigest()[:12]

    def __str__(self) -> str:
        """The film as the text of an SVG file."""
        picture = super().__str__().removesuffix("</svg>")
        found = f'<svg data-film="{self.mark}" data-steps="{quoted(chr(10).join(self.steps))}" '
        picture = picture.replace("<svg ", found, 1)
        return f"{picture}{STILL}{script(self.length, self.stops)}</svg>"

    def __repr__(self) -> str:
        return f"Film({self.label!r}, {self.length:.0f} seconds)"

    def _ipython_display_(self) -> None:
        """In a notebook, two outputs: the film, as a picture that moves, and a script that takes it over if it may run.

        (In one output, what drops scripts would drop the film with them.)
        """
        show: Any = import_module("IPython.display").display
        data, metadata = self.bundle(still=True)
        show(data, metadata=metadata, raw=True)
        show({"application/javascript": TAKE_OVER.replace("MARK", self.mark)}, raw=True)
