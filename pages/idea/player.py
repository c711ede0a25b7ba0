"""What stands below the graph: the buttons and sliders of the tape, and the equations of the step that is told.

Offers `transport` and `caption`.
"""

from functools import lru_cache

from micrograd.draw.svg import group, tag

from .. import words
from ..controls import button, slider
from .variables import kinds, lit, ties

LEAST, MOST = 0.3, 2.5  # how far a graph can be zoomed
MANY = 12  # boxes: a graph with more may not fit, and has a slider for its size


def transport(state):
    time, length = state.time, state.length
    zoom = state.zoom if len(state.tape.nodes) > MANY or state.zoom != 1 else None
    return controls(
        time.step, length, time.speed, time.moving, time.at == 0, time.at >= length and not time.moving, zoom
    )


@lru_cache(maxsize=256)
def controls(step, length, speed, moving, at_start, at_end, zoom):
    where = f"step {step} of {length}"
    return group(
        tag(
            "div",
            button("Forward", "idea.forward", kind="data", hint="Compute every value"),
            button("Backward", "idea.backward", kind="grad", hint="Find the gradient of every value"),
            button("Reset", "idea.reset", hint="Back to the leaves"),
            button("Copy link", "idea.link", kind="quiet", hint="A link to this moment"),
            button("Save SVG", "idea.save", kind="quiet", hint="This picture, as a file"),
            button("Keys", "idea.keys", kind="quiet", hint="What the keyboard does (?)"),
            class_="buttons",
        ),
        tag(
            "div",
            button("Step back", "idea.back", disabled=at_start),
            button("Pause" if moving else "Play", "idea.play"),
            button("Step forward", "idea.step", disabled=at_end),
            class_="buttons",
        ),
        tag(
            "div",
            slider("Timeline", "idea.timeline", step, 0, length, 1, text=where),
            slider("Speed", "idea.speed", speed, 0.25, 4, 0.25, text=f"{speed:g}×"),
            slider("Zoom", "idea.zoom", zoom, LEAST, MOST, 0.1, text=f"{zoom:.0%}") if zoom else None,
            class_="sliders",
        ),
    )


def caption(state):
    shown = state.time.told
    return told(state.run, shown, lit(state)) if shown is not None else START


START = tag(
    "p",
    "The leaves hold numbers; the boxes to their right are still empty. Press ",
    tag("strong", "Forward", class_="data"),
    ", then ",
    tag("strong", "Backward", class_="grad"),
    ".",
    class_="hint",
)


@lru_cache(maxsize=128)
def told(run, k, lit):
    step, underlines = run.tape.steps[k], ties(run.made)
    about = {
        node: {"data_look": f"idea.box.{node}", "class_": kinds(underlines, lit, node)}
        for node in (step.node, *run.tape.nodes[step.node].operands, run.tape.root)
    }
    title = "The values flow forward" if step.phase == "forward" else "The gradients flow back"
    where = tag("p", f"{title} · step {k + 1} of {len(run.tape.steps)}", class_=f"where {step.phase}")
    return group(where, words.caption(run.tape, k, about))
