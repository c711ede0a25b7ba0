"""The Network's legend: what thickness, dashes, dots and rings mean, and the switch of what the edges stand for."""

from micrograd.draw.edges import MOST, thickness
from micrograd.draw.networks import largest_of
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag

from ..controls import button
from .state import State, reached

SHOWN = {"weights": "Weights", "gradients": "Gradients", "updates": "Updates"}
HINTS = {
    "weights": "Edges as thick as their weights, and gold beside them, as soon as it is known, the gradient",
    "gradients": "Edges as thick as their gradients",
    "updates": "Edges as thick as what an update adds to them",
}


def legend(state: State) -> Markup:
    """The switch; the scale, which is the same for all three; the signs."""
    switch = [
        button(name, "network.show", key, pressed=state.show == key, hint=HINTS[key]) for key, name in SHOWN.items()
    ]
    return group(
        tag("div", switch, class_="buttons switch", role="group", aria_label="Thickness of the edges"),
        tag("div", *entries(state), class_="signs"),
    )


def entries(state: State) -> list[Markup]:
    """What there is to be told of what can be seen now."""
    now = reached(state)
    largest = largest_of([weight for weight, _ in state.run.parameters.values()])
    kind = {"weights": "weight", "gradients": "gradient", "updates": "step"}[state.show]
    found = [
        entry(f"{short(largest, 2)} or more" if kind != "weight" else short(largest, 2), line(kind, largest, largest)),
        entry(short(largest / 4, 2), line(kind, largest / 4, largest)),
        entry("negative", line(kind, -largest / 2, largest)),
    ]
    if now.back:
        if state.show == "weights":
            found.append(entry("gradient", line("gradient", largest / 3, largest), path("M4 6l6-4v8z", "head")))
        found.append(entry("should go up, down", arrows()))
    found.append(entry("bias", tag("circle", cx=12.0, cy=6.0, r=3.5, class_="bias positive")))
    found.append(entry("off", ring()))
    return found


def entry(words: str, *sign: Markup) -> Markup:
    return tag("span", tag("svg", *sign, viewBox="0 0 30 12", class_="sign edge", aria_hidden="true"), words)


def line(kind: str, number: float, largest: float) -> Markup:
    sign = "negative" if number < 0 else "positive"
    return path("M1 6H29", f"{kind} {sign}", f"stroke-width:{thickness(number, largest, MOST):.1f}px")


def path(d: str, kind: str, style: str | None = None) -> Markup:
    return tag("path", d=d, class_=kind, style=style)


def arrows() -> Markup:
    return group(path("M9 2l4.5 8h-9z", "head"), path("M21 10l4.5-8h-9z", "head"))


def ring() -> Markup:
    return tag("g", tag("circle", cx=12.0, cy=6.0, r=5.0, class_="body"), class_="neuron dead")
