"""docs/reference/: what the package offers, made from its docstrings, one page for each of its parts.

What a public module lists in `__all__` is public, and nothing else is. (engine.py, which reads as it was typed in the
lecture, has none: there it is what its docstring offers.) A thing is described on the page of the module
that defines it; other modules that offer it, too, link to it there.

Offers `pages`, `write`, `PAGES` and `public_names`.
"""

import ast
import dataclasses
import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from tools.project import Project, write_if_changed

# Pages in the order of the contents: {name of the file: (title, modules)}.
PAGES = {
    "engine": ("Values", ("micrograd.engine",)),
    "nn": ("Neurons, layers, networks", ("micrograd.nn",)),
    "losses": ("Losses", ("micrograd.losses",)),
    "optim": ("Optimizers and schedules", ("micrograd.optim", "micrograd.schedules")),
    "data": ("Data sets", ("micrograd.data",)),
    "saving": ("Saving and loading", ("micrograd.saving",)),
    "show": ("Showing and training", ("micrograd.show",)),
    "training": (
        "Trainers",
        tuple(f"micrograd.training.{name}" for name in ("trainer", "hyperparameters", "checkpoint", "history")),
    ),
    "draw": ("Pictures", ("micrograd.draw",)),
    "tape": ("The tape", ("micrograd.tape",)),
    "compiler": ("The compiler", ("micrograd.compiler",)),
    "ops": ("The table of operations", ("micrograd.ops",)),
}
NOTE = "<!-- Made from the docstrings by `python3 -m tools files`: what is to be changed is changed there. -->"
HEAD = "# What the package offers"
TERM = re.compile(r"(\S(?:.{0,60}?\S)?) {2,}(\S.*)")  # a word, and behind two spaces or more what it means


def write(project: Project) -> list[str]:
    """Rewrite docs/reference/; returns what changed. A page that nothing belongs to any more goes."""
    folder, made = project.root / "docs" / "reference", pages()
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    return [name for name, text in made.items() if write_if_changed(folder / name, text.encode())]


def pages() -> dict[str, str]:
    """{name of the file: its text} for all of docs/reference/."""
    made = {"README.md": contents()}
    for page, (title, modules) in PAGES.items():
        parts = [part for name in modules for part in described(importlib.import_module(name))]
        made[f"{page}.md"] = "\n\n".join([NOTE, f"# {title}", *parts]) + "\n"
    return made


def public_names(module: ModuleType) -> list[str]:
    """What the module offers, in the order in which it stands there."""
    listed = getattr(module, "__all__", None) or offered(module)
    places: dict[str, int] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        match node:
            case ast.ClassDef(name) | ast.FunctionDef(name):
                places[name] = node.lineno
            case ast.AnnAssign(ast.Name(name)) | ast.Assign([ast.Name(name)]):
                places[name] = node.lineno
            case ast.ImportFrom(names=names):
                places |= {alias.asname or alias.name: node.lineno for alias in names}
    return sorted(listed, key=lambda name: places.get(name, 0))


def offered(module: ModuleType) -> list[str]:
    """The names that a module's docstring says it offers."""
    found = re.search(r"Offers (.*?)(\n\n|\Z)", inspect.getdoc(module) or "", re.DOTALL)
    return re.findall(r"`(\w+)`", found[1]) if found else []


def contents() -> str:
    """The first page: every name, under the page that describes it."""
    rows = []
    for page, (title, modules) in PAGES.items():
        names = [link(name, page) for m in modules for name in public_names(importlib.import_module(m))]
        rows.append(f"| [{title}]({page}.md) | {', '.join(f'`{m}`' for m in modules)} | {', '.join(names)} |")
    top = importlib.import_module("micrograd")
    first = ", ".join(link(name, page_of(getattr(top, name))) for name in public_names(top))
    words = f"`from micrograd import …` gives {first}. Everything else is imported from its module:"
    return "\n".join([NOTE, "", HEAD, "", words, "", "| page | import from | names |", "|---|---|---|", *rows, ""])


def link(name: str, page: str) -> str:
    return f"[`{name}`]({page}.md#{anchors(page)[name]})"


