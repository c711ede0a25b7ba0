"""Predict a gradient: the backward pass waits before each step for the reader's number, and says of a wrong one how one
comes to it.

Offers `Predict` (a state), `update`, `view`, and `question` (what the next step asks).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, isclose

from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, tag
from micrograd.tape import Tape

from ...controls import button, field
from ...events import Change, Event, Input, Press
from ..player import Transport
from ..run import Run

LONGEST = 40  # characters of a guess


@dataclass(frozen=True)
class Predict:
    """on: whether the backward pass waits; guess: what the reader types; reply: what was said to it."""

    on: bool = False
    guess: str = ""
    reply: str = ""


@dataclass(frozen=True)
class Question:
    """step: the one that will tell; node: whose gradient; right: what it will be; before: what it is now, 0 if nothing
    yet.
    """

    step: int
    node: int
    right: float
    before: float


def update(predict: Predict, event: Event, run: Run, time: Transport) -> tuple[Predict, Transport]:
    """The state and the time after an event; the very same, if the event is none of this tool's."""
    asked = open_question(predict, run, time)
    match event:
        case Press("predict"):
            return Predict(not predict.on), time.pause()
        case Input("guess", text):
            return replace(predict, guess=text[:LONGEST]), time
        case Change("guess", text):
            predict = replace(predict, guess=text[:LONGEST])
            return answer(predict, asked, run, time) if asked and text.strip() else (predict, time)
        case Press("check") if asked:
            return answer(predict, asked, run, time)
        case Press("reveal") if asked:
            return replace(predict, guess="", reply="Watch."), time.forward(run.length)
        case Press("backward" | "play" | "step") if asked:
            return replace(predict, reply="First your number; or Show me."), time
        case Press("backward" | "play" as do) if predict.on and not time.moving:
            start = run.tape.forward if do == "backward" else 0
            return replace(predict, reply=""), until_question(time.play(start, run.length), run)
        case Press("reset"):
            return replace(predict, guess="", reply=""), time
    return predict, time


def waits(predict: Predict, event: Event, run: Run, time: Transport) -> bool:
    """Whether the player is not to hear of this press, because a question waits, or is to be played to."""
    match event:
        case Press("step"):
            return open_question(predict, run, time) is not None
        case Press("backward" | "play"):
            return open_question(predict, run, time) is not None or (predict.on and not time.moving)
    return False


def answer(predict: Predict, asked: Question, run: Run, time: Transport) -> tuple[Predict, Transport]:
    """What is said to the guess; a right one sets the step in motion."""
    right, reply = verdict(run.tape, asked, predict.guess)
    if not right:
        return replace(predict, reply=reply), time
    return replace(predict, guess="", reply=reply), time.forward(run.length)


def until_question(time: Transport, run: Run) -> Transport:
    """A time that plays as far as the next question, or to the end."""
    goal = next_question(run.tape, max(ceil(time.at), run.tape.forward), run.length)
    return replace(time, goal=float(goal)) if goal > time.at else time.jump(time.at)


def open_question(predict: Predict, run: Run, time: Transport) -> Question | None:
    """The question that waits for the reader, or None."""
    if not predict.on or time.moving or time.at != time.step or time.step < run.tape.forward:
        return None
    return question(run.tape, time.step)


def question(tape: Tape, k: int) -> Question | None:
    """What step k asks, or None where it asks nothing: the first operand's gradient after it."""
    step = tape.steps[k] if k < len(tape.steps) else None
    if step is None or not step.locals:
        return None
    node = tape.nodes[step.node].operands[0]
    after = [change.after for change in step.changes if change.node == node and change.field == "grad"]
    return Question(k, node, after[-1], tape.grad_at(k).get(node, 0.0)) if after else None


def next_question(tape: Tape, at: int, goal: int) -> int:
    """The first place from `at` to `goal` at which there is a question, else `goal`."""
    return next((k for k in range(at, goal) if question(tape, k)), goal)


# --- what a guess says ---


def verdict(tape: Tape, asked: Question, text: str) -> tuple[bool, str]:
    """(whether the guess is right, what to say of it)."""
    try:
        guess = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return False, "Type a number, such as 2.5 or -1."
    name = tape.nodes[asked.node].name
    if alike(guess, asked.right):
        return True, f"Yes: {name} has gradient {short(asked.right)}."
    return False, next((words for number, words in confusions(tape, asked) if alike(guess, number)), hint(tape, asked))


