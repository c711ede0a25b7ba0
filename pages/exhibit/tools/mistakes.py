"""What a guess at a gradient says: the right number, or by which mistake one comes to a wrong one.

Offers `Question`, `question` (what a step of the tape asks), `verdict` (of a guess), `confusions` (all that have a
name), `solution` (the answer as a calculation), and SLIPS: for each op, how one gets its slope wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, exp, isclose, isfinite, sin

from micrograd.draw.scale import short, signed
from micrograd.ops import op_of, spoken_of, symbol_of
from micrograd.tape import Tape

from .numerals import read_number


@dataclass(frozen=True)
class Question:
    """step: the one that will tell; node: whose gradient; right: what it will be after that step; before: what it is now,
    0 if nothing has come yet; final: what it will be in the end.
    """

    step: int
    node: int
    right: float
    before: float
    final: float

    @property
    def partial(self) -> bool:
        """Whether more is to come after this step."""
        return not alike(self.right, self.final)


Slip = tuple[Callable[[float, float, float], float], str]  # a wrong slope, of x, the result and an exponent; in words

SLIPS: dict[str, tuple[Slip, ...]] = {
    "tanh": (
        (lambda x, out, k: 1 - x * x, "You squared what went in. The slope of tanh is 1 − out²: square the result, {out}."),
        (lambda x, out, k: 1 - out, "Nearly: the slope of tanh is 1 − out², and you have not squared the result, {out}."),
        (lambda x, out, k: out * out, "That is out². The slope of tanh is what is left of 1 after that: 1 − out²."),
        (lambda x, out, k: out, "You multiplied by the result of tanh. Its slope is 1 − out²."),
    ),
    "sigmoid": (
        (lambda x, out, k: x * (1 - x), "You took what went in. The slope of sigmoid is out × (1 − out): it is made of the result, {out}."),
        (lambda x, out, k: 1 - out * out, "That is the slope of tanh. Sigmoid’s is out × (1 − out)."),
        (lambda x, out, k: 1 - out, "That is half of it: the slope of sigmoid is out × (1 − out)."),
        (lambda x, out, k: out, "You multiplied by the result of sigmoid. Its slope is out × (1 − out)."),
    ),
    "**": (
        (lambda x, out, k: x ** (k - 1), "The exponent, {k}, comes down as a factor: the slope is {k} × x to the power {k_less}."),
        (lambda x, out, k: k * out, "The exponent comes down as a factor, and what stays above is one less: {k} × x to the power {k_less}."),
        (lambda x, out, k: k, "That is the exponent alone. The slope is {k} × x to the power {k_less}."),
        (lambda x, out, k: out, "That is the result as the slope. The slope is {k} × x to the power {k_less}."),
    ),
    "exp": (
        (lambda x, out, k: x * exp(x - 1), "That is the power rule, where the base varies. In exp the exponent does, and exp is its own slope: {out}."),
        (lambda x, out, k: x, "You multiplied by what went in. exp is its own slope: multiply by the result, {out}."),
    ),
    "log": (
        (lambda x, out, k: x, "The other way round: the slope of log is 1 / x."),
        (lambda x, out, k: 1 / out, "You divided by the result. The slope of log is 1 / x: divide by what went in, {x}."),
        (lambda x, out, k: out, "You multiplied by the result of log. Its slope is 1 / x."),
    ),
    "sqrt": (
        (lambda x, out, k: 0.5 * out, "The root stands below: the slope of the root is 1 / (2 × out)."),
        (lambda x, out, k: 1 / out, "The half is missing: the slope of the root is 1 / (2 × out)."),
        (lambda x, out, k: 0.5 / x, "You divided by what went in. The slope of the root is 1 / (2 × out): divide by the result, {out}."),
        (lambda x, out, k: out, "You multiplied by the result of the root. Its slope is 1 / (2 × out)."),
    ),
    "sin": (
        (lambda x, out, k: out, "That is the sine again. The slope of the sine is the cosine of what went in."),
        (lambda x, out, k: cos(out), "You took the cosine of the result. It is that of what went in, {x}."),
    ),
    "cos": (
        (lambda x, out, k: sin(x), "The sign: where the cosine falls, its slope is below 0. It is minus the sine."),
        (lambda x, out, k: out, "That is the cosine again. The slope of the cosine is minus the sine of what went in."),
    ),
    "ReLU": ((lambda x, out, k: out, "You multiplied by the result. A ReLU that is open has the slope 1, one that is closed 0."),),
    "leaky ReLU": (
        (lambda x, out, k: 0.0, "That would be a plain ReLU. A leaky one is never flat: its slope is 0.01 below 0."),
        (lambda x, out, k: out, "You multiplied by the result. The slope is 1 above 0, and 0.01 below."),
    ),
    "abs": (
        (lambda x, out, k: out, "You multiplied by the size. The slope is only the sign of what went in: 1 or −1."),
    ),
    "softplus": (
        (lambda x, out, k: float(x > 0), "That is the ReLU’s slope. Softplus is round at the corner: its slope is sigmoid(x)."),
        (lambda x, out, k: out, "You multiplied by the result. The slope of softplus is sigmoid(x)."),
    ),
    "GELU": (
        (lambda x, out, k: float(x > 0), "That is the ReLU’s slope. GELU is round at the corner: its slope lies near that, not on it."),
        (lambda x, out, k: out, "You multiplied by the result. The slope of GELU is another number."),
    ),
}  # fmt: skip


def question(tape: Tape, k: int) -> Question | None:
    """What step k asks, or None where it asks nothing: the first operand's gradient after it."""
    step = tape.steps[k] if k < len(tape.steps) else None
    if step is None or not step.locals:
        return None
    node = tape.nodes[step.node].operands[0]
    after = [change.after for change in step.changes if change.node == node and change.field == "grad"]
    if not after:
        return None
    return Question(k, node, after[-1], tape.grad_at(k).get(node, 0.0), tape.grad_at(len(tape.steps))[node])