@cache
def anchors(page: str) -> dict[str, str]:
    """{heading: what an address calls it} for a page, as GitHub does: the second of two equal ones ends in -1."""
    title, modules = PAGES[page]
    headings = [title]
    for module in map(importlib.import_module, modules):
        for name in public_names(module):
            thing = getattr(module, name)
            headings += [name, *(heading_of(name, m) for m, _ in members(thing))] if inspect.isclass(thing) else [name]
    found: dict[str, str] = {}
    taken_before: dict[str, int] = {}
    for heading in headings:
        plain = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        count = taken_before[plain] = taken_before.get(plain, -1) + 1
        found[heading] = f"{plain}-{count}" if count else plain
    return found


def heading_of(name: str, member: str) -> str:
    """How a member of a class is headed: SGD.step, or neuron(…) for what calling one does."""
    return f"{name.lower()}(…)" if member == "__call__" else f"{name}.{member}"


def page_of(thing: Any) -> str:
    """The page that describes a thing which its own module lists."""
    return next(page for page, (_, modules) in PAGES.items() if thing.__module__ in modules)


def described(module: ModuleType) -> Iterator[str]:
    """A module's part of its page."""
    yield f"`{module.__name__}`"
    yield markdown(for_users(inspect.getdoc(module) or ""))
    for name in public_names(module):
        thing = getattr(module, name)
        yield f"## {name}"
        if inspect.isclass(thing):
            yield from class_parts(name, thing)
        elif callable(thing) and hasattr(thing, "__name__"):
            yield from function_parts(name, thing)
        else:
            yield markdown(comment_above(module, name))
            if isinstance(thing, Mapping):
                yield "Its names: " + ", ".join(f"`{key}`" for key in thing) + "."


def class_parts(name: str, kind: type) -> Iterator[str]:
    yield code(f"class {name}{signature(kind)}")
    if base := next((b for b in kind.__bases__ if b.__module__.startswith("micrograd") and is_public(b)), None):
        yield f"A kind of {link(base.__name__, page_of(base))}, and has all that it has."
    yield markdown(inspect.getdoc(kind) or "")
    if fields := list(commented_fields(kind)):
        yield "\n".join(f"- `{field}`: {escaped(comment)}" for field, comment in fields)
    for member, thing in members(kind):
        yield f"### {heading_of(name, member)}"
        if isinstance(thing, property):
            yield markdown(inspect.getdoc(thing) or "")
        elif isinstance(thing, staticmethod) and not thing.__doc__:  # a formula, which says itself best
            yield code(inspect.cleandoc(inspect.getsource(thing.__func__)))
        else:
            own = isinstance(thing, (staticmethod, classmethod))
            written = name.lower() + ("" if member == "__call__" else f".{member}")
            yield from function_parts(f"{name}.{member}" if own else written, getattr(kind, member), not own)


def commented_fields(kind: type) -> Iterator[tuple[str, str]]:
    """(name, comment) for each field of a dataclass that has a comment behind it."""
    if dataclasses.is_dataclass(kind):
        for line in inspect.getsource(kind).splitlines():
            if found := re.match(r"    (\w+): .*?  # (.*)", line):
                yield found[1], found[2]


def function_parts(written: str, function: Any, of_instance: bool = False) -> Iterator[str]:
    yield code(f"{written}{signature(function, drop_self=of_instance)}")
    yield markdown(inspect.getdoc(function) or "")


def code(text: str) -> str:
    return f"```python\n{text}\n```"


def members(kind: type) -> Iterator[tuple[str, Any]]:
    """(name, member) of the methods and properties that a class itself defines for others, in their order."""
    for name, thing in vars(kind).items():
        if name.startswith("_") and name != "__call__":
            continue
        if isinstance(thing, (property, staticmethod, classmethod)) or inspect.isfunction(thing):
            yield name, thing


def is_public(kind: type) -> bool:
    return any(kind.__module__ in modules for _, modules in PAGES.values()) and kind.__name__ in public_names(
        importlib.import_module(kind.__module__)
    )