def alike(guess: float, number: float) -> bool:
    return isclose(guess, number, rel_tol=5e-3, abs_tol=5e-4)


def factors(tape: Tape, asked: Question) -> tuple[float, dict[int, list[float]]]:
    """(the gradient that comes back, {operand: its local derivatives}) of the step that is asked about."""
    step = tape.steps[asked.step]
    slopes: dict[int, list[float]] = {}
    for operand, slope in zip(tape.nodes[step.node].operands, step.locals):
        slopes.setdefault(operand, []).append(slope)
    return tape.grad_at(asked.step)[step.node], slopes


def confusions(tape: Tape, asked: Question) -> list[tuple[float, str]]:
    """(a wrong number, how one comes to it), the likelier first. The right number is none of them."""
    return [(number, words) for number, words in mistakes(tape, asked) if not alike(number, asked.right)]


def mistakes(tape: Tape, asked: Question) -> Iterator[tuple[float, str]]:
    """(a number, how one comes to it by a mistake), the likelier first."""
    upstream, slopes = factors(tape, asked)
    mine, before, step = slopes[asked.node], asked.before, tape.steps[asked.step]
    name, result = tape.nodes[asked.node].name, tape.nodes[step.node].name
    total = sum(mine)
    if before:
        yield (
            asked.right - before,
            f"That is what this step brings. {name} already holds {short(before)}, and the two are added: +=.",
        )
    if len(mine) > 1:
        yield (
            before + mine[0] * upstream,
            f"That is one wire. {name} is there twice, and each wire brings its share.",
        )
    if step.op == "ReLU" and not total:
        yield (
            before + upstream,
            "The ReLU is closed: its result is 0 and stays 0, so its slope is 0, and nothing passes.",
        )
    for other, theirs in slopes.items():
        if other != asked.node:
            swapped = " A product hands each operand the other one." if step.op == "*" else ""
            words = f"That is the share of {tape.nodes[other].name}.{swapped}"
            yield before + sum(theirs) * upstream, words
            yield sum(theirs) * upstream, words
    local = (
        "That is the local derivative. It is still to be multiplied by what comes back, the gradient of "
        f"{result}: {short(upstream)}."
    )
    yield before + total, local
    yield total, local
    yield (
        before + upstream,
        f"That is what comes back from {result}. It is still to be multiplied by the local derivative, {short(total)}.",
    )
    yield -asked.right, "The size is right; look at the signs again."
    yield (
        tape.nodes[asked.node].data,
        f"That is the data of {name}. Its gradient says how much the root moves when it does.",
    )


def hint(tape: Tape, asked: Question) -> str:
    upstream, slopes = factors(tape, asked)
    result = tape.nodes[tape.steps[asked.step].node].name
    added = f", added to the {short(asked.before)} that is there" if asked.before else ""
    return (
        f"Not that one. The gradient of {result}, {short(upstream)}, comes back; times the local derivative, "
        f"{short(sum(slopes[asked.node]))}{added}."
    )


# --- what is seen of it ---


def view(predict: Predict, page: str, run: Run, time: Transport) -> Markup:
    """The tool's panel."""
    asked = open_question(predict, run, time)
    parts = [
        tag("legend", "Predict"),
        tag("p", "Each step back waits for your number first. Nobody learns to walk by watching.", class_="hint"),
        tag("div", button("Predict", f"{page}.predict", pressed=predict.on), class_="buttons"),
    ]
    if asked:
        parts += [
            tag(
                "p",
                "What will the gradient of ",
                tag("strong", run.tape.nodes[asked.node].name),
                f" be after the next step? (How much does {run.root} move with it?)",
            ),
            field("Your number", f"{page}.guess", predict.guess, kind="text"),
            tag(
                "div",
                button("Check", f"{page}.check", kind="grad"),
                button("Show me", f"{page}.reveal"),
                class_="buttons",
            ),
        ]
    elif predict.on and not time.moving:
        words = "That was the last one." if time.at >= run.length else "Press Backward; it stops where it is your turn."
        parts.append(tag("p", words, class_="hint"))
    if predict.reply:
        parts.append(tag("p", predict.reply, class_="verdict", role="status"))
    return tag("fieldset", parts)