def verdict(tape: Tape, asked: Question, text: str) -> tuple[bool | None, str]:
    """(whether the guess is right, None if it is no number; what to say of it)."""
    guess = read_number(text)
    if guess is None:
        return None, "Type a number, such as 2.5, −1 or 1/2."
    name = tape.nodes[asked.node].name
    if alike(guess, asked.right):
        return True, f"Yes: {name}.grad is {short(asked.right)}{' so far' if asked.partial else ''}."
    named = next((words for number, words in confusions(tape, asked) if alike(guess, number)), None)
    return False, named or hint(tape, asked)


def alike(guess: float, number: float) -> bool:
    return isclose(guess, number, rel_tol=5e-3, abs_tol=5e-4)


def confusions(tape: Tape, asked: Question) -> list[tuple[float, str]]:
    """(a wrong number, how one comes to it), the likelier first. The right number is none of them."""
    found = []
    for number, words in mistakes(tape, asked):
        if isfinite(number) and not alike(number, asked.right):
            found.append((number, words))
    return found


def mistakes(tape: Tape, asked: Question) -> Iterator[tuple[float, str]]:
    """(a number, how one comes to it by a mistake), the likelier first."""
    name, before = tape.nodes[asked.node].name, asked.before
    if before:
        yield (
            asked.right - before,
            f"That is what this step brings. {name}.grad already holds {short(before)}, and the two are added: +=.",
        )
    if asked.partial:
        yield (
            asked.final,
            f"That is {name}.grad in the end, when every value that uses {name} has answered. One of them answers "
            "later. How much is there after this step?",
        )
    for share, words in wrong_shares(tape, asked):
        yield before + share, words
        if before:
            yield share, words
    yield -asked.right, "The size is right; look at the signs again."
    yield (
        tape.nodes[asked.node].data,
        f"That is the data of {name}. Its gradient says how much {tape.nodes[tape.root].name} moves when {name} does.",
    )


