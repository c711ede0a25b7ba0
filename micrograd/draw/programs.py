"""A compiled program as lines to read: the backward pass, written out by the compiler.

    lines = tape_listing(tape)                      # or program.listing(): see compiler/
    written_program(lines, "idea.program")          # d = a + b … grad_a += c * grad_L
    machine_program(lines, "idea.program")          # the same, as the WebAssembly that each line became
    serving(lines, "d", "backward")                 # which lines belong to the value d: their numbers

Each line is an element whose id is 'idea-program-3' (its number in `lines`, from 0) and that answers to the pointer as
data-look='idea.program.3'. It says which value it belongs to (data-of), whose gradient it adds to (data-grows), and
from which line of engine.py it comes (data-source). A lit one has aria-current, as in the engine's own listing.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from .svg import Child, Markup, group, tag


class ProgramLine(Protocol):
    """What is read of a line; compiler/listing.py says what each of these means."""

    @property
    def part(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def of(self) -> Sequence[str]: ...

    @property
    def grows(self) -> str: ...

    @property
    def file(self) -> str: ...

    @property
    def number(self) -> int: ...

    @property
    def source(self) -> str: ...

    @property
    def wat(self) -> Sequence[str]: ...


PARTS = {
    "once": ("once a step", "forward"),
    "forward": ("forward", "forward"),
    "backward": ("backward", "backward"),
    "after": ("backward, once a step", "backward"),
    "update": ("update", "update"),
}
TOKEN = re.compile(
    r"(?P<comment>#.*)|(?P<grad>\bgrad_\w+)|(?P<call>[^\W\d]\w*(?=\())|(?P<name>[^\W\d]\w*)|(?P<number>\b\d[\d.]*(?:e[+-]?\d+)?)"
)
GIVEN = {"seed", "rate", "l2", "cost"}  # names of the program's own, neither a value nor a parameter


def written_program(lines: Sequence[ProgramLine], name: str, walked: bool = False) -> Markup:
    """The lines as Python that a person would write. walked: a reader with a keyboard comes to the lines themselves."""
    made = {line.text.split(" ", 1)[0] for line in lines}
    return listed(lines, name, "The compiled program", lambda line: colored(line.text, made), walked)


def machine_program(lines: Sequence[ProgramLine], name: str, walked: bool = False) -> Markup:
    """The lines as WebAssembly text, each under the line that asked for it."""
    return listed(lines, name, "The compiled program, as WebAssembly", instructions, walked)


def serving(lines: Sequence[ProgramLine], value: str, phase: str | None = None) -> list[int]:
    """The numbers of the lines that belong to a value, by its name: of one phase ('forward', 'backward') or both."""
    return [n for n, line in enumerate(lines) if value in line.of and phase in (None, PARTS[line.part][1])]


def listed(
    lines: Sequence[ProgramLine], name: str, label: str, code_of: Callable[[ProgramLine], Markup], walked: bool
) -> Markup:
    """The panel: a heading before each part, a row for each line."""
    rows: list[Markup] = []
    part = None
    loops = any(line.part == "update" for line in lines)
    for n, line in enumerate(lines):
        if line.part != part:
            part = line.part
            often = ", for each sample" if loops and part in ("forward", "backward") else ""
            rows.append(tag("span", PARTS[part][0] + often, class_=f"part {PARTS[part][1]}"))
        rows.append(row(line, name, n, code_of(line)))
    return tag(
        "pre",
        tag("code", rows),
        class_="program listing compiled",
        tabindex=None if walked else "0",
        role="group",
        aria_label=label,
    )


def row(line: ProgramLine, name: str, n: int, code: Markup) -> Markup:
    of_engine = line.file.endswith("engine.py")
    return tag(
        "span",
        tag("span", code, class_="code"),
        class_=f"line {PARTS[line.part][1]}",
        id=f"{name}-{n}".replace(".", "-"),
        data_look=f"{name}.{n}",
        data_of=line.of[0] if line.of else None,
        data_grows=line.grows or None,
        data_source=line.number if of_engine else None,
        title=f"engine.py, line {line.number}: {line.source}" if of_engine else None,
    )


def colored(text: str, made: Collection[str]) -> Markup:
    """One line's markup: a value has the color of data, its gradient that of gradients, what is given of leaves."""
    parts: list[Child] = []
    at = 0
    for found in TOKEN.finditer(text):
        kind, word = found.lastgroup, found[0]
        if kind == "name":
            kind = "own" if word in GIVEN else "data" if word in made else "leaf"
        parts += [text[at : found.start()], tag("span", word, class_=kind)]
        at = found.end()
    return group(*parts, text[at:])


def instructions(line: ProgramLine) -> Markup:
    """A line as a comment, and below it what it became. Nothing may be left of it: the number is already where it is
    wanted.
    """
    rows: list[Child] = [tag("span", f";; {line.text}", class_="comment")]
    for text in line.wat:
        op = text[: len(text) - len(text.lstrip())] + text.split()[0]
        rows += ["\n  ", tag("span", op, class_="op"), tag("span", text.removeprefix(op), class_="comment")]
    return group(*rows, "" if line.wat else tag("span", "\n  ;; no instruction: the number is there", class_="comment"))
