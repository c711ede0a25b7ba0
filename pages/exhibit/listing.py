"""The code beside the figure: the engine's own file (or the changed one that runs in its place), the program that the
compiler makes of the graph, and that program as WebAssembly.

A line of any of them is a Target: Target("line", 12) of engine.py, Target("program", 3). Its id is PAGE-line-12.

Offers `Listing` (a state), `VIEWS`, `update`, `panel`, `marks` (what is lit in it, and where the Tab key comes to),
`lines_with_boxes` and `boxes_of`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from micrograd.compiler import tape_listing
from micrograd.compiler.listing import Line
from micrograd.draw.programs import machine_program, serving, written_program
from micrograd.draw.svg import Markup, group, tag

from ..content import Marked
from ..controls import button
from ..events import Event, Press
from ..targets import Target, parse_target
from .kin import lines_of
from .player import Transport
from .run import Run, element_id, formula_in, name_class
from .source import Marks, engine_panel, engine_rows, step_marks
from .tools import faults

VIEWS = {"engine": "The engine", "program": "Your program", "wasm": "WebAssembly"}
HINTS = {
    "program": "your expression, compiled: the same arithmetic without the graph",
    "wasm": "the same program, as WebAssembly instructions",
}


@dataclass(frozen=True)
class Listing:
    """view: one of VIEWS; picked: a line that stays lit; stop: the line to which the Tab key comes, None: the first."""

    view: str = "engine"
    picked: Target | None = None
    stop: Target | None = None


def update(listing: Listing, event: Event, run: Run, views: Sequence[str]) -> Listing:
    """The state after a press; the very same, if the event is none of the listing's."""
    match event:
        case Press("view", view) if view in views:
            return replace(listing, view=view, picked=None)
        case Press("pick", line) if (target := parse_target(line)) in lines_with_boxes(run, listing.view):
            return replace(listing, picked=None if listing.picked == target else target)
    return listing


def lines_with_boxes(run: Run, view: str) -> Mapping[Target, frozenset[int]]:
    """{line: its boxes} of the lines of a view that made boxes, in order."""
    if view == "engine":
        return lines_of(run)
    return boxes_of_program(run)


def boxes_of(run: Run, line: Target | None) -> frozenset[int] | None:
    """The boxes of a line; None where there is none of this name."""
    if line is None or line.kind not in ("line", "program"):
        return None
    return lines_with_boxes(run, "engine" if line.kind == "line" else "program").get(line)


def view(
    page: str, run: Run, listing: Listing, time: Transport, look: Target | None, narrow: bool, views: Sequence[str]
) -> Marked:
    """The panel with its marks, and the line that is to be in sight."""
    found, chief = marks(page, run, listing, time, look)
    return Marked(panel(page, run, listing.view, narrow, views), found, chief, time.current)


def panel(page: str, run: Run, chosen: str, narrow: bool, views: Sequence[str]) -> Markup:
    buttons = tag(
        "div",
        [button(VIEWS[key], f"{page}.view", key, pressed=chosen == key) for key in views],
        class_="buttons views",
    )
    if chosen != "engine":
        return group(buttons, program_panel(page, run, chosen, narrow))
    rows = faults.changed_rows(run.fault) if run.fault else engine_rows()
    return group(
        buttons,
        engine_panel(page, rows, frozenset(n for line in lines_of(run) for n in line.key), narrow, faults.calls(run)),
    )


