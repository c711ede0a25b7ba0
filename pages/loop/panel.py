"""04 The Loop: the panel of what can be set, each with the error of what was typed.

Offers `settings_panel(settings, texts, pen, engine)` and `backend(program)`, which says what trains.
"""

from functools import lru_cache
from typing import Any

from micrograd.compiler import BACKENDS
from micrograd.draw.plane import thumbnail
from micrograd.draw.svg import Markup, group, tag
from micrograd.training.calculator import Calculator

from .. import controls
from .settings import CHOICES, FIELDS, Settings, make_data


@lru_cache(4)
def settings_panel(settings: Settings, texts: tuple[tuple[str, str], ...], pen: str, engine: Markup) -> Markup:
    typed = dict(texts)

    def value_text(name: str) -> str:
        value = getattr(settings, name)
        return (
            " ".join(str(size) for size in value)
            if name == "hidden"
            else f"{value:g}"
            if isinstance(value, float)
            else str(value)
        )

    def entry(name: str) -> Markup:
        words, _, rule = FIELDS[name]
        wrong = typed.get(name)
        return controls.field(
            words,
            f"loop.{name}",
            value_text(name) if wrong is None else wrong,
            error=None if wrong is None else f"Still {value_text(name)}. Write {rule}.",
            kind="text" if name == "hidden" else "number",
        )

    def choice(words: str, name: str) -> Markup:
        options = [(option, option) for option in CHOICES[name]]
        return controls.select(words, f"loop.{name}", getattr(settings, name), options)

    pens = [("disc", "adds a disc"), ("diamond", "adds a diamond"), ("erase", "erases")]
    other = "The other button, or Shift, adds the other class. Drag a point to move it."
    return group(
        data_sets(settings.data, settings.noise),
        choice("Data", "data"),
        entry("noise"),
        entry("hidden"),
        choice("Activation", "activation"),
        entry("seed"),
        choice("Optimizer", "optimizer"),
        entry("rate"),
        entry("batch"),
        entry("l2"),
        controls.select("A press on the plane", "loop.pen", pen, pens, hint=other),
        engine,
    )


@lru_cache(8)
def data_sets(chosen: str, noise: float) -> Markup:
    """A button for each data set, on it the set itself as its generator draws it at this noise."""
    buttons = [
        tag(
            "button",
            thumbnail(make_data(name, noise)),
            tag("span", name),
            type="button",
            id=controls.control_id("loop.set", name),
            aria_pressed=str(name == chosen).lower(),
            data_do="loop.set",
            value=name,
        )
        for name in CHOICES["data"]
    ]
    return tag("div", buttons, class_="sets", role="group", aria_label="Data sets")


def backend(program: Calculator, runtime: Any) -> Markup:
    """What trains, and why nothing faster does. Without a `runtime` for WebAssembly no tab is open yet: the page is
    being built.
    """
    why = "; ".join(f"{name}: {reason}" for name, reason in program.declined.items())
    if program.backend not in BACKENDS:
        words = f"not compiled; {why}"
    elif runtime is None:
        words = "the graph of one point, compiled; in a browser, for WebAssembly"
    else:
        words = "the graph of one point, compiled" + (f"; {why}" if why else "")
    return tag(
        "p",
        tag("span", "Runs on", class_="name"),
        tag("span", program.backend, class_="engine", data_backend=program.backend),
        tag("span", words, class_="hint"),
        class_="field",
    )
