"""Predict a gradient: the backward pass pauses before each step and asks for the number, in the box where it will stand.

For a wrong number, the reader is told how one comes to it, and has another try before the calculation is shown (see
mistakes.py). Offers `Predict` (a state), `update`, `waits`, `view`, and `asked_box` (where the figure has its "?").
"""

from dataclasses import dataclass, replace
from math import ceil

from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag
from micrograd.ops import symbol_of
from micrograd.tape import Tape

from ...controls import button, field
from ...events import Change, Event, Input, Press
from ..player import Transport
from ..run import Run
from .mistakes import Question, question, solution, verdict

LONGEST = 40  # characters of a guess


@dataclass(frozen=True)
class Predict:
    """on: whether the backward pass waits; guess: what the reader types; reply: what was said to it; tries: how many wrong
    numbers there were to this question.
    """

    on: bool = False
    guess: str = ""
    reply: str = ""
    tries: int = 0


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
            return Predict(True, reply=solution(run.tape, asked)), time.forward(run.length)
        case Press("backward" | "play" | "step") if asked:
            return replace(predict, reply="First your number; or Show me."), time
        case Press("backward" | "play" as do) if predict.on and not time.moving:
            start = run.tape.forward if do == "backward" else 0
            return replace(predict, reply=""), until_question(time.play(start, run.length), run)
        case Press("reset" | "back") | Input("timeline") | Change("timeline"):
            unasked = Predict(predict.on)
            return (predict if predict == unasked else unasked), time
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
    """What is said to the guess; a right one sets the step in motion. After the second wrong one comes the calculation."""
    right, reply = verdict(run.tape, asked, predict.guess)
    if right is None:
        return replace(predict, reply=reply), time
    if right:
        return Predict(True, reply=reply), time.forward(run.length)
    tries = predict.tries + 1
    last = "Try once more." if tries == 1 else solution(run.tape, asked)
    return replace(predict, reply=f"{reply} {last}", tries=tries), time


def until_question(time: Transport, run: Run) -> Transport:
    """A time that plays as far as the next question, or to the end."""
    goal = next_question(run.tape, max(ceil(time.at), run.tape.forward), run.length)
    return replace(time, goal=float(goal)) if goal > time.at else time.jump(time.at)


def open_question(predict: Predict, run: Run, time: Transport) -> Question | None:
    """The question that waits for the reader, or None."""
    if not predict.on or time.moving or time.at != time.step or time.step < run.tape.forward:
        return None
    return question(run.tape, time.step)


def next_question(tape: Tape, at: int, goal: int) -> int:
    """The first place from `at` to `goal` at which there is a question, else `goal`."""
    return next((k for k in range(at, goal) if question(tape, k)), goal)


def asked_box(predict: Predict, run: Run, time: Transport) -> int | None:
    """The box whose gradient is asked for."""
    asked = open_question(predict, run, time)
    return asked.node if asked else None


# --- what is seen of it ---


def view(predict: Predict, page: str, run: Run, time: Transport) -> Markup:
    """The tool's panel."""
    asked = open_question(predict, run, time)
    parts = [
        tag("p", "The backward pass pauses before each gradient and asks you for it.", class_="hint"),
        tag("div", button("Predict", f"{page}.predict", pressed=predict.on), class_="buttons"),
    ]
    if asked:
        parts += [
            tag("p", *words_of(run.tape, asked)),
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
    return group(*parts)


def words_of(tape: Tape, asked: Question) -> list[Markup | str]:
    """The question: for the sum so far, where something is there already, or more will come."""
    name, symbol = tape.nodes[asked.node].name, symbol_of(tape.steps[asked.step].op)
    words: list[Markup | str] = [
        f"Back through {symbol}: what will ",
        tag("strong", f"{name}.grad"),
        " be after this step",
    ]
    if asked.before:
        words.append(f", with the {short(asked.before)} that it holds already")
    words.append("?")
    if asked.partial:
        words.append(" More will be added later; only the sum so far is asked.")
    return words
