"""What the page says of a step of the tape: the caption that is read, and the sentence that is spoken."""

import re
from collections.abc import Iterable

from micrograd.draw.equation import About, step_equations
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, tag
from micrograd.ops import spoken_of
from micrograd.tape import Tape

FLOAT = re.compile(r"\d+\.\d+(?:e[+-]?\d+)?|\d+e[+-]?\d+")


def shortened(numbers: str) -> str:
    """A formula in numbers, with every float as short as it is drawn elsewhere."""
    return FLOAT.sub(lambda match: short(float(match[0])), numbers)


def caption(tape: Tape, k: int, about: About | None = None) -> Markup:
    """The formulas of step k as equations, in names and then in numbers. The lines of source and their exact numbers
    are told on pointing. about: {node: attributes} of the elements that name it."""
    step = tape.steps[k]
    if not step.numbers:  # a tape that follows a hand says only what the eye can read
        return tag(
            "div",
            [tag("p", tag("code", names, class_="names")) for names in step.formula],
            class_=f"formulas {step.phase}",
        )
    lines = [
        tag(
            "p",
            tag("span", line.names, class_="names"),
            tag("span", line.numbers, class_="numbers"),
            title=f"{names}: {numbers}",
        )
        for line, names, numbers in zip(step_equations(tape, k, about), step.formula, step.numbers)
    ]
    return tag("div", *lines, class_=f"formulas {step.phase}")


def sentence(tape: Tape, k: int) -> str:
    """What step number k did, in one sentence."""
    step = tape.steps[k]
    node = tape.nodes[step.node]
    if step.phase == "forward":
        return f"{node.name} is {short(node.data)}: {spoken_of(step.op)} of {listed(tape.nodes[j].name for j in node.operands)}."
    if not step.locals:
        return f"Backward begins: the gradient of {node.name} with respect to itself is 1."
    grads = tape.grad_at(k + 1)
    told = listed(f"{tape.nodes[j].name} has gradient {short(grads[j])}" for j in dict.fromkeys(node.operands))
    stopped = " Nothing passes: the local derivative is 0." if not any(step.locals) else ""
    return f"Back through {spoken_of(step.op)}: {told}.{stopped}"


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    words = list(words)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def box_facts(tape: Tape, k: int, index: int) -> Markup:
    """What is known after k steps of one box: a small table of facts, as markup."""
    node = tape.nodes[index]
    data, grad = tape.data_at(k).get(index), tape.grad_at(k).get(index)
    root = tape.nodes[tape.root].name
    rows = [("data", short(data, 6) if data is not None else "not computed yet", "data")]
    reached = short(grad, 6) if grad is not None else "not reached yet"
    rows.append((f"grad, d{root}/d{node.name}" if node.name.isidentifier() else "grad", reached, "grad"))
    if node.op:
        names = listed(tape.nodes[j].name for j in node.operands)
        rows.append(("made by", f"{spoken_of(node.op)} of {names}", ""))
        slopes = next((s.locals for s in tape.steps if s.phase == "backward" and s.node == index and s.locals), ())
        for j, slope in zip(node.operands, slopes):
            rows.append((f"local derivative for {tape.nodes[j].name}", short(slope, 6), "grad"))
    else:
        rows.append(("made by", "you: it is a leaf", ""))
    users = [n.name for n in tape.nodes if index in n.operands]
    if users:
        rows.append(("used by", listed(users), ""))
    return tag(
        "dl",
        tag("div", tag("dt", "value"), tag("dd", node.name, class_="leaf" if not node.op else None)),
        [tag("div", tag("dt", what), tag("dd", text, class_=kind or None)) for what, text, kind in rows],
        class_="facts",
    )
