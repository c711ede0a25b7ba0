"""What The Idea shows."""

from dataclasses import replace
from functools import lru_cache

from micrograd.draw import graphs as drawn
from micrograd.draw.layout import layers
from micrograd.draw.scale import short
from micrograd.draw.svg import group, tag

from .. import words
from ..content import Address, Editor, Marked, Moving
from ..controls import button, select, slider
from . import source
from .address import fragment
from .drag import can_be_pulled
from .examples import BY_TEXT, EXAMPLES
from .facts import facts
from .faults import changed
from .help import dialog
from .nudge import moved
from .relatives import lines_of, relatives
from .tools import tools

HELP = dialog()
HINT = tag(
    "p",
    "Point at a box, or move to it with Tab, to read its data, its gradient and its local derivatives. ",
    "Pull a green leaf’s number sideways, and everything is computed anew.",
    class_="hint",
)


def view(state):
    k, run = state.time.step, state.run
    marks, chief = running(state)
    shown = {
        "idea.example": example(state),
        "idea.text": editor(state),
        "idea.problem": problem(state),
        "idea.graph": Moving(graph(state), state.time.variables(state.env.still) | {"--dim": "0.4" if state.problem else "1"}),
        "idea.engine": Marked(engine(state), marks, chief),
        "idea.transport": transport(state),
        "idea.caption": caption(state),
        "idea.look": facts(run, k, state.look, bool(state.pull)) if state.look is not None else HINT,
        "idea.said": words.sentence(state.tape, k - 1) if k else "",
        "idea.tools": tools(state),
        "idea.help": HELP,
    }
    if not state.time.moving and not state.pull and (where := fragment(state)):
        shown["idea.address"] = Address(where)
    return shown | ({"idea.task": state.task} if state.task else {})


# --- the text ---


def example(state):
    """What there is to choose from, and why what is chosen is worth a look."""
    return choices(BY_TEXT.get(state.text))


@lru_cache(maxsize=16)
def choices(chosen):
    options = [(e.key, e.title) for e in EXAMPLES]
    own = [] if chosen else [("own", "Your own")]
    return group(
        select("Example", "idea.example", chosen.key if chosen else "own", own + options),
        tag("p", chosen.why if chosen else "Yours. The graph follows as you type.", class_="why"),
    )


def editor(state):
    marks = ()
    if state.look is not None and not state.problem:
        span = state.made.spans[state.look]
        marks = ((span.start, span.end, "looked"),)
    return Editor("Expression", state.text, state.problem.line if state.problem else 0, marks)


def problem(state):
    """Why the text is no expression, what is allowed instead; or which of its values the graph leaves out."""
    if state.problem:
        trouble = state.problem
        return tag("p", tag("strong", f"Line {trouble.line}:"), f" {trouble.what}. ", tag("span", trouble.allowed + ".", class_="hint"), class_="problem")
    aside = state.made.aside
    if aside:
        names, root = words.listed(aside), state.tape.nodes[-1].name
        return tag("p", f"{names} {'does' if len(aside) == 1 else 'do'} not reach {root}, and so {'has' if len(aside) == 1 else 'have'} no box.", class_="hint")
    return ""


# --- the graph and the lines ---


def graph(state):
    under = state.time.under_way
    return picture(state.run, state.time.step, under, state.env.narrow, state.look, light(state), can_be_pulled(state), notes(state))


def still(state):
    """The graph as it is at rest, for a file."""
    return picture(state.run, state.time.step, False, state.env.narrow, None, None, frozenset(), notes(state)).markup


def notes(state):
    """What is said below the boxes: a wrong gradient and the right one, how far a nudge carries, what has been checked."""
    graded = state.tape.grad_at(state.time.step)
    checked = {index for index in state.checked if index in graded}
    found = {index: ("checked", "✓ checked") for index in checked}
    if state.nudge is not None:
        before = state.tape.nodes
        for index, data in moved(state.made, state.nudge, 10.0**-state.power).items():
            by = data - before[index].data
            found[index] = ("ripple", ("✓ " if index in checked else "") + ("+" if by >= 0 else "") + short(by, 3))
    first = True
    for step, index, right in state.run.wrong:
        if state.time.step > step:
            found[index] = ("wrong first" if first else "wrong", f"right: {short(right)}")
        first = False
    return tuple(sorted(found.items()))


@lru_cache(maxsize=256)
def picture(run, k, under_way, narrow, look, lit, pulls, notes=()):
    return drawn.pieces(
        run.tape,
        k,
        under_way=under_way,
        prefix="idea",
        flow=flow(tuple(node.operands for node in run.tape.nodes), narrow),
        look=look,
        label=f"The graph of {run.tape.nodes[-1].name}",
        lit=lit,
        notes=notes,
        pulls=pulls,
    )


@lru_cache(maxsize=32)
def flow(operands, narrow):
    """Long wires where there is room for them: here they are the point."""
    if narrow:
        return drawn.DOWN
    deep = max(layers(operands)) + 1
    return replace(drawn.RIGHT, across=240.0 if deep <= 3 else 204.0 if deep == 4 else 184.0)


def light(state):
    """The boxes beside which the rest fades, or None: the kin of a box, or what a line of the engine made."""
    if state.look is not None:
        return relatives(state.run, state.look)
    line = state.line if state.line is not None else state.picked
    return lines_of(state.run).get(line)


def engine(state):
    """The engine's source, or that of the broken engine that runs in its place."""
    lines = changed(state.fault) if state.fault else source.untouched()
    return source.panel(lines, frozenset(lines_of(state.run)), state.env.narrow)


def running(state):
    """The marks on the engine's lines, and the line that is to be in sight."""
    told = state.time.told
    marks, chief = source.running(state.tape.steps[told]) if told is not None else ({}, None)
    if state.fault and not state.time.moving:  # what was changed is what is to be seen
        chief = next((f"idea-line-{n}" for n, _, kind in changed(state.fault) if kind == "new"), chief)
    if state.picked is not None:
        key = f"idea-line-{state.picked}"
        marks = marks | {key: marks.get(key, {}) | {"data-picked": ""}}
    return marks, chief


# --- below the graph ---


def transport(state):
    time, length = state.time, state.length
    return controls(time.step, length, time.speed, time.moving, time.at == 0, time.at >= length and not time.moving)


@lru_cache(maxsize=256)
def controls(step, length, speed, moving, at_start, at_end):
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
            class_="sliders",
        ),
    )


def caption(state):
    shown = state.time.told
    return told(state.run, shown) if shown is not None else START


START = tag(
    "p",
    "The leaves hold numbers; the boxes to their right are still empty. Press ",
    tag("strong", "Forward", class_="data"),
    ", then ",
    tag("strong", "Backward", class_="grad"),
    ".",
    class_="hint",
)


@lru_cache(maxsize=64)
def told(run, k):
    step = run.tape.steps[k]
    title = "The values flow forward" if step.phase == "forward" else "The gradients flow back"
    where = tag("p", f"{title} · step {k + 1} of {len(run.tape.steps)}", class_=f"where {step.phase}")
    return group(where, words.caption(run.tape, k))
