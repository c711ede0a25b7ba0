"""04 The Loop: what its slots show. `view(state)` is a pure function of the page's state (see state.py)."""

from functools import lru_cache
from math import isfinite

from micrograd.compiler import BACKENDS
from micrograd.draw import maps
from micrograd.draw.charts import loss_curve
from micrograd.draw.plane import points
from micrograd.draw.scale import short
from micrograd.draw.svg import group, tag

from .. import controls
from ..content import Moving, Pictures
from .settings import CHOICES, FIELDS, SPEEDS

PATIENCE = 30  # steps, after which a loss no lower than at first is called a failure
LIMIT = 2.0  # activations from here on have the full colour


def view(state):
    return {
        "loop.buttons": buttons(state),
        "loop.stats": stats(state),
        "loop.edges": edges(state),
        "loop.maps": neuron_maps(state.settings.sizes, state.run.program.side, state.neuron),
        "loop.boundary": pictures(state),
        "loop.points": samples(state.data),
        "loop.history": history(state),
        "loop.chart": chart(state),
        "loop.settings": settings_panel(state.settings, state.texts, state.pen, backend(state.run.program)),
        "loop.caption": caption(state),
    }


# --- the network and what it says of every place ---


def pictures(state):
    """Every neuron's activation over the plane, from one forward pass; the large one is the score, or what is looked at."""
    program, parameters, theme = state.run.program, state.moment.parameters, state.env.theme
    sizes = state.settings.sizes
    shown = -1 if state.neuron is None else sum(sizes[1 : state.neuron[0] + 1]) + state.neuron[1]

    def make():
        program.parameters = parameters
        colours = maps.palette(theme)
        if not program.backend.startswith("WebAssembly"):
            return maps.pixels(program.forward(), colours, LIMIT)
        program.palette(colours)
        return program.pictures(LIMIT)

    count = sum(sizes[1:])
    return Pictures("loop", program.side, count, shown % count, sizes, (parameters, theme), make)


samples = lru_cache(4)(points)  # what does not change while training runs is drawn once


@lru_cache(16)
def neuron_maps(sizes, side, looked):
    """A canvas for every hidden neuron, each at its place."""
    flat = [place for layer in maps.places(sizes)[1:-1] for place in layer]
    return group(
        *(
            tag(
                "canvas",
                width=side,
                height=side,
                id=f"loop-map-{p.layer - 1}-{p.index}",
                class_="map" + (" looked" if looked == (p.layer - 1, p.index) else ""),
                data_picture=f"loop.{k}",
                data_map=f"{p.layer - 1}.{p.index}",
                data_look=f"loop.map.{p.layer - 1}.{p.index}",
                tabindex="0",
                role="img",
                aria_label=f"What neuron {p.index + 1} of hidden layer {p.layer} says of every place",
                style=p.percent,
            )
            for k, p in enumerate(flat)
        )
    )


def edges(state):
    """While training runs, only the widths change with every frame; at rest, every edge carries its number."""
    sizes, numbers = state.settings.sizes, state.moment.parameters
    if state.playing:
        return Moving(*maps.edges_in_motion(sizes, numbers, look=state.neuron))
    return Moving(maps.edges(sizes, numbers, look=state.neuron), {})


# --- numbers and controls ---


def stats(state):
    moment = state.moment
    cells = [
        ("step", "step", moment.step, f"{moment.step:,}"),
        ("loss", "loss", moment.loss, short(moment.loss)),
        ("accuracy", "accuracy", moment.accuracy, f"{moment.accuracy:.0%}"),
        ("steps a second", "steps-per-second", round(state.speed, 1), f"{state.speed:,.0f}"),
        ("parameters", "parameters", len(moment.parameters), f"{len(moment.parameters)}"),
    ]
    return tag(
        "dl",
        [
            tag("div", tag("dt", words), tag("dd", text, data_stat=key, data_value=repr(value)))
            for words, key, value, text in cells
        ],
        class_="stats",
    )


def buttons(state):
    pace = SPEEDS[state.pace]
    return group(
        tag(
            "div",
            controls.button("Pause" if state.playing else "Start", "loop.start", kind="data"),
            controls.button("Step", "loop.step", hint="One training step"),
            controls.button("Reset", "loop.reset", hint="The same weights again, from step 0"),
            controls.button("New weights", "loop.weights", hint="Other weights, from the next seed"),
            class_="buttons",
        ),
        controls.slider("Steps a frame", "loop.pace", state.pace, 0, len(SPEEDS) - 1, 1, text=str(pace)),
    )


