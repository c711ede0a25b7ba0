"""04 The Loop: the program that trains, line by line, as the compiler wrote it; each line leads to its neuron.

Offers `panel(state)`, `VIEWS`, and `neuron_of(state, line)`.
"""

import re

from micrograd.compiler.listing import Line
from micrograd.draw import names
from micrograd.draw.programs import machine_program, written_program
from micrograd.draw.svg import Markup, group, tag
from micrograd.training.calculator import Calculator

from .. import controls
from .memo import remember
from .state import State

VIEWS = {"python": ("As Python", written_program), "machine": ("As WebAssembly", machine_program)}
MOST = 700  # lines that are shown, and the update after them: what is between is more of the same, neuron by neuron


def panel(state: State) -> Markup:
    """Buttons that show and hide it, and the program if it is shown."""
    every = lines(state.program)
    if not every:
        return tag("p", "What cannot be compiled has no program: the engine runs it, op by op.", class_="hint")
    buttons = [
        controls.button(
            words,
            "loop.program",
            view,
            pressed=state.listing == view,
            hint="The program that trains, as the compiler wrote it",
        )
        for view, (words, _) in VIEWS.items()
    ]
    head = tag("div", tag("span", "The program that trains:", class_="name"), *buttons, class_="buttons")
    if not state.listing:
        return head
    cut = f" Here are the first {MOST} of them, and the update:" if len(every) > MOST else ""
    words = f"One training step is {len(every)} lines, traced once from the graph of one point.{cut}"
    return group(head, tag("p", words, class_="hint"), program_markup(state.program, state.listing))


@remember
def lines(program: Calculator) -> tuple[Line, ...]:
    """The program's lines, listed once: a program never changes."""
    return tuple(program.listing())


@remember
def program_markup(program: Calculator, view: str) -> Markup:
    """The markup of a view, made once."""
    every = lines(program)
    update = [line for line in every[MOST:] if line.part == "update"]
    return VIEWS[view][1]([*every[:MOST], *update], "loop.line")


def neuron_of(state: State, line: int) -> tuple[int, int] | None:
    """The hidden neuron (layer, place) that a line of the program belongs to, by its number; None if to none of them."""
    every = lines(state.program)
    if not 0 <= line < len(every):
        return None
    weights = re.findall(r"l\d+n\d+[wb]", every[line].text)  # a neuron's own weights say best which it is
    for name in (*weights, *every[line].of, every[line].grows):
        neuron = names.neuron_of(name)
        if neuron and neuron[0] < len(state.settings.hidden):
            return neuron
    return None
