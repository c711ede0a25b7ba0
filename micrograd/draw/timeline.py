"""When something is to be seen in a film: as SVG's own animations (SMIL), which need no script.

All of them last as long as the film and start again with it, so that a film can be set to any moment, and each
moment looks the same whichever way it was come to.

    line = Timeline(length=30.0)
    line.shown(2.0, 5.0)                # goes into an element that is to be seen from second 2 to second 5
    line.traveling("M0 0L10 0", 2.0, 4.0)

Offers `Timeline`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .svg import Attribute, Markup, number, tag

EASE = "0.4 0 0.2 1"  # a spline that starts and ends slowly


@dataclass(frozen=True)
class Timeline:
    """length: of the film, in seconds."""

    length: float

    def shown(self, start: float, end: float) -> Markup | None:
        """The animation of an element that is to be seen from start to end; None if that is all the time."""
        values = [(0.0, "hidden"), (start, "visible"), (end, "hidden")]
        kept = [(at, value) for at, value in values if at < self.length]
        if start <= 0:
            kept = kept[1:]
        return self.stepping("visibility", kept) if len(kept) > 1 else None

    def visibility(self, end: float) -> str | None:
        """What an element has without animations: the last moment of the film is what a still picture shows."""
        return "hidden" if end < self.length else None

    def stepping(self, name: str, values: Sequence[tuple[float, str]]) -> Markup:
        """An attribute that has each of these values from its second on, the first one from the beginning."""
        return self.animate(name, [value for _, value in values], [at for at, _ in values], calcMode="discrete")

    def sliding(self, name: str, values: Sequence[tuple[float, float]]) -> Markup:
        """An attribute that goes evenly from each number to the next: (second, number) from 0 to the film's length."""
        return self.animate(name, [number(value) for _, value in values], [at for at, _ in values])

    def animate(self, name: str, values: Sequence[str], seconds: Sequence[float], **more: str) -> Markup:
        return tag(
            "animate", attributeName=name, values=";".join(values), keyTimes=self.shares(seconds), **self.timing(more)
        )

    def traveling(self, path: str, start: float, end: float) -> Markup:
        """The animation of an element that goes along a path (its data) from start to end, and rests before and after.

        The element is drawn around 0 0.
        """
        return tag(
            "animateMotion",
            path=path,
            keyPoints="0;0;1;1",
            keyTimes=self.shares([0.0, start, end, self.length]),
            keySplines=f"0 0 1 1;{EASE};0 0 1 1",
            **self.timing({"calcMode": "spline"}),
        )

    def shares(self, seconds: Sequence[float]) -> str:
        """Moments as parts of the film."""
        return ";".join(f"{at / self.length:.5f}".rstrip("0").rstrip(".") for at in seconds)

    def timing(self, more: Mapping[str, str]) -> dict[str, Attribute]:
        return {"dur": f"{self.length:g}s", "repeatCount": "indefinite", **more}