def history(state):
    return controls.slider(
        "History", "loop.history", state.at, 0, max(state.last, 1), 1, text=f"step {state.at} of {state.last}"
    )


def chart(state):
    run = state.run
    return loss_curve(run.losses, at=state.at, look=state.look, ghost=run.ghost or (), sheet=state.sheet)


@lru_cache(4)
def settings_panel(settings, texts, pen, engine):
    texts = dict(texts)

    def written(name):
        value = getattr(settings, name)
        return " ".join(str(size) for size in value) if name == "hidden" else f"{value:g}" if isinstance(value, float) else str(value)

    def entry(name):
        words, _, rule = FIELDS[name]
        wrong = texts.get(name)
        return controls.field(
            words,
            f"loop.{name}",
            written(name) if wrong is None else wrong,
            error=None if wrong is None else f"Still {written(name)}. Write {rule}.",
            kind="text" if name == "hidden" else "number",
        )

    def choice(words, name):
        options = [(option, option) for option in CHOICES[name]]
        return controls.select(words, f"loop.{name}", getattr(settings, name), options)

    pens = [("disc", "adds a disc"), ("diamond", "adds a diamond"), ("erase", "erases")]
    other = "The other button, or Shift, adds the other class. Drag a point to move it."
    return group(
        choice("Data", "data"),
        entry("noise"),
        entry("hidden"),
        choice("Activation", "activation"),
        entry("seed"),
        choice("Optimiser", "optimiser"),
        entry("rate"),
        entry("batch"),
        entry("l2"),
        controls.select("A press on the plane", "loop.pen", pen, pens, hint=other),
        engine,
    )


def backend(program):
    """What trains, and why nothing faster does."""
    best = program.backend == BACKENDS[0]
    why = "; ".join(f"{name}: {reason}" for name, reason in program.declined.items())
    words = "the graph of one point, compiled" if program.backend in BACKENDS else "not compiled"
    return tag(
        "p",
        tag("span", "Runs on", class_="name"),
        tag("span", program.backend, class_="engine", data_backend=program.backend),
        tag("span", words if best or not why else f"{words}; {why}", class_="hint"),
        class_="field",
    )


# --- words ---


def caption(state):
    moment, settings, first = state.moment, state.settings, state.run.losses[0]
    rules = state.run.rules_at(max(state.at - 1, 0))  # what led here, which need not be what is set now
    if not isfinite(moment.loss):
        return told(
            "It diverged. ",
            f"At step {moment.step} the loss is no longer a finite number. The learning rate was {rules.rate:g}, and L2 {rules.l2:g}: "
            "where a nudge is too large, each one overshoots by more than the one before. Go back with History, or Reset, and choose smaller ones.",
            role="alert",
        )
    if moment.step >= PATIENCE and moment.loss >= first:
        return told(
            "It does not learn. ",
            f"After {moment.step} steps the loss is no lower than at first, {short(first)}. The learning rate was {rules.rate:g}: a "
            "nudge that is too large jumps over the valley, and may push ReLUs shut that no gradient opens again. Reset, and try a smaller rate.",
        )
    if state.neuron is not None:
        layer, index = state.neuron
        return hint(f"Neuron {index + 1} of hidden layer {layer + 1}: what it says of every place, teal above 0, orange below.")
    if moment.step == 0 and not state.playing:
        return hint("An untrained network has cut the plane at random. Press Start, and watch the cut move.")
    if state.playing:
        seen = f"{min(settings.batch, len(state.data))} of the {len(state.data)}" if settings.batch < len(state.data) else f"all {len(state.data)}"
        return hint(f"Training: each step looks at {seen} points, forward, loss, backward, nudge.")
    if state.at < state.last:
        return hint(f"This is how it was at step {state.at}. With the same settings, the same steps would follow; with others, the old way stays as a ghost.")
    right = round(moment.accuracy * len(state.data))
    return hint(f"{right} of {len(state.data)} points lie on their side of the line.")


def hint(text):
    return tag("p", text, class_="hint")


def told(what, why, role=None):
    return tag("p", tag("strong", what, class_="wrong"), why, class_="stop", role=role)