def wrong_shares(tape: Tape, asked: Question) -> Iterator[tuple[float, str]]:
    """(what one may think that this step brings, by which mistake)."""
    step = tape.steps[asked.step]
    result = tape.nodes[step.node]
    upstream, slopes = factors(tape, asked)
    mine = slopes[asked.node]
    total, name = sum(mine), tape.nodes[asked.node].name
    if len(mine) > 1:
        yield mine[0] * upstream, f"That is one wire. {name} is there twice, and each wire brings its share."
    if step.op == "ReLU" and not total:
        yield upstream, "The ReLU is closed: its result is 0 and stays 0, so its slope is 0, and nothing passes."
    if step.op == "ReLU" and total:
        yield 0.0, "The ReLU is open: its result is above 0, so its slope is 1, and the gradient passes as it is."
    for other, theirs in slopes.items():
        if other != asked.node:
            swapped = " A product hands each operand the other one’s number." if step.op == "*" else ""
            yield sum(theirs) * upstream, f"That is the share of {tape.nodes[other].name}.{swapped}"
    yield from slips(tape, asked, upstream)
    yield (
        total,
        f"That is the local derivative alone. It is still to be multiplied by what comes back, {result.name}.grad: "
        f"{short(upstream)}.",
    )
    yield (
        upstream,
        f"That is what comes back from {result.name}. It is still to be multiplied by the local derivative of "
        f"{spoken_of(step.op)}.",
    )
    if total + upstream != total * upstream:
        yield (
            total + upstream,
            "You added the two. The chain rule multiplies: the local derivative times what comes back.",
        )


def slips(tape: Tape, asked: Question, upstream: float) -> Iterator[tuple[float, str]]:
    """(what this step brings with a wrong slope, which one it was)."""
    node = tape.nodes[tape.steps[asked.step].node]
    if len(node.operands) != 1:
        return
    x, out = tape.nodes[node.operands[0]].data, node.data
    k = parameter(node.op)
    said = {"x": short(x), "out": short(out), "k": f"{k:g}".replace("-", "−"), "k_less": f"{k - 1:g}".replace("-", "−")}
    for slope, words in SLIPS.get("**" if node.op.startswith("**") else node.op, ()):
        try:
            number = slope(x, out, k)
        except ArithmeticError:
            continue
        if not isinstance(number, complex):
            yield number * upstream, words.format(**said)


def parameter(op: str) -> float:
    """The exponent of a power; 0 for any other op."""
    try:
        parameters = op_of(op).parameters
    except KeyError:  # an op of the reader's own
        return 0.0
    return parameters[0] if parameters else 0.0


def factors(tape: Tape, asked: Question) -> tuple[float, dict[int, list[float]]]:
    """(the gradient that comes back, {operand: its local derivatives}) of the step that is asked about."""
    step = tape.steps[asked.step]
    slopes: dict[int, list[float]] = {}
    for operand, slope in zip(tape.nodes[step.node].operands, step.locals):
        slopes.setdefault(operand, []).append(slope)
    return tape.grad_at(asked.step)[step.node], slopes


def hint(tape: Tape, asked: Question) -> str:
    """Where to look, without the numbers."""
    step = tape.steps[asked.step]
    result, name = tape.nodes[step.node].name, tape.nodes[asked.node].name
    added = f" Then add it to what {name}.grad holds." if asked.before else ""
    return (
        f"Not that one. What comes back is {result}.grad. By how much does {result} move when {name} moves by 1? Multiply "
        f"the two.{added}"
    )


def solution(tape: Tape, asked: Question) -> str:
    """The answer as a calculation: local derivative × what comes back, added to what is there."""
    upstream, slopes = factors(tape, asked)
    share = " + ".join(f"{signed(slope)} × {signed(upstream)}" for slope in slopes[asked.node])
    before = f"{short(asked.before)} + " if asked.before else ""
    symbol = symbol_of(tape.steps[asked.step].op)
    return f"Local derivative of {symbol} times what comes back: {before}{share} = {short(asked.right)}."
