"""The three tools below the graph: nudge a value, break the engine, predict a gradient."""

from functools import lru_cache
from math import isnan

from micrograd.draw.scale import short
from micrograd.draw.svg import group, tag

from ..controls import button, field, select, slider
from .examples import BY_KEY
from .faults import BY_KEY as FAULT
from .faults import FAULTS
from .nudge import moved, slopes
from .state import asking

SMALLEST = 5  # h goes down to 10**-5
SMALL = 1e-4  # where measurement and gradient should have met


def tools(state):
    return group(nudge(state), broken(state), predict(state))


# --- nudge ---


def nudge(state):
    tape, index = state.tape, state.nudge
    h = 10.0**-state.power
    parts = [
        tag("legend", "Nudge it"),
        tag(
            "p",
            "A gradient is a promise: move this value by a little, and the root moves so many times as much. Try it.",
            class_="hint",
        ),
        chooser(tuple(node.name for node in tape.nodes), index),
    ]
    if index is not None:
        parts += [slider("h", "idea.h", state.power, 0, SMALLEST, 0.5, text=short(h, 2)), outcome(state, h)]
    return tag("fieldset", parts)


@lru_cache(maxsize=32)
def chooser(names, index):
    options = [("", "choose a value")] + [(str(i), name) for i, name in enumerate(names)]
    return select("Nudge", "idea.nudge", "" if index is None else str(index), options)


def outcome(state, h):
    """What the root did, beside what the gradient promised."""
    made, tape, index = state.made, state.tape, state.nudge
    root, name = tape.nodes[tape.root], tape.nodes[index].name
    found, grad = slopes(made, index, h), tape.grad_at(state.time.step).get(index)
    after = moved(made, index, h)[tape.root]
    rows = [
        (f"{name} moves by", short(h, 2), ""),
        (f"{root.name} moves by", short(after - root.data), "data"),
        ("measured: the one by the other", short(found.measured, 6), "data"),
        ("promised: the gradient", short(grad, 6) if grad is not None else "press Backward", "grad"),
    ]
    if isnan(after):
        said = "There, one of the ops has no result."
    elif found.kink:
        said = (f"Here is a kink. To the right of it {root.name} moves {short(found.right)} times as much, to the left {short(found.left)} "
                f"times. No number is right for both; the engine takes the one for a closed ReLU.")  # fmt: skip
    elif grad is None:
        said = ""
    elif index in state.checked:
        said = f"They meet. The gradient of {name} is checked."
    elif h <= SMALL:
        said = f"They do not meet, however small h is: the gradient of {name} is wrong" + (
            ", or not whole yet." if state.time.at < state.length else "."
        )
    else:
        said = "Make h smaller, and see whether the two meet."
    return group(
        tag(
            "dl",
            [tag("div", tag("dt", what), tag("dd", text, class_=kind or None)) for what, text, kind in rows],
            class_="facts",
        ),
        tag("p", said, class_="told") if said else None,
    )


# --- break it ---


def broken(state):
    return tag(
        "fieldset",
        tag("legend", "Break it"),
        tag(
            "p",
            "Four mistakes that everybody makes once. The engine runs with them, and shows where it goes wrong first.",
            class_="hint",
        ),
        switches(state.fault),
        consequences(state) if state.fault else None,
    )


@lru_cache(maxsize=8)
def switches(fault):
    return tag(
        "div", [button(f.title, f"idea.fault-{f.key}", pressed=fault == f.key) for f in FAULTS], class_="buttons"
    )


def consequences(state):
    """What the fault does to this graph."""
    fault, wrong, tape = FAULT[state.fault], state.run.wrong, state.tape
    fix = button("Fix it", "idea.fix", kind="leaf")
    if not wrong:
        example = BY_KEY[fault.example]
        return group(
            tag(
                "p",
                "On this graph nobody would notice: every gradient is right. That is what makes such mistakes last.",
                class_="told",
            ),
            tag("div", button(f"Show it on {example.title}", "idea.show"), fix, class_="buttons"),
        )
    step, index, right = wrong[0]
    name = tape.nodes[index].name
    if state.time.step <= step:
        told = tag("p", f"Run it, and see: {len(wrong)} of {len(tape.nodes)} gradients will be wrong.", class_="stop")
    else:
        have = tape.grad_at(state.time.step)[index]
        told = tag("p", tag("strong", f"{name} goes wrong first, with {short(have)} instead of {short(right)}. ", class_="wrong"),
                   fault.why.format(name=name), class_="stop")  # fmt: skip
    return group(told, tag("div", fix, class_="buttons"))


# --- predict ---


def predict(state):
    asked = asking(state)
    parts = [
        tag("legend", "Predict"),
        tag("p", "Each step back waits for your number first. Nobody learns to walk by watching.", class_="hint"),
        tag("div", button("Predict", "idea.predict", pressed=state.predicting), class_="buttons"),
    ]
    if asked:
        tape = state.tape
        name, root = tape.nodes[asked.node].name, tape.nodes[tape.root].name
        parts += [
            tag(
                "p",
                "What will the gradient of ",
                tag("strong", name),
                f" be after the next step? (How much does {root} move with it?)",
            ),
            field("Your number", "idea.guess", state.guess, kind="text"),
            tag("div", button("Check", "idea.check", kind="grad"), button("Show me", "idea.reveal"), class_="buttons"),
        ]
    elif state.predicting and not state.time.moving:
        done = state.time.at >= state.length
        parts.append(
            tag(
                "p",
                "That was the last one." if done else "Press Backward; it stops where it is your turn.",
                class_="hint",
            )
        )
    parts.append(tag("p", state.told, class_="verdict", role="status") if state.told else None)
    return tag("fieldset", parts)
