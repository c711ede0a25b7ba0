"""04 The Loop: what its slots show. `view(state)` is a pure function of the page's state (see state.py)."""

from functools import lru_cache

from micrograd.draw import maps, names
from micrograd.draw.charts import loss_curve
from micrograd.draw.plane import crosshair, grid, points, ring
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag
from micrograd.training.calculator import Columns

from .. import controls
from ..content import Content, Moving, Pictures
from . import program, slowly
from .caption import caption
from .panel import backend, settings_panel
from .settings import SPEEDS, side_of
from .state import State

LIMIT = 2.0  # activations from here on have the full color


def view(state: State) -> dict[str, Content]:
    return {
        "loop.buttons": buttons(state),
        "loop.stats": stats(state),
        "loop.edges": edges(state),
        "loop.maps": neuron_maps(state.settings.sizes, side_of(state.program), state.neuron),
        "loop.boundary": pictures(state),
        "loop.points": samples(state.data),
        "loop.crosshair": over_points(state),
        "loop.slowly": slowly.panel(state),
        "loop.program": program.panel(state),
        "loop.history": history(state),
        "loop.chart": chart(state),
        "loop.settings": settings_panel(state.settings, state.texts, state.pen, backend(state.program, state.runtime)),
        "loop.caption": caption(state),
    }


# --- the network and what it says of every place ---


def pictures(state: State) -> Pictures:
    """Every neuron's activation over the plane, from one forward pass; the large one is the score, or what is looked
    at.
    """
    sizes, side = state.settings.sizes, side_of(state.program)
    shown = -1 if state.neuron is None else sum(sizes[1 : state.neuron[0] + 1]) + state.neuron[1]

    count, points = sum(sizes[1:]), columns(side)
    return Pictures(
        "loop", side, count, shown % count, sizes, state.program, state.checkpoint, points, LIMIT, state.env.theme
    )


@lru_cache(2)
def columns(side: int) -> Columns:
    """The points of the maps: all x, and all y."""
    return tuple(zip(*grid(side)))


samples = lru_cache(4)(points)  # what does not change while training runs is drawn once


def over_points(state: State) -> Markup:
    """The crosshair, and a ring around the point that is told of."""
    seen = crosshair(*state.crosshair.place) if state.crosshair.seen else ""
    return group(seen, ring(*state.data.points[state.slow.sample]) if state.slow else "")


@lru_cache(16)
def neuron_maps(sizes: tuple[int, ...], side: int, looked: tuple[int, int] | None) -> Markup:
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
                data_look=f"loop.neuron.{p.layer}.{p.index}",
                tabindex="0",
                role="img",
                aria_label=f"What {names.neuron(p.layer - 1, p.index)} says of every place",
                style=p.percent,
            )
            for k, p in enumerate(flat)
        )
    )


def edges(state: State) -> Moving:
    """While training runs, only the widths change with every frame; at rest, every edge carries its number."""
    sizes, numbers = state.settings.sizes, state.checkpoint.parameters
    if state.playing:
        return Moving(*maps.edges_in_motion(sizes, numbers, look=state.neuron))
    gradients = state.slow.gradients if state.slow and slowly.STAGES[state.slow.stage - 1] == "Backward" else None
    return Moving(maps.edges(sizes, numbers, gradients=gradients, look=state.neuron), {})


# --- numbers and controls ---


def stats(state: State) -> Markup:
    checkpoint = state.checkpoint
    cells: list[tuple[str, str, float, str]] = [
        ("step", "step", checkpoint.step, f"{checkpoint.step:,}"),
        ("loss", "loss", checkpoint.loss, short(checkpoint.loss)),
        ("accuracy", "accuracy", checkpoint.accuracy, f"{checkpoint.accuracy:.0%}"),
        ("steps a second", "steps-per-second", round(state.speed, 1), f"{state.speed:,.0f}"),
        ("parameters", "parameters", len(checkpoint.parameters), f"{len(checkpoint.parameters)}"),
    ]
    ghost = state.history.ghost
    if ghost is not None and checkpoint.step < len(ghost):  # the run that this one left, at the same step
        cells.insert(2, ("the ghost’s", "ghost", ghost[checkpoint.step], short(ghost[checkpoint.step])))
    return tag(
        "dl",
        [
            tag("div", tag("dt", words), tag("dd", text, data_stat=key, data_value=repr(value)))
            for words, key, value, text in cells
        ],
        class_="stats",
    )


def buttons(state: State) -> Markup:
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


def history(state: State) -> Markup:
    return controls.slider(
        "History", "loop.history", state.at, 0, max(state.last, 1), 1, text=f"step {state.at} of {state.last}"
    )


def chart(state: State) -> Markup:
    losses, ghost = state.history.losses, state.history.ghost
    return loss_curve(losses, at=state.at, look=state.look, ghost=ghost or (), sheet=state.sheet)
