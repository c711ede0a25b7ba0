"""The reader's guess of a gradient before the step that finds it; and what a wrong guess says about how it came about.

Offers `question` (what the next step asks) and `verdict`.
"""

from dataclasses import dataclass
from math import isclose

from micrograd.draw.scale import short


@dataclass(frozen=True)
class Question:
    """step: the one that will tell; node: whose gradient; right: what it will be; before: what it is now, 0 if nothing
    yet.
    """

    step: int
    node: int
    right: float
    before: float


def question(tape, k):
    """What step k asks, or None where it asks nothing: the first operand's gradient after it."""
    step = tape.steps[k] if k < len(tape.steps) else None
    if step is None or not step.locals:
        return None
    node = tape.nodes[step.node].operands[0]
    after = [change.after for change in step.changes if change.node == node and change.field == "grad"]
    return Question(k, node, after[-1], tape.grad_at(k).get(node, 0.0)) if after else None


def next_question(tape, at, goal):
    """The first place from `at` to `goal` at which there is a question, else `goal`."""
    return next((k for k in range(at, goal) if question(tape, k)), goal)


def verdict(tape, asked, text):
    """(whether the guess is right, what to say of it)."""
    try:
        guess = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return False, "Type a number, such as 2.5 or -1."
    name = tape.nodes[asked.node].name
    if alike(guess, asked.right):
        return True, f"Yes: {name} has gradient {short(asked.right)}."
    return False, next((said for number, said in confusions(tape, asked) if alike(guess, number)), hint(tape, asked))


def alike(guess, number):
    return isclose(guess, number, rel_tol=5e-3, abs_tol=5e-4)


def parts(tape, asked):
    """(the gradient that comes back, {operand: its local derivatives}) of the step that is asked about."""
    step = tape.steps[asked.step]
    slopes = {}
    for operand, slope in zip(tape.nodes[step.node].operands, step.locals):
        slopes.setdefault(operand, []).append(slope)
    return tape.grad_at(asked.step)[step.node], slopes


def confusions(tape, asked):
    """(a wrong number, how one comes to it), the likelier first. The right number is none of them."""
    upstream, slopes = parts(tape, asked)
    mine, before, step = slopes[asked.node], asked.before, tape.steps[asked.step]
    name, result = tape.nodes[asked.node].name, tape.nodes[step.node].name
    total = sum(mine)
    found = []
    if before:
        found.append(
            (
                asked.right - before,
                f"That is what this step brings. {name} already holds {short(before)}, and the two are added: +=.",
            )
        )
    if len(mine) > 1:
        found.append(
            (before + mine[0] * upstream, f"That is one wire. {name} is there twice, and each wire brings its share.")
        )
    if step.op == "ReLU" and not total:
        found.append(
            (
                before + upstream,
                "The ReLU is closed: its result is 0 and stays 0, so its slope is 0, and nothing passes.",
            )
        )
    for other, theirs in slopes.items():
        if other != asked.node:
            swapped = " A product hands each operand the other one." if step.op == "*" else ""
            found.append((before + sum(theirs) * upstream, f"That is the share of {tape.nodes[other].name}.{swapped}"))
            found.append((sum(theirs) * upstream, f"That is the share of {tape.nodes[other].name}.{swapped}"))
    found += [
        (
            before + total,
            f"That is the local derivative. It is still to be multiplied by what comes back, the gradient of {result}: {short(upstream)}.",
        ),
        (
            total,
            f"That is the local derivative. It is still to be multiplied by what comes back, the gradient of {result}: {short(upstream)}.",
        ),
        (
            before + upstream,
            f"That is what comes back from {result}. It is still to be multiplied by the local derivative, {short(total)}.",
        ),
        (-asked.right, "The size is right; look at the signs again."),
        (
            tape.nodes[asked.node].data,
            f"That is the data of {name}. Its gradient says how much the root moves when it does.",
        ),
    ]
    return [(number, said) for number, said in found if not alike(number, asked.right)]


def hint(tape, asked):
    upstream, slopes = parts(tape, asked)
    result = tape.nodes[tape.steps[asked.step].node].name
    added = f", added to the {short(asked.before)} that is there" if asked.before else ""
    return f"Not that one. The gradient of {result}, {short(upstream)}, comes back; times the local derivative, {short(sum(slopes[asked.node]))}{added}."
