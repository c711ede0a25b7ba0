"""What the three tools do to the state: a guess, a nudge, a mistake put into the engine.

Offers `predicted`, `until_question`, `nudged` and `with_fault`.
"""

from dataclasses import replace
from math import ceil

from .nudge import slopes
from .predict import next_question, verdict
from .state import asking

CLOSE = 2e-3  # how near measurement and gradient are when they have met


def until_question(state, start):
    """Plays as far as the next question, or to the end."""
    time = state.time.play(start, state.length)
    goal = next_question(state.tape, max(ceil(time.at), state.tape.forward), state.length)
    return replace(state, time=replace(time, goal=float(goal)) if goal > time.at else time.jump(time.at), told="")


def predicted(state, event):
    question = asking(state)
    match event:
        case {"type": "press", "do": "predict"}:
            return replace(state, predicting=not state.predicting, guess="", told="", time=state.time.pause())
        case {"type": "input" | "change", "do": "guess", "value": text}:
            state = replace(state, guess=text[:40])
            return (
                state
                if event["type"] == "input" or not text.strip()
                else predicted(state, {"type": "press", "do": "check"})
            )
        case {"type": "press", "do": "check" | "reveal"} if question:
            right, said = verdict(state.tape, question, state.guess)
            if event["do"] == "reveal":
                right, said = True, "Watch."
            if not right:
                return replace(state, told=said)
            return replace(state, time=state.time.forward(state.length), guess="", told=said)
    return state


def nudged(state, event):
    """Another value to nudge, or another h; where measurement and gradient meet, the gradient is checked."""
    match event:
        case {"do": "nudge", "value": value}:
            index = int(value) if value and value.isdigit() and int(value) < len(state.tape.nodes) else None
            state = replace(state, nudge=index, power=1.0, wave=begun(state, index))
        case {"do": "h", "value": value}:
            again = (
                begun(state, state.nudge) if event["type"] == "change" else None
            )  # not while the slider is being pulled
            state = replace(state, power=min(max(float(value), 0.0), 9.0), wave=again)
    if state.nudge is None:
        return state
    grad = state.tape.grad_at(state.time.step).get(state.nudge)
    found = slopes(state.made, state.nudge, 10.0**-state.power)
    if grad is not None and not found.kink and abs(found.measured - grad) <= CLOSE * max(1.0, abs(grad)):
        return replace(state, checked=state.checked | {state.nudge})
    return state


def begun(state, index):
    """Where the wave of a nudge begins; None where there is nothing to see of it."""
    return None if index in (None, state.tape.root) or state.env.still or state.time.moving else 0.0


def with_fault(state, key):
    """The same text on another engine, as far along as the tape reaches."""
    state = replace(state, fault=key, picked=None, told="", view="engine")
    return replace(state, time=state.time.jump(min(state.time.step, state.length)))
