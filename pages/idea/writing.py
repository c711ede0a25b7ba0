"""The text that is the reader's: what there is to choose from, the editor, and why a text is no expression.

Offers `example`, `editor` and `problem`.
"""

from functools import lru_cache

from micrograd.draw.svg import group, tag

from .. import words
from ..content import Editor
from ..controls import select
from .examples import BY_TEXT, EXAMPLES
from .variables import kinds, lit, ties


def example(state):
    """What there is to choose from, and why what is chosen is worth a look."""
    return choices(BY_TEXT.get(state.text))


@lru_cache(maxsize=16)
def choices(chosen):
    options = [(e.key, e.title) for e in EXAMPLES]
    own = [] if chosen else [("own", "Your own")]
    return group(
        select("Example", "idea.example", chosen.key if chosen else "own", own + options),
        tag("p", chosen.why if chosen else "Yours. The graph follows as you type.", class_="why"),
    )


def editor(state):
    return Editor(
        "Expression",
        state.text,
        state.problem.line if state.problem else 0,
        () if state.problem else marks(state.made, lit(state)),
    )


@lru_cache(maxsize=64)
def marks(made, lit):
    """Every variable with its underline; what is pointed at is lit wherever it is named."""
    pieces = [(made.spans[node].start, made.spans[node].end, "looked") for node in sorted(lit)]
    for span, node in made.mentions:
        pieces.append((span.start, span.end, kinds(ties(made), lit, node)))
    return tuple(pieces)


def problem(state):
    """Why the text is no expression, what is allowed instead; or which of its values the graph leaves out."""
    if state.problem:
        trouble = state.problem
        return tag(
            "p",
            tag("strong", f"Line {trouble.line}:"),
            f" {trouble.what}. ",
            tag("span", trouble.allowed + ".", class_="hint"),
            class_="problem",
        )
    aside = state.made.aside
    if aside:
        names, root = words.listed(aside), state.tape.nodes[-1].name
        return tag(
            "p",
            f"{names} {'does' if len(aside) == 1 else 'do'} not reach {root}, and so {'has' if len(aside) == 1 else 'have'} no box.",
            class_="hint",
        )
    return ""
