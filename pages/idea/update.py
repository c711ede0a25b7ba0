"""What happens to The Idea's state: to the text, here; to the graph, in its exhibit."""

from dataclasses import replace

from ..effects import Copy, Effect, SetAddress
from ..events import Arrive, Change, Copied, Drag, Event, Input, Key, Point, Press, Restored
from ..exhibit import drag
from ..exhibit.update import look, with_fault
from ..exhibit.update import update as update_exhibit
from ..expression.again import with_number
from ..targets import Target
from .address import arrive, fragment
from .examples import BY_KEY, SHOWCASES, Example
from .state import State, with_text


def update(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """The state after an event, and what is asked of the browser; among it the address that leads to the new state."""
    new, effects = after(state, event)
    if new is not state and new.copied is state.copied is not None and isinstance(event, Press | Input | Change):
        new = replace(new, copied=None)
    if new is state or new.exhibit.time.moving or new.grabbed is not None:
        return new, effects
    address = fragment(new)
    if not address or address == new.address:
        return new, effects
    return replace(new, address=address), (*effects, SetAddress(address))


def after(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    match event:
        case Input("text", text):
            exhibit = replace(state.exhibit, pull=None)
            return with_text(replace(state, exhibit=exhibit, grabbed=None), text), ()
        case Input("example", key) | Change("example", key) if key in BY_KEY:
            return with_example(state, BY_KEY[key]), ()
        case Point(at=at):
            box = box_at(state, at)
            target = None if box is None else Target("box", box)
            return replace(state, exhibit=look(state.exhibit, target)), ()
        case Arrive(text):
            return arrive(state, text), ()
        case Press("link"):
            address = fragment(state)
            set_address = (SetAddress(address),) if address != state.address else ()
            return replace(state, address=address), (*set_address, Copy(f"#idea:{address}"))
        case Copied(done):
            return replace(state, copied=done), ()
        case Press("show") if state.exhibit.fault:
            return after(with_example(state, SHOWCASES[state.exhibit.fault]), Press("backward"))
        case Restored(State() as old):
            exhibit = replace(state.exhibit, pull=None)
            new = with_text(replace(state, exhibit=exhibit, grabbed=None), old.text)
            return replace(new, exhibit=with_fault(new.exhibit, old.exhibit.fault)), ()
        case Drag() | Key():
            dragged = drag.update(state.exhibit.pull, event, state.exhibit.tape, state.draggable)
            if dragged is not None:
                return with_drag(state, dragged), ()
    exhibit, effects = update_exhibit(state.exhibit, event)
    return state if exhibit is state.exhibit else replace(state, exhibit=exhibit), effects


def with_example(state: State, example: Example) -> State:
    """Another example begins at its beginning."""
    state = with_text(state, example.text)
    exhibit = state.exhibit
    exhibit = replace(
        exhibit, time=exhibit.time.jump(0), look=None, pull=None, listing=replace(exhibit.listing, picked=None)
    )
    return replace(state, exhibit=exhibit, grabbed=None)


def box_at(state: State, at: int | None) -> int | None:
    """The box of the variable at a place in the text, else that of the smallest piece of text around it."""
    if at is None or state.problem:
        return None
    expression = state.expression
    pieces = [*((span, node) for node, span in enumerate(expression.spans)), *expression.mentions]
    around = [(span.end - span.start, -node) for span, node in pieces if span.start <= at < span.end]
    return -min(around)[1] if around else None


def with_drag(state: State, dragged: drag.Dragged) -> State:
    """The state with the number that a hand has changed, in the text as in the graph.

    While it moves, the tape says only what the eye can follow; let go, it is recorded in full.
    """
    if dragged.pull is not None:
        if state.exhibit.pull is None:
            state = replace(state, grabbed=state.expression)
        at = state.exhibit.look if dragged.let_go else Target("box", dragged.pull.node)
        state = replace(state, exhibit=replace(state.exhibit, pull=dragged.pull, look=at))
        if dragged.number is not None:
            state = with_leaf(state, dragged.pull.node, dragged.number)
    if dragged.let_go:
        state = replace(state, exhibit=replace(state.exhibit, pull=None), grabbed=None)
        state = with_text(state, state.text)
    return state


def with_leaf(state: State, leaf: int, number: str) -> State:
    """The state with another number in the text, at the place of a leaf."""
    before = state.grabbed or state.expression
    span = before.literals[leaf]
    if span is None:
        return state
    text = before.text[: span.start] + number + before.text[span.end :]
    if text == state.text:
        return state
    try:
        expression = with_number(before, leaf, number, state.exhibit.time.current)
    except (ValueError, ArithmeticError):  # no result there: read in full, the text says at which line
        return with_text(state, text)
    return with_text(state, text, lambda _: expression)
