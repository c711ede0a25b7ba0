"""engine.py itself, line by line: the file that runs, colored, and what its variables stand for while a step runs.

Offers `engine_lines`, `engine_rows`, `engine_panel`, `step_marks` (what is lit while a step runs) and `variables_of`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import TypeAlias

from micrograd.draw.scale import short
from micrograd.draw.svg import Markup, group, tag
from micrograd.tape import Step

from ..targets import Target, format_target
from ..words import shorten_numbers
from .kin import ENGINE
from .run import Run, rerun

Row: TypeAlias = tuple[int | None, str, str]  # number, text, '' or 'gone' or 'new', as of a diff
Marks: TypeAlias = dict[str, dict[str, str]]  # {id of an element: its attributes}

CLOSURE = "a closure: made now, run later"

TOKEN = re.compile(
    r"""(?P<comment>\#.*) | (?P<string>f?'[^']*'|f?"[^"]*") | (?P<data>\.data\b) | (?P<grad>\.grad\b)
      | (?P<number>\b\d[\d.]*\b)
      | (?P<operand>\b(?:self|other|out)\b(?:\.(?:data|grad)\b)?) | (?P<definition>(?<=def\ )\w+|(?<=class\ )\w+)
      | (?P<keyword>\b(?:and|break|class|def|else|except|for|from|if|import|in|is|not|or|raise|return|try|while)\b)""",
    re.VERBOSE,
)


@lru_cache(maxsize=1)
def engine_lines() -> tuple[str, ...]:
    """The lines of the engine that runs here, read from the installed package."""
    return tuple(resources.files("micrograd").joinpath("engine.py").read_text("utf-8").splitlines())


@lru_cache(maxsize=1)
def engine_rows() -> tuple[Row, ...]:
    """The same as rows of a panel."""
    return tuple((n, line, "") for n, line in enumerate(engine_lines(), 1))


def highlight(page: str, lines: Iterable[tuple[int | None, str]]) -> Iterator[Markup]:
    """The markup of each (number, text): what means something to Python, and .data and .grad, have their colors."""
    inside = False
    for number, line in lines:
        quotes = line.count('"""')
        yield tag("span", line, class_="tok-comment") if inside or quotes else color(page, line, number)
        inside ^= quotes % 2 == 1


def color(page: str, line: str, number: int | None) -> Markup:
    """A line; if it has a number, each of its variables has an id, so that it can be underlined."""
    parts: list[str] = []
    at = seen = 0
    for found in TOKEN.finditer(line):
        parts.append(line[at : found.start()])
        if found.lastgroup != "operand":
            parts.append(tag("span", found[0], class_=f"tok-{found.lastgroup}"))
        else:
            name, _, field = found[0].partition(".")
            word = group(name, tag("span", f".{field}", class_=f"tok-{field}") if field else None)
            parts.append(tag("span", word, id=f"{page}-word-{number}-{seen}") if number else word)
            seen += 1
        at = found.end()
    return group(*parts, line[at:])


@lru_cache(maxsize=16)
def engine_panel(
    page: str, rows: Sequence[Row], ran: frozenset[int], folded: bool, calls: tuple[tuple[str, str], ...]
) -> Markup:
    """The panel.

    ran: the numbers of the lines that this graph ran; they answer to the pointer. folded: closed at first.
    calls: (text, '' or 'new') of the code that calls the engine, if it is to be seen.
    """
    lines = []
    numbered = [(n if n in ran else None, line) for n, line, _ in rows]
    for (n, text, kind), code in zip(rows, highlight(page, numbered)):
        attributes: dict[str, str | int] = {"id": f"{page}-line-{n}", "data_line": n} if n else {}
        if n in ran:
            attributes |= {"data_look": f"{page}.{format_target(Target('line', n))}"}
        indent = len(text) - len(text.lstrip(" "))
        lines.append(line_markup(code, kind, {**attributes, "style": f"--indent: {indent}"}))
    code = tag("pre", tag("code", lines), class_="program listing", role="group", aria_label="The engine’s source")
    if calls:
        above = [
            line_markup(color(page, text, None), kind, {"id": f"{page}-call-{k}"})
            for k, (text, kind) in enumerate(calls)
        ]
        code = group(
            tag("p", "The code that calls it", class_="hint"),
            tag("pre", tag("code", above), class_="program listing calling"),
            code,
        )
    broken = any(kind for _, _, kind in rows)
    title = tag(
        "summary",
        tag("code", ENGINE),
        " ",
        tag("span", "with a mistake in it" if broken else "the file that runs", class_="wrong" if broken else "hint"),
    )
    return tag("details", title, code, class_="file", open=not folded)


def line_markup(code: Markup, kind: str, attributes: Mapping[str, str | int]) -> Markup:
    """A line; kind: '', or 'gone' or 'new' in a diff."""
    sign = tag("span", "−" if kind == "gone" else "+", class_="sign") if kind else None
    return tag("span", sign, tag("span", code, class_="code"), class_=f"line {kind}".strip(), **attributes)


def step_marks(
    page: str, run: Run, k: int, name_class: Callable[[int], str], stage: int | None = None
) -> tuple[Marks, str | None]:
    """({id of a line, or of a variable in it: its marks}, the line that computes) in step k.

    name_class(node): the classes of what names a node. stage: which of the lines that compute something is at it; those
    after it have no numbers yet, but room for them. None: the step is done, and the last of them stays lit.
    """
    step, stands_for = run.tape.steps[k], variables_of(run, run.tape.steps[k])
    lines = [line for line in step.lines if line.file.startswith(ENGINE)]
    marks: Marks = {f"{page}-line-{line.number}": {"data-phase": step.phase} for line in lines}
    for line in lines:
        if line.text.startswith("def "):
            marks[f"{page}-line-{line.number}"]["data-note"] = CLOSURE
    computing = [line for line in lines if is_formula(line.text, step.phase)][-len(step.formula) :]
    stage = len(computing) - 1 if stage is None else min(stage, len(computing) - 1)
    for n, (line, formula, numbers) in enumerate(zip(computing, step.formula, step.numbers)):
        if not formula.endswith(f" = {numbers}"):  # self.grad = 1.0 says its number itself
            marks[f"{page}-line-{line.number}"]["data-numbers"] = shorten_numbers(numbers) if n <= stage else " "
    chief = computing[stage] if computing else next(iter(lines), None)
    if chief:
        marks[f"{page}-line-{chief.number}"]["aria-current"] = "step"
    data = {node.index: node.data for node in run.tape.nodes}
    grad = dict(run.tape.grad_at(k))  # a line may add to what the line above has set
    for line in lines:
        for word, (name, field) in enumerate(variables_in(line.text)):
            if name in stands_for:
                node = stands_for[name]
                look = f"{page}.{format_target(Target('box', node))}"
                mark = marks[f"{page}-word-{line.number}-{word}"] = {"data-look": look, "class": name_class(node)}
                number = {"data": data.get(node), "grad": grad.get(node, 0.0)}.get(field)
                if number is not None:
                    mark["data-number"] = short(number)
        if line in computing and step.phase == "backward":
            change = step.changes[computing.index(line)]
            grad[change.node] = change.after
    return marks, f"{page}-line-{chief.number}" if chief else None


@lru_cache(maxsize=256)
def variables_in(line: str) -> tuple[tuple[str, str], ...]:
    """(variable, 'data', 'grad' or '') as they stand in a line, in order: the k-th has the id PAGE-word-NUMBER-k."""
    found = [match[0].partition(".") for match in TOKEN.finditer(line) if match.lastgroup == "operand"]
    return tuple((name, field) for name, _, field in found)


def is_formula(line: str, phase: str) -> bool:
    """Whether a formula on the tape comes from this line."""
    return "Value(" in line if phase == "forward" else bool(re.search(r"\.grad \+?=", line))


def variables_of(run: Run, step: Step) -> Mapping[str, int]:
    """{variable of the engine's lines: the node that it is} while a step runs: {'self': 0, 'other': 1, 'out': 2}."""
    return captured(run.kin or run)[step.node] if step.op else {"self": step.node}


@lru_cache(maxsize=64)
def captured(run: Run) -> list[dict[str, int]]:
    """For each node the values among the variables that its `_backward` has captured."""
    graph = rerun(run)
    found = []
    for v in graph.order:
        rule = v._backward
        cells = zip(rule.__code__.co_freevars, rule.__closure__ or ())
        inside = {name: cell.cell_contents for name, cell in cells}
        found.append({name: graph.places[x] for name, x in inside.items() if type(x) is type(v) and x in graph.places})
    return found