def marks(page: str, run: Run, listing: Listing, time: Transport, look: Target | None) -> tuple[Marks, str | None]:
    """The marks on the lines, and the line that is to be in sight."""
    lit = looked_boxes(run, look, listing.picked)
    stage = formula_in(run, time)
    found, chief = (
        current_marks(page, run, listing.view, time.current, lit, stage) if time.current is not None else ({}, None)
    )
    if run.fault and listing.view == "engine" and not time.moving:  # what was changed is what is to be seen
        new = [n for n, _, kind in faults.changed_rows(run.fault) if kind == "new"]
        chief = f"{page}-line-{new[0]}" if new else chief
    lines = lines_with_boxes(run, listing.view)
    stop = listing.stop if listing.stop in lines else next(iter(lines), None)
    box = look.key[0] if look and look.kind == "box" else None
    for line, nodes in lines.items():
        element = element_id(page, line)
        found[element] = {
            "role": "button",
            "data-do": f"{page}.pick",
            **found.get(element, {}),
            "tabindex": "0" if line == stop else "-1",
            "aria-pressed": str(line == listing.picked).lower(),
            **({"data-made": ""} if box in nodes else {}),
        }
    return found, chief


def current_marks(
    page: str, run: Run, view: str, k: int, lit: frozenset[int], stage: int | None
) -> tuple[Marks, str | None]:
    """The marks on what runs in step k, and the line that computes. stage: which of several lines of the engine is at
    it; None: the step is done.
    """
    step = run.tape.steps[k]
    now = {"aria-current": "step", "data-phase": step.phase}
    if view != "engine":
        elements = [element_id(page, Target("program", n)) for n in program_lines_at(run, k)]
        return {element: dict(now) for element in elements}, next(iter(elements), None)
    found, chief = step_marks(page, run, k, partial(name_class, run, lit), stage)
    if faults.calls(run) and step.phase == "backward":
        seeds = sum(s.phase == "backward" and not s.op for s in run.tape.steps[: k + 1])
        found[f"{page}-call-{seeds if run.call else seeds - 1}"] = {"aria-current": "step", "data-phase": "backward"}
    return found, chief


def looked_boxes(run: Run, look: Target | None, picked: Target | None) -> frozenset[int]:
    """The boxes that are pointed at: one, or those of a line of code."""
    if look is not None and look.kind == "box":
        return frozenset(key for key in look.key if isinstance(key, int))
    return boxes_of(run, look or picked) or frozenset()


# --- the program that the compiler makes of the graph ---


@lru_cache(maxsize=16)
def program_lines(run: Run) -> tuple[Line, ...]:
    """The lines of the program; UnknownOp where an op of the graph is not the engine's."""
    return tuple(tape_listing(run.sound))


@lru_cache(maxsize=8)
def program_panel(page: str, run: Run, view: str, folded: bool) -> Markup:
    draw = machine_program if view == "wasm" else written_program
    title = tag("summary", tag("span", HINTS[view], class_="hint"))
    code = draw(program_lines(run), f"{page}.program", walked=True)
    return tag("details", title, code, class_="file", open=not folded)


@lru_cache(maxsize=16)
def program_code(page: str, of: int, run: Run) -> Markup:
    """The program alone, of one exhibit of several on a page."""
    return written_program(program_lines(run), f"{page}.{of}.program")


def program_at_step(page: str, of: int, run: Run, k: int | None) -> Markup:
    """The program alone, with the lines of step k lit in its markup: where marks cannot come and go by themselves."""
    code: str = program_code(page, of, run)
    for n in program_lines_at(run, k) if k is not None else ():
        here = f'id="{element_id(page, Target("program", n, of=of))}"'
        code = code.replace(here, f'{here} aria-current="step"')
    return Markup(code)


def program_lines_at(run: Run, k: int) -> list[int]:
    """The numbers of the lines that do what step k of the tape does."""
    step, lines = run.tape.steps[k], program_lines(run)
    found = serving(lines, run.sound.nodes[step.node].name, step.phase)
    return [n for n in found if bool(lines[n].op) == bool(step.op)]  # the seed has no op, and a line of its own


@lru_cache(maxsize=64)
def boxes_of_program(run: Run) -> dict[Target, frozenset[int]]:
    """{line of the program: the boxes that it belongs to}, in order."""
    index = {node.name: node.index for node in run.sound.nodes}
    return {
        Target("program", n): frozenset(index[name] for name in (*line.of, line.grows) if name in index)
        for n, line in enumerate(program_lines(run))
    }
