"""The text that is the reader's: what there is to choose from, the editor, and why a text is no expression.

Offers `example`, `editor` and `problem`.
"""

from functools import lru_cache

from micrograd.draw.svg import Markup, group, tag

from .. import words
from ..content import Editor
from ..controls import select
from ..exhibit.listing import looked_boxes
from ..exhibit.run import Run, name_class
from ..expression import Expression
from ..expression.unneeded import sentences
from .examples import BY_TEXT, EXAMPLES, Example
from .state import State


def example(state: State) -> Markup:
    """What there is to choose from, and why what is chosen is worth a look."""
    return choices(BY_TEXT.get(state.text))


@lru_cache(maxsize=16)
def choices(chosen: Example | None) -> Markup:
    options = [(e.key, e.title) for e in EXAMPLES]
    own = [] if chosen else [("own", "Your own")]
    return group(
        select("Example", "idea.example", chosen.key if chosen else "own", own + options),
        tag("p", chosen.why if chosen else "Yours. The graph follows as you type.", class_="why"),
    )


def editor(state: State) -> Editor:
    exhibit, expression = state.exhibit, state.expression
    if state.problem:
        return Editor("Expression", state.text, state.problem.line)
    lit = looked_boxes(exhibit.run, exhibit.look, exhibit.listing.picked)
    return Editor("Expression", state.text, 0, marks(expression, exhibit.origin, lit))


@lru_cache(maxsize=64)
def marks(expression: Expression, run: Run, lit: frozenset[int]) -> tuple[tuple[int, int, str], ...]:
    """Every variable with its underline; what is pointed at is lit wherever it is named."""
    pieces = [(expression.spans[node].start, expression.spans[node].end, "looked") for node in sorted(lit)]
    names = [(span.start, span.end, name_class(run, lit, node)) for span, node in expression.mentions]
    return (*pieces, *names)


def problem(state: State) -> Markup | str:
    """Why the text is no expression, what is allowed instead; or which of its values the graph leaves out."""
    if state.problem:
        trouble = state.problem
        return tag(
            "p",
            tag("strong", f"Line {trouble.line}:"),
            f" {trouble.what}. ",
            tag("span", trouble.help, class_="hint"),
            class_="problem",
        )
    notes, aside = sentences(state.expression.unneeded), state.expression.aside
    if aside:
        names, root, one = words.join_words(aside), state.exhibit.run.root, len(aside) == 1
        sentence = f"{names} {'is' if one else 'are'} not used on the way to {root}, so {'it has' if one else 'they have'} no box."
        notes.append(sentence)
    return tag("p", " ".join(notes), class_="hint") if notes else ""
