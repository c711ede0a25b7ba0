"""What the page says of a step of the tape: the caption that is read, and the sentence that is spoken."""

import re
from collections.abc import Iterable, Mapping, Sequence

from micrograd.draw.equation import Equation, step_equations
from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, tag
from micrograd.ops import spoken_of
from micrograd.tape import Tape
from micrograd.tape.names import readable

FLOAT = re.compile(r"(?<![\w.])-?(?:\d+\.\d+(?:e[+-]?\d+)?|\d+e[+-]?\d+|inf\b)")


NOUNS = {"+": "the sum", "*": "the product", "sqrt": "the square root", "abs": "the absolute value"}
NOUNS |= {"sin": "the sine", "cos": "the cosine"}


def shorten_numbers(numbers: str) -> str:
    """A formula in numbers, with every float as short as it is drawn elsewhere, and × for times."""
    return FLOAT.sub(lambda match: short(float(match[0])), numbers).replace(" * ", " × ")


def caption(
    tape: Tape,
    k: int,
    equations: Sequence[Equation] | None = None,
    marks: Mapping[int, Mapping[str, str]] | None = None,
) -> Markup:
    """The formulas of step k as equations, each number under its name. The lines of source and their exact numbers come
    on pointing. equations: where they are known already; marks: {formula: attributes} of its equation."""
    step = tape.steps[k]
    if not step.numbers:  # a tape that follows a hand says only what the eye can read
        return tag(
            "div",
            [tag("p", tag("code", names, class_="names")) for names in step.formula],
            class_=f"formulas {step.phase}",
        )
    lines = [
        tag("p", line.markup, data_formula=str(i), title=f"{names}: {numbers}", **(marks or {}).get(i, {}))
        for i, (line, names, numbers) in enumerate(
            zip(equations or step_equations(tape, k), step.formula, step.numbers)
        )
    ]
    return tag("div", *lines, class_=f"formulas {step.phase}")


def sentence(tape: Tape, k: int) -> str:
    """What step number k did, in one sentence."""
    step = tape.steps[k]
    node = tape.nodes[step.node]
    name = [readable(each.name) for each in tape.nodes]
    if step.phase == "forward":
        return f"{name[step.node]} is {short(node.data)}: {made_of(step.op, [name[j] for j in node.operands])}."
    if not step.locals:
        return f"Backward begins: the gradient of {name[step.node]} with respect to itself is 1."
    grads = tape.grad_at(k + 1)
    gains = join_words(f"{name[j]} has gradient {short(grads[j])}" for j in dict.fromkeys(node.operands))
    stopped = " Nothing passes: the local derivative is 0." if not any(step.locals) else ""
    return f"Back through {spoken_of(step.op)}: {gains}.{stopped}"


def made_of(op: str, operands: Sequence[str]) -> str:
    """What an op makes of its operands, as a noun: the sum of a and b, a to the power 2, tanh of n."""
    if op in NOUNS:
        return f"{NOUNS[op]} of {join_words(operands)}"
    if op.startswith("**"):
        return f"{operands[0]} {spoken_of(op)}"
    return f"{spoken_of(op)} of {join_words(operands)}"


def join_words(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    words = list(words)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
