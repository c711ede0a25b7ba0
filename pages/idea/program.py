"""The backward pass of this very expression, as a program: what the project's compiler makes of the tape, line by line.

Offers `lines` (of the program), `panel` (in Python, or as WebAssembly), `at` (the lines of a step), `nodes` (the boxes
of a line).
"""

from functools import lru_cache

from micrograd.compiler import tape_listing
from micrograd.draw.programs import machine_program, serving, written_program
from micrograd.draw.svg import tag

HINTS = {
    "program": "what is left of your expression when the graph is gone: straight-line code",
    "wasm": "the same, as instructions of WebAssembly",
}


@lru_cache(maxsize=8)
def lines(tape_of):
    """The Lines of an Expression's program."""
    return tuple(tape_listing(tape_of.tape))


@lru_cache(maxsize=8)
def panel(made, view, folded):
    draw = machine_program if view == "wasm" else written_program
    title = tag("summary", tag("span", HINTS[view], class_="hint"))
    return tag("details", title, draw(lines(made), "idea.program", walked=True), class_="file", open=not folded)


def at(made, step):
    """The numbers of the lines that do what a step of the tape does."""
    found = serving(lines(made), made.tape.nodes[step.node].name, step.phase)
    return [n for n in found if bool(lines(made)[n].op) == bool(step.op)]  # the seed has no op, and a line of its own


@lru_cache(maxsize=64)
def nodes(made):
    """For each line the boxes that it belongs to."""
    index = {node.name: node.index for node in made.tape.nodes}
    return [frozenset(index[name] for name in (*line.of, line.grows) if name in index) for line in lines(made)]