def signature(thing: Any, drop_self: bool = False) -> str:
    """(a, b=1, *, c): names and defaults. The docstrings say what each of them is."""
    try:
        found = inspect.signature(thing)
    except ValueError:  # an exception's, which is the interpreter's own
        return "(…)"
    given = list(found.parameters.values())
    if drop_self and given and given[0].name == "self":
        given = given[1:]
    plain = [p.replace(annotation=p.empty, default=Default.of(p)) for p in given]
    return str(found.replace(parameters=plain, return_annotation=found.empty))


class Default:
    """A parameter's default, as it is written: a function by its name, a rule of a dataclass as …"""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    @staticmethod
    def of(parameter: inspect.Parameter) -> Any:
        return parameter.empty if parameter.default is parameter.empty else Default(parameter.default)

    def __repr__(self) -> str:
        text = getattr(self.thing, "__name__", None) or repr(self.thing)
        return "…" if text.startswith("<") else text


def comment_above(module: ModuleType, name: str) -> str:
    """The comment right above where a module sets a name: what docstrings are for constants."""
    source = inspect.getsource(module)
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            return comment_above(importlib.import_module("." * node.level + (node.module or ""), module.__name__), name)
    lines = source.splitlines()
    at = next((i for i, line in enumerate(lines) if re.match(rf"{name}\b\s*(:[^=]*)?=", line)), 0)
    first = at
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return "\n".join(line.removeprefix("#").strip() for line in lines[first:at])


def for_users(text: str) -> str:
    """A module's docstring without what is only for those who read its code: what it offers, and which files it has."""
    parts = [part for part in text.split("\n\n") if not re.match(r" +\S+\.py\b|\S+\.py (says|makes)\b", part)]
    return re.sub(r"(^|\. |\n)Offers [^.]*(\.pyi?\b[^.]*)*\.?", r"\1", "\n\n".join(parts), flags=re.MULTILINE).strip()


# --- from the way docstrings are written to Markdown ---


def markdown(text: str) -> str:
    """A docstring as Markdown: paragraphs, `name   meaning` as a list, indented lines as code."""
    lines, parts, at = text.splitlines(), [], 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.startswith("    "):
            block, at = taken(lines, at, lambda one: not one.strip() or one.startswith("    "))
            parts.append("\n".join(["```text" if is_table(block) else "```python", *(one[4:] for one in block), "```"]))
        elif TERM.fullmatch(line):
            block, at = taken(lines, at, lambda one: bool(TERM.fullmatch(one)) or one.startswith("   "))
            parts.append("\n".join(items(block)))
        else:
            block, at = taken(lines, at, lambda one: bool(one.strip()) and not is_set_apart(one))
            parts.append("\n".join(map(escaped, block)))
    return "\n\n".join(parts)


def is_set_apart(line: str) -> bool:
    """Is it indented, or a `name   meaning`?"""
    return line.startswith("    ") or bool(TERM.fullmatch(line))


def taken(lines: list[str], at: int, goes_on: Any) -> tuple[list[str], int]:
    """The lines from `at` for as long as they go on, without empty ones at their end; and where they end."""
    end = at + 1
    while end < len(lines) and goes_on(lines[end]):
        end += 1
    block = lines[at:end]
    while not block[-1].strip():
        block.pop()
    return block, end


def is_table(block: list[str]) -> bool:
    """Are these lines words in columns, and not code?"""
    return all(re.match(r" {4}[\w.*]+(, [\w./]+)* {2,}[^#\s]| {8,}", line) for line in block if line.strip())


def items(block: list[str]) -> Iterator[str]:
    """A list item for each `name   meaning`, with the lines that go on with it."""
    item = ""
    for line in block:
        if found := TERM.fullmatch(line):
            if item:
                yield item
            item = f"- `{found[1].strip('`')}`: {escaped(found[2])}"
        else:
            item += f" {escaped(line.strip())}"
    yield item


def escaped(text: str) -> str:
    """Prose in which nothing but `code` means something to Markdown."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(p if p.startswith("`") else re.sub(r"([\\*_<\[\]])", r"\\\1", p) for p in pieces)
