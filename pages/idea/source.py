"""engine.py itself, in a panel: the file that runs, with the lines lit that ran in the step that is told.

Offers `text` (its lines), `untouched` (its rows), `panel` (the markup), `running` (the marks of a step).
"""

import re
from functools import lru_cache
from importlib import resources

from micrograd.draw.scale import short
from micrograd.draw.svg import group, tag

from ..words import shortened

FILE = "micrograd/engine.py"
TOKEN = re.compile(
    r"""(?P<comment>\#.*) | (?P<string>f?'[^']*'|f?"[^"]*") | (?P<data>\.data\b) | (?P<grad>\.grad\b) | (?P<number>\b\d[\d.]*\b)
      | (?P<operand>\b(?:self|other|out)\b(?:\.(?:data|grad)\b)?) | (?P<definition>(?<=def\ )\w+|(?<=class\ )\w+)
      | (?P<keyword>\b(?:and|break|class|def|else|except|for|from|if|import|in|is|not|or|raise|return|try|while)\b)""",
    re.VERBOSE,
)


@lru_cache(maxsize=1)
def text():
    """The lines of the engine that runs here, read from the installed package."""
    return tuple(resources.files("micrograd").joinpath("engine.py").read_text("utf-8").splitlines())


@lru_cache(maxsize=1)
def untouched():
    """The same as rows of a panel."""
    return tuple((n, line, "") for n, line in enumerate(text(), 1))


def highlighted(lines):
    """The markup of each (number, text): words that mean something to Python, and .data and .grad, have their colors."""
    inside = False
    for number, line in lines:
        quotes = line.count('"""')
        if inside or quotes:
            yield tag("span", line, class_="tok-comment")
        else:
            yield colored(line, number)
        inside ^= quotes % 2 == 1


def colored(line, number):
    """A line; if it has a number, each of its variables has an id, so that it can be underlined."""
    parts, at, seen = [], 0, 0
    for found in TOKEN.finditer(line):
        parts.append(line[at : found.start()])
        if found.lastgroup != "operand":
            parts.append(tag("span", found[0], class_=f"tok-{found.lastgroup}"))
        else:
            name, _, field = found[0].partition(".")
            word = group(name, tag("span", f".{field}", class_=f"tok-{field}") if field else None)
            parts.append(tag("span", word, id=f"idea-word-{number}-{seen}") if number else word)
            seen += 1
        at = found.end()
    return group(*parts, line[at:])


@lru_cache(maxsize=256)
def variables(line):
    """(variable, 'data', 'grad' or '') as they stand in a line, in order: the k-th has the id idea-word-NUMBER-k."""
    return tuple(found[0].partition(".")[::2] for found in TOKEN.finditer(line) if found.lastgroup == "operand")


@lru_cache(maxsize=16)
def panel(lines, known, folded=False, calling=()):
    """The panel. lines: (number, text, '' or 'gone' or 'new'), as of a diff. known: the numbers of those that this
    graph ran; they answer to the pointer. folded: closed at first. calling: (text, '' or 'new') of the code that calls,
    if it is to be seen.
    """
    rows = []
    for (n, _, kind), code in zip(lines, highlighted([(n if n in known else None, line) for n, line, _ in lines])):
        answers = {"id": f"idea-line-{n}", "data_line": n} if n else {}
        if n in known:
            answers |= {"data_look": f"idea.line.{n}"}
        rows.append(row(code, kind, answers))
    code = tag("pre", tag("code", rows), class_="program listing", role="group", aria_label="The engine’s source")
    if calling:
        calls = [row(colored(text, None), kind, {"id": f"idea-call-{k}"}) for k, (text, kind) in enumerate(calling)]
        code = group(
            tag("p", "The code that calls it", class_="hint"),
            tag("pre", tag("code", calls), class_="program listing calling"),
            code,
        )
    broken = any(kind for _, _, kind in lines)
    title = tag(
        "summary",
        tag("code", FILE),
        " ",
        tag("span", "with a mistake in it" if broken else "the file that runs", class_="wrong" if broken else "hint"),
    )
    return tag("details", title, code, class_="file", open=not folded)


def row(code, kind, answers):
    """A line; kind: '', or 'gone' or 'new' in a diff."""
    sign = tag("span", "−" if kind == "gone" else "+", class_="sign") if kind else None
    return tag("span", sign, tag("span", code, class_="code"), class_=f"line {kind}".strip(), **answers)


def running(step, stands, kinds, known):
    """({id of a line, or of a variable in it: its marks}, the line that says most) of a step.

    stands: {variable: the node that it is}; kinds(node): the classes of what names a node; known: ({node: data}, {node:
    gradient}) before the step.
    """
    lines = [line for line in step.lines if line.file.startswith(FILE)]  # also 'engine.py with …', a fault
    marks = {f"idea-line-{line.number}": {"aria-current": "step", "data-phase": step.phase} for line in lines}
    told = list(zip(step.formula, step.numbers))
    saying = [line for line in lines if says(line.text, step.phase)]
    saying = saying[-len(told) :] if told else []
    for line, (_, numbers) in zip(saying, told):
        marks[f"idea-line-{line.number}"]["data-numbers"] = shortened(numbers)
    data, grad = known
    before = dict(grad)  # a line may add to what the line above has set
    for line in lines:
        for k, (name, field) in enumerate(variables(line.text)):
            if name in stands:
                node = stands[name]
                marks[f"idea-word-{line.number}-{k}"] = {"data-look": f"idea.box.{node}", "class": kinds(node)}
                number = {"data": data.get(node), "grad": before.get(node, 0.0)}.get(field)
                if number is not None:
                    marks[f"idea-word-{line.number}-{k}"]["data-number"] = short(number)
        if line in saying and step.phase == "backward":
            change = step.changes[saying.index(line)]
            before[change.node] = change.after
    chief = (saying or lines or [None])[0]
    return marks, f"idea-line-{chief.number}" if chief else None


def says(line, phase):
    """Whether a formula on the tape comes from this line."""
    return "Value(" in line if phase == "forward" else bool(re.search(r"\.grad \+?=", line))
