"""01 The Idea: every operation builds a graph; the backward pass reads it in reverse."""

from dataclasses import dataclass, field, replace

from micrograd import Value
from micrograd.draw import graphs as drawn
from micrograd.draw.svg import group, tag
from micrograd.tape import Tape, record

from . import words
from .content import Moving
from .controls import button, slider
from .environment import Environment
from .transport import Transport

NAME = "idea"
RIGHT = replace(drawn.RIGHT, across=240.0)  # long wires: here they are the point
LINES = ("a = Value(2.0)", "b = Value(-3.0)", "c = Value(4.0)", "L = (a + b) * c")


def example():
    """The tape of L = (a + b) * c."""
    a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(4.0, label="c")
    L = (a + b) * c
    L.label = "L"
    return record(L)


@dataclass(frozen=True)
class State:
    tape: Tape = field(default_factory=example)
    time: Transport = Transport()
    look: int | None = None
    env: Environment = Environment()

    @property
    def length(self):
        return len(self.tape.steps)


def start():
    return State()


def moving(state):
    return state.time.moving


def handle(state, event):
    time, tape = state.time, state.tape
    match event:
        case {"type": "frame", "ms": ms}:
            return replace(state, time=time.advance(ms))
        case {"type": "environment"}:
            return replace(state, env=Environment.of(event))
        case {"type": "look", "look": look}:
            return replace(state, look=None if look is None else int(look.split(".")[1]))
        case {"do": "forward"}:
            return replace(state, time=time.play(0, tape.forward))
        case {"do": "backward"}:
            return replace(state, time=time.play(tape.forward, state.length))
        case {"do": "play"}:
            return replace(state, time=time.pause() if time.moving else time.play(0, state.length))
        case {"do": "step"}:
            return replace(state, time=time.forward(state.length))
        case {"do": "back"}:
            return replace(state, time=time.back())
        case {"do": "reset"}:
            return replace(state, time=time.jump(0))
        case {"do": "timeline", "value": value}:
            return replace(state, time=time.jump(min(max(float(value), 0), state.length)))
        case {"do": "speed", "value": value}:
            return replace(state, time=replace(time, speed=float(value)))
    return state


def view(state):
    k = state.time.step
    flow = drawn.DOWN if state.env.narrow else RIGHT
    picture = drawn.graph(
        state.tape,
        k,
        under_way=state.time.under_way,
        prefix=NAME,
        flow=flow,
        look=state.look,
        label="The graph of L = (a + b) * c",
    )
    return {
        "idea.graph": Moving(picture, state.time.variables(state.env.still)),
        "idea.code": code(state),
        "idea.transport": transport(state),
        "idea.caption": caption(state),
        "idea.look": words.box_facts(state.tape, k, state.look) if state.look is not None else HINT,
        "idea.said": words.sentence(state.tape, k - 1) if k else "",
    }


HINT = tag("p", "Point at a box, or move to it with Tab, to read its data, its gradient and its local derivatives.", class_="hint")


def code(state):
    """The program, with the line lit whose graph the step belongs to."""
    lit = len(LINES) if state.time.told is not None else None
    lines = [
        tag("span", line, class_="line", data_line=n, aria_current="step" if n == lit else None)
        for n, line in enumerate(LINES, 1)
    ]
    return tag("pre", tag("code", lines), class_="program", tabindex="0", role="group", aria_label="The program")


def transport(state):
    time, length = state.time, state.length
    at_end = time.at >= length and not time.moving
    where = f"step {time.step} of {length}"
    return group(
        tag(
            "div",
            button("Forward", "idea.forward", kind="data", hint="Compute L from a, b and c"),
            button("Backward", "idea.backward", kind="grad", hint="Find the gradient of every value"),
            button("Reset", "idea.reset", hint="Back to the leaves"),
            class_="buttons",
        ),
        tag(
            "div",
            button("Step back", "idea.back", disabled=time.at == 0),
            button("Pause" if time.moving else "Play", "idea.play"),
            button("Step forward", "idea.step", disabled=at_end),
            class_="buttons",
        ),
        tag(
            "div",
            slider("Timeline", "idea.timeline", time.step, 0, length, 1, text=where),
            slider("Speed", "idea.speed", time.speed, 0.25, 4, 0.25, text=f"{time.speed:g}×"),
            class_="sliders",
        ),
    )


def caption(state):
    shown = state.time.told
    if shown is None:
        return tag(
            "p",
            "Three leaves hold numbers; the boxes to their right are still empty. Press ",
            tag("strong", "Forward", class_="data"),
            ", then ",
            tag("strong", "Backward", class_="grad"),
            ".",
            class_="hint",
        )
    step = state.tape.steps[shown]
    title = "The values flow forward" if step.phase == "forward" else "The gradients flow back"
    return group(tag("p", f"{title} · step {shown + 1} of {state.length}", class_=f"where {step.phase}"), words.caption(step))
